"""An answer that says "passed to contractor": no "done" of it; five working days; the Member comes back, and everything is kept."""

import datetime

import pytest
import time_machine

from casework.models import Case, CaseClock
from council_portal.outbox.management.commands.run_due import once as run_due
from tests import factories
from tests.casework.ground import browser, words
from tests.casework.test_acts import boxes, errors, send

TUESDAY = datetime.datetime(2026, 12, 22, 10, 30, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.mark.requirement("NNC-EXPECT")
@pytest.mark.requirement("RUG-CASE")
@pytest.mark.django_db
@pytest.mark.parametrize(("nation", "until"), [("england", "31 December 2026"), ("scotland", "31 December 2026")])
def test_answered_and_not_solved(settings, nation, until):
    settings.COUNCIL_NATION = nation
    with time_machine.travel(TUESDAY, tick=False) as clock:
        council = factories.council()
        case = factories.log(council)
        address, reference = case.get_absolute_url(), case.reference

        held = send(council.head, case, "answer", text="Passed to contractor.", outcome="done", **boxes("done_on", TUESDAY.date()))
        unplanned = send(council.head, case, "answer", text="Passed to contractor.", outcome="scheduled")
        send(council.head, case, "answer", text="Passed to contractor.", outcome="scheduled", programme="January round",
             **boxes("scheduled_on", datetime.date(2027, 1, 11)))
        said = words(browser(council.member).get(address))
        clock.move_to(datetime.datetime(2026, 12, 31, 10, tzinfo=datetime.UTC))
        run_due()
        open_still = Case.objects.get().status
        back = send(council.member, case, "come-back", text="Nobody came.")
        after = words(browser(council.member).get(address))

    assert (list(errors(held)), list(errors(unplanned))) == (["outcome"], ["scheduled_on", "programme"])
    assert "How it ends: scheduled for 11 January 2027 (January round)." in said
    assert f"If they do neither, it closes by itself after {until}: the portal’s own rule." in said
    assert "5 working days are counted" in said
    assert (open_still, back.status_code) == ("answered", 302)
    assert reference in after
    assert "Passed to contractor." in after
    assert "The Member has come back on it once; number, thread and clocks were kept." in after
    assert "When an answer is due: 29 December 2026. Kept: stopped on 22 December 2026." in after
    assert Case.objects.get().times_back == 1
    assert CaseClock.objects.filter(kind="answer").count() == 2
