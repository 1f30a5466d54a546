"""Writing the directory: own entries, services' entries, officers who come, change and go; nobody overwrites unawares."""

import datetime

import pytest
from django.utils import timezone

from council_portal.access.decisions import Forbidden
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person
from council_portal.accounts.services import appoint, employ
from council_portal.audit.models import Event
from directory.models import Officer, ServiceEntry
from directory.services import entries, officers
from tests import factories
from tests.casework.ground import browser, hidden, words
from tests.directory.ground import entry

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
WORDS = {"phone": "01632 960 001", "contact_hours": "9 to 4", "deals_with": "missed bins\r\nlitter\r\n\r\nlitter", "about": "One.\r\nTwo."}


@pytest.fixture
def head(council):
    """The entry of the Head of Street Scene."""
    return entry(council.head, post="Street Scene Manager", service=council.services.street_scene)


def send(client, address, data):
    """Post a form with the digest that it was shown with."""
    shown = client.get(address)
    return client.post(address, {"seen": hidden(shown, "seen"), **data})


def day(on, name):
    """The three boxes of a date."""
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


# --- own entry -------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("RUG-DIR-FRESH")
def test_an_officer_writes_their_own_entry_and_thereby_confirms_it(council, head):
    before = len(verbs())

    answer = send(browser(council.head), f"/directory/officers/{head.uid}/write/", WORDS)

    head.refresh_from_db()
    assert answer["Location"] == head.get_absolute_url()
    assert (head.phone, head.contact_hours, head.deals_with, head.about) == (
        "01632 960 001", "9 to 4", ["missed bins", "litter"], "One.\nTwo.")
    assert (head.confirmed_on, head.confirmed_by) == (timezone.localdate(), council.head.person)
    assert verbs()[before:] == ["directory entry written", "directory entry confirmed"]


def test_democratic_services_write_it_too_and_are_named(council, head):
    send(browser(council.democratic), f"/directory/officers/{head.uid}/write/", WORDS)

    assert f"{timezone.localdate().day} {timezone.localdate():%B %Y}, by Ines Duarte" in words(
        browser(council.member).get(head.get_absolute_url()))


def test_two_who_write_at_once_do_not_overwrite_one_another(council, head):
    client, address = browser(council.head), f"/directory/officers/{head.uid}/write/"
    seen = hidden(client.get(address), "seen")
    officers.write_entry(head, actor=factories.fresh(council.democratic), phone="1", contact_hours="", deals_with=[], about="")

    answer = client.post(address, {**WORDS, "seen": seen})

    head.refresh_from_db()
    assert (answer.status_code, head.phone) == (409, "1")
    assert "01632 960 001" in words(answer)


@pytest.mark.parametrize(("changes", "message"), [
    ({"deals_with": "a" * 81}, "Make this line 80 characters or fewer"),
    ({"deals_with": "\n".join(str(n) for n in range(41))}, "Enter at most 40 lines; there are 41"),
    ({"phone": "1" * 101}, "Work telephone must be 100 characters or fewer"),
    ({"about": "x" * 2001}, "About you and your work must be 2000 characters or fewer")])
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(council, head, changes, message):
    answer = send(browser(council.head), f"/directory/officers/{head.uid}/write/", WORDS | changes)

    assert message in words(answer)
    assert 'value="9 to 4"' in answer.content.decode()


def test_characters_that_cannot_be_seen_are_left_out(council, head):
    typed = WORDS | {"deals_with": "bins\u202e\x07\tnow", "phone": "01\u200b2"}

    send(browser(council.head), f"/directory/officers/{head.uid}/write/", typed)

    head.refresh_from_db()
    assert (head.deals_with, head.phone) == (["bins now"], "012")


def test_one_press_confirms_an_entry(council, head):
    answer = browser(council.head).post(f"/directory/officers/{head.uid}/confirm/")

    head.refresh_from_db()
    assert (answer.status_code, head.confirmed_on, head.confirmed_by) == (302, timezone.localdate(), council.head.person)


