"""A decision that a second look did not let stand, and what falls away with a plan or a concern: nothing of it goes on counting."""
import datetime

import pytest
from django.utils import timezone

from complaints import dealing, deciding, inquiry, reviewing, services, statistics
from complaints.letters import making
from complaints.models import Concern, Status
from complaints.policy import INVESTIGATOR
from complaints.services import CannotBe
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_desk import ANSWERS, SOON, assessed, decide, of, post, today
from tests.complaints.test_pages import words
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMP-TRIAGE")]


@pytest.fixture
def at(db):
    return ground.outsiders(ground.council())


def again(made):
    return Concern.objects.get(pk=made.pk)


def page(user, made):
    return words(browser(user).get(made.get_absolute_url()))


def sanctioned(at):
    """A Member was censured, which is still to be done, and trained, which is done."""
    made = decided(at)
    training = next(task for task in made.tasks.all() if task.facts["word"] == "training")
    dealing.end_task(made, actor=fresh(at.monitoring), task=str(training.uid), done=True, text="On a Tuesday.")
    return again(made)


def decided(at):
    made = assessed(at)
    return again(decide(made, at, sanctions=[("censure", "Before the Council", today() + SOON), ("training", "", today() + SOON)]))


def overturned(at, made):
    """The same after the deputy set the decision aside."""
    reviewing.ask_review(again(made), actor=fresh(at.head), text="Not all was heard.")
    reviewing.review(again(made), actor=fresh(at.deputy), upheld=False, text="We begin anew.", to_subject="We begin anew.")
    return again(made)


def outcome(made):
    """What statistics say of it."""
    return statistics.outcome(made, statistics.turns_of([made])[made.pk])


def test_what_follows_from_a_decision_that_is_set_aside_is_not_to_be_done_by_anybody(at):
    made = sanctioned(at)
    assert "To do" in page(at.member, made)

    made = overturned(at, made)

    for reader in (at.member, at.deputy):
        said = page(reader, made)
        assert [word in said for word in ("To do", "Overdue")] == [False, False], reader.person.name
        assert "Before the Council Set aside" in said
        assert "Set aside on" in said
        assert "with the decision: it is not to be done." in said
        assert "On a Tuesday." in said, "what was carried out stays"
        assert "Done before the decision was set aside on" in said
    assert dealing.open_tasks(made) == []
    assert browser(at.deputy).get(of(made, "task")).status_code in (403, 404)


def test_the_page_and_the_list_say_that_the_decision_was_set_aside_to_whoever_was_told(at):
    made = overturned(at, sanctioned(at))

    for reader in (at.head, at.member, at.deputy):
        assert "was set aside on" in page(reader, made), reader.person.name
        assert "Decided it (set aside on" in page(reader, made), reader.person.name
        assert "the decision was set aside on" in words(browser(reader).get("/concerns/")), reader.person.name
    assert "set aside" not in page(at.monitoring, made), "whoever decided it reads the same whatever becomes of it"
    assert "set aside" not in words(browser(at.monitoring).get("/concerns/"))


def test_the_office_is_shown_what_was_done_as_something_to_make_good_and_nobody_else_is(at):
    made = overturned(at, sanctioned(at))

    assert "To make good" in page(at.deputy, made)
    assert ["To make good" in page(user, made) for user in (at.head, at.member)] == [False, False]
    assert "To make good" not in page(at.deputy, overturned(at, decided(at))), "nothing of it had been done"


def test_only_a_decision_that_stands_is_counted(at):
    made = sanctioned(at)
    assert outcome(made) == "found breach"
    made = overturned(at, made)
    assert (outcome(made), made.facts["finding"]) == ("open", "")

    deputy = fresh(at.deputy)
    dealing.assess(made, actor=deputy, decision="nothing", text="Nothing.", reasons="So.", answers=ANSWERS, branch=["breach"])
    assert outcome(again(made)) == "nothing"


def test_while_it_is_looked_at_again_the_decision_still_counts_and_where_it_stands_what_follows_goes_on(at):
    made = sanctioned(at)
    reviewing.ask_review(made, actor=fresh(at.head), text="Not all was heard.")
    assert outcome(again(made)) == "found breach"
    assert "To do" in page(at.member, made)

    reviewing.review(again(made), actor=fresh(at.deputy), upheld=True, text="It stands.", to_subject="It stands.")

    assert (again(made).status, len(dealing.open_tasks(again(made)))) == (Status.DECIDED, 1)
    assert "set aside" not in page(at.member, made)


def test_of_a_decision_that_is_set_aside_no_letter_is_made_any_more_and_of_the_second_look_one_is(at):
    made = sanctioned(at)
    gone = {"decision-raiser", "decision-subject", "assessment-investigate"}
    assert gone <= set(making.happened(made))

    made = overturned(at, made)

    there = set(making.happened(made))
    assert there & gone == set()
    assert {"review-raiser", "review-subject", "notice"} <= there
    assert browser(at.deputy).get(f"/concerns/{made.uid}/letters/decision-subject.docx").status_code == 404


