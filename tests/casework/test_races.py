"""Two requests at the same moment, each in its own thread with its own connection, as in life."""

import threading
import uuid

import pytest
from django.db import connections

from casework import asking, questions
from casework.models import Case, CaseEntry, Involvement
from council_portal.accounts.models import Principal
from council_portal.outbox.models import Message
from tests import factories
from tests.casework.ground import REFUSED, browser


def at_once(*acts):
    """Run these at the same moment, each in a thread; their answers in order."""
    ready, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            ready.wait(10)
            answers[number] = act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment():
    council = factories.council()
    one, two = browser(council.member), browser(council.member)
    typed = {"matter": "service_failure", "title": "Bins", "text": "Missed.", "service": council.services.street_scene.uid,
             "ward": council.wards.mill_hill.uid, "key": uuid.uuid4(), "stage": "send", "chosen": "head_of_service"}

    sent = at_once(*[lambda client=client: client.post("/casework/log/", typed) for client in (one, two)])

    case = Case.objects.get()
    assert [response.get("Location") for response in sent] == [case.get_absolute_url()] * 2
    assert (CaseEntry.objects.count(), Message.objects.filter(kind="case_for_you").count()) == (1, 1)

    officers = [browser(council.head), browser(council.head)]
    forms = [{"act": "answer", "answer-version": case.version, "answer-key": uuid.uuid4(), "answer-text": text, **REFUSED}
             for text in ("First.", "Second.")]
    answers = at_once(*[lambda client=client, form=form: client.post(case.get_absolute_url(), form)
                        for client, form in zip(officers, forms, strict=True)])

    kept = {form["answer-text"]: response for form, response in zip(forms, answers, strict=True)}
    [text] = CaseEntry.objects.filter(kind="answer").values_list("text", flat=True)
    assert sorted(response.status_code for response in answers) == [302, 409]
    assert [lost for lost, response in kept.items() if response.status_code == 409 and lost in response.content.decode()] == [
        other for other in kept if other != text]


@pytest.mark.django_db(transaction=True)
def test_two_who_settle_a_question_at_the_same_moment():
    council = factories.council()
    case = questions.ask_member(
        actor=factories.fresh(council.head), key=uuid.uuid4(), title="The lights on Mill Green", text="Who asked for them?",
        member=council.member.person, office=Principal.objects.get(post="head_of_service", service__name="Street Scene"))
    asking.reply(case, actor=factories.fresh(council.member), text="The residents.")
    officers = [browser(council.head), browser(council.head)]
    forms = [{"act": "settle", "settle-version": case.version, "settle-key": uuid.uuid4(), "settle-text": text}
             for text in ("Thanks.", "Many thanks.")]

    answers = at_once(*[lambda client=client, form=form: client.post(case.get_absolute_url(), form)
                        for client, form in zip(officers, forms, strict=True)])

    assert sorted(response.status_code for response in answers) == [302, 409]
    assert CaseEntry.objects.filter(kind="settled").count() == 1
    assert Message.objects.filter(kind="case_question_settled").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_member_says_the_same_twice_at_the_same_moment():
    council = factories.council()
    member = [browser(council.member), browser(council.member)]
    forms = [{"service": council.services.street_scene.uid, "ward": "", "key": uuid.uuid4(), "why": why} for why in ("A forum.", "A club.")]

    answers = at_once(*[lambda client=client, form=form: client.post("/casework/involved/new/", form)
                        for client, form in zip(member, forms, strict=True)])

    assert sorted(response.status_code for response in answers) == [200, 302]
    assert Involvement.objects.count() == 1