@pytest.mark.parametrize("verb", ["write", "confirm", "change", "leave"])
@pytest.mark.parametrize("who", ["member", "clo", "other_head", "technical"])
def test_nobody_else_writes_confirms_changes_or_ends(council, head, verb, who):
    client, before = browser(getattr(council, who)), Officer.objects.filter(pk=head.pk).values().get()

    answers = [client.get(f"/directory/officers/{head.uid}/{verb}/").status_code,
               client.post(f"/directory/officers/{head.uid}/{verb}/", WORDS).status_code]

    assert answers == [403, 403]
    assert Officer.objects.filter(pk=head.pk).values().get() == before


def test_the_services_refuse_by_themselves(council, head):
    stranger, today = factories.fresh(council.member), timezone.localdate()
    kept = dict.fromkeys(officers.KEPT)
    acts = [
        lambda: officers.write_entry(head, actor=stranger, phone="", contact_hours="", deals_with=[], about=""),
        lambda: officers.confirm_entry(head, actor=stranger),
        lambda: officers.change_officer(head, actor=stranger, name="X", honorific="", email="", **kept),
        lambda: officers.add_officer(actor=stranger, name="X", honorific="", email="", since=today, authority="x", **kept),
        lambda: officers.leave(head, actor=stranger, last_day=today),
        lambda: entries.change_entry(ServiceEntry(service=council.services.housing), actor=stranger, about="", deals_with=[],
                                     how_to_request=""),
        lambda: entries.confirm_entry(ServiceEntry(service=council.services.housing), actor=stranger),
    ]

    for act in acts:
        with pytest.raises(Forbidden):
            act()


# --- services --------------------------------------------------------------------------------------------------------------------

SERVICE = {"about": "Keeps streets clean.", "deals_with": "missed bins\nlitter", "how_to_request": "The contact centre"}


@pytest.mark.parametrize("who", ["head", "clo", "democratic"])
def test_whoever_answers_for_a_service_writes_its_entry(council, who):
    service = council.services.street_scene

    answer = send(browser(getattr(council, who)), f"/directory/services/{service.uid}/change/", SERVICE)

    made = ServiceEntry.objects.get(service=service)
    assert answer["Location"] == f"/directory/services/{service.uid}/"
    assert (made.about, made.deals_with, made.how_to_request) == ("Keeps streets clean.", ["missed bins", "litter"], "The contact centre")
    assert (made.confirmed_on, made.confirmed_by) == (timezone.localdate(), getattr(council, who).person)


@pytest.mark.parametrize("who", ["member", "nominated", "other_head", "chief", "technical"])
def test_nobody_else_writes_the_entry_of_a_service(council, who):
    address = f"/directory/services/{council.services.street_scene.uid}/"
    client = browser(getattr(council, who))

    assert [client.post(address + verb, SERVICE).status_code for verb in ("change/", "confirm/")] == [403, 403]
    assert not ServiceEntry.objects.exists()


def test_who_may_confirm_is_the_same_asked_of_rows_and_of_one(council):
    of_street = ServiceEntry.objects.create(service=council.services.street_scene)
    of_housing = ServiceEntry.objects.create(service=council.services.housing)
    readers = [factories.fresh(user) for user in council.accounts.values()]

    by_rows = {user.email: set(ServiceEntry.objects.permitted(user, "confirm")) for user in readers}
    by_one = {user.email: {row for row in (of_street, of_housing) if ServiceEntry.RULES["confirm"].given_to(user, row)} for user in readers}

    assert by_rows == by_one
    assert by_rows[council.clo.email] == {of_street}


def test_one_press_confirms_the_entry_of_a_service_that_nobody_has_written(council):
    browser(council.clo).post(f"/directory/services/{council.services.street_scene.uid}/confirm/")

    assert ServiceEntry.objects.get(service=council.services.street_scene).confirmed_by == council.clo.person


# --- who an officer is -----------------------------------------------------------------------------------------------------------


def officer_form(council, **changes):
    return {"name": "Priya Chandran", "honorific": "", "email": "priya@council.example", "post": "Manager", "team": "Crew", "tier": "3",
            "service": str(council.services.street_scene.uid), "line_manager": "", "politically_restricted": "True"} | changes


