"""The register of personal connections: declared in writing, read by the Monitoring Officer and the Deputy, by nobody concerned."""

import io
import uuid

import pytest
from django.core.management import call_command
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from complaints.connections import services, telling
from complaints.connections.models import Connection, ConnectionSide
from council_portal.access.decisions import Forbidden, can
from council_portal.audit.models import Event
from council_portal.drafts.models import Draft
from council_portal.outbox.models import Message
from council_portal.sealing.services import look
from tests import factories
from tests.casework.ground import browser, words
from tests.connections import ground
from tests.factories import fresh

pytestmark = pytest.mark.django_db
DECLARE = "/connections/declare/"


@pytest.fixture
def at(db):
    return ground.council()


def who_sees(at, made):
    return {user.person.name for user in at.everybody if Connection.objects.permitted(fresh(user)).filter(pk=made.pk).exists()}


def typed(client, **changes):
    key = client.get(DECLARE).context["form"]["key"].value()
    return {"name": "Priya Chandran", "kind": "family", "text": ground.TEXT, "since": "2019", "key": key} | changes


@pytest.mark.requirement("SEC-5.7")
@pytest.mark.parametrize("way", [("member", "head"), ("head", "member")])
def test_a_declaration_is_seen_by_whoever_made_it_and_by_the_monitoring_officer_and_the_deputy_alone(at, way):
    declarer, other = (getattr(at, name) for name in way)

    made = ground.declare(declarer, other)

    assert who_sees(at, made) == {declarer.person.name, at.monitoring.person.name, at.deputy.person.name}
    told = Message.objects.filter(kind="in_confidence")
    assert {message.to.name for message in told} == {at.monitoring.person.name, at.deputy.person.name}
    assert {message.path for message in told} == {"/concerns/"}


@pytest.mark.requirement("SEC-5.7")
def test_an_office_that_keeps_the_register_finds_no_trace_of_what_concerns_itself(at):
    of_the_officer, with_the_deputy = ground.declare(at.monitoring, at.member), ground.declare(at.member, at.deputy)

    assert who_sees(at, of_the_officer) == {at.monitoring.person.name, at.deputy.person.name}
    assert who_sees(at, with_the_deputy) == {at.member.person.name, at.monitoring.person.name}
    mine, deputys = browser(at.monitoring), browser(at.deputy)
    assert at.deputy.person.name in words(mine.get("/connections/register/")), "hers of herself is not there, the Deputy's is"
    assert str(of_the_officer.uid) not in mine.get("/connections/register/").content.decode()
    assert str(of_the_officer.uid) in mine.get("/connections/").content.decode()
    assert str(with_the_deputy.uid) not in deputys.get("/connections/register/").content.decode()
    assert str(of_the_officer.uid) in deputys.get("/monitoring/connections/connection/").content.decode()
    assert str(with_the_deputy.uid) not in deputys.get("/monitoring/connections/connection/").content.decode()
    assert deputys.get(with_the_deputy.get_absolute_url()).status_code == 404


@pytest.mark.requirement("SEC-5.7")
def test_no_table_says_in_plain_who_or_what_and_the_record_names_nobody(at):
    before = set(Event.objects.values_list("pk", flat=True))
    made = ground.declare(at.member, at.head, since="our schooldays")
    services.end(made, actor=fresh(at.member), text="The boat is sold.")
    rows = [*Connection.objects.values(), *ConnectionSide.objects.values(), *Event.objects.exclude(pk__in=before).values()]
    said = "\n".join(str(row) for row in rows)  # values() opens nothing that is sealed

    assert len(rows) == 5
    for word in ("boat", "schooldays", "family", "person:", at.member.person.name, at.head.person.name, str(at.head.person.uid)):
        assert word not in said
    assert len({side.token for side in ConnectionSide.objects.all()}) == 2


def test_of_two_declarations_the_same_person_has_two_tokens(at):
    ground.declare(at.member, at.head)
    ground.declare(at.member, at.clo)

    assert len({side.token for side in ConnectionSide.objects.filter(part="declarer")}) == 2


def test_a_rotation_seals_the_register_anew_and_it_is_found_afterwards(at):
    made = ground.declare(at.member, at.head)
    call_command("complaints_key", "rotate", stdout=io.StringIO())
    counted, faults = look()

    assert faults == []
    assert sum(n > 0 for n in counted.values()) == 1, "everything is sealed with the newest key"
    assert who_sees(at, made) == {at.member.person.name, at.monitoring.person.name, at.deputy.person.name}


def test_only_somebody_of_the_other_side_can_be_named_and_the_same_form_makes_one(at):
    key = uuid.uuid4()
    for declarer, other in ((at.member, at.other_member), (at.head, at.clo), (at.member, at.member)):
        with pytest.raises(services.CannotBe):
            ground.declare(declarer, other)

    assert ground.declare(at.member, at.head, key=key) == ground.declare(at.member, at.head, key=key)
    assert Connection.objects.count() == 1


