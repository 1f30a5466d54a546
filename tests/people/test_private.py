"""A personal number and a home address are the person's and Democratic Services' alone, and no trace of them leaves otherwise (SEC-5.9)."""

import re

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from council_portal.accounts.models import PrivateContact
from council_portal.accounts.services import keep_private_contact, leave_office, seat, shown_contact
from council_portal.audit.models import Event
from council_portal.outbox.models import Message
from council_portal.protocol.models import ProtocolVersion
from tests import factories
from tests.casework.ground import browser, hidden, words

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SEC-5.9")]

PHONE, ADDRESS = "01632 960471", "7 Secretive Terrace"


def address_of(user):
    return reverse("people:private", args=[user.person.uid])


def keep(user, *, phone_shown=False, address_shown=False):
    return keep_private_contact(user.person, phone=PHONE, address=ADDRESS, phone_shown=phone_shown, address_shown=address_shown,
                                actor=user.person)


@pytest.mark.parametrize("actor", ["member", "democratic"])
def test_the_person_and_democratic_services_keep_the_details_by_the_page(council, actor):
    client, address = browser(getattr(council, actor)), address_of(council.member)
    seen = hidden(client.get(address), "seen")

    answer = client.post(address, {"seen": seen, "phone": PHONE, "address": ADDRESS, "phone_shown": "on"}, follow=True)

    assert answer.redirect_chain == [(address, 302)]
    assert list(PrivateContact.objects.values_list("person", "phone", "address", "phone_shown", "address_shown")) == [
        (council.member.person.pk, PHONE, ADDRESS, True, False)]


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("reader", ["other_member", "colleague", "head", "chief_executive", "monitoring", "technical"])
def test_for_everybody_else_there_is_no_such_page_whether_anything_is_kept_or_not(council, reader, kept):
    if kept:
        keep(council.member, phone_shown=True, address_shown=True)
    client = browser(getattr(council, reader))
    client.get("/")
    unknown_place = reverse("people:private", args=["00000000-0000-0000-0000-000000000007"])

    with CaptureQueriesContext(connection) as for_forbidden:
        answers = [client.get(address_of(council.member)).status_code]
    with CaptureQueriesContext(connection) as for_unknown:
        answers.append(client.get(unknown_place).status_code)
    answers.append(client.post(address_of(council.member), {"phone": "1"}).status_code)

    assert (answers, len(for_forbidden)) == ([404, 404, 404], len(for_unknown))


def test_the_service_asks_too(council):
    with pytest.raises(Http404):
        keep_private_contact(council.member.person, phone="1", address="", phone_shown=False, address_shown=False,
                             actor=council.chief_executive.person)

    assert PrivateContact.objects.count() == 0


def test_whoever_has_left_sees_not_even_their_own(council):
    keep(council.member)
    leave_office(council.member.person)

    assert browser(council.member).get(address_of(council.member)).status_code == 404


def test_two_who_change_the_same_details_do_not_overwrite_one_another(council):
    client = browser(council.member)
    seen = hidden(client.get(address_of(council.member)), "seen")
    keep_private_contact(council.member.person, phone="01632 960999", address="", phone_shown=False, address_shown=False,
                         actor=council.democratic.person)

    answer = client.post(address_of(council.member), {"seen": seen, "phone": PHONE, "address": "", "phone_shown": "on"})

    said = words(answer)
    assert (answer.status_code, f"Personal telephone number {PHONE} Show this number to Members and officers Yes" in said) == (409, True)
    assert "Show this address to Members and officers No" in said
    assert PrivateContact.objects.get().phone == "01632 960999"


def test_a_tick_beside_an_empty_box_is_a_mistake_that_says_what_to_do(council):
    client = browser(council.member)
    seen = hidden(client.get(address_of(council.member)), "seen")

    answer = client.post(address_of(council.member), {"seen": seen, "phone": PHONE, "address": "", "address_shown": "on"})

    assert answer.context["form"].errors == {"address": ["Enter the address that is to be shown, or take the tick out"]}
    assert answer.context["form"]["phone"].value() == PHONE


@pytest.mark.parametrize(("phone_shown", "address_shown", "shown"), [
    (False, False, {"phone": "", "address": ""}), (True, False, {"phone": PHONE, "address": ""}),
    (False, True, {"phone": "", "address": ADDRESS})])
def test_others_are_given_what_is_ticked_and_no_more(council, phone_shown, address_shown, shown):
    keep(council.member, phone_shown=phone_shown, address_shown=address_shown)

    assert shown_contact(council.member.person) == shown


def test_what_was_ticked_is_shown_no_more_when_the_office_has_ended_and_again_on_return(council):
    keep(council.member, phone_shown=True)
    leave_office(council.member.person)

    gone = shown_contact(council.member.person)
    seat(council.member.person, council.wards.castle, authority="Invented minute 7")

    assert (gone, shown_contact(council.member.person)["phone"]) == ({"phone": "", "address": ""}, PHONE)


def test_the_record_says_that_they_changed_and_never_what(council):
    keep(council.member)

    event = Event.objects.latest("pk")
    assert (event.verb, event.object_uid, event.detail) == ("private contact details changed", council.member.person.uid, "")


def test_no_page_event_or_message_holds_details_that_are_not_ticked(council):
    keep(council.member)
    case = factories.log(council)
    places = {"uid": council.member.person.uid, "width": 96}
    readers = ["other_member", "head", "chief_executive", "technical", "democratic"]

    found = [(reader, address) for reader in readers for address in pages(places, case)
             if holds(browser(getattr(council, reader)), address)]

    assert found == [("democratic", address_of(council.member))], "only there: it could have leaked elsewhere"
    assert [row for model in (Event, Message) for row in model.objects.values() if PHONE in str(row) or ADDRESS in str(row)] == []


def pages(places, case):
    """Every address without a place, and those with one place or two for the person, but for signing out and in."""
    for pattern in patterns():
        address = re.sub(r"<\w+:(\w+)>", lambda found: str(places.get(found[1], 1)), pattern)
        if "logout" not in address and "^" not in address and "<" not in address:
            yield "/" + address
    yield case.get_absolute_url()


def patterns(resolver=None, prefix=""):
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield prefix + str(one.pattern)
        else:
            yield from patterns(one, prefix + str(one.pattern))


def holds(client, address):
    answer = client.get(address)
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return PHONE.encode() in text or ADDRESS.encode() in text


@pytest.mark.parametrize(("protocol", "clause"), [("section-c", "5.9"), ("model", "6.9"), ("rugby", None)])
def test_the_page_cites_the_clause_of_the_protocol_in_force_or_says_that_there_is_none(db, protocol, clause):
    council = factories.council(protocol)

    said = words(browser(council.member).get(address_of(council.member)))

    assert ProtocolVersion.objects.count() == 1
    assert ("the protocol in force has no clause for it" in said, f"( clause {clause} )" in said) == (clause is None, clause is not None)


def test_the_page_says_who_can_see_it(council):
    said = words(browser(council.member).get(address_of(council.member)))

    assert "Only you and Democratic Services see this page." in said
