"""The pages of concerns: who would read it is shown before it is sent, names are understood, what is typed is kept sealed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import begun, services
from complaints.models import Concern
from council_portal.accounts.confided import OwnAppointment, TwoHats
from council_portal.accounts.models import Principal
from council_portal.accounts.services import appoint
from council_portal.drafts.models import Draft
from council_portal.drafts.services import keep
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.ground import who_sees
from tests.factories import fresh

pytestmark = pytest.mark.django_db
RAISE = "/concerns/raise/officer/"


@pytest.fixture
def at(db):
    return ground.council()


def words(response):
    """What a reader reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def key_of(client, place=RAISE):
    return re.search(r'name="key" value="([^"]+)"', client.get(place).content.decode())[1]


def typed(client, **changes):
    """What the filled form posts."""
    return {"begin": "form", "names": "Priya Chandran", "text": ground.TEXT, "key": key_of(client)} | changes


def shown(response):
    return re.findall(r'name="shown" value="([^"]+)"', response.content.decode())


@pytest.mark.requirement("SRB-APP2")
def test_the_door_draws_the_ways_of_the_protocol_in_force_and_those_that_nothing_replaces(at):
    page = words(browser(at.member).get("/concerns/"))

    assert "A talk first, with Group Chairman/Leader" in page
    assert "Then to Chief Executive" in page
    assert page.index("A talk first") < page.index("Then to Chief Executive")
    assert "Whistleblowing" in page
    assert "The protocol names nobody for this" in page, "a breach is not spoken of in Section C"


@pytest.mark.requirement("CMP-CONFLICT")
def test_who_would_read_it_is_shown_first_and_whoever_is_ticked_is_passed(at):
    client = browser(at.member)
    form = typed(client)

    first = client.post(RAISE, form)
    assert "It goes to Chief executive (Owen Tate)" in words(first)
    assert not Concern.objects.exists()

    second = client.post(RAISE, form | {"stage": "save", "shown": shown(first), "concerned": shown(first)[:1]})
    assert "It goes to Monitoring officer (Ruth Abara)" in words(second), "what would go to who was not shown is not sent"
    assert not Concern.objects.exists()

    client.post(RAISE, form | {"stage": "save", "shown": shown(second), "concerned": shown(first)[:1]})
    assert who_sees(at, Concern.objects.get()) == {at.member, at.monitoring}


def test_the_name_of_a_post_means_whoever_holds_it_and_a_title_is_no_name(at):
    client = browser(at.head)
    by_post = client.post("/concerns/raise/breach/", typed(client, names="Monitoring Officer"))
    by_title = client.post("/concerns/raise/member/", typed(client, names=f"Cllr {at.member.person.name}"))

    assert "Kept out, whatever office they hold: Ruth Abara" in words(by_post)
    assert f"Kept out, whatever office they hold: {at.member.person.full_name}" in words(by_title)


def test_a_name_of_several_asks_which_and_one_of_nobody_says_that_nobody_is_kept_out(at):
    client = browser(at.member)
    several = client.post(RAISE, typed(client, names="a"))
    unknown = client.post(RAISE, typed(client, names="Zebedee Nobody"))

    assert "Say whom you mean by “a”" in words(several)
    assert "The portal does not know who is meant by: Zebedee Nobody" in words(unknown)
    assert ground.TEXT in several.content.decode()


def test_one_is_no_subject_of_ones_own_concern(at):
    client = browser(at.member)

    assert "This is your own name" in words(client.post(RAISE, typed(client, names=at.member.person.name)))


@pytest.mark.requirement("CMP-CONF")
def test_what_is_typed_is_kept_sealed_and_home_says_nothing_of_it(at):
    reader = fresh(at.member)
    keep(reader, "in-confidence", {"names": "Priya Chandran", "text": ground.TEXT}, about=begun.about(reader, "officer_conduct"))
    client = browser(at.member)

    with connection.cursor() as cursor:
        cursor.execute("SELECT data, sealed FROM drafts_draft")
        stored = str(cursor.fetchall())
    assert ground.TEXT not in stored
    assert "Chandran" not in stored
    assert ground.TEXT in client.get(RAISE).content.decode()
    home = words(client.get("/"))
    assert "Something in confidence" in home
    assert ground.TEXT not in home
    assert "Chandran" not in home


def test_what_was_sent_leaves_no_draft_and_what_was_looked_over_does(at):
    client = browser(at.member)
    form = typed(client)

    page = client.post(RAISE, form)
    assert Draft.objects.get().content["text"] == ground.TEXT
    client.post(RAISE, form | {"stage": "save", "shown": shown(page)})
    assert not Draft.objects.exists()
    assert Concern.objects.count() == 1