def test_only_whoever_declared_it_ends_it_and_once(at):
    made = ground.declare(at.head, at.member)

    with pytest.raises(Forbidden):
        services.end(made, actor=fresh(at.monitoring), text="No.")
    services.end(made, actor=fresh(at.head), text="They moved away.")

    assert not can(fresh(at.head), "end", made)
    page = words(browser(at.monitoring).get(made.get_absolute_url()))
    assert "They moved away." in page
    assert "No longer so" in page


@pytest.mark.requirement("SEC-5.5xi")
def test_a_member_declares_by_the_name_and_reads_by_which_clause_and_who_reads_it(at):
    client = browser(at.member)
    page = words(client.get(DECLARE))

    assert "5.5(xi)" in page
    assert f"Read by {at.deputy.person.name}, {at.monitoring.person.name}." in page
    answer = client.post(DECLARE, typed(client), follow=True)
    assert "Priya Chandran" in words(answer)
    assert ground.TEXT in words(answer)


@pytest.mark.requirement("SEC-5.7")
def test_the_door_leads_everybody_to_their_own_and_the_keepers_to_the_register(at):
    pages = {user: browser(user).get("/concerns/").content.decode() for user in (at.member, at.chief_executive, at.monitoring, at.deputy)}

    assert all('href="/connections/"' in page for page in pages.values())
    assert [user for user, page in pages.items() if 'href="/connections/register/"' in page] == [at.monitoring, at.deputy]


@pytest.mark.requirement("SEC-5.7")
def test_an_officer_reads_that_they_must(at):
    page = words(browser(at.head).get(DECLARE))

    assert "you must tell the Monitoring Officer in writing." in page
    assert "5.7" in page


def test_where_the_protocol_is_silent_the_page_says_so(db):
    at = ground.council("rugby")

    assert "names nobody for it: the portal’s own rule" in words(browser(at.member).get(DECLARE))


def test_a_name_that_nobody_or_several_have_is_asked_for_and_nothing_typed_is_lost(at):
    factories.officer("Priya Chandra", "clo", of=at.services.housing)
    client = browser(at.member)

    several = client.post(DECLARE, typed(client, name="Priya"))
    assert "Say whom you mean by “Priya”" in words(several)
    assert ground.TEXT in several.content.decode()
    chosen = client.post(DECLARE, typed(client, name="Priya", whom=str(at.head.person.uid)), follow=True)
    assert "Priya Chandran" in words(chosen)
    for name in ("Nobody Whatever", at.other_member.person.name):
        nobody = client.post(DECLARE, typed(client, name=name))
        assert "No officer’s name holds this" in words(nobody)
        assert ground.TEXT in nobody.content.decode()
    assert Connection.objects.count() == 1


def test_the_same_connection_is_declared_once_while_it_goes_on_and_what_was_typed_stays(at):
    ground.declare(at.head, at.member)  # the other's own, of which this one learns nothing
    client = browser(at.member)
    assert client.post(DECLARE, typed(client)).status_code == 302
    again = client.post(DECLARE, typed(client, text="Put in other words."))

    assert "You have declared this kind of connection with Priya Chandran already" in words(again)
    assert "name" in again.context["form"].errors
    assert "Put in other words." in again.content.decode()
    assert client.post(DECLARE, typed(client, kind="business")).status_code == 302, "another kind is another connection"
    first = Connection.objects.permitted(fresh(at.member)).order_by("pk").first()
    services.end(first, actor=fresh(at.member), text="Divorced.")
    assert client.post(DECLARE, typed(client)).status_code == 302


def test_what_was_typed_and_not_sent_is_kept_sealed_and_tells_nothing_of_itself(at):
    client = browser(at.member)
    client.post(DECLARE, typed(client, kind=""))

    draft = Draft.objects.get()
    assert ground.TEXT in client.get(DECLARE).content.decode()
    assert "onnection" not in f"{draft.form} {draft.about}"


def test_without_keys_the_pages_are_closed_and_the_home_page_is_not(at, settings):
    made = ground.declare(at.member, at.head)
    client, desk = browser(at.member), browser(at.monitoring)
    settings.SEALING_KEYS = "/nowhere/keys"

    assert client.get(made.get_absolute_url()).status_code == 503
    assert client.get("/connections/").status_code == 503
    assert desk.get("/connections/register/").status_code == 503
    assert desk.get("/monitoring/connections/connection/").status_code == 503
    assert client.get("/").status_code == 200


def test_that_it_was_opened_is_recorded_without_a_name(at):
    made = ground.declare(at.member, at.head)
    browser(at.monitoring).get(made.get_absolute_url())

    event = Event.objects.get(verb="connection read")
    assert (event.actor_name, event.actor_uid, event.object_uid) == ("In confidence", None, made.uid)


def test_whoever_reads_nothing_of_the_register_any_more_is_not_told_that_there_is_something(at):
    made = ground.declare(at.member, at.head)
    message = Message.objects.filter(kind="in_confidence").first()

    assert telling.still(message, fresh(at.monitoring))
    assert not telling.still(message, fresh(at.head))
    assert made.running


def test_the_register_takes_as_many_statements_for_one_as_for_many(at):
    client, counts = browser(at.monitoring), []
    for other in (at.head, at.clo):
        ground.declare(at.member, other)
        client.get("/connections/register/")
        with CaptureQueriesContext(database) as asked:
            client.get("/connections/register/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
