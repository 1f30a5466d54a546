"""An enquiry received on the Tuesday before Christmas: the same week under a calendar rule, a working-day rule, and in Scotland."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from casework.counts import count_anew
from casework.models import ServiceCount
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.protocol.load import read
from council_portal.protocol.services import adopt
from tests import factories
from tests.casework.ground import browser, words
from tests.casework.test_acts import send

TUESDAY = datetime.datetime(2026, 12, 22, 10, 30, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
LINES = ["Received on 22 December 2026, which is day 0.", "25 December 2026 is a bank holiday (Christmas Day) and does not count."]


COUNCILS = pytest.mark.parametrize(("rule", "nation", "due", "why"), [
    ("within_days = 7", "england", "29 December 2026", ["7 calendar days are counted, weekends and holidays too."]),
    ("within_working_days = 5", "england", "31 December 2026", [*LINES, "28 December 2026 is a bank holiday"]),
    ("within_working_days = 8", "england", "6 January 2027", [*LINES, "1 January 2027 is a bank holiday"]),
    ("within_working_days = 8", "scotland", "7 January 2027", [*LINES, "4 January 2027 is a bank holiday"])])


def council_under(rule):
    """A council whose protocol is Section C but for its time to reply, and a case that was received now."""
    council = factories.council(protocol=None)
    adopt(read("section-c")[0].replace("within_days = 7", rule), "the council's own file", TUESDAY.date(), "Invented minute 2")
    return council, factories.log(council)


@pytest.mark.requirement("SEC-3.4")
@pytest.mark.requirement("SEC-3.5")
@pytest.mark.django_db
@COUNCILS
def test_the_page_shows_the_arithmetic_and_offers_the_chief_officer_the_day_after(settings, rule, nation, due, why):
    settings.COUNCIL_NATION = nation
    with time_machine.travel(TUESDAY, tick=False) as clock:
        council, case = council_under(rule)

        said = words(browser(council.member).get(case.get_absolute_url()))
        clock.move_to(TUESDAY + (case.due_on - TUESDAY.date()))
        run_due()
        on_the_day = words(browser(council.member).get(case.get_absolute_url()))
        clock.move_to(TUESDAY + (case.due_on - TUESDAY.date()) + datetime.timedelta(days=1))
        run_due()
        day_after = words(browser(council.member).get(case.get_absolute_url()))

    assert f"{due} clause 3.4" in said
    assert [line for line in why if line in said] == why
    offer = f"No answer came by {due}. You may raise it with the Chief Officer."
    assert (offer in on_the_day, offer in day_after) == (False, True)


@pytest.mark.requirement("SEC-3.5")
@pytest.mark.django_db
@COUNCILS
def test_one_press_each_takes_it_to_the_chief_officer_and_beyond_with_thread_and_dates(settings, rule, nation, due, why):
    settings.COUNCIL_NATION = nation
    with time_machine.travel(TUESDAY, tick=False) as clock:
        council, case = council_under(rule)
        address = case.get_absolute_url()
        pages = []
        for _office in ("Chief Officer", "the post above"):
            clock.move_to(TUESDAY + ((case.next_on if pages else case.due_on) - TUESDAY.date()) + DAY)
            run_due()
            assert send(council.member, case, "escalate").status_code == 302
            case.refresh_from_db()
            pages.append(words(browser(council.member).get(address)))
        count_anew(timezone.localdate())

    chief, above = pages
    assert "With the Chief officer, Place: the Member raised it as unanswered. ( clause 3.5 )" in chief
    assert f"No reply came by {due}. ( clause 3.4 )" in chief
    assert case.text in chief
    assert "10 working days are counted" in chief, "the time of whom it was taken further to is the portal's own"
    assert "With the Chief executive: the Member raised it as unanswered. The protocol does not say that it goes there" in above
    assert "Nor did one come by" in above
    assert f"When an answer is due: {due}. 1 day late: stopped on" in above
    counted = [count.figures["officers"]["without"] for count in ServiceCount.objects.filter(service=case.service)]
    assert sum(counted) == 2, "each office that did not answer is counted"
