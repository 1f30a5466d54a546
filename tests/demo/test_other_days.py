"""The demo council on other days than today, and under other protocols than its own: as full as ever. Each test builds it anew."""

import datetime
from collections import Counter

import pytest
import time_machine
from django.db.models import Count
from django.utils import timezone

from casework.models import Case, CaseEntry
from council_portal.demo.council import build
from tests.demo.ground import held

pytestmark = [pytest.mark.django_db, pytest.mark.long]
DAYS = {
    "christmas-day": "2026-12-25 10:00",
    "a-sunday-night": "2027-01-03 03:10",
    "before-the-office-opens": "2027-03-30 07:45",
    "the-day-after-an-election": "2027-05-07 12:00",
    "the-week-of-the-clocks": "2026-10-26 09:20",
    "a-leap-day": "2028-02-29 16:59",
}


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_the_council_is_as_full_on_any_day(day):
    moment = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)

    with time_machine.travel(moment, tick=False):
        build()

        assert dict(Case.objects.values_list("status").annotate(many=Count("pk"))) == {
            "answered": 12, "closed": 237, "escalated": 5, "unrouted": 4, "with_centre": 5, "with_member": 3, "with_officer": 34}
        assert (Case.objects.overdue().count(), held("all_members"), held("officers")) == (8, 42, 90)
        assert CaseEntry.objects.filter(at__gt=moment).count() == 0
        months = Counter(f"{timezone.localtime(case.received):%Y-%m}" for case in Case.objects.all())
        assert max(months.values()) <= 40  # of this month, or the one before: what waits for somebody
        assert sorted(months.values())[2:][0] >= 8  # but for the first month and this one, of which the two years hold a part


@pytest.mark.parametrize("preset", ["section-c", "rugby", "north-northamptonshire", "executive-directors", "south-ribble"])
def test_the_council_is_as_full_under_any_protocol(preset):
    build(preset)

    assert Case.objects.count() == 300
    assert Case.objects.overdue().count() == 8
    assert set(Case.objects.values_list("status", flat=True)) == {
        "answered", "closed", "escalated", "unrouted", "with_centre", "with_member", "with_officer"}
