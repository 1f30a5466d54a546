"""Two presses of one button, and two people with one address, at the same moment, each on a connection of its own."""

import uuid

import pytest
from django.urls import reverse

from council_portal.accounts.models import Person
from profiles.models import Body, Member
from tests.casework.ground import browser
from tests.casework.test_races import at_once
from tests.profiles.ground import council as make_council


def together(council, address, *sent):
    """The statuses of these forms, sent at the same moment."""
    acts = [lambda client=client, data=data: client.post(address, data).status_code
            for client, data in zip([browser(council.democratic) for _form in sent], sent, strict=True)]
    return at_once(*acts)


@pytest.mark.django_db(transaction=True)
def test_one_form_makes_one_member_and_one_address_belongs_to_one_and_one_name_to_one_body():
    council = make_council()
    new = {"kind": "lay", "began_on_day": 9, "began_on_month": 6, "began_on_year": 2026, "authority": "Minute 9", "stage": "save"}
    once = new | {"name": "Odile Marsh", "email": "odile@council.example", "key": uuid.uuid4()}
    two = [new | {"name": name, "email": "shared@council.example", "key": uuid.uuid4()} for name in ("Petra Lind", "Quentin Moss")]
    body = {"name": "Harbour Panel", "kind": "panel"}
    key = uuid.uuid4()

    pressed = together(council, reverse("profiles:new"), once, once)
    shared = together(council, reverse("profiles:new"), *two)
    one_form = together(council, reverse("profiles:add_body"), body | {"key": key}, body | {"key": key})
    two_forms = together(council, reverse("profiles:add_body"), *[{"name": "Flood Panel", "kind": "panel", "key": uuid.uuid4()}] * 2)

    assert set(pressed) <= {200, 302}
    assert Member.objects.filter(person__name="Odile Marsh").count() == 1
    assert (sorted(shared), Person.objects.filter(email="shared@council.example").count()) == ([200, 302], 1)
    assert (set(one_form) <= {200, 302}, Body.objects.filter(name="Harbour Panel").count()) == (True, 1)
    assert (set(two_forms) <= {200, 302}, Body.objects.filter(name="Flood Panel").count()) == (True, 1)
