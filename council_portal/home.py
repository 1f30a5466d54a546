"""The home page, and the menu: composed from what each app offers."""
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework import panels as casework
from casework.models import Case
from complaints import panels as complaints
from complaints.signing import panels as signing
from conversations import panels as conversations
from conversations.attendance import panels as attendance
from conversations.attendance.models import AttendanceRequest
from conversations.briefing import panels as briefing
from conversations.models import Event
from conversations.notices import panels as notices
from conversations.notices.models import Notice
from council_portal.access.decisions import can
from council_portal.access.together import together
from council_portal.accounts import panels as accounts
from council_portal.accounts.models import Appointment
from council_portal.accounts.policy import MONITORING, TECHNICAL
from council_portal.drafts.waiting import waiting
from council_portal.outbox import panels as outbox
from council_portal.outbox.models import Preference
from council_portal.people import panels as people
from council_portal.people import second_panels as second
from council_portal.protocol import panels as protocol
from directory import panels as directory
from profiles import panels as profiles

# Each app offers what it has of these, as functions of the reader; the order here is the order on the page.
SECTIONS = [("needs", gettext_lazy("What needs you")), ("changed", gettext_lazy("What changed")), ("coming", gettext_lazy("What is next")),
            ("yours", gettext_lazy("In your charge"))]
# Those of TOGETHER say what they ask for, and are given what one statement for all of them found.
TOGETHER = [notices, conversations, attendance, briefing, complaints, signing, second]
APPS = [casework, *TOGETHER, people, profiles, directory, protocol, accounts, outbox]
NO_OFFICE = gettext_lazy("You hold no office in the council today, so there is nothing here for you.")
BY_NAME = gettext_lazy("You hold no office in the council today. You are let in by name to what stands here, and to nothing else.")


class Home(TemplateView):
    """What needs me, what changed, what is next: from each app's panels, for whoever holds an office today."""

    template_name = "home.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        if not user.principals:
            return super().get_context_data(**of_nobody_in_office(user), **kwargs)
        user.walls(Case, Event, AttendanceRequest, Notice)  # of all at once: the panels of each ask for them
        found = together([part for app in TOGETHER for part in app.asked(user)])
        sections = [{"slug": slug, "title": title, "panels": panels(slug, user, found)} for slug, title in SECTIONS]
        return super().get_context_data(
            sections=numbered(sections), offices=user.person.offices, may_log=can(user, "log", Case),
            drafts=waiting(user), **kwargs)


def numbered(sections):
    """Those sections that have panels, each panel with its number on the page."""
    for number, panel in enumerate((panel for section in sections for panel in section["panels"]), 1):
        panel["number"] = number
    return [one for one in sections if one["panels"]]


def of_nobody_in_office(user):
    """The page of whoever holds no office: what they are let in to by name, where there is something, and nothing else."""
    found = complaints.needs(user, together(complaints.asked(user)))
    slug, title = SECTIONS[0]
    return {"intro": BY_NAME if found else NO_OFFICE, "sections": numbered([{"slug": slug, "title": title, "panels": found}])}


def panels(slug, user, found):
    """The panels of one section, of every app that has some. found: the lines of the apps of TOGETHER."""
    given = {app: (user, found) if app in TOGETHER else (user,) for app in APPS}
    return [panel for app in APPS if hasattr(app, slug) for panel in getattr(app, slug)(*given[app])]


def navigation(request):
    """Context processor: the menu of this reader; for whoever is in no office, the sentence that says so on a page that is not there."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    entries = [("home", _("Home"))]
    if user.principals:
        entries += [("casework:list", _("Casework")), ("notices:list", _("Ward notices")), ("conversations:list", _("Programme")),
                    ("briefing:list", _("Briefing")), ("profiles:list", _("Members")), ("directory:directory", _("Directory")),
                    ("protocol", _("Protocol"))]
    entries += [("people:acts", _("Posts and people"))] if can(user, "appoint", Appointment) else []
    entries += [("technical:index", _("Administration"))] if user.posts & TECHNICAL else []
    entries += [("monitoring:index", _("Monitoring"))] if user.posts & MONITORING else []
    here = request.resolver_match.view_name.split(":")[0] if request.resolver_match else ""
    menu = [{"url": reverse(name), "text": text, "current": here == name.split(":")[0]} for name, text in entries]
    return {"navigation": menu, "signed_in_as": user.person.full_name, "reads_protocol": bool(user.principals),
            "no_office": "" if user.principals else NO_OFFICE,
            "chooses_messages": can(user, "choose", Preference)}
