"""How long before publication ward Members are told, by the protocol in force; and the hour of publication, as London's clocks show it."""
import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from council_portal.clock.days import at_london, london_date, odd_hour
from council_portal.design.dates import day as in_words
from council_portal.protocol.services import route_under, rules_of

# What the protocol's [notice] names, and the fields that hold it.
HELD = {
    "summary": ("summary",),
    "advantages and disadvantages": ("advantages", "disadvantages"),
    "advantages": ("advantages",),
    "disadvantages": ("disadvantages",),
    "financial implications": ("finance",),
}


@dataclass(frozen=True)
class Lead:
    """How long before publication ward Members are told. days: calendar days; None where the protocol sets no number.

    clause: that sets the days, or that says "before publication"; "" where the protocol says neither (the portal's own rule).
    """

    days: int | None
    clause: str

    def first_day(self, told_on):
        """The first day (London) on which publication is in time, for Members told on this day."""
        return told_on + datetime.timedelta(days=self.days or 0)

    def is_short(self, told_at, publish_at):
        """Are there fewer days between these two instants than the protocol asks for? Counted between London dates."""
        return london_date(publish_at) < self.first_day(london_date(told_at))


def lead(version):
    """The Lead under this version of the protocol (EXD-10.4, SEC-4.4)."""
    steps, notice = route_under(version, "ward_notice", "officer").to_follow, rules_of(version).notice
    counted = next((step for step in steps if step.days_before), None)
    if counted:
        return Lead(counted.days_before, counted.timed_by or "")
    if notice and notice.days:
        return Lead(notice.days, notice.clause)
    before = next((step for step in steps if step.timing == "before_publication"), None)
    return Lead(None, (before.timed_by or "") if before else "")


def told_clause(version):
    """The clause by which ward Members are told at all, rather than when; "" where the protocol is silent."""
    steps = sorted(route_under(version, "ward_notice", "officer").steps, key=lambda step: bool(step.days_before or step.timing))
    return next((step.clause for step in steps if step.clause), "")


def confidence_clause(version):
    """The clause that keeps a notice in confidence until publication, or "" (the portal's own rule)."""
    steps = route_under(version, "ward_notice", "officer").steps
    return next((step.clause or "" for step in steps if step.confidential), "")


@dataclass(frozen=True)
class Contents:
    """What a notice must hold by the protocol: names of fields; what it names besides and no field holds; and the clause."""

    fields: frozenset
    others: tuple
    clause: str


def contents(version):
    """The Contents under this version (EXD-10.3). A summary always: where the protocol names none, by the portal's own rule."""
    notice = rules_of(version).notice
    if notice is None:
        return Contents(frozenset({"summary"}), (), "")
    named = {field for word in notice.contents for field in HELD.get(word.lower(), ())}
    others = tuple(word for word in notice.contents if word.lower() not in HELD)
    return Contents(frozenset(named | {"summary"}), others, notice.clause)


def hour_of(day, wall):
    """The instant (UTC) of a time of day (without a zone) on a London day. Raises ValidationError for one that the clock change skips or
    repeats, and says what to choose instead."""
    odd, said = odd_hour(day, wall), {"time": f"{wall:%H:%M}", "day": in_words(day)}
    if odd == "skipped":
        raise ValidationError(_("The clocks go forward that night: on %(day)s there is no %(time)s in London. Choose 02:00 or later, or "
                                "a time before 01:00.") % said, code=odd)
    if odd == "repeated":
        raise ValidationError(_("The clocks go back that night: on %(day)s it is %(time)s twice in London. Choose 02:00 or later, or "
                                "a time before 01:00, so that there is no doubt.") % said, code=odd)
    return at_london(day, wall)
