"""A Member asks the authority that the protocol names to agree to disclosure, and what it answers (EXD-10.4)."""

import datetime
import uuid

import pytest
from django.http import Http404

from conversations.notices import disclosure
from conversations.notices.models import Disclosure, Notice
from conversations.notices.services import CannotBe
from council_portal.access.decisions import Forbidden, can
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from tests import factories
from tests.conversations.notices.ground import TOLD, accepted, asked, hour, issued
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(name="director")
def executive_director(council):
    """An Executive Director for Place."""
    return factories.officer("Dana Forsythe", "executive_director", of=council.services.place)


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


@pytest.mark.requirement("EXD-10.4")
def test_the_executive_director_is_asked_reads_the_notice_and_the_member_is_told_the_answer(council, director):
    made = accepted(issued(council), council.member)
    assert not can(fresh(director), "view", made)

    one = asked(made, council.member)
    disclosure.answer(one, actor=fresh(director), agreed=True, text="The date, to the chair alone.")

    one.refresh_from_db()
    assert (one.principal.post, one.clause, one.agreed, one.answer, one.answered_by) == (
        "executive_director", "10.4", True, "The date, to the chair alone.", director.person)
    assert Notice.objects.with_readable(fresh(director)).permitted(fresh(director)).get().readable
    assert (told("notice_asks_you"), told("notice_asked"), told("notice_answered")) == (
        ["Dana Forsythe"], ["Priya Chandran"], ["Aisha Rahman", "Priya Chandran"])
    assert Event.objects.filter(verb="agreed to disclosure", at=TOLD, clause="10.4", reference=made.reference).count() == 1


def test_agreement_changes_nothing_of_what_others_see(council, director):
    made = accepted(issued(council), council.member)
    disclosure.answer(asked(made, council.member), actor=fresh(director), agreed=True, text="To the chair.")

    assert {who for who in council.accounts if can(fresh(council.accounts[who]), "view", made)} == {
        "head", "member", "colleague", "democratic"}


def test_the_question_is_read_by_the_member_the_office_and_the_authority_alone(council, director):
    made = accepted(accepted(issued(council), council.member), council.colleague)
    asked(made, council.member)
    users = {**council.accounts, "director": director}

    assert {who for who, user in users.items() if Disclosure.objects.permitted(fresh(user)).exists()} == {"head", "member", "director"}


def test_where_nobody_is_executive_director_the_next_one_up_is_asked_by_the_portals_own_rule(council):
    made = accepted(issued(council), council.member)

    one = asked(made, council.member)

    assert (one.principal.post, one.clause) == ("chief_executive", "")


def test_a_silent_protocol_asks_the_chief_officer_of_the_service(council):
    factories.adopt("section-c", on=TOLD.date())
    made = accepted(issued(council), council.member)

    one = asked(made, council.member)

    assert (one.principal.name, one.clause) == ("Chief officer, Place", "")


def test_nobody_to_ask_is_said_and_nothing_is_kept(council):
    made = accepted(issued(council), council.member)
    council.chief_executive.person.appointments.update(until=TOLD)

    with pytest.raises(CannotBe, match="nobody"):
        asked(made, council.member)
    assert (Disclosure.objects.count(), told("notice_asks_you")) == (0, [])


def test_who_has_not_accepted_the_confidence_does_not_ask(council):
    made = issued(council)

    with pytest.raises(CannotBe, match="not accepted"):
        asked(made, council.member)


def test_the_same_form_sent_twice_asks_once(council, director):
    made = accepted(issued(council), council.member)
    given = {"actor": fresh(council.member), "key": uuid.uuid4(), "to_whom": "The chair", "text": "It is their land."}

    assert disclosure.ask(made, **given) == disclosure.ask(made, **given)
    assert told("notice_asks_you") == ["Dana Forsythe"]


def test_only_the_authority_answers_and_once(council, director):
    made = accepted(issued(council), council.member)
    one = asked(made, council.member)

    for who, error in (("head", Forbidden), ("democratic", Forbidden), ("member", Forbidden), ("other_member", Http404)):
        with pytest.raises(error):
            disclosure.answer(one, actor=fresh(council.accounts[who]), agreed=True, text="Yes.")
    disclosure.answer(one, actor=fresh(director), agreed=False, text="Not before Cabinet.")
    with pytest.raises(Changed):
        disclosure.answer(one, actor=fresh(director), agreed=True, text="After all.")
    assert Disclosure.objects.get().agreed is False


def test_another_authority_does_not_answer_what_was_not_asked_of_it(council, director):
    made = accepted(issued(council), council.member)
    first = asked(made, council.member)
    director.person.appointments.update(until=TOLD + datetime.timedelta(seconds=1))
    with_chief = issued(council)
    assert first.principal.post == "executive_director"

    made.standings.create(principal=factories.post("chief_executive"), capacity="authority", reason="drawn")

    with pytest.raises(Forbidden):
        disclosure.answer(first, actor=fresh(council.chief_executive), agreed=True, text="Yes.")
    assert not can(fresh(council.chief_executive), "view", with_chief)


def test_after_publication_there_is_nothing_to_ask_or_to_answer(council, director, clock):
    made = accepted(issued(council), council.member)
    one = asked(made, council.member)
    clock.move_to(hour(17))

    with pytest.raises(Forbidden):
        asked(made, council.member)
    with pytest.raises(Forbidden):
        disclosure.answer(one, actor=fresh(director), agreed=True, text="Yes.")
