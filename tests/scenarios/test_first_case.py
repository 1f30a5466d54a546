"""First case, first week: a new Member reports a mattress, is sent down the standard channel, and takes it up when nothing happens.

There is no map in the portal: the place is picked by its street instead of a pin.
"""

import datetime
import uuid

import pytest
import time_machine
from django.test import override_settings

from casework.models import Case
from directory.models import Officer, ServiceEntry
from tests import factories
from tests.casework.ground import browser, hidden, words
from tests.people.test_places import street

pytestmark = pytest.mark.django_db
TUESDAY = datetime.datetime(2026, 11, 24, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
CENTRE = {"CONTACT_CENTRE_NAME": "Customer Hub", "CONTACT_CENTRE_PHONE": "01632 960 000", "CONTACT_CENTRE_URL": "https://report.council.example/"}


@pytest.fixture
def council():
    """The small council with its streets, and what the directory knows of Street Scene."""
    made = factories.council()
    street("Mill Lane", made.wards.mill_hill)
    ServiceEntry.objects.create(service=made.services.street_scene, deals_with=["rubbish dumped in the street", "mattresses"])
    Officer.objects.create(person=made.clo.person, service=made.services.street_scene, post="Liaison Officer",
                           contact_hours="Monday to Friday, 9 to 12")
    return made


def typed(slug, page, **more):
    """What a form on the page of the request posts."""
    kept = {name: hidden(page, f"{slug}-{name}") for name in ("version", "key")}
    return {"act": slug, **{f"{slug}-{name}": value for name, value in {**kept, **more}.items()}}


@pytest.mark.requirement("SEC-3.1")
@pytest.mark.requirement("SEC-3.2")
def test_first_case_first_week(council):
    with time_machine.travel(TUESDAY, tick=False) as clock, override_settings(**CENTRE):
        newcomer = factories.member("Noor Haddad", of=council.wards.castle, since=TUESDAY - 5 * DAY)
        client = browser(newcomer)

        check = five_fields_at_most(client)
        request = it_goes_to_the_contact_centre(client, check)
        address = Case.objects.get().get_absolute_url()
        the_reference_is_kept_and_put_right(client, request)
        nobody_else_knows(council, address)

        clock.move_to(TUESDAY + 10 * DAY)
        it_becomes_a_concern(browser(newcomer), council, address)  # her session of the week before is over


def five_fields_at_most(client):
    """Service and ward are found from what she typed; who takes it, the fifth, needs no answer here."""
    page = client.get("/casework/log/")
    asked = [name for name, field in page.context["form"].fields.items() if field.required and not field.widget.is_hidden]
    given = {"matter": "service_request", "title": "Mattress dumped in alley", "text": "Since Friday.", "place": "Mill Lane",
             "key": uuid.uuid4()}
    check = client.post("/casework/log/", given)
    said = words(check)
    also = [name for name, field in check.context["form"].fields.items() if field.required and not field.widget.is_hidden]

    assert asked == ["matter", "title", "text"], "and either the street or the ward: four"
    assert also == []
    assert "Street Scene Because" in said
    assert "Mill Lane is in Mill Hill ward." in said
    assert "The protocol sends a plain request for a service to the Contact Centre first. ( clause 3.1 )" in said
    check.given = given
    return check


def it_goes_to_the_contact_centre(client, check):
    sent = {"stage": "send", "shown": hidden(check, "shown"), "service": hidden(check, "shown")}
    page = client.post("/casework/log/", check.given | sent, follow=True)
    said, case = words(page), Case.objects.get()

    assert page.redirect_chain[-1][0] == f"/casework/{case.uid}/request/"
    assert "not to an officer. ( clause 3.1 )" in said
    for part in ("Take it to the Customer Hub", "01632 960 000", "Rosie Fenn", "Monday to Friday, 9 to 12", "Copy the text",
                 f"Reference in the council’s portal: {case.reference}", "Where: Mill Lane", "Asked for by: Councillor Noor Haddad"):
        assert part in said
    assert 'href="https://report.council.example/"' in page.content.decode()
    assert page.context["cards"][0]["portrait"] is not None
    assert "The contact centre has time until the end of 8 December 2026" in said
    assert "Was it refused, or done badly? Then raise it at once." in said
    assert "The protocol sends that to the Head of Service or nominated officer first. ( clause 3.2 )" in said
    return page


def the_reference_is_kept_and_put_right(client, page):
    address = page.request["PATH_INFO"]
    client.post(address, typed("refer", page, text="CRM-1"))
    page = client.post(address, typed("refer", client.get(address), text="CRM-123"), follow=True)

    case = Case.objects.get()
    assert "You entered: CRM-123" in words(page)
    assert case.crm_reference == "CRM-123"
    assert list(case.entries.filter(kind="reference").values_list("text", flat=True)) == ["CRM-1", "CRM-123"]


def nobody_else_knows(council, address):
    for user in council.accounts.values():
        assert browser(user).get(f"{address}request/").status_code == 404


def it_becomes_a_concern(client, council, address):
    page = client.get(f"{address}request/")
    empty = client.post(page.request["PATH_INFO"], typed("turn", page, text=""))
    after = client.post(page.request["PATH_INFO"], typed("turn", page, text="Nobody came.", chosen="head_of_service"), follow=True)

    case = Case.objects.get()
    assert "Enter what failed" in words(empty)
    assert after.redirect_chain[-1][0] == address
    assert (case.matter, case.status, case.sent_to.post, case.clause) == ("service_failure", "with_officer", "head_of_service", "3.2")
    assert [entry.kind for entry in case.entries.order_by("at", "pk")] == ["logged", "reference", "reference", "turned"]
    assert case.due_on == datetime.date(2026, 12, 11), "seven days from the day it was turned"
    assert browser(council.head).get(address).status_code == 200
    assert client.get(f"{address}request/")["Location"] == address, "from now on it is a case like any other"
