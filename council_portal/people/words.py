"""How days and posts are put into words, and what the protocol in force says about homes."""
import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from council_portal.access.models import OPEN_ENDED
from council_portal.clock.days import london_date
from council_portal.design.dates import day
from council_portal.protocol.services import NothingInForce, in_force, rules_of

HOMES = "SEC-5.9"  # the requirement, and the clause of the protocol that it was read from
HOMES_IN = ("section-c", "5.9")


def first_day(at):
    """The London day on which an instant falls, in words."""
    return day(london_date(at))


def last_day(until):
    """The last London day of what ends just before `until`, in words; "" for what has no end."""
    return "" if until >= OPEN_ENDED else day(london_date(until - datetime.timedelta(microseconds=1)))


def span(since, until):
    """From the first day to the last, both inclusive."""
    first, last = first_day(since), last_day(until)
    if not last:
        return _("since %(day)s") % {"day": first} if since <= timezone.now() else _("from %(day)s") % {"day": first}
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def post_name(word, of=None):
    """A post in the words of the protocol in force, with the service or the group that it belongs to."""
    name = capfirst(_(rules_of(in_force()).post_name(word)))
    return f"{name}, {of.name}" if of else name


def clause_on_homes():
    """The number of the clause in force on Members' homes and hours (SEC-5.9); "" where the protocol has none."""
    try:
        rules = rules_of(in_force())
    except NothingInForce:
        return ""
    found = (c.number for c in rules.clauses.values() if c.from_ == HOMES or (rules.name, c.number) == HOMES_IN)
    return next(found, "")
