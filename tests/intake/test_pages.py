"""The pages of taking a file in: upload, look, apply or throw away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from council_portal.accounts.services import leave_office
from council_portal.intake.models import Intake
from council_portal.intake.services import apply
from directory.models import Officer
from directory.views.imports import OFFICERS
from profiles.models import Member
from tests import factories
from tests.casework.ground import browser, hidden, kept, words
from tests.intake import ground

pytestmark = pytest.mark.django_db
OFFICERS_PAGE, MEMBERS_PAGE = "/directory/import/", "/members/import/"


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    """A small council, made once a module; what a test does to it is undone after the test."""
    with kept(django_db_blocker):
        yield factories.council()


@pytest.fixture
def client(council):
    """A browser of Democratic Services."""
    return browser(council.democratic)


@pytest.fixture
def actor(council):
    return factories.fresh(council.democratic).person


def upload(client, page, data, name="list.csv"):
    """Choose a file and try it out. Returns the page that it leads to."""
    return client.post(page, {"file": SimpleUploadedFile(name, data)}, follow=True)


def at(intake, page=OFFICERS_PAGE):
    return f"{page}{intake.uid}/"


def decide(client, response, act):
    """Press a button of a page that was shown."""
    return client.post(response.request["PATH_INFO"], {"act": act, "seen": hidden(response, "seen")}, follow=True)


@pytest.mark.parametrize(("page", "data", "model"), [(OFFICERS_PAGE, ground.ONE, Officer), (MEMBERS_PAGE, ground.feed(), Member)])
def test_a_file_is_uploaded_looked_at_and_applied(client, page, data, model):
    shown = upload(client, page, data)
    before = model.objects.count()

    done = decide(client, shown, "apply")

    assert (before, model.objects.count()) == (0, 1)
    assert "Nothing has changed yet." in words(shown)
    assert "The file was taken in." in words(done)
    assert "Decided by Ines Duarte on" in words(done)
    assert 'name="act"' not in done.content.decode()


def test_a_file_is_thrown_away(client):
    done = decide(client, upload(client, OFFICERS_PAGE, ground.ONE), "throw_away")

    assert "The file was thrown away. Nothing was changed." in words(done)
    assert Officer.objects.count() == 0


def test_every_fault_of_a_file_is_listed_and_nothing_is_kept(client):
    response = upload(client, OFFICERS_PAGE, b"staff_id,name,post,tier\nE1,Ada Fairlight,,four\n")

    assert "2 things are wrong with the file: they are listed below" in words(response)
    assert "Line 2, post: is empty; every officer needs one. Line 2, tier: “four” is no number from 1 to 9" in words(response)
    assert Intake.objects.count() == 0


def test_no_more_than_two_hundred_faults_are_listed_and_the_rest_counted(client):
    rows = "".join(f"E{n},Name {n},\n" for n in range(203))

    response = upload(client, OFFICERS_PAGE, f"staff_id,name,post\n{rows}".encode())

    assert response.content.decode().count("every officer needs one.") == 200
    assert "and 3 more" in words(response)


def test_what_does_not_fit_what_is_known_is_said_beside_the_file(client, actor):
    intake = ground.officers(actor)
    apply(intake, OFFICERS, seen=intake.digest, actor=actor)

    response = upload(client, OFFICERS_PAGE, b"staff_id,name,email,post\nE0900,Dora Penn,dora@council.example,Clerk\n")

    assert "Line 2, staff_id: “E0900” is Ottilie Crane here, and the list calls them Dora Penn" in words(response)


@pytest.mark.parametrize(("page", "data", "said"), [
    (OFFICERS_PAGE, b"PK\x03\x04", "The file is a workbook (such as .xlsx), not a CSV file."),
    (OFFICERS_PAGE, b"x" * (10 * 1024 * 1024 + 1), "The file is larger than 10 MB, the most that is taken."),
    (OFFICERS_PAGE, b"", "The selected file is empty"),
    (MEMBERS_PAGE, b"<html><body>Sign in</body></html>", "The file is a web page, not a feed")], ids=["xlsx", "large", "empty", "web page"])
def test_what_is_no_such_file_is_said(client, page, data, said):
    response = upload(client, page, data)

    assert (response.status_code, said in words(response).replace("\xa0", " ")) == (200, True)


def test_no_file_chosen_is_said(client):
    assert "Select a file" in words(client.post(OFFICERS_PAGE))


def test_something_that_changed_since_is_shown_instead_of_applied(client, actor):
    shown = upload(client, OFFICERS_PAGE, ground.ONE)
    other = ground.officers(actor)
    apply(other, OFFICERS, seen=other.digest, actor=actor)

    answer = decide(client, shown, "apply")

    assert "Something changed since you looked, so nothing was applied." in words(answer)
    assert "Nothing would change: the portal says already what the file says." in words(answer)


def test_what_was_settled_meanwhile_is_said_and_done_once(client, actor):
    shown = upload(client, OFFICERS_PAGE, ground.ONE)
    decide(client, shown, "apply")

    answer = decide(client, shown, "apply")

    assert "This file was settled before, or has lain for too long. Nothing was done twice." in words(answer)
    assert Officer.objects.count() == 1


def test_what_is_refused_on_applying_is_said(client, actor):
    shown = upload(client, OFFICERS_PAGE, ground.ONE)
    person = factories.fresh(factories.officer("Dora Penn")).person
    Officer.objects.create(person=person, staff_id="E0900")

    answer = decide(client, shown, "apply")

    assert "Line 2, staff_id: “E0900” is Dora Penn here" in words(answer)
    assert Intake.objects.get().outcome == "open"


def test_a_stale_file_cannot_be_applied_and_says_why(client, actor):
    intake = ground.officers(actor)
    ground.age(intake)

    response = client.get(at(intake))

    assert "This has lain here for 7 days and cannot be applied any more" in words(response)
    assert ('value="apply"' in response.content.decode(), 'value="throw_away"' in response.content.decode()) == (False, True)


def test_the_page_shows_two_hundred_sentences_and_counts_the_rest(client, actor):
    response = client.get(at(ground.officers(actor, ground.many())))

    assert response.content.decode().count("<li>") == 200
    assert "Posts that begin 230" in words(response)
    assert "and 31 more" in words(response)
    assert "Services that are new 230" in words(response)


def test_a_decision_that_is_none_is_refused(client, actor):
    intake = ground.officers(actor)

    assert client.post(at(intake), {"act": "delete", "seen": intake.digest}).status_code == 400


def test_a_file_is_only_at_the_address_of_its_kind(client, actor):
    intake = ground.officers(actor)

    assert [client.get(at(intake, page)).status_code for page in (OFFICERS_PAGE, MEMBERS_PAGE)] == [200, 404]
    assert client.post(at(intake, MEMBERS_PAGE), {"act": "apply", "seen": intake.digest}).status_code == 404


@pytest.mark.parametrize("page", [OFFICERS_PAGE, MEMBERS_PAGE])
def test_whoever_is_not_of_democratic_services_is_refused_and_whoever_is_in_no_office_finds_nothing(council, actor, page):
    intake = ground.officers(actor)
    former = factories.officer("Lena Quist")
    leave_office(former.person)

    answers = {who: [browser(user).get(page).status_code, upload(browser(user), page, ground.ONE).status_code,
                     browser(user).post(at(intake), {"act": "apply", "seen": intake.digest}).status_code]
               for who, user in {"head": council.head, "member": council.member, "former": former}.items()}

    assert answers == {"head": [403, 403, 404], "member": [403, 403, 404], "former": [404, 404, 404]}
    assert Intake.objects.count() == 1


@pytest.mark.parametrize("page", [OFFICERS_PAGE])
def test_the_list_of_earlier_files_takes_the_same_statements_however_many_there_are(client, actor, page):
    client.get(page)
    counts = []

    for more in (1, 2):
        for _number in range(more):
            ground.officers(actor)
        with CaptureQueriesContext(connection) as statements:
            response = client.get(page)
        counts.append(len(statements))

    assert response.content.decode().count("hr-list.csv") == 3
    assert counts == [4, 4]


def test_the_list_of_earlier_files_goes_on_from_page_to_page(client, actor):
    for number in range(22):
        ground.officers(actor, name=f"list-{number:02}.csv")

    first = client.get(OFFICERS_PAGE)
    second = client.get(f"{OFFICERS_PAGE}?{first.context['older']}")

    assert [row["name"] for row in first.context["earlier"]] == [f"list-{n:02}.csv" for n in range(21, 1, -1)]
    assert [row["name"] for row in second.context["earlier"]] == ["list-01.csv", "list-00.csv"]
    assert second.context["older"] == ""
