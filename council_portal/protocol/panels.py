"""What the protocol puts on the home page: to the Monitoring Officer, what is in force and what it leaves open."""
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council_portal.access.decisions import can
from council_portal.design.dates import day
from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.rules import MATTERS
from council_portal.protocol.services import NothingInForce, in_force, route_under
from council_portal.protocol.views import STATUSES, rules_of


def needs(user):
    """For the Monitoring Officer: the version in force, its standing, and how many matters it names nobody for."""
    if not can(user, "look_after", ProtocolVersion):
        return []
    try:
        version = in_force()
    except NothingInForce:
        return []
    silent = sum(route_under(version, matter, "member").silent for matter in MATTERS)
    items = [
        {"url": reverse("protocol"), "text": version.title, "note": _("In force since %(day)s, by %(minute)s") % {
            "day": day(version.in_force_from), "minute": version.minute},
         "tag": {"text": STATUSES[rules_of(version).status], "colour": "blue"}},
        {"url": reverse("protocol"), "text": ngettext(
            "It names nobody for %(n)s matter that a Member may raise", "It names nobody for %(n)s matters that a Member may raise",
            silent) % {"n": silent}, "note": _("There the council’s local practice or the portal’s default stands, and the page says so.")}]
    return [{"title": _("The protocol"), "text": "", "items": items, "action": {"url": reverse("monitoring:index"), "text": _("Your desk")},
             "empty": ""}]
