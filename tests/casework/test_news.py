"""How matters stand, told to all Members who are openly involved: to whom it goes, who reads it, what it may not hold."""

import uuid

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import involved, news
from casework.models import Case, InvolvedNews, ToldOf
from casework.turns import CannotBe
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.services import leave_office
from council_portal.audit.models import Event
from council_portal.drafts.models import Draft
from council_portal.outbox.models import Message
from council_portal.outbox.services import letter, still_entitled
from tests.casework.ground import browser, hidden, words
from tests.factories import LONG_AGO, fresh, log, seat

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-4-FOLLOW")]
PAGE, TELL = "/casework/involved/", "/casework/involved/tell/"
TEXT = "The gullies north of the river are cleared.\nThe south follows in May."


def says(council, who="member", *, service=None, ward=None):
    """A Member says that they are involved, in Street Scene unless another service is named."""
    return involved.involve(actor=fresh(council.accounts[who]), key=uuid.uuid4(), service=service or council.services.street_scene,
                            ward=ward, why="I sit on the flood forum.")


def tells(council, who="head", **changes):
    """The Head of Service tells how it stands."""
    given = {"actor": fresh(council.accounts[who]), "key": uuid.uuid4(), "service": council.services.street_scene, "ward": None,
             "title": "Gullies in the north", "text": TEXT}
    return news.tell(**given | changes)


def typed(council, **changes):
    given = {"service": council.services.street_scene.uid, "ward": "", "title": "Gullies in the north", "text": TEXT, "key": uuid.uuid4()}
    return given | changes


def whom(told):
    return {person.name for person in news.told_people(told)}


def test_an_officer_tells_and_every_involved_member_reads_it(council):
    says(council), says(council, "other_member")

    sent = browser(council.head).post(TELL, typed(council), follow=True)

    told = InvolvedNews.objects.get()
    assert "They have been told." in words(sent)
    assert "Sent to 2 Members Councillor Aisha Rahman Councillor Gwen Pritchard" in words(sent)
    assert f"Priya Chandran, {told.sent_as} Sent on" in words(sent)
    for who in ("member", "other_member"):
        listed, page = (words(browser(council.accounts[who]).get(address)) for address in (PAGE, told.get_absolute_url()))
        assert "Gullies in the north Street Scene – All wards" in listed
        assert "The south follows in May." in page
        assert "nobody was picked and nobody left out" in page
    assert "Gwen Pritchard" not in words(browser(council.member).get(told.get_absolute_url())), "who else is involved is not said"


def test_each_gets_one_mail_that_says_nothing_of_it(council):
    says(council), says(council, ward=council.wards.castle), says(council, "other_member")

    tells(council)

    messages = Message.objects.filter(kind="involved_told")
    assert {message.to.name for message in messages} == {"Aisha Rahman", "Gwen Pritchard"}
    assert len(messages) == 2
    for message in messages:
        body = letter(message).body
        assert "There is news from officers on matters that you are involved in." in body
        assert "ullies" not in body
        assert InvolvedNews.objects.get().get_absolute_url() in body


@pytest.mark.parametrize(("ward", "names"), [
    ("castle", {"Aisha Rahman", "Gwen Pritchard"}), ("mill_hill", {"Aisha Rahman", "Tomasz Wolny"}),
    (None, {"Aisha Rahman", "Gwen Pritchard", "Tomasz Wolny"})])
def test_it_goes_by_service_and_ward_and_all_wards_count_for_each(council, ward, names):
    says(council), says(council, "other_member", ward=council.wards.castle), says(council, "colleague", ward=council.wards.mill_hill)
    says(council, "other_member", service=council.services.housing)

    assert whom(tells(council, ward=getattr(council.wards, ward) if ward else None)) == names


def test_it_goes_to_no_member_of_another_service_and_to_nobody_who_ended_it_or_left(council):
    says(council, service=council.services.housing)
    involved.end_involvement(says(council, "other_member"), actor=fresh(council.other_member))
    says(council, "colleague")
    leave_office(council.colleague.person, at=timezone.now())

    with pytest.raises(CannotBe):
        tells(council)
    assert (InvolvedNews.objects.count(), ToldOf.objects.count(), Message.objects.filter(kind="involved_told").count()) == (0, 0, 0)