def test_democratic_services_change_who_an_officer_is_and_where_they_work(council, head):
    manager = entry(council.chief, post="Director")
    before = len(verbs())

    send(browser(council.democratic), f"/directory/officers/{head.uid}/change/",
         officer_form(council, name="Priya Chandran-Lee", line_manager=str(manager.uid), service=str(council.services.housing.uid)))

    head = Officer.objects.get(pk=head.pk)
    assert (head.person.name, head.person.email, head.post, head.team, head.tier, head.service, head.line_manager) == (
        "Priya Chandran-Lee", "priya@council.example", "Manager", "Crew", 3, council.services.housing, manager)
    assert head.politically_restricted is True
    assert verbs()[before:] == ["name or address changed", "directory entry changed"]


def test_the_form_shows_what_is_stored_and_saving_it_changes_nothing(council, head):
    head.politically_restricted, head.tier = False, 4
    head.save()
    client, address = browser(council.democratic), f"/directory/officers/{head.uid}/change/"
    before = len(verbs())
    shown = client.get(address).context["form"]
    data = {name: shown[name].value() if shown[name].value() is not None else "" for name in shown.fields}

    answer = client.post(address, data)

    assert (answer.status_code, verbs()[before:]) == (302, [])


@pytest.mark.parametrize("removes", [0, 1, 2])
def test_nobody_becomes_their_own_manager(council, head, removes):
    one = entry(council.clo, line_manager=head)
    two = entry(council.nominated, line_manager=one)
    chosen = [head, one, two][removes]

    answer = send(browser(council.democratic), f"/directory/officers/{head.uid}/change/",
                  officer_form(council, line_manager=str(chosen.uid)))

    assert "Choose somebody else: this officer would be their own manager" in words(answer)


@pytest.mark.parametrize("changes", [
    {"tier": "12"}, {"service": "nonsense"}, {"name": ""}, {"email": "nobody"}, {"politically_restricted": "?"}])
def test_a_choice_that_is_none_is_refused(council, head, changes):
    answer = send(browser(council.democratic), f"/directory/officers/{head.uid}/change/", officer_form(council, **changes))

    assert (answer.status_code, Officer.objects.get(pk=head.pk).post) == (200, "Street Scene Manager")


# --- coming and going ------------------------------------------------------------------------------------------------------------


def test_democratic_services_add_an_officer(council):
    began = datetime.date(2026, 3, 2)
    form = officer_form(council, name="Wanda Tripp", email="wanda@council.example", authority="HR record 12") | day(began, "since")

    answer = send(browser(council.democratic), "/directory/officers/new/", form)

    made = Officer.objects.get(person__name="Wanda Tripp")
    held = Appointment.objects.get(person=made.person, principal__post="officers")
    assert answer["Location"] == made.get_absolute_url()
    assert (made.post, made.service, held.authority, timezone.localtime(held.since).date()) == (
        "Manager", council.services.street_scene, "HR record 12", began)
    assert "Wanda Tripp" in words(browser(council.member).get("/directory/officers/"))


def test_the_same_form_sent_twice_adds_one_officer(council):
    form = officer_form(council, name="Wanda Tripp", email="wanda@council.example", authority="x") | day(datetime.date(2026, 3, 2), "since")
    client = browser(council.democratic)
    send(client, "/directory/officers/new/", form)

    again = send(client, "/directory/officers/new/", form)

    assert "Enter another email address: an officer of the directory has this one" in words(again)
    assert Person.objects.filter(name="Wanda Tripp").count() == 1


def test_the_same_form_sent_twice_adds_one_officer_without_an_address_too(council):
    client, place = browser(council.democratic), "/directory/officers/new/"
    page = client.get(place)
    form = officer_form(council, name="Wanda Tripp", email="", authority="x") | day(datetime.date(2026, 3, 2), "since")
    form |= {"seen": hidden(page, "seen"), "key": hidden(page, "key")}

    answers = [client.post(place, form), client.post(place, form)]

    assert [one.status_code for one in answers] == [302, 302]
    assert Person.objects.filter(name="Wanda Tripp").count() == 1


def test_somebody_employed_already_gets_the_entry_and_is_not_made_twice(council):
    form = officer_form(council, name="Rosie Fenn", email=council.clo.person.email.upper(), authority="x")

    send(browser(council.democratic), "/directory/officers/new/", form | day(datetime.date(2026, 3, 2), "since"))

    assert Officer.objects.get(post="Manager").person == council.clo.person
    assert Person.objects.filter(name="Rosie Fenn").count() == 1


