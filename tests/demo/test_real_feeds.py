"""The demo around real feeds: nothing is made up about anybody but dull cases. Each test builds it anew."""

import pytest
from django.db.models import Count

from casework.models import Case
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment
from council_portal.demo.data import data
from tests.demo.ground import FEEDS, nothing_is_made_up, take

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not FEEDS.is_dir(), reason=f"there are no real feeds in {FEEDS}")]
OTHERS = ["argyll-bute", "fareham", "staffordshire", "london-fire"]
PRESETS = ["model", "rugby", "north-northamptonshire", "executive-directors", "south-ribble"]


def test_a_real_council_has_its_members_our_officers_and_dull_cases():
    members, before = take("southwark")

    nothing_is_made_up(members, before)
    assert len(members) == 63
    assert Appointment.objects.filter(in_force(), principal__post="officers").count() == 90
    assert (Case.objects.count(), Case.objects.overdue().count()) == (300, 8)
    assert {row.raised_by_id for row in Case.objects.all()} <= {one.pk for one in members}
    begun = tuple(one["title"].split("{")[0] for one in data("dull")["matter"])
    assert [case.title for case in Case.objects.all() if not case.title.startswith(begun)] == []
    assert Case.objects.exclude(text__endswith="Invented for the demonstration: no such matter was raised.").count() == 0
    assert set(Case.objects.values_list("service__name", flat=True)) == {
        "Street Scene", "Highways", "Parks and Open Spaces", "Libraries and Leisure"}
    assert set(Case.objects.values_list("matter", flat=True)) == {"service_failure", "service_request"}
    assert dict(Case.objects.values_list("status").annotate(many=Count("pk"))) == {
        "answered": 12, "closed": 237, "escalated": 5, "unrouted": 4, "with_centre": 5, "with_member": 3, "with_officer": 34}
    assert len({case.title.split(" by ")[0] for case in Case.objects.all()}) >= 60


@pytest.mark.long
@pytest.mark.parametrize("feed", OTHERS)
def test_every_feed_builds(feed):
    members, before = take(feed)

    nothing_is_made_up(members, before)
    assert (Case.objects.count(), Case.objects.overdue().count()) == (300, 8)


@pytest.mark.long
@pytest.mark.parametrize("preset", PRESETS)
def test_a_real_council_builds_under_every_protocol(preset):
    members, before = take("fareham", preset)

    nothing_is_made_up(members, before)
    assert (Case.objects.count(), Case.objects.overdue().count()) == (300, 8)
