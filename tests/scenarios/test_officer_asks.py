"""An officer needs something of the Member: the officer's clock stands still, the Member's runs, and both see both."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from casework.counts import count_anew
from casework.models import Case, CaseClock, ServiceCount
from council_portal.outbox.management.commands.run_due import once as run_due
from tests import factories
from tests.casework.ground import browser, words
from tests.casework.test_acts import boxes, send

TUESDAY = datetime.datetime(2026, 12, 22, 10, 30, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.mark.requirement("SEC-3.4")
@pytest.mark.django_db
def test_the_officer_asks_the_member():
    with time_machine.travel(TUESDAY, tick=False) as clock:
        council = factories.council()
        case = factories.log(council)
        address = case.get_absolute_url()

        clock.move_to(TUESDAY + DAY)
        send(council.head, case, "ask", text="What is the constituent’s address?")
        member, officer = (words(browser(user).get(address)) for user in (council.member, council.head))
        clock.move_to(TUESDAY + 9 * DAY)
        run_due()
        late = words(browser(council.member).get(address))
        send(council.member, case, "reply", text="Number 4.")
        after = words(browser(council.head).get(address))
        send(council.head, case, "answer", text="It is mended.", outcome="done", **boxes("done_on", TUESDAY + 9 * DAY))
        count_anew(timezone.localdate())

    for said in (member, officer):
        assert "The reply is due by 30 December 2026. ( clause 3.4 )" in said
        assert "The officer’s clock stands still since 23 December 2026, because the Member was asked: “What is" in said
        assert "When the Member’s reply is due 30 December 2026" in said
    assert "30 December 2026 Overdue" in late
    assert "When the Member’s reply is due: 30 December 2026. 1 day late: stopped on 31 December 2026." in after
    assert "The clock stood still for 8 days, from 23 December 2026 until 31 December 2026: it waited for the Member." in after
    assert Case.objects.get().due_on == datetime.date(2027, 1, 6)
    assert set(CaseClock.objects.values_list("kind", flat=True)) >= {"answer", "member"}, "both sides are counted by them"
    figures = ServiceCount.objects.get(service=case.service, quarter="2026-4").figures
    assert {side: (figures[side]["in_time"], figures[side]["late"], figures[side]["median"]) for side in ("officers", "members")} == {
        "officers": (1, 0, None), "members": (0, 1, 1)}