@pytest.mark.requirement("SEC-6.1")
def test_the_leader_finds_the_talk_and_after_the_form_a_404(at):
    made = ground.concern(at.member, at.head, talk=True, text="May we talk?")
    leader, member = browser(at.leader), browser(at.member)
    assert "May we talk?" in words(leader.get(made.get_absolute_url()))

    act = reverse("concerns:act", args=[made.uid, "send"])
    version = re.search(r'name="version" value="([^"]+)"', member.get(act).content.decode())[1]
    member.post(act, {"text": ground.TEXT, "wanted": "", "version": version})

    assert leader.get(made.get_absolute_url()).status_code == 404
    assert made.reference not in words(leader.get("/concerns/"))
    office = words(browser(at.chief_executive).get(made.get_absolute_url()))
    assert ground.TEXT in office
    assert "May we talk?" not in office


@pytest.mark.requirement("CMP-CONFLICT")
def test_stepping_back_is_one_press_and_leaves_no_trace(at):
    made = ground.concern(at.head, at.member)
    client, act = browser(at.monitoring), reverse("concerns:act", args=[made.uid, "step-back"])

    answer = client.post(act, {"version": made.version})

    assert answer.headers["Location"] == "/concerns/"
    assert [client.get(place).status_code for place in (made.get_absolute_url(), act)] == [404, 404]
    assert made.reference not in words(client.get("/concerns/"))


@pytest.mark.requirement("CMP-CONF")
def test_unknown_and_forbidden_are_one_404(at):
    made = ground.concern(at.head, at.member)
    client = browser(at.technical)
    unknown = client.get("/concerns/00000000-0000-0000-0000-000000000007/")
    forbidden = client.get(made.get_absolute_url())

    nonce = re.compile(rb'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"')
    assert (unknown.status_code, forbidden.status_code) == (404, 404)
    assert nonce.sub(b"", unknown.content) == nonce.sub(b"", forbidden.content)


def test_without_the_keys_the_pages_are_closed_and_say_nothing(at, settings):
    made = ground.concern(at.head, at.member)
    client = browser(at.head)
    settings.SEALING_KEYS = "/nowhere/keys"

    assert client.get(made.get_absolute_url()).status_code == 503
    home = browser(at.monitoring).get("/")
    assert home.status_code == 200
    assert "the keys are not there" in words(home)