def test_nobody_else_reads_it(council):
    says(council)
    told = tells(council)

    may = {name for name, user in council.accounts.items() if can(fresh(user), "view", told)}
    answers = {name for name, user in council.accounts.items() if browser(user).get(told.get_absolute_url()).status_code == 200}

    assert may == answers == {"member", "head", "nominated", "clo", "chief", "democratic"}
    for name, user in council.accounts.items():
        assert (name in may) == InvolvedNews.objects.permitted(fresh(user)).exists(), name
        assert (name in may) == ToldOf.objects.all().permitted(fresh(user)).exists(), name
        if name not in may:
            assert browser(user).get(told.get_absolute_url()).status_code == 404, name
            assert "Gullies" not in browser(user).get(PAGE).content.decode(), name


def test_who_tells_is_whoever_takes_cases_of_the_service_and_democratic_services(council):
    says(council)
    may = {}
    for name in council.accounts:
        try:
            may[name] = tells(council, name).sent_by.name
        except (Forbidden, Http404) as refused:
            may[name] = type(refused).__name__

    told = {"head", "nominated", "clo", "chief", "democratic"}
    assert {name for name, answer in may.items() if answer not in ("Forbidden", "Http404")} == told
    assert {name for name, user in council.accounts.items() if can(fresh(user), "tell", InvolvedNews)} == told | {"other_head"}
    assert {name: browser(user).get(TELL).status_code for name, user in council.accounts.items()} == {
        name: 200 if name in told | {"other_head"} else 403 for name in council.accounts}


def test_an_officer_is_offered_the_services_whose_cases_they_take_and_no_other(council):
    says(council)
    offered = {name: [str(label) for _uid, label in browser(council.accounts[name]).get(TELL).context["form"].fields["service"].choices]
               for name in ("head", "chief", "democratic")}

    assert offered == {"head": ["Select a service", "Street Scene"], "chief": ["Select a service", "Place", "Street Scene"],
                       "democratic": ["Select a service", "Housing", "People", "Place", "Street Scene"]}
    page = browser(council.other_head).post(TELL, typed(council))
    assert list(page.context["form"].errors) == ["service"]
    assert InvolvedNews.objects.count() == 0


def test_the_office_is_named_in_which_it_was_told(council):
    says(council)

    assert "Street Scene" in tells(council).sent_as
    assert "Place" in tells(council, "chief").sent_as
    assert "emocratic" in tells(council, "democratic").sent_as


def test_ending_an_involvement_keeps_what_was_told_and_brings_no_more(council):
    said = says(council)
    says(council, "other_member")
    before = tells(council)
    involved.end_involvement(said, actor=fresh(council.member))
    after = tells(council, title="Gullies in the south")

    assert [browser(council.member).get(one.get_absolute_url()).status_code for one in (before, after)] == [200, 404]
    assert "Gullies in the north" in words(browser(council.member).get(PAGE))
    assert "Gullies in the south" not in words(browser(council.member).get(PAGE))


def test_who_says_it_later_reads_only_what_is_told_from_then_on(council):
    says(council)
    before = tells(council)
    says(council, "other_member")

    assert browser(council.other_member).get(before.get_absolute_url()).status_code == 404
    assert whom(before) == {"Aisha Rahman"}


def test_a_member_whose_term_ended_reads_it_no_more_and_gets_no_mail(council):
    says(council)
    told = tells(council)
    leave_office(council.member.person, at=timezone.now())

    assert not can(fresh(council.member), "view", told)
    assert not still_entitled(Message.objects.get(kind="involved_told"))
    assert whom(told) == {"Aisha Rahman"}, "who was told stays what it was"


def test_a_term_begun_again_brings_back_what_was_told(council):
    says(council)
    told = tells(council)
    leave_office(council.member.person, at=timezone.now())
    seat(council.member.person, council.wards.castle, authority="Invented", since=timezone.now())

    assert can(fresh(council.member), "view", told)


def test_it_opens_no_case(council):
    case = log(council)
    says(council, "other_member")
    tells(council)

    assert browser(council.other_member).get(case.get_absolute_url()).status_code == 404
    assert Case.objects.permitted(fresh(council.other_member)).count() == 0


@pytest.mark.parametrize("field", ["title", "text"])
@pytest.mark.parametrize("how", [str, str.lower, lambda reference: reference.replace("-", "–")])
def test_the_reference_of_a_case_is_refused_and_nothing_typed_is_lost(council, field, how):
    says(council)
    reference = how("7KXR-M2PQ")

    page = browser(council.head).post(TELL, typed(council, **{field: f"See {reference} there"}))

    said = page.context["form"].errors[field][0]
    assert said.startswith("Take out “7")
    assert "looks like the reference of a case" in said
    assert f"See {reference} there" in page.content.decode()
    assert InvolvedNews.objects.count() == 0
    with pytest.raises(CannotBe):
        tells(council, **{field: f"See {reference} there"})


