"""The council's own section on process: by when what is due, and whether an Independent Person is always heard (SRB-23)."""
import datetime

import pytest

from complaints import dealing, inquiry, process, reviewing
from complaints.models import Concern
from complaints.services import CannotBe
from council_portal.protocol.load import ProtocolError, parse
from council_portal.protocol.services import adopt
from council_portal.protocol.services import in_force as protocol_in_force
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.ground import concern
from tests.complaints.test_desk import assessed, decide, heard_view, of
from tests.complaints.test_pages import words
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SRB-23")]

FRIDAY = "2027-05-28T10:00:00Z"  # Monday 31 May is a bank holiday in England
CLAUSE = '[[clause]]\nnumber = "own 1"\nheading = "How a concern is dealt with"\nsays = "Acknowledged within two working days."\n'


@pytest.fixture
def at():
    return ground.council("model")


def with_section(section):
    """The protocol in force with this [process] of its own."""
    text = f'{protocol_in_force().text}\n{CLAUSE}\n[process]\nclause = "own 1"\n{section}\n'
    return adopt(text, "invented", datetime.date(2027, 5, 1), "minute 7")


class TestDays:
    def test_what_the_section_says_counts_with_its_clause_and_what_it_leaves_out_is_a_setting(self, at, time_machine, settings):
        time_machine.move_to(FRIDAY)
        settings.CONCERN_ASSESS_DAYS = 7
        with_section("acknowledge = 2")
        made = concern(at.head, at.member)
        page = words(browser(at.monitoring).get(of(made, "acknowledge")))

        assert made.due_on == datetime.date(2027, 6, 2)
        assert "Within 2 working days of the form, and assessed within 7." in page
        assert "what it leaves out is a setting of this council" in page
        dealing.acknowledge(made, actor=fresh(at.monitoring), text="It has come.")
        assert made.due_on == datetime.date(2027, 6, 9)

    def test_where_it_says_both_the_page_cites_its_clause_alone(self, at, time_machine):
        time_machine.move_to(FRIDAY)
        with_section("acknowledge = 2\nassess = 3")
        page = words(browser(at.monitoring).get(of(concern(at.head, at.member), "acknowledge")))

        assert "Within 2 working days of the form, and assessed within 3. (" in page
        assert "own 1" in page
        assert "setting of this council" not in page

    def test_a_concern_keeps_the_section_under_which_it_was_raised(self, at, time_machine):
        time_machine.move_to(FRIDAY)
        before = concern(at.head, at.member)
        with_section("acknowledge = 2\nask_again = 1\nlook_again = 4\ndecide = 6")
        after = concern(at.head, at.member, text="Another day.")

        assert [process.days(one, process.ACKNOWLEDGE) for one in (before, after)] == [5, 2]
        assert [process.days(one, process.DECIDE) for one in (before, after)] == [60, 6]

    def test_an_investigation_and_a_second_look_go_by_it(self, at, time_machine):
        time_machine.move_to(FRIDAY)
        with_section("decide = 3\nask_again = 1\nlook_again = 2")
        made = assessed(at)
        assert made.due_on == datetime.date(2027, 6, 3)

        decide(made, at)
        assert reviewing.until(made) == datetime.date(2027, 6, 1)
        page = words(browser(at.head).get(of(made, "ask-again")))
        assert "own 1" in page
        assert "the portal’s own rule" not in page
        reviewing.ask_review(made, actor=fresh(at.head), text="You left out the witness.")
        assert Concern.objects.get(pk=made.pk).due_on == datetime.date(2027, 6, 2)


class TestTheIndependentPerson:
    def test_the_section_can_have_one_heard_before_every_decision_whatever_the_setting(self, at, time_machine, settings):
        time_machine.move_to(FRIDAY)
        settings.CONCERN_INDEPENDENT_PERSON = "law"
        with_section("hear_always = true")
        made = assessed(at)

        with pytest.raises(CannotBe, match="no view"):
            decide(made, at)
        assert "clause own 1 of the protocol" in words(browser(at.monitoring).get(of(made, "decide")))
        heard_view(made, at)
        assert not inquiry.missing_view(made)

    def test_it_can_leave_it_to_the_law_where_the_setting_says_always(self, at, time_machine, settings):
        time_machine.move_to(FRIDAY)
        settings.CONCERN_INDEPENDENT_PERSON = "always"
        with_section("hear_always = false")

        assert not inquiry.missing_view(assessed(at))


@pytest.mark.parametrize(("section", "says"), [
    ("acknowledge = 0", "a whole number from 1 to 1000"), ('assess = "ten"', "a whole number from 1 to 1000"),
    ('hear_always = "yes"', "true or false"), ("answer = 3", "answer")])
def test_what_is_no_such_section_is_refused_with_the_line(at, section, says):
    with pytest.raises(ProtocolError, match=says):
        parse(f'{protocol_in_force().text}\n{CLAUSE}\n[process]\nclause = "own 1"\n{section}\n', where="invented")
