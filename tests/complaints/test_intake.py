"""Evidence on the form itself: it waits sealed with the draft, goes once with the form, and is read as what is added afterwards."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from complaints import begun, dealing, reading
from complaints.models import Concern, ConcernPaper
from council_portal.documents import limits
from council_portal.documents.services import sweep_orphans
from council_portal.drafts import services as drafts
from council_portal.drafts.models import Draft, DraftPaper, SealedDraftPaper
from council_portal.sealing.services import look
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_pages import RAISE, shown, typed, words
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SRB-APP2")]
NAME, INSIDE = "diary-of-the-day.txt", b"Written down on the evening itself."


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Each test has a folder of files of its own."""
    settings.PORTAL_VAR = tmp_path
    return tmp_path / "files"


@pytest.fixture
def at(db):
    return ground.council()


def paper(name=NAME, inside=INSIDE):
    return SimpleUploadedFile(name, inside)


def uids(page):
    """Of the papers that a page says wait."""
    return re.findall(r'name="held" value="([^"]+)"', page.content.decode())


def send(client, form, page, **more):
    """The last press of the page between."""
    return client.post(RAISE, form | {"stage": "save", "shown": shown(page), "held": uids(page)} | more)


def contents(concern):
    return sorted(dealing.open_paper(one, actor=fresh_raiser(concern)) for one in concern.papers.all())


def fresh_raiser(concern):
    return fresh(reading.raiser_of(concern).user)


def stored(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def dump():
    """Everything that stands in the tables of drafts and concerns."""
    text = ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("drafts_", "complaints_")):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names of our own tables
                text += str(cursor.fetchall())
    return text


def test_papers_of_the_form_are_listed_before_it_is_sent_and_come_with_it_once(at):
    client = browser(at.member)
    form = typed(client)

    between = client.post(RAISE, form | {"papers": [paper(), paper("photo.txt", b"Another.")]})
    assert NAME in words(between)
    assert "photo.txt" in words(between)
    assert not Concern.objects.exists()
    for _press in range(2):
        assert send(client, form, between).status_code == 302

    made = Concern.objects.get()
    assert contents(made) == [b"Another.", INSIDE]
    assert (SealedDraftPaper.objects.count(), Draft.objects.count()) == (0, 0)
    assert NAME in words(browser(at.chief_executive).get(made.get_absolute_url()))


@pytest.mark.requirement("CMP-CONF")
def test_what_waits_and_what_came_shows_in_no_table_and_no_file(at, folder):
    client = browser(at.member)
    form = typed(client)
    between = client.post(RAISE, form | {"papers": paper()})
    assert SealedDraftPaper.objects.count() == 1
    assert not DraftPaper.objects.exists()
    for _moment in ("while it waits", "once it has come"):
        assert stored(folder)
        for path in stored(folder):
            assert INSIDE not in path.read_bytes()
            assert "diary" not in str(path)
        assert "diary" not in dump()
        assert look()[1] == []
        send(client, form, between)
    assert Concern.objects.get().papers.count() == 1


def test_they_survive_change_a_refused_form_and_another_visit(at):
    client = browser(at.member)
    refused = client.post(RAISE, typed(client, text="") | {"papers": paper()})
    assert "Answer “What happened?”" in words(refused)
    assert NAME in words(refused)

    form = typed(client)
    between = client.post(RAISE, form | {"held": uids(refused)})
    changed = client.post(RAISE, form | {"stage": "change", "held": uids(between)})
    again = client.get(RAISE)
    for page in (changed, again):
        assert uids(page) == uids(refused)
        assert NAME in words(page)
        assert ground.TEXT in page.content.decode()

    send(client, form, client.post(RAISE, form | {"held": uids(again)}))
    assert contents(Concern.objects.get()) == [INSIDE]


def test_they_are_added_and_taken_out_without_sending_anything(at, folder, django_capture_on_commit_callbacks):
    client = browser(at.member)
    added = client.post(RAISE, typed(client, text="Half a sen") | {"add": "papers", "papers": paper(), "names": ""})
    assert "There is a problem" not in words(added)
    assert "Half a sen" in added.content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        without = client.post(RAISE, typed(client, text="Half a sentence") | {"take_out": uids(added)[0]})
    assert uids(without) == []
    assert "Half a sentence" in without.content.decode()
    assert (SealedDraftPaper.objects.count(), stored(folder)) == (0, [])


def test_one_that_is_refused_is_said_at_the_field_and_nothing_typed_is_lost(at):
    client = browser(at.member)
    for name, inside in (("tool.exe", b"MZ"), ("torn.pdf", b""), ("torn.docx", b"PK\x03\x04half")):
        page = client.post(RAISE, typed(client) | {"papers": paper(name, inside)})
        assert page.context["form"].errors.keys() == {"papers"}, name
        assert ground.TEXT in page.content.decode()
    assert not SealedDraftPaper.objects.exists()
    assert Draft.objects.get().content["text"] == ground.TEXT


