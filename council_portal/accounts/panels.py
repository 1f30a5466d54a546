"""What accounts put on the home page: who holds an office and cannot sign in."""
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council_portal.access.decisions import can
from council_portal.accounts.models import User
from council_portal.accounts.services import soon_without_account, without_account
from council_portal.design.dates import day

FEW = 5
SOON = 30  # days


def needs(user):
    """For the technical administrator: people in office without an account, and those whom the records hold no address for."""
    if not can(user, "add", User):
        return []
    people = without_account()
    items = [{"text": person.full_name, "note": person.email or _("No council address is recorded: Democratic Services enter it.")}
             for person in people[:FEW]]
    more = len(people) - len(items)
    text = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more} if more > 0 else ""
    items += [{"text": text}] if text else []
    return [{"title": _("In office, without an account"), "text": "", "items": items,
             "action": {"url": reverse("technical:accounts_user_add"), "text": _("Open an account")},
             "empty": _("Everybody in office has an account.")}]


def coming(user):
    """For the technical administrator: who takes office within a month and has no account yet."""
    if not can(user, "add", User):
        return []
    items = [{"text": person.full_name, "note": _("In office from %(day)s") % {"day": day(timezone.localtime(since))}}
             for person, since in soon_without_account(SOON)[:FEW]]
    return [{"title": _("Taking office in 30 days, without an account"), "text": "", "items": items, "action": None,
             "empty": _("Nobody is.")}]
