from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import View

from casework import policy
from casework.act_forms import ACTS, now_of, stands_open
from casework.answer_forms import AnswerForm, FirstWordsForm, PapersForm
from casework.asking import awaited, owed_by
from casework.clocks import with_ends
from casework.kinds import in_a_word
from casework.models import Case, CaseEntry, CasePaper, Status
from casework.routing import look_who_is_there
from casework.services import note_opened
from casework.views import asked, words
from casework.views.acts import Pressed, act_of, draft_of, pressed_again
from casework.views.cases import urgent_in_words
from casework.views.dates import dates_of, earlier, of_contribution
from casework.views.ladder import ladder
from casework.views.one import OneCase
from casework.views.thread import from_when, joined, papers_of, thread, turns_of
from council_portal.access.models import in_force
from council_portal.access.queryset import may_do
from council_portal.access.views import GuardedPage
from council_portal.documents.views import GuardedDownload
from council_portal.drafts.services import initial
from council_portal.drafts.waiting import all_begun, waiting
from directory.cards import cover

FEW_PAPERS = 10  # the others are folded


class CasePage(OneCase, GuardedPage):
    """One case: where it is and why, its dates, the thread, and what its reader may do.

    What is next stands open as a form and is posted to the same address; every other act has a page of its own (ActPage).
    """

    model, template_name, context_object_name = Case, "casework/case.html", "case"
    related = ("ward", "service", "raised_by", "owner")
    most_turns = 30  # of the thread, unless all are asked for
    failed = None

    def mark(self):
        """From the standings, which the page reads anyway."""

    def post(self, request, uid):
        """Do one act: 404 when it may not be seen, 403 with the clause when it may not be done, 409 when somebody was first."""
        try:
            case = self.get_object(Case.objects.select_related(*self.related))
        except Http404:
            if again := pressed_again(request, uid, request.POST.get("act")):
                return again
            raise
        kind = next((kind for kind in ACTS if kind.slug == request.POST.get("act")), None)
        if kind is None:
            raise Http404
        pressed = Pressed(request, case, kind)
        if pressed.response:
            return pressed.response
        self.failed = pressed.form
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        case, user = self.object, self.request.user
        case.status_text, case.status_colour = case.get_status_display(), words.COLOURS[case.status]
        case.urgent_text = urgent_in_words(case)
        standings = list(case.standings.filter(in_force()).select_related("principal").order_by("since", "pk"))
        # The office that has it is among them as a rule; a sixth join took PostgreSQL longer to plan than to read.
        case.sent_to = next((s.principal for s in standings if s.principal_id == case.sent_to_id), None) or case.sent_to
        case.posts = {s.principal.post for s in standings if s.capacity in policy.HAVE_OR_HAD}
        look_who_is_there(case)
        case.cover = cover(user, case.owner, named=True) if case.owner_away else ()  # a statement more while they are away
        mine = [s for s in standings if s.principal_id in user.principals]
        case.may = {action: may_do(rule, user, case, {s.capacity for s in mine}) for action, rule in Case.RULES.items()}
        note_opened(case, actor=user, acting_as=mine[0].principal.name if mine else "")
        since, clocks = from_when(mine), with_ends(case)
        most = None if self.request.GET.get("all") else self.most_turns
        turns, papers = turns_of(case, since, most), papers_of(case, since)
        case.closed_by_itself = any(turn.kind == CaseEntry.Kind.CLOSED and turn.author_id is None for turn in turns[-1:])
        dates = dates_of(case, clocks, last_of(turns, CaseEntry.Kind.ANSWER, "at"))
        if since is None and any(s.capacity == policy.CONTRIBUTOR for s in standings):  # a statement more, only where one is awaited
            dates += map(of_contribution, awaited(case))
        door = f"{case.get_absolute_url()}{PapersForm.slug}/" if case.may["update"] else ""
        lines = joined(papers, door)
        return {
            **context,
            "why": why(case, standings, clocks, turns, whole=since is None),
            "dates": dates, "earlier": earlier(clocks), "due": due_of(dates),
            "route": asked.rungs(case) if case.is_question else ladder(case, standings),
            **self.acts_of(case, clocks, mine),
            "summary": summary(case), "thread": thread(case, turns, papers, user.person),
            "turns_hidden": turns[0].total if turns and turns[0].total > len(turns) else 0, "turns_shown": len(turns),
            "open_letters": open_letters(case), "joined_on": words.day(since) if since else "",
            "papers": lines[:FEW_PAPERS], "more_papers": lines[FEW_PAPERS:], "all_papers": papers, "add_paper": door,
            "readers": words.reader_lines(case, standings), "may_see_text": may_see(case, mine),
        }

    def acts_of(self, case, clocks, mine):
        """For the page: `acts`, the one that stands open, as a list; `links`, the others; `drafts`, what was begun in those."""
        owed = any(s.capacity == policy.CONTRIBUTOR for s in mine) and owed_by(case, self.request.user) is not None
        now = now_of(case, clocks, owed)
        fitting = [kind for kind in ACTS if case.may[kind.action] and kind.fits(now)]
        shown = type(self.failed) if self.failed else stands_open(case, fitting)
        under, drafts = case.get_absolute_url(), {draft.form: draft for draft in all_begun(self.request.user, case.uid)}
        links = [{"url": f"{under}{kind.slug}/", "text": words.heading_of(case, kind)} for kind in fitting if kind is not shown]
        links += to_the_programme(case, mine)
        draft = drafts.pop(shown.slug, None) if shown else None
        return {"acts": self.acts(case, shown, draft), "links": links, "drafts": waiting(self.request.user, list(drafts.values()))}

    def acts(self, case, shown=None, draft=None):
        """The act that stands open, with its form; one that failed keeps what was typed. draft: what was begun in it."""
        if shown is None:
            return []
        kind, user = FirstWordsForm if shown is AnswerForm else shown, self.request.user
        draft = None if self.failed else draft
        form = self.failed or kind(case=case, user=user)
        if draft:
            form.initial |= initial(draft, kind.slug)
        return [act_of(case, form) | {"draft": draft_of(case, form, user, draft)}]