def test_what_cannot_be_stored_is_said_at_the_field(at, folder):
    client = browser(at.member)
    folder.parent.mkdir(exist_ok=True)
    folder.write_bytes(b"no folder")

    page = client.post(RAISE, typed(client) | {"papers": paper()})

    assert "could not be stored just now" in words(page)
    assert ground.TEXT in page.content.decode()


def test_with_what_waits_no_more_than_one_form_takes(at):
    client = browser(at.member)
    client.post(RAISE, typed(client) | {"papers": [paper(f"{n}.txt", b"%d" % n) for n in range(limits.per_post())]})

    page = client.post(RAISE, typed(client) | {"papers": paper()})

    assert "wait already" in str(page.context["form"].errors["papers"])
    assert SealedDraftPaper.objects.count() == limits.per_post()


def test_what_another_window_added_is_shown_before_it_is_sent(at):
    client = browser(at.member)
    form = typed(client)
    between = client.post(RAISE, form)
    client.post(RAISE, form | {"papers": paper()})

    page = send(client, form, between)

    assert not Concern.objects.exists()
    assert NAME in words(page)
    send(client, form, page)
    assert contents(Concern.objects.get()) == [INSIDE]


def test_a_file_that_went_from_storage_is_said_and_what_was_typed_stays(at, folder):
    client = browser(at.member)
    form = typed(client)
    between = client.post(RAISE, form | {"papers": paper()})
    stored(folder)[0].unlink()

    page = send(client, form, between)

    assert "cannot be found any more" in words(page)
    assert ground.TEXT in page.content.decode()
    assert not Concern.objects.exists()


def test_a_paper_chosen_after_it_was_sent_is_not_lost_unsaid(at):
    client = browser(at.member)
    form = typed(client)
    send(client, form, client.post(RAISE, form))
    page = client.post(RAISE, form | {"papers": paper()})

    answer = send(client, form, page)

    said = words(client.get(answer.headers["Location"]))
    assert "add what is missing" in said
    assert not Concern.objects.get().papers.exists()


@pytest.mark.requirement("SEC-6.1")
def test_with_the_talk_they_wait_for_the_form_and_whoever_is_asked_never_sees_them(at):
    client, leader = browser(at.member), browser(at.leader)
    form = typed(client, begin="talk")
    between = client.post(RAISE, form | {"papers": [paper(), paper("not-yet.txt", b"Left out.")]})
    assert "wait for the form" in words(between)
    send(client, form, between)
    made = Concern.objects.get()
    places = [one.get_absolute_url() for one in made.papers.all()]
    assert NAME not in words(leader.get(made.get_absolute_url()))
    assert [leader.get(place).status_code for place in places] == [404, 404]
    assert "Waits for the form: you alone see it." in words(client.get(made.get_absolute_url()))

    act = reverse("concerns:act", args=[made.uid, "send"])
    page = client.get(act)
    going = str(next(one for one in made.papers.all() if one.facts["name"] == NAME).uid)
    given = {"text": ground.TEXT, "version": re.search(r'name="version" value="([^"]+)"', page.content.decode())[1], "going": going}
    refused = client.post(act, given | {"text": "", "papers": paper("third.txt", b"Third.")})
    assert "third.txt" in words(refused)
    unseen = client.post(act, given)
    assert "changed in another window" in words(unseen)
    assert client.post(act, given | {"held": uids(unseen)}).status_code == 302

    office = browser(at.chief_executive)
    read = words(office.get(made.get_absolute_url()))
    assert ("third.txt" in read, NAME in read, "not-yet.txt" in read) == (True, True, False)
    readers = {user: ConcernPaper.objects.permitted(fresh(user)).count() for user in (at.member, at.chief_executive, at.leader, at.head)}
    assert list(readers.values()) == [3, 2, 0, 0]
    assert "Not sent with the form: you alone see it." in words(client.get(made.get_absolute_url()))
    assert not SealedDraftPaper.objects.exists()


@pytest.mark.requirement("CMP-CONF")
def test_they_are_their_owners_alone_and_go_with_the_draft(at, folder, django_capture_on_commit_callbacks):
    client = browser(at.member)
    client.post(RAISE, typed(client) | {"papers": paper()})
    one = SealedDraftPaper.objects.get()
    assert [SealedDraftPaper.objects.permitted(fresh(user)).exists() for user in (at.member, at.leader, at.monitoring, at.technical)] == [
        True, False, False, False]
    assert one.draft.about == begun.about(fresh(at.member), "officer_conduct")
    assert sweep_orphans(-1) == 0, "what a row names is no orphan"

    with django_capture_on_commit_callbacks(execute=True):
        drafts.throw_away(fresh(at.member), begun.FORM, one.draft.about)
    assert (SealedDraftPaper.objects.count(), stored(folder)) == (0, [])