def test_a_mailbox_that_passed_on_does_not_make_two_people_one(council):
    form = officer_form(council, name="Wanda Tripp", email=council.clo.person.email, authority="x")

    send(browser(council.democratic), "/directory/officers/new/", form | day(datetime.date(2026, 3, 2), "since"))

    assert Officer.objects.get(post="Manager").person.name == "Wanda Tripp"


def test_the_last_of_democratic_services_does_not_leave(council):
    officer = Officer.objects.create(person=council.democratic.person)
    today = timezone.localdate()

    answer = browser(council.democratic).post(f"/directory/officers/{officer.uid}/leave/", day(today, "last_day"))

    assert answer.context["form"].errors == {
        "last_day": ["Appoint somebody else to Democratic Services first: nobody would be left who can appoint"]}
    assert "democratic_services" in factories.fresh(council.democratic).posts


def test_a_last_day_that_is_to_come_moves_to_a_later_one(council, head):
    client, place, today = browser(council.democratic), f"/directory/officers/{head.uid}/leave/", timezone.localdate()
    client.post(place, day(today + datetime.timedelta(days=10), "last_day"))

    client.post(place, day(today + datetime.timedelta(days=20), "last_day"))

    held = Appointment.objects.filter(person=head.person).exclude(principal__kind="person")
    assert {timezone.localdate(row.until) for row in held} == {today + datetime.timedelta(days=21)}


@pytest.mark.parametrize(("on", "says"), [(datetime.date(1066, 10, 14), "Enter a date of our time"),
                                          (datetime.date(9999, 12, 31), "Enter a day within the next five years")])
@pytest.mark.parametrize("address", ["new/", "{head}/leave/"])
def test_a_day_of_another_century_is_refused(council, head, address, on, says):
    form = officer_form(council, name="W", email="", authority="x") | day(on, "since") | day(on, "last_day")
    client, place = browser(council.democratic), f"/directory/officers/{address.format(head=head.uid)}"

    answer = client.post(place, {**form, "seen": hidden(client.get(place), "seen")} if "new" in address else form)

    assert says in words(answer)


def test_before_an_officer_leaves_the_page_says_what_falls_vacant_and_what_is_open(council, head):
    factories.log(council)

    said = words(browser(council.democratic).get(f"/directory/officers/{head.uid}/leave/"))

    assert "These posts lose their holder Head of Service, Street Scene" in said
    assert "open cases: 1" in said


@pytest.mark.parametrize(("ago", "there_still"), [(0, True), (1, False), (400, False), (-10, True)])
def test_an_officer_leaves_at_the_end_of_their_last_day_and_at_once_when_that_is_past(council, head, ago, there_still):
    last = timezone.localdate() - ago * DAY

    answer = browser(council.democratic).post(f"/directory/officers/{head.uid}/leave/", day(last, "last_day"))

    ends = {timezone.localtime(row.until).date() for row in Appointment.objects.filter(person=council.head.person).exclude(
        principal__kind="person")}
    assert answer["Location"] == head.get_absolute_url()
    assert bool(factories.fresh(council.head).posts) is there_still
    assert ends == {last + DAY if there_still else timezone.localdate()}


def test_an_officer_who_is_a_member_too_keeps_what_they_hold_as_a_member(council):
    one = entry(council.member, post="Lifeguard")
    employ(council.member.person, authority="Invented")
    appoint(council.member.person, factories.post("clo", of=council.services.housing), authority="Invented")
    before = factories.fresh(council.member).posts

    browser(council.democratic).post(f"/directory/officers/{one.uid}/leave/", day(timezone.localdate() - DAY, "last_day"))

    after = factories.fresh(council.member)
    assert (before, after.posts) == ({"all_members", "officers", "clo"}, {"all_members"})
    held = set(after.person.appointments.filter(in_force()).values_list("principal__kind", flat=True))
    assert held == {"person", "post", "ward", "office"}


def test_an_officer_who_has_left_writes_nothing_more(council, head):
    client, address = browser(council.head), f"/directory/officers/{head.uid}/write/"
    browser(council.democratic).post(f"/directory/officers/{head.uid}/leave/", day(timezone.localdate() - DAY, "last_day"))

    assert (client.get(address).status_code, client.post(address, WORDS).status_code) == (404, 404)