def test_years_and_words_with_a_dash_are_no_reference(council):
    says(council)

    assert tells(council, text="In 2026-2027 the well-kept paths of the back-hand verge.").pk


@pytest.mark.parametrize(("ward", "words_of_it"), [("", "matters of this service."), ("castle", "matters of this service in this ward.")])
def test_where_nobody_is_involved_it_is_refused_and_nothing_is_lost(council, ward, words_of_it):
    says(council, ward=council.wards.mill_hill if ward else None) if ward else None

    page = browser(council.head).post(TELL, typed(council, ward=council.wards.castle.uid if ward else ""))

    assert page.context["form"].errors["service"] == [f"No Member has said that they are involved in {words_of_it} Nothing was sent."]
    assert "The south follows in May." in page.content.decode()
    assert Draft.objects.get().data["title"] == "Gullies in the north"
    assert "Tell the Members who are involved: Gullies in the north" in words(browser(council.head).get("/casework/"))
    assert "The south follows in May." in browser(council.head).get(TELL).content.decode()
    says(council, ward=council.wards.castle if ward else None)
    browser(council.head).post(TELL, typed(council, ward=council.wards.castle.uid if ward else ""))
    assert (InvolvedNews.objects.count(), Draft.objects.count()) == (1, 0)


def test_what_is_left_out_is_asked_for(council):
    page = browser(council.head).post(TELL, {"key": uuid.uuid4(), "text": "It is done."})

    assert dict(page.context["form"].errors) == {
        "service": ["Select the service whose matters it is about"], "title": ["Enter what it is about"]}
    assert "It is done." in page.content.decode()


def test_the_same_form_twice_tells_once_and_other_words_are_told_too(council):
    says(council)
    form = typed(council)

    sent = [browser(council.head).post(TELL, form | changed)["Location"] for changed in ({}, {}, {"title": "Gullies in the south"})]

    assert sent[0] == sent[1] != sent[2]
    assert (InvolvedNews.objects.count(), Message.objects.filter(kind="involved_told").count()) == (2, 2)


def test_the_key_of_anothers_form_is_refused(council):
    says(council)
    form = typed(council)

    assert [browser(user).post(TELL, form).status_code for user in (council.head, council.clo)] == [302, 400]


def test_the_record_says_who_told_how_many_and_nothing_of_it(council):
    says(council), says(council, "other_member")
    told = tells(council)

    event = Event.objects.get(verb="told the involved")
    assert (event.actor_name, event.object_uid, event.detail, event.acting_as) == ("Priya Chandran", told.uid, "2", told.sent_as)


def test_the_list_says_when_they_were_last_told_and_leads_to_the_form(council):
    says(council)

    before = browser(council.head).get(PAGE)
    tells(council)
    InvolvedNews.objects.update(sent_at=LONG_AGO)
    after = browser(council.head).get(PAGE)
    link = f"{TELL}?service={council.services.street_scene.uid}"

    assert "Told of nothing yet Tell them how it stands" in words(before)
    assert "Last told on 1 January 2020 Tell them how it stands" in words(after)
    assert link in before.content.decode()
    assert f'<option value="{council.services.street_scene.uid}" selected>' in browser(council.head).get(link).content.decode()
    assert browser(council.head).get(f"{TELL}?service=nonsense").status_code == 200
    assert "1 January 2020, by Priya Chandran, to 1 Member" in words(after)


def test_the_form_for_asking_a_member_is_as_it_was(council):
    says(council)

    assert "Tell them how it stands" not in words(browser(council.head).get("/casework/ask/"))


@pytest.mark.parametrize("who", ["member", "head", "democratic"])
def test_the_page_costs_the_same_however_much_was_told(council, who, django_assert_num_queries):
    says(council), says(council, "other_member")
    tells(council)
    client = browser(council.accounts[who])
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for number in range(30):
        tells(council, title=f"Number {number}")
    with django_assert_num_queries(len(few)):
        page = client.get(PAGE)
    assert words(page).count("Number ") == 25
    assert "Next page" in words(page)
    assert "Gullies in the north" in words(client.get(f"{PAGE}?page=2"))


def test_newest_first(council):
    says(council)
    for number in (1, 2, 3):
        tells(council, title=f"Number {number}")
    shown = words(browser(council.member).get(PAGE))

    assert shown.index("Number 3") < shown.index("Number 2") < shown.index("Number 1")


def test_it_is_not_changed_by_any_address(council):
    says(council)
    told = tells(council)

    assert browser(council.head).post(told.get_absolute_url(), {"title": "Another"}).status_code == 405
    assert hidden(browser(council.head).get(TELL), "key") != hidden(browser(council.head).get(TELL), "key")