def test_a_new_decision_begins_clean(at):
    made, deputy = overturned(at, sanctioned(at)), fresh(at.deputy)
    dealing.assess(made, actor=deputy, decision="early", text="A talk.", reasons="So.", answers=ANSWERS, branch=["breach"])
    with pytest.raises(CannotBe, match="no plan"):
        dealing.close(again(made), actor=deputy, text="Closed.", to_subject="Closed.")
    dealing.investigate(again(made), actor=deputy, text="It did not settle it.", to_subject="It is looked into.")
    deciding.decide(again(made), actor=deputy, finding="none", reasons="Seen.", text="No.", to_subject="No.")

    made = again(made)
    assert outcome(made) == "found none"
    letter = making.letter(making.happened(made)["decision-subject"])
    assert "Before the Council" not in str(letter.blocks)
    assert reviewing.may_be_asked(made)
    assert not reviewing.asked(made, at.head.person.pk), "of a new decision each may ask once"
    assert dealing.close(made, actor=deputy, text="Closed.", to_subject="Closed.").status == Status.CLOSED


def planned(at):
    """An early resolution with a task that is still open and of which both sides read."""
    made = assessed(at, "early")
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="It is said that you shouted.", support="Ask.")
    dealing.plan(made, actor=fresh(at.monitoring), what="An apology.", who="The Member", due=today() - datetime.timedelta(days=1),
                 told=["both", "subject"])
    return again(made)


def test_what_is_taken_back_leaves_nothing_to_do(at):
    made = planned(at)
    assert "Overdue" in page(at.member, made)

    services.withdraw(made, actor=fresh(at.head), text="We have talked.")

    for reader in (at.head, at.member, at.monitoring):
        said = page(reader, made)
        assert "An apology. Taken back" in said, reader.person.name
        assert [word in said for word in ("To do", "Overdue")] == [False, False], reader.person.name


def test_a_plan_that_did_not_settle_it_leaves_nothing_to_do(at):
    made = planned(at)

    dealing.investigate(made, actor=fresh(at.monitoring), text="It did not.", to_subject="It is looked into.")

    assert dealing.open_tasks(again(made)) == []
    assert "An apology. Fell away" in page(at.member, made)
    letter = str(making.letter(making.happened(again(made))["plan-raiser"]).blocks)
    assert "An apology: not done. Early resolution ended on" in letter
    assert timezone.localdate() < again(made).due_on, "what is due next is the decision"


def test_by_its_form_it_says_what_becomes_of_what_follows(at):
    made = decided(at)
    post(browser(at.head), of(made, "ask-again"), text="Not all was heard.")
    desk = browser(at.deputy)
    assert "It is set aside, with what is still to be done" in words(desk.get(of(made, "again")))
    post(desk, of(made, "again"), upheld="no", text="Anew.", to_subject="Anew.")
    assert (again(made).status, dealing.open_tasks(again(made))) == (Status.RECEIVED, [])


@pytest.mark.requirement("CMP-CONF")
def test_whoever_is_told_of_the_concern_only_afterwards_learns_nothing_of_what_was_set_aside(at):
    made = ground.concern(at.head, at.member)
    dealing.assess(made, actor=fresh(at.monitoring), decision="nothing", text="No.", reasons="None.", answers=ANSWERS, branch=["breach"])
    reviewing.ask_review(again(made), actor=fresh(at.head), text="Not all was heard.")
    reviewing.review(again(made), actor=fresh(at.deputy), upheld=False, text="We begin anew.")
    inquiry.tell_subject(again(made), actor=fresh(at.deputy), text="It is said that you shouted.", support="Ask.")

    assert "set aside" not in page(at.member, made)
    assert "set aside" not in words(browser(at.member).get("/concerns/"))
    assert ["was set aside on" in page(user, made) for user in (at.head, at.deputy)] == [True, True]


def test_whoever_it_is_about_is_told_that_it_was_taken_back_with_a_letter_and_not_by_whom(at):
    made = assessed(at)
    services.withdraw(made, actor=fresh(at.head), text="I was leant on.")

    said = page(at.member, made)
    letters = making.happened(again(made))

    assert "whoever raised it" in said
    assert "Took it back: it has ended, and nothing more comes of it" in said
    assert [word in said for word in ("leant on", at.head.person.name)] == [False, False]
    assert "ended-subject" in letters
    assert at.head.person.name not in str(making.letter(letters["ended-subject"]).blocks)


def test_each_side_is_told_that_the_other_asked_for_a_second_look(at):
    for user, other, word in ((at.head, at.member, "again-subject"), (at.member, at.head, "again-raiser")):
        made = decided(at)
        reviewing.ask_review(again(made), actor=fresh(user), text="Look at my words again.")

        said = page(other, made)

        assert "Asked that the decision is looked at again" in said
        assert "Look at my words again." not in said
        assert word in making.happened(again(made))


def test_the_letter_of_who_is_let_in_names_those_who_are_in_now(at):
    made = assessed(at)
    inquiry.appoint(made, actor=fresh(at.monitoring), person=at.investigator.person, capacity=INVESTIGATOR, until=today() + SOON,
                    text="So.")
    assert at.investigator.person.full_name in str(making.letter(making.happened(again(made))["let-in-raiser"]).blocks)

    inquiry.report(again(made), actor=fresh(at.investigator), text="He did.")

    assert "let-in-raiser" not in making.happened(again(made))


def test_no_letter_of_before_goes_out_once_the_decision_was_set_aside(at):
    made = decided(at)
    assert "view" in making.happened(made)

    made = overturned(at, made)

    assert {"view", "hearing-raiser", "hearing-subject", "appointment-investigator"} & set(making.happened(made)) == set()
