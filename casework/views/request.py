from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import policy
from casework.clocks import Kind, running
from casework.models import Case, CasePaper
from casework.request_forms import FORMS, TurnForm
from casework.views import words
from casework.views.acts import Pressed
from casework.views.log import where_it_goes
from casework.views.one import OneCase
from casework.views.thread import joined
from council_portal.access.views import GuardedPage
from council_portal.documents.versions import mark_versions
from council_portal.drafts.offers import offer
from council_portal.protocol.rules import Route
from directory.board import Board
from directory.cards import People, contact_cards, dial, everybody, the_rules
from directory.finder import find
from directory.views.finder import fallback


class PressedOnARequest(Pressed):
    """As on the page of a case; the reader stays on the page of the request, unless it has become a concern."""

    def done(self):
        return HttpResponseRedirect(where_to(self.kind, self.case))


class RequestPage(OneCase, GuardedPage):
    """A plain request for a service: carried to the contact centre by the Member, its reference, and what to do when it fails."""

    model, template_name, context_object_name = Case, "casework/request.html", "case"
    related = ("ward", "service", "raised_by")
    failed = None

    def get(self, request, uid):
        """A request that has become a concern has its page like any other case."""
        context = self.get_context_data()
        if self.object.matter != policy.REQUEST:
            return HttpResponseRedirect(self.object.get_absolute_url())
        return self.render_to_response(context)

    def post(self, request, uid):
        """Keep a reference, or raise it as a concern: 404, 403 with the clause or 409 as on the page of a case."""
        case = self.get_object(Case.objects.select_related(*self.related))
        kind = next((kind for kind in FORMS if kind.slug == request.POST.get("act")), None)
        if kind is None:
            raise Http404
        then = becomes(case, request.user) if kind is TurnForm else None
        pressed = PressedOnARequest(request, case, kind, **asked(kind, then))
        if pressed.response:
            return pressed.response
        self.failed = pressed.form
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        case, user = self.object, self.request.user
        case.status_text, case.status_colour = case.get_status_display(), words.COLOURS[case.status]
        papers = joined(mark_versions(CasePaper.objects.permitted(user).filter(case=case).order_by("added_at", "pk")))
        then = becomes(case, user) if case.may["turn"] else None
        return {**context, "route": route_of(case), "centre": centre(), "said": for_the_centre(case, papers), "papers": papers,
                "wait": wait(case),
                "acts": {kind.slug: self.act(kind, case, then) for kind in FORMS if case.may[kind.action]},
                "then": then, **people(case, user)}

    def act(self, kind, case, then):
        """One form of the page with its draft; the one that failed keeps what was typed."""
        given = offer(self.request.user, kind.slug, about=case.uid, prefix=kind.slug, back=self.request.path)
        if isinstance(self.failed, kind):
            form, given["said"] = self.failed, ""
        else:
            form = kind(case=case, user=self.request.user, **asked(kind, then))
            form.initial |= given["initial"]
        return {"slug": kind.slug, "heading": kind.heading, "button": kind.button, "form": form, "draft": given}


def becomes(case, user):
    """Where the request goes as a concern, sent today: as on the page where one is raised."""
    return where_it_goes({"matter": "service_failure", "service": case.service, "ward": case.ward}, user)


def asked(kind, then):
    """What a form of this page is given besides the case. then: as `becomes` gives it."""
    return {name: then["asked"][name] for name in ("choices", "preferred")} if kind is TurnForm else {}


def where_to(kind, case):
    """Where the reader goes on: a concern has the page of a case."""
    return case.get_absolute_url() if kind.slug == "turn" else reverse("casework:request", args=[case.uid])


def route_of(case):
    """What the protocol that it was logged under says of plain requests: {"silence", "clause"}."""
    route = Route.from_json(case.route)
    return {"silence": words.silence(case, route)["text"] if route.silent else "", "clause": case.clause}


def centre():
    """The contact centre as the settings have it; "" where something is not entered."""
    phone = settings.CONTACT_CENTRE_PHONE
    return {"name": settings.CONTACT_CENTRE_NAME, "phone": phone, "dial": dial(phone), "url": settings.CONTACT_CENTRE_URL}


def for_the_centre(case, papers):
    """The text to hand over: what, where, by whom, the portal's reference, and that there are photos or papers. papers: as the page lists
    them."""
    lines = [case.title, "", case.text, "", _("Ward: %(ward)s") % {"ward": case.ward.name if case.ward else "–"},
             _("Service: %(service)s") % {"service": case.service.name}, _("Asked for by: %(name)s") % {"name": case.raised_by.full_name},
             _("Reference in the council’s portal: %(reference)s") % {"reference": case.reference}]
    if papers:
        lines.append(_("Photos or papers that go with this: %(names)s") % {"names": ", ".join(paper["name"] for paper in papers)})
    return "\n".join(lines)


def wait(case):
    """Until when the contact centre has time, in words; "" where it is not counted any more."""
    clock = running(case).get(Kind.REQUEST)
    return words.day(clock.due_on) if clock and clock.due_on else ""


def people(case, user):
    """Whom to turn to for the service: its Councillor Liaison Officers, else whoever answers for it, else Democratic Services.

    Whoever deals with what the case is about, by its title, comes first.
    """
    board, (_version, rules) = Board(user), the_rules()
    service = board.services.get(case.service_id, case.service)
    nearest = next((one.officers for one in find(user, case.title) if one.service == service), {})
    for posts in (("clo",), ("nominated_officer", "head_of_service")):
        found = contact_cards(board, service, posts, rules, People.of(user, everybody(board, service, posts)), nearest=nearest)
        if found:
            return {"cards": found, "are_clos": posts == ("clo",), "nobody": False}
    return {"cards": fallback(user, rules), "are_clos": False, "nobody": True}