def test_the_list_takes_as_many_statements_for_one_as_for_many(at):
    client, counts = browser(at.head), []
    for _number in range(2):
        ground.concern(at.head, at.member)
        client.get("/concerns/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/concerns/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_home_tells_whoever_has_it_that_there_is_one_and_nobody_else(at):
    made = ground.concern(at.head, at.member)

    said = words(browser(at.monitoring).get("/"))
    assert f"In confidence {made.reference}" in said
    assert at.member.person.name not in said[said.index("In confidence"):said.index("In confidence") + 200]
    assert [made.reference in words(browser(user).get("/")) for user in (at.head, at.member, at.chief_executive, at.deputy)] == [False] * 4


@pytest.mark.requirement("CMP-CONF")
def test_nobody_lets_themselves_in_by_an_appointment(at):
    post = Principal.objects.get(post="monitoring_officer")
    made = ground.concern(at.head, at.member)

    with pytest.raises(OwnAppointment):
        appoint(at.democratic.person, post, authority="Invented", actor=at.democratic.person)
    with pytest.raises(TwoHats):
        appoint(at.technical.person, post, authority="Invented", actor=at.democratic.person)
    assert who_sees(at, made) == {at.head, at.monitoring}


@pytest.mark.parametrize("typed_name", [
    "The Monitoring Officer", "the MO", "Monitoring Officer (Ruth Abara)", "Monitoring Officer Ruth Abara", "Ruth Abara.", "abara, ruth",
    "Ruth Abara; somebody", "Ruth Abara and Owen Tate", "Ruth Abara / Owen Tate", "Somebody Else, Ruth Abara", "{email}"])
def test_a_name_is_understood_as_people_write_it(at, typed_name):
    client = browser(at.head)
    text = typed_name.replace("{email}", at.monitoring.person.email)

    page = words(client.post("/concerns/raise/breach/", typed(client, names=text)))

    assert "Kept out, whatever office they hold: Ruth Abara" in page, text
    assert "Tick the name, and you are shown who has it instead. Ruth Abara" not in page


@pytest.mark.requirement("CMP-CONFLICT")
@pytest.mark.parametrize(("typed_name", "out"), [
    ("Deputy MO", "deputy"), ("Dep. Monitoring Officer", "deputy"), ("the Monitoring Officer's deputy", "deputy"),
    ("The Monitoring Officer’s deputy", "deputy"), ("DMO", "deputy"), ("Deputy Chief Executive", ""), ("PA to the Chief Executive", ""),
    ("the former Chief Executive", "")])
def test_who_stands_beside_a_post_is_not_taken_for_whoever_holds_it(at, typed_name, out):
    client = browser(at.head)

    page = words(client.post("/concerns/raise/breach/", typed(client, names=typed_name)))

    kept = f"Kept out, whatever office they hold: {getattr(at, out).person.full_name}" if out else ""
    assert (kept or "The portal does not know who is meant by") in page
    assert f"hold: {at.monitoring.person.full_name}" not in page
    assert f"hold: {at.chief_executive.person.full_name}" not in page


def test_a_form_that_was_begun_is_marked_at_the_door(at):
    reader = fresh(at.member)
    assert "Begun, not sent" not in words(browser(at.member).get("/concerns/"))
    keep(reader, "in-confidence", {"text": ground.TEXT}, about=begun.about(reader, "officer_conduct"))

    assert words(browser(at.member).get("/concerns/")).count("Begun, not sent") == 1
    assert "Begun, not sent" not in words(browser(at.head).get("/concerns/"))


def test_a_post_that_several_hold_asks_whom(at):
    client = browser(at.member)

    assert "Whom do you mean by “Head of Service”?" in words(client.post(RAISE, typed(client, names="Head of Service")))


def test_a_name_that_nobody_knows_is_held_against_each_reader_before_it_is_sent(at):
    client = browser(at.member)
    form = typed(client, names="the one with the beard")
    page = client.post(RAISE, form)

    again = client.post(RAISE, form | {"stage": "save", "shown": shown(page)})
    assert "Say that nobody who reads it is meant, or tick who is" in words(again)
    assert not Concern.objects.exists()
    client.post(RAISE, form | {"stage": "save", "shown": shown(page), "none": "yes"})
    assert Concern.objects.exists()


def test_a_corrected_form_is_a_matter_of_its_own_and_never_lost(at):
    client = browser(at.head)
    form = typed(client, names="Zebedee", text="First words.")
    for changes in ({}, {"names": "Ruth Abara", "text": "Other words."}):
        sent = form | changes
        page = client.post("/concerns/raise/breach/", sent)
        client.post("/concerns/raise/breach/", sent | {"stage": "save", "shown": shown(page), "none": "yes"})

    assert {one.text for one in Concern.objects.all()} == {"First words.", "Other words."}


@pytest.mark.parametrize("forged", ["zzz", "{own}"])
def test_what_is_changed_by_hand_breaks_nothing_and_shuts_nobody_out_of_their_own(at, forged):
    client = browser(at.head)
    form = typed(client, names=at.member.person.name)
    page = client.post("/concerns/raise/member/", form)
    value = forged.replace("{own}", str(at.head.person.uid))

    answer = client.post("/concerns/raise/member/", form | {"stage": "save", "shown": shown(page), "concerned": value})

    assert answer.status_code == (400 if forged == "zzz" else 302)
    assert forged == "zzz" or who_sees(at, Concern.objects.get()) == {at.head, at.monitoring}


@pytest.mark.requirement("SEC-6.1")
def test_a_talk_that_was_taken_back_and_one_that_went_on_look_the_same_to_the_leader(at):
    for end in ("send", "take back"):
        made = ground.concern(at.member, at.head, talk=True)
        if end == "send":
            services.send_form(made, actor=fresh(at.member), text=ground.TEXT, wanted="")
        else:
            services.withdraw(made, actor=fresh(at.member), text="Settled.")
        assert browser(at.leader).get(made.get_absolute_url()).status_code == 404


@pytest.mark.requirement("CMP-CONF")
def test_each_matter_and_each_act_has_a_draft_of_its_own_that_names_neither(at):
    made = ground.concern(at.head, at.member)
    client = browser(at.head)
    for matter, text in (("breach", "One."), ("advice", "Another.")):
        client.post(f"/concerns/raise/{matter}/", typed(client, names="", text=text))
    act = reverse("concerns:act", args=[made.uid, "write"])
    client.post(act, {"text": "x" * 10_001, "version": made.version})

    assert "One." in client.get("/concerns/raise/breach/").content.decode()
    assert "Another." not in client.get("/concerns/raise/breach/").content.decode()
    assert "xxxx" in client.get(act).content.decode()
    rows = Draft.objects.all()
    assert len(rows) == 3
    assert made.uid not in {row.about for row in rows}
    assert {row.form for row in rows} == {"in-confidence"}
