"""Two at once for the last place: with transactions of their own, apart from what a module keeps in one."""

import threading

import pytest
from django.db import connections

from conversations import places
from conversations.models import Event
from tests import factories
from tests.conversations.ground import announced


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_for_the_last_place_at_once_one_comes_and_one_waits():
    council = factories.council()
    event, errors = announced(council, room_for=1), []
    start = threading.Barrier(2)

    def ask(user):
        try:
            start.wait()
            places.answer(Event.objects.get(pk=event.pk), actor=factories.fresh(user), coming=True)
        except Exception as fault:
            errors.append(fault)
        finally:
            connections.close_all()

    both = [threading.Thread(target=ask, args=[user]) for user in (council.member, council.other_member)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)

    assert errors == []
    assert sorted(event.answers.values_list("state", flat=True)) == ["coming", "waiting"]
