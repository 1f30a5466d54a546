"""The pages of the directory: what they say, to whom, and in how many statements."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from council_portal.accounts.models import Person, Service
from council_portal.accounts.services import (
    add_person,
    appoint,
    employ,
    keep_private_contact,
    leave_office,
    record_absence,
)
from directory.models import ServiceEntry
from tests import factories
from tests.casework.ground import browser, words
from tests.directory.ground import entry, former

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
# Statements of one request of somebody signed in, session, account and what they hold among them.
DIRECTORY, FOUND, OFFICERS, OFFICER, SERVICE, HEADS, FAULTS, FILE = 7, 13, 8, 13, 12, 9, 11, 12


def statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def many_officers(council, number, *, service):
    for one in range(number):
        name = f"Officer {timezone.now():%f} {one}"
        person = add_person(name, email=factories.address(name))
        employ(person, authority="Invented")
        appoint(person, factories.post("clo", of=service), authority="Invented")
        entry(person, service=service, team="Crew", deals_with=["bins"], post="Driver")


@pytest.fixture
def written(council):
    """The entries of some officers, and of Street Scene. Returns them by name."""
    made = {"head": entry(council.head, post="Street Scene Manager", service=council.services.street_scene, tier=3, phone="01632 960 001",
                          contact_hours="9 to 4", politically_restricted=True, deals_with=["missed bins"], about="Thirty years.")}
    made["clo"] = entry(council.clo, post="Support Officer", service=council.services.street_scene, team="Contact",
                        line_manager=made["head"], deals_with=["graffiti"], about="Your first port of call.")
    made["chief_executive"] = entry(council.chief_executive, post="Chief Executive", tier=1)
    ServiceEntry.objects.create(service=council.services.street_scene, about="Keeps streets clean.", deals_with=["missed bins", "litter"],
                                how_to_request="The contact centre, 01632 960 000")
    return made


# --- the finder ------------------------------------------------------------------------------------------------------------------


def found(page):
    """The names of the services that the finder shows, in order."""
    return [one["name"] for one in page.context["found"]]


@pytest.mark.requirement("RUG-CLO-ROUTE")
@pytest.mark.requirement("SEC-3.1")
def test_the_finder_leads_from_a_residents_words_to_the_service_its_officers_and_the_right_way(council, written):
    page = browser(council.member).get("/directory/?q=rubish not colected")

    assert found(page) == ["Street Scene"]
    assert [card["name"] for card in page.context["found"][0]["cards"]] == ["Rosie Fenn", "Priya Chandran"]
    assert [(way["matter"], bool(way["silent"]), [step["clause"] for step in way["steps"]]) for way in page.context["ways"]] == [
        ("service_request", False, ["3.1"]), ("service_failure", False, ["3.2"]), ("operational", True, [""])]
    assert "Because it deals with: missed bins" in words(page) or "Because this is about waste collection" in words(page)


def of_the_first(page):
    """The names on the cards of the service that the finder puts first."""
    return [card["name"] for card in page.context["found"][0]["cards"]]


@pytest.fixture
def three_clos(council, written):
    """Street Scene with three Councillor Liaison Officers, of whom Rosie Fenn deals with graffiti. Returns the two others by name."""
    made = {}
    for name, line in (("Nigel Yates", "litter"), ("Bridget Dhillon", "dead animals")):
        made[name] = factories.officer(name, "clo", of=council.services.street_scene)
        entry(made[name], service=council.services.street_scene, deals_with=[line])
    return made


@pytest.mark.parametrize(("said", "order"), [
    ("graffiti", ["Rosie Fenn", "Nigel Yates", "Bridget Dhillon"]), ("dead animal", ["Bridget Dhillon", "Rosie Fenn", "Nigel Yates"]),
    ("liter", ["Nigel Yates", "Rosie Fenn", "Bridget Dhillon"])])
def test_the_liaison_officer_who_deals_with_it_is_named_first(council, three_clos, said, order):
    page = browser(council.member).get("/directory/", {"q": said})

    assert of_the_first(page) == [*order, "Priya Chandran"]


def test_whoever_is_away_without_a_stand_in_is_named_last(council, three_clos):
    now = timezone.now()
    record_absence(council.clo.person, since=now - DAY, until=now + DAY)

    page = browser(council.member).get("/directory/?q=graffiti")

    assert of_the_first(page) == ["Nigel Yates", "Bridget Dhillon", "Priya Chandran", "Rosie Fenn"]
    assert words(page).count("Away Until ") == 1
    assert "Away Away" not in words(page)


def test_a_stand_in_is_named_in_the_place_of_whoever_is_away(council, three_clos):
    now = timezone.now()
    record_absence(council.clo.person, since=now - DAY, until=now + DAY, stand_in=council.nominated.person)

    page = browser(council.member).get("/directory/?q=graffiti")

    assert of_the_first(page) == ["Callum Baird", "Nigel Yates", "Bridget Dhillon", "Priya Chandran"]
    assert page.context["found"][0]["cards"][0]["note"] == "for Rosie Fenn, who is away"


def test_the_right_way_is_said_in_plain_sentences_with_the_clause_linked(council, written):
    page = browser(council.member).get("/directory/?q=bins")

    steps = [step for way in page.context["ways"] for step in way["steps"]]
    assert [step["text"] for step in steps] == [
        "First the Contact Centre.", "First the Head of Service or the nominated officer.",
        "First the Councillor Liaison Officer or the nominated officer or the Head of Service."]
    assert [step["note"] for step in steps] == [
        "The protocol says should.", "The protocol says should. Aim: within 7 calendar days; the time stands in clause 3.4.",
        "Aim: within 7 calendar days; the time stands in clause 3.4."]
    assert "(should)" not in words(page)
    assert '#clause-3-1">clause 3.1</a>' in page.content.decode()


@pytest.mark.requirement("RUG-CLO-ROUTE")
def test_under_another_protocol_the_right_way_is_that_protocols(council, written):
    factories.adopt("rugby", on=timezone.localdate())

    ways = browser(council.member).get("/directory/?q=bins").context["ways"]

    assert [(way["matter"], bool(way["silent"]), [step["clause"] for step in way["steps"]]) for way in ways] == [
        ("service_request", True, [""]), ("service_failure", True, [""]), ("operational", False, ["5"])]


def test_nothing_found_says_so_and_names_democratic_services_as_the_portals_own_rule(council):
    said = words(browser(council.member).get("/directory/?q=xqzvw"))

    assert "Nothing found for “xqzvw”" in said
    assert "Ines Duarte Democratic Services" in said
    assert "ask Democratic Services: that is the portal’s own rule" in said
    assert "Street Scene" in said


def test_what_was_looked_for_is_shown_as_text(council):
    page = browser(council.member).get("/directory/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_too_many_words_are_said_to_be_too_many_and_kept(council):
    page = browser(council.member).get("/directory/", {"q": "bins " * 60})

    assert "Use fewer words: at most 200 characters" in words(page)
    assert "bins bins" in page.content.decode()


@pytest.mark.requirement("RUG-CLO")
def test_every_service_stands_under_its_directorate_with_its_liaison_officers(council):
    areas = browser(council.member).get("/directory/").context["areas"]

    assert [(area["name"], [(s["name"], s["clos"], s["lacks"]) for s in area["services"]]) for area in areas] == [
        ("People", [("Housing", [], False)]), ("Place", [("Street Scene", ["Rosie Fenn"], False)])]


@pytest.mark.requirement("RUG-4-POINTS")
def test_a_service_without_a_contact_is_marked(council):
    leave_office(council.other_head.person)

    client = browser(council.member)
    listed = words(client.get("/directory/"))
    shown = words(client.get(f"/directory/services/{council.services.housing.uid}/"))

    assert listed.count("No point of contact") == 1
    assert "Nobody is appointed whom a Member could turn to." in shown


# --- officers --------------------------------------------------------------------------------------------------------------------


def names(page):
    return [row["name"] for row in page.context["rows"]]


@pytest.mark.parametrize(("query", "listed"), [
    ("", ["Owen Tate", "Priya Chandran", "Rosie Fenn"]), ("?q=bins", ["Priya Chandran"]), ("?q=fenn", ["Rosie Fenn"]),
    ("?q=support officer", ["Rosie Fenn"]), ("?team=contact", ["Rosie Fenn"]), ("?restricted=on", ["Priya Chandran"]),
    ("?statutory=on", ["Owen Tate"]), ("?service={service}", ["Priya Chandran", "Rosie Fenn"]),
    ("?service={place}", ["Priya Chandran", "Rosie Fenn"]), ("?q=bins&team=contact", []), ("?service=nonsense", []), ("?q=%25", [])])
def test_officers_are_listed_by_what_was_asked(council, written, query, listed):
    address = "/directory/officers/" + query.format(service=council.services.street_scene.uid, place=council.services.place.uid)

    assert names(browser(council.member).get(address)) == listed


def test_letters_beyond_ascii_are_found_in_what_an_officer_deals_with(council):
    entry(council.clo, deals_with=["cafés"])

    assert names(browser(council.member).get("/directory/officers/", {"q": "cafés"})) == ["Rosie Fenn"]


def test_whoever_left_is_not_listed_and_their_page_says_so(council, written):
    gone = former(post="Ranger")
    client = browser(council.member)

    assert "Wilf Harker" not in names(client.get("/directory/officers/"))
    assert "Not an officer of the council today." in words(client.get(gone.get_absolute_url()))


def test_the_hundred_and_first_officer_stands_on_the_second_page(council):
    many_officers(council, 101, service=council.services.housing)
    client = browser(council.member)

    first, second = client.get("/directory/officers/?q=driver"), client.get("/directory/officers/?q=driver&page=2")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (100, 1)
    assert (first.context["newer"], first.context["older"]) == ("", "q=driver&page=2")
    assert (second.context["newer"], second.context["older"]) == ("q=driver&page=1", "")


@pytest.mark.requirement("RUG-DIR")
@pytest.mark.requirement("SEC-5.9")
def test_an_entry_says_who_where_when_and_how(council, written):
    said = words(browser(council.member).get(written["head"].get_absolute_url()))

    for part in ("Priya Chandran", "Street Scene Manager", "01632 960 001", "9 to 4", "missed bins", "Thirty years.", "Never confirmed",
                 "Posts of the protocol Head of Service, Street Scene", "Politically restricted Yes"):
        assert part in said, part


def test_an_entry_says_who_stands_in_along_the_chain(council, written):
    now = timezone.now()
    record_absence(council.head.person, since=now - DAY, until=now + DAY, stand_in=council.clo.person)
    record_absence(council.clo.person, since=now - DAY, until=now + DAY, stand_in=council.nominated.person)

    page = browser(council.member).get(written["head"].get_absolute_url())

    assert [line.split(". ", 1)[1] for line in page.context["cover"]] == ["Rosie Fenn stands in.", "Callum Baird stands in."]
    assert page.context["cover"][1].startswith("Rosie Fenn is away until ")
    assert "Away Until " in words(page)
    assert "Away Away" not in words(page)


def test_a_loop_of_stand_ins_ends(council, written):
    now = timezone.now()
    record_absence(council.head.person, since=now - DAY, until=now + DAY, stand_in=council.clo.person)
    record_absence(council.clo.person, since=now - DAY, until=now + DAY, stand_in=council.head.person)

    assert len(browser(council.member).get(written["head"].get_absolute_url()).context["cover"]) == 2


def test_one_person_may_carry_two_statutory_roles(council, written):
    appoint(council.chief_executive.person, factories.post("section_151_officer"), authority="Invented")

    page = browser(council.member).get(written["chief_executive"].get_absolute_url())

    assert [str(role) for role in page.context["statutory"]] == ["Head of Paid Service", "Section 151 Officer"]


def test_standing_in_for_a_statutory_officer_gives_no_statutory_mark(council, written):
    now = timezone.now()
    record_absence(council.chief_executive.person, since=now - DAY, until=now + DAY, stand_in=council.clo.person)

    page = browser(council.member).get(written["clo"].get_absolute_url())

    assert page.context["statutory"] == []
    assert page.context["posts_held"] == ["Chief Executive, standing in for Owen Tate", "Councillor Liaison Officer, Street Scene"]


def rungs(page):
    """(post, who, clause) of the rungs that a page shows."""
    return [(rung["post"], [one["name"] for one in rung["people"]], rung["clause"]) for rung in page.context["ladder"]]


def test_the_ladder_climbs_from_the_liaison_officer_and_names_the_clause_or_the_portals_own_rule(council, written):
    page = browser(council.member).get(f"/directory/services/{council.services.street_scene.uid}/")

    assert rungs(page) == [
        ("Councillor Liaison Officer", ["Rosie Fenn"], ""), ("Head of Service", ["Priya Chandran"], "3.2"),
        ("Chief Officer", ["Marian Holt"], "3.5"), ("Chief Executive", ["Owen Tate"], "")]


def test_who_comes_next_after_an_officer_are_those_above_them_and_whoever_shares_their_rung(council, written):
    factories.officer("Mina Farouk", "clo", of=council.services.street_scene)
    client = browser(council.member)

    after = [rungs(client.get(written[who].get_absolute_url())) for who in ("clo", "head", "chief_executive")]

    above = [("Chief Officer", ["Marian Holt"], "3.5"), ("Chief Executive", ["Owen Tate"], "")]
    assert after == [
        [("Councillor Liaison Officer", ["Mina Farouk"], ""), ("Head of Service", ["Priya Chandran"], "3.2"), *above], above, []]


def test_an_entry_links_telephone_and_email_and_has_what_may_be_done_after_them(council, written):
    page = browser(council.head).get(written["head"].get_absolute_url()).content.decode()

    assert 'href="tel:01632960001"' in page
    assert f'href="mailto:{council.head.email}"' in page
    assert page.index("Street Scene Manager") < page.index("tel:01632960001") < page.index("Write the entry")


def test_a_post_that_the_job_title_says_already_is_said_once(council, written):
    chief = entry(Person.objects.get(name="Marian Holt"), post="Chief Officer, Place", service=council.services.place, team="Leadership")
    client = browser(council.member)

    card = client.get(f"/directory/services/{council.services.street_scene.uid}/").context["chiefs"][0]
    page = client.get(chief.get_absolute_url())

    assert (card["name"], card["lines"]) == ("Marian Holt", ["Chief Officer, Place, Leadership"])
    assert page.context["posts_held"] == []


@pytest.mark.requirement("SEC-5.9")
def test_a_personal_number_is_shown_only_by_their_own_choice(council, written):
    def keep(shown):
        keep_private_contact(council.head.person, phone="07700 900 001", address="1 Home Street", phone_shown=shown, address_shown=False,
                             actor=council.head.person)

    client, address = browser(council.member), written["head"].get_absolute_url()
    keep(False)
    hidden = client.get(address).content.decode()
    keep(True)
    shown = client.get(address).content.decode()

    assert ("07700 900 001" in hidden, "07700 900 001" in shown) == (False, True)
    assert "Home Street" not in hidden + shown


# --- services --------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("RUG-CLO")
def test_the_page_of_a_service_shows_several_liaison_officers_with_their_profile_and_who_covers(council, written):
    factories.officer("Mina Farouk", "clo", of=council.services.street_scene)
    now = timezone.now()
    record_absence(council.clo.person, since=now - DAY, until=now + DAY, stand_in=council.nominated.person)

    cards = browser(council.member).get(written["clo"].service.entry.get_absolute_url()).context["clos"]

    assert [(card["name"], card["note"]) for card in cards] == [
        ("Callum Baird", "for Rosie Fenn, who is away"), ("Mina Farouk", ""), ("Rosie Fenn", "")]
    assert (cards[2]["about"], cards[2]["away"].split(". ")[1]) == ("Your first port of call.", "Callum Baird stands in.")


def test_a_directorate_lists_its_services_with_whom_to_turn_to_and_is_not_called_unconfirmed(council, written):
    page = browser(council.member).get(f"/directory/services/{council.services.place.uid}/")

    assert [(part["name"], [card["name"] for card in part["cards"]]) for part in page.context["parts"]] == [
        ("Street Scene", ["Rosie Fenn", "Priya Chandran"])]
    assert 'href="tel:01632960001"' in page.content.decode()
    assert "Never confirmed" not in words(page)


def test_the_page_of_a_service_says_what_it_does_and_who_answers(council, written):
    holder = factories.member("Halima Yusuf", of=council.wards.castle)
    appoint(holder.person, factories.post("portfolio_holder", of=council.services.street_scene), authority="Invented")

    page = browser(council.member).get(f"/directory/services/{council.services.street_scene.uid}/")
    said = words(page)

    assert page.context["portfolio"] == ["Councillor Halima Yusuf"]
    assert [card["name"] for card in page.context["heads"]] == ["Priya Chandran", "Callum Baird"]
    assert [card["name"] for card in page.context["chiefs"]] == ["Marian Holt"]
    for part in ("Keeps streets clean.", "litter", "The contact centre, 01632 960 000", "Never confirmed", "Contact Rosie Fenn"):
        assert part in said, part


def test_the_page_of_a_service_that_ended_is_kept_and_says_so(council, written):
    Service.objects.filter(pk=council.services.street_scene.pk).update(ended_on=datetime.date(2026, 3, 31))

    said = words(browser(council.member).get(f"/directory/services/{council.services.street_scene.uid}/"))

    assert "This service ended on 31 March 2026." in said
    assert "Street Scene" not in words(browser(council.member).get("/directory/"))


def test_a_page_shows_buttons_to_whoever_may_press_them(council, written):
    address = f"/directory/services/{council.services.street_scene.uid}/"
    offered = {who: "Change the entry" in words(browser(getattr(council, who)).get(address))
               for who in ("member", "head", "clo", "nominated", "other_head", "democratic", "technical")}

    assert offered == {"member": False, "head": True, "clo": True, "nominated": False, "other_head": False, "democratic": True,
                       "technical": False}


# --- nobody else -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "officers/", "heads/", "heads.csv", "heads.vcf", "faults/", "officers/{officer}/",
                                     "officers/{officer}/card.vcf", "services/{service}/"])
def test_whoever_holds_no_office_finds_no_directory(council, written, address):
    leave_office(council.member.person)
    place = address.format(officer=written["head"].uid, service=council.services.street_scene.uid)

    assert browser(council.member).get(f"/directory/{place}").status_code == 404


# --- statements ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("reader", "address", "count"), [
    ("member", "", DIRECTORY), ("member", "?q=bins", FOUND), ("member", "officers/", OFFICERS), ("member", "officers/{officer}/", OFFICER),
    ("member", "services/{service}/", SERVICE), ("member", "heads/", HEADS), ("member", "heads.csv", FILE),
    ("member", "heads.vcf", FILE), ("democratic", "faults/", FAULTS)])
def test_a_page_asks_the_same_number_of_statements_for_one_and_for_three_more(council, written, reader, address, count):
    place = "/directory/" + address.format(officer=written["head"].uid, service=council.services.street_scene.uid)
    client = browser(getattr(council, reader))
    client.get(place)

    many_officers(council, 1, service=council.services.street_scene)
    one = statements(client, place)
    many_officers(council, 2, service=council.services.street_scene)
    for number in range(3):
        Service.objects.create(name=f"Service {number}", part_of=council.services.place)

    assert (one, statements(client, place)) == (count, count)
