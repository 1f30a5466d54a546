from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic.base import View

from casework import policy
from casework.forms import ACTS
from casework.models import Case, CaseEntry, CasePaper
from casework.services import moved_on, note_opened, way_up
from casework.views import words
from council_portal.access.decisions import Forbidden, can, require
from council_portal.access.models import in_force
from council_portal.access.views import GuardedPage
from council_portal.design.views import error_409
from council_portal.documents.views import GuardedDownload
from council_portal.matters.services import AnothersForm, Changed
from council_portal.protocol.services import route_under


class CasePage(GuardedPage):
    """One case: where it is and why, the thread, and what its reader may do. Acts are posted to the same address."""

    model, template_name, context_object_name = Case, "casework/case.html", "case"
    related, left_out = ("ward", "service", "raised_by", "protocol"), ("protocol__text",)
    failed = None

    def post(self, request, uid):
        """Do one act: 404 when it may not be seen, 403 with the clause when it may not be done, 409 when somebody was first."""
        case = self.get_object(Case.objects.select_related(*self.related))
        kind = next((kind for kind in ACTS if kind.slug == request.POST.get("act")), None)
        if kind is None:
            raise Http404
        form = kind(request.POST, request.FILES, case=case, user=request.user)
        if form.sent_before:
            return HttpResponseRedirect(case.get_absolute_url())
        try:
            if form.stale and not (kind.on_any_version and can(request.user, kind.action, case)):
                raise Changed(case)
            require(request.user, kind.action, case)
            if form.is_valid():
                form.act()
                return HttpResponseRedirect(case.get_absolute_url())
        except (Changed, Forbidden) as refused:
            if isinstance(refused, Forbidden) and not moved_on(case):
                raise
            return error_409(request, typed=form.typed(), back=case.get_absolute_url())
        except AnothersForm:
            raise BadRequest("the key of a form that somebody else sent") from None
        self.failed = form
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        case, user = self.object, self.request.user
        case.status_text, case.status_colour = case.get_status_display(), words.COLOURS[case.status]
        standings = list(case.standings.filter(in_force()).select_related("principal").order_by("since", "pk"))
        # The office that has it is among them as a rule; a sixth join took PostgreSQL longer to plan than to read.
        case.sent_to = next((s.principal for s in standings if s.principal_id == case.sent_to_id), None) or case.sent_to
        mine = [s for s in standings if s.principal_id in user.principals]
        note_opened(case, actor=user, acting_as=mine[0].principal.name if mine else "")
        papers = list(case.papers.all())
        return {
            **context, "why": words.why(case, standings), "due": words.due_box(case), "route": words.ladder(case, standings),
            "acts": self.acts(case),
            "summary": summary(case), "thread": thread(case, papers, user.person), "papers": [paper_line(p) for p in papers],
            "readers": words.reader_lines(case, standings), "may_see_text": may_see(mine),
        }

    def acts(self, case):
        """The acts that this reader may do now, each with its form; the one that failed keeps what was typed."""
        shown = []
        for kind in ACTS:
            if case.may[kind.action]:
                form = self.failed if isinstance(self.failed, kind) else kind(case=case, user=self.request.user)
                explanation, clause = kind.explanation, ""
                if kind.slug == "escalate":
                    explanation, clause = escalation(case)
                shown.append({"slug": kind.slug, "heading": kind.heading, "explanation": explanation, "clause": clause, "form": form,
                              "button": kind.button})
        return shown


def escalation(case):
    """What the offer says: to whom, because of what, under which clause; or that it is the portal's own rule."""
    route, step = route_under(case.protocol, "unanswered", "member"), way_up(case)
    posts = words.posts_in_words(case.protocol, step.to) if step else _("Democratic Services, who find somebody for it")
    text = _("No answer came by %(day)s. You may raise it with the %(posts)s. It is for you to decide: nothing is sent unless you say so.")
    text = text % {"day": words.day(case.due_on), "posts": posts}
    if route.silent:
        text += " " + words.silence(case, route)["text"]
    elif step is None or not step.clause:
        text += " " + _("It is with the post that the protocol names for this already, or above it: this is the portal’s own rule.")
    return text, (step.clause or "") if step else ""


def summary(case):
    """The facts of the case."""
    rows = [
        (_("Service"), case.service.name),
        (_("Ward"), case.ward.name if case.ward else "–"),
        (_("Raised by"), case.raised_by.full_name),
        (_("Received"), words.moment(case.received)),
        (_("Routed under"), f"{case.protocol.title} ({case.protocol.version})"),
    ]
    rows += [(_("Urgent"), _("Marked as urgent by the Member"))] if case.urgent else []
    rows += [(_("Came back"), str(case.times_back))] if case.times_back else []
    return rows


def thread(case, papers, reader):
    """The turns of the thread, oldest first, each with its papers."""
    by_entry = {}
    for paper in papers:
        by_entry.setdefault(paper.entry_id, []).append(paper_line(paper))
    kinds = dict(CaseEntry.Kind.choices)
    turns = []
    for entry in case.entries.select_related("author"):
        text = case.text if entry.kind == CaseEntry.Kind.LOGGED else entry.text or _("Nothing was added in words.")
        turns.append(
            {
                "author": entry.author.full_name,
                "capacity": f"{kinds[entry.kind]} · {entry.acting_as}".rstrip(" ·"),
                "when": words.moment(entry.at),
                "text": text,
                "papers": by_entry.get(entry.pk, []),
                "mine": entry.author_id == reader.pk,
            }
        )
    return turns


def paper_line(paper):
    """A paper as the page lists it."""
    return {"url": paper.get_absolute_url(), "name": paper.name, "size_text": size_in_words(paper.size)}


def size_in_words(size):
    """A size in bytes, as people say it."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def may_see(mine):
    """Why this reader may see this case, in one sentence for each of their standings."""
    return " ".join(
        _("You see this as %(capacity)s: %(office)s.") % {"capacity": policy.CAPACITIES[s.capacity], "office": s.principal.name}
        for s in mine
    )


class PaperDownload(GuardedDownload, View):
    """A paper of a case, to whoever may see the case."""

    model = CasePaper