def to_the_programme(case, mine):
    """For its Member and the offices that have or had it: the form that proposes a matter for discussion, with the kind of matter,
    service and ward, and nothing of what the case says. mine: the reader's standings."""
    if not {s.capacity for s in mine} & {policy.RAISER, *policy.HAVE_OR_HAD}:
        return []
    known = {name: row.uid for name, row in (("service", case.service), ("ward", case.ward)) if row} | {"matter": case.matter}
    return [{"url": f"{reverse('conversations:propose')}?{urlencode(known)}", "text": _("Propose it for discussion")}]


def last_of(turns, kind, attribute=None):
    """The last turn of a kind among these, or one of its attributes; None where there is none."""
    found = next((turn for turn in reversed(turns) if turn.kind == kind), None)
    return getattr(found, attribute) if found and attribute else found


def why(case, standings, clocks, turns, *, whole):
    """Where the case is and why, in sentences. whole: does the reader have it from its beginning?"""
    if case.is_question:
        return asked.why(case, standings, clocks=clocks, turns=turns)
    return words.why(case, standings, clocks=clocks, asked=last_of(turns, CaseEntry.Kind.ASKED), whole=whole, turns=turns)


def due_of(dates):
    """The first date of these, for where only one is shown; None without any."""
    return dates[0] | {"heading": dates[0]["label"]} if dates else None


def open_letters(case):
    """That nobody is written to unseen, and the clause that says so where the protocol has one."""
    return {"text": _("Everybody who has this is named. There are no blind copies. An office that the case goes to reads it from its "
                      "beginning; who is added reads from then on."),
            "clause": words.route_clause(case.protocol, "exchange_concern", "member")}


def summary(case):
    """The facts of the case."""
    if case.is_question:
        return asked.summary(case)
    rows = [
        (_("Kind of matter"), in_a_word(case.matter)),
        (_("Service"), case.service.name),
        (_("Ward"), case.ward.name if case.ward else "–"),
        (_("Raised by"), case.raised_by.full_name),
        (_("Received"), words.moment(case.received)),
        (_("Routed under"), f"{case.protocol.title} ({case.protocol.version})"),
    ]
    rows += [(_("Urgent"), _("Marked as urgent by the Member"))] if case.urgent else []
    rows += [(_("Contact centre"), case.crm_reference)] if case.crm_reference else []
    rows += [(_("Came back"), str(case.times_back))] if case.times_back else []
    rows += [(_("Scheduled for"), words.day(case.outcome_on))] if case.outcome == "scheduled" and case.status != Status.CLOSED else []
    return rows


def may_see(case, mine):
    """Why this reader may see this case, in one sentence for each of their standings."""
    return " ".join(
        _("You see this as %(capacity)s: %(office)s.") % {"capacity": words.capacity_in(case, s.capacity), "office": s.principal.name}
        for s in mine
    )


class PaperDownload(GuardedDownload, View):
    """A paper of a case, to whoever may see the turn that brought it."""

    model = CasePaper
