"""How facts about Members are put into words. A day that nobody knows is said to be unknown and is never made up."""
import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.access.models import OPEN_ENDED
from council_portal.accounts.models import Principal
from council_portal.accounts.policy import CO_OPTED, SEATS
from council_portal.accounts.services import BEGINNING
from council_portal.design.dates import day


def last(ended_on):
    """The last day of a fact that is true until the day before `ended_on`."""
    return day(ended_on - datetime.timedelta(days=1))


def since(began_on):
    """Since when a fact is true (a date or None)."""
    if began_on is None:
        return _("start date not known")
    return _("from %(day)s") % {"day": day(began_on)} if began_on > timezone.localdate() else _("since %(day)s") % {"day": day(began_on)}


def running(fact):
    """Since when, and until when where that is known: for what is true today or will be."""
    ends = _("until %(day)s") % {"day": last(fact.ended_on)} if fact.ended_on else ""
    return ", ".join(filter(None, [since(fact.began_on), ends]))


def span(began_on, ended_on):
    """From when to when a fact was true. ended_on: the day after the last."""
    return f"{day(began_on) if began_on else _('not known')} – {last(ended_on) if ended_on else _('not known')}"


def held_since(appointment):
    """Since when an office is held, and until when where that is known."""
    if appointment.since == BEGINNING:
        begins = _("since before the portal’s records begin")
    else:
        begins = since(timezone.localdate(appointment.since))
    return begins if appointment.until == OPEN_ENDED else f"{begins}, " + _("until %(day)s") % {"day": last_held(appointment.until)}


def held_span(appointment):
    """From when to when an office was held."""
    begun = _("before the portal’s records begin") if appointment.since == BEGINNING else day(timezone.localdate(appointment.since))
    return f"{begun} – {last_held(appointment.until)}"


def last_held(until):
    """The last day on which an office was held: the day before, where it ended at midnight."""
    return day(timezone.localdate(until - datetime.timedelta(microseconds=1)))


def confirmed(member):
    """When a profile was last confirmed, and by whom."""
    if member.confirmed_on is None:
        return _("Never confirmed")
    return _("Last confirmed on %(day)s by %(name)s") % {"day": day(member.confirmed_on), "name": member.confirmed_by or "–"}


def dial(number):
    """The address of a link that rings a number; "" where there is none in it."""
    figures = "".join(c for c in number if c.isdigit() or c == "+")
    return f"tel:{figures}" if figures else ""


def lines(text):
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def called(principal):
    """What holding this principal is called of one person. Select its `ward` with it."""
    if principal.kind == Principal.Kind.WARD:
        return _("Member for %(ward)s") % {"ward": principal.ward}
    if principal.kind == Principal.Kind.OFFICE:
        return _("Office as a Member")
    return {SEATS: _("Member of the council"), CO_OPTED: _("Co-opted or lay member")}.get(principal.post, principal.name)
