"""What holds of a notice's confidence now, and what the evidence says of it once it is published."""
import re

import pytest

from conversations.notices import disclosure, services
from tests.casework.ground import browser, words
from tests.conversations.notices.ground import accepted, again, asked, hour, issued
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def page(user, notice):
    return words(browser(user).get(notice.get_absolute_url()))


CONFIDENCE = "Do not disclose this further before it is published on 17 March 2027 at 09:00."


@pytest.mark.requirement("EXD-10.4")
def test_a_member_reads_what_holds_of_the_confidence_now(council, clock):
    made = accepted(issued(council), council.member)
    question, other = asked(made, council.member), asked_of_colleague(made, council)
    assert CONFIDENCE in page(council.member, made)
    assert "You may disclose it to" not in page(council.member, made)

    disclosure.answer(question, actor=fresh(council.chief_executive), agreed=True, text="The date alone.")
    assert ("You may disclose it to “The chair of the parish council”, within the answer below of 10 March 2027 at 10:00, and to nobody "
            "else.") in page(council.member, made)
    assert "You may disclose it to" not in page(council.colleague, made)
    assert "Not answered yet. Until it is, nothing may be disclosed." in page(council.colleague, made)

    clock.move_to(hour(17))
    for who in (council.member, council.colleague):
        shown = page(who, made)
        assert "It is in confidence no longer: since 17 March 2027 at 09:00 you may speak of it." in shown
        assert "disclose" not in shown.split("Summary")[0]
    assert "Not answered before it was published. There is nothing left to agree to." in page(council.colleague, made)
    assert "in confidence no longer" not in page(council.other_member, made)
    assert other.agreed is None


def asked_of_colleague(made, council):
    """The same question, of the other Member of the ward."""
    return asked(accepted(made, council.colleague), council.colleague)


def test_a_notice_that_was_withdrawn_stays_in_confidence_whatever_was_agreed_to(council):
    made = accepted(issued(council), council.member)
    disclosure.answer(asked(made, council.member), actor=fresh(council.chief_executive), agreed=True, text="The date alone.")
    asked_of_colleague(made, council)
    services.withdraw(again(made), actor=fresh(council.head), text="The lease goes on.")

    assert "stays in confidence: do not disclose it, whatever was agreed to before." in page(council.member, made)
    assert "You may disclose it to" not in page(council.member, made)
    assert "Not answered before it was withdrawn. It stays in confidence: nothing may be disclosed." in page(council.colleague, made)


@pytest.mark.requirement("EXD-10.2")
def test_the_evidence_tells_what_was_before_publication_from_what_was_after(council, clock):
    made = accepted(issued(council), council.member)
    page(council.member, made)
    assert "before publication" not in evidence_of(page(council.head, made))

    clock.move_to(hour(18))
    page(council.colleague, made)
    said = evidence_of(page(council.head, made))

    assert "Accepted 10 March 2027 at 10:00, before publication First opened 10 March 2027 at 10:00, before publication" in said
    assert "Accepted Not before publication First opened 18 March 2027 at 09:00, after publication" in said


def evidence_of(shown):
    """The part of the page on who was told."""
    return shown.split("Who was told, and who has opened it")[1].split("What was done with it")[0]


@pytest.mark.parametrize("address", ["/notices/new/", "add-paper/"])
def test_the_file_chooser_offers_only_what_takes_a_stamp(council, address):
    made = issued(council)

    shown = browser(council.head).get(address if address[0] == "/" else f"{made.get_absolute_url()}{address}")

    assert re.findall(r'accept="([^"]*)"', shown.content.decode()) == [".pdf,.jpg,.jpeg,.png,.webp"]
