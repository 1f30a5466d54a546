"""Photos chosen on the first page of raising a matter: they wait with the draft, arrive with the case, and go when the draft goes."""

import datetime
import os
import re
import uuid

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import Case, CasePaper
from council_portal.access.decisions import Forbidden
from council_portal.accounts.models import Appointment
from council_portal.audit.models import Event
from council_portal.documents.services import put_away, sweep_orphans
from council_portal.documents.uploads import check_upload
from council_portal.drafts import papers, services
from council_portal.drafts.models import DraftPaper
from tests import factories
from tests.casework.ground import browser, words
from tests.documents import files
from tests.factories import fresh

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 24, 14, 32, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Each test has a folder of files of its own."""
    settings.PORTAL_VAR = tmp_path
    return tmp_path / "files"


@pytest.fixture
def council(db):
    return factories.council()


def upload(name="lane.png", content=None):
    return check_upload(ContentFile(content or files.picture("PNG"), name=name))


def photo(name="lane.png", content=None):
    return SimpleUploadedFile(name, content or files.picture("PNG"))


def typed(council, **changes):
    return {"matter": "service_failure", "title": "Street scene: bins", "text": "Three weeks running.", "service": "",
            "ward": council.wards.mill_hill.uid, "key": uuid.uuid4(), **changes}


def press(client, page, given, **more):
    """Press a button of a page, with its hidden fields as a browser has them."""
    shown = page.context["form"]
    held = [str(paper.uid) for paper in page.context["held"]]
    return client.post("/casework/log/", {**given, "shown": shown["shown"].value(), "service": shown["service"].value(), "held": held,
                                          "chosen": "head_of_service", **more})


def names(page):
    """The papers that a page says are added already."""
    return [paper.name for paper in page.context["held"]]


def stored(folder):
    return sorted(str(path.relative_to(folder).parts[0]) for path in folder.rglob("*") if path.is_file())


# --- on the pages ----------------------------------------------------------------------------------------------------------------


def test_a_photo_of_the_first_page_arrives_with_the_case_and_is_asked_for_once(council, folder, django_capture_on_commit_callbacks):
    client, given = browser(council.member), typed(council)
    assert 'type="file"' in client.get("/casework/log/").content.decode()

    check = client.post("/casework/log/", given | {"papers": photo()})
    with django_capture_on_commit_callbacks(execute=True):
        press(client, check, given, stage="send")

    paper = CasePaper.objects.get()
    assert names(check) == ["lane.png"]
    assert (paper.name, paper.case, paper.content_type) == ("lane.png", Case.objects.get(), "image/png")
    assert b"".join(browser(council.head).get(paper.get_absolute_url()).streaming_content)[:8] == b"\x89PNG\r\n\x1a\n"
    assert (DraftPaper.objects.count(), stored(folder)) == (0, ["casework.casepaper"])


def test_going_back_and_a_page_that_fails_lose_no_photo(council):
    client, given = browser(council.member), typed(council)

    failed = client.post("/casework/log/", given | {"title": "", "papers": photo("one.png")})
    check = client.post("/casework/log/", given)
    back = press(client, check, given, stage="change", papers=photo("two.png"))
    later = client.get("/casework/log/")
    check = client.post("/casework/log/", given)
    asked = press(client, check, given, stage="send", departure="For a reason", papers=photo("three.png"))
    press(client, asked, given, stage="send")

    assert [names(page) for page in (failed, back, later)] == [["one.png"], ["one.png", "two.png"], ["one.png", "two.png"]]
    assert sorted(CasePaper.objects.values_list("name", flat=True)) == ["one.png", "three.png", "two.png"]


def test_a_photo_is_taken_out_on_either_page_and_what_was_typed_stays(council):
    client, given = browser(council.member), typed(council)
    check = client.post("/casework/log/", given | {"papers": [photo("one.png"), photo("two.png")]})
    one, two = check.context["held"]

    on_second = press(client, check, given, take_out=str(one.uid))
    on_first = client.post("/casework/log/", given | {"text": "", "take_out": str(two.uid)})

    assert (names(on_second), on_second.templates[0].name) == (["two.png"], "casework/log_check.html")
    assert (names(on_first), on_first.templates[0].name) == ([], "casework/log_case.html")
    assert not on_first.context["form"].errors
    assert on_first.context["form"]["title"].value() == given["title"]


def test_the_same_file_sent_again_by_going_back_waits_once(council):
    client, given = browser(council.member), typed(council)

    for _press in (1, 2):
        check = client.post("/casework/log/", given | {"papers": photo("notes.txt", b"Seen on Friday.")})

    assert names(check) == ["notes.txt"]


def test_what_another_window_added_is_not_sent_unseen(council):
    client, given = browser(council.member), typed(council)
    check = client.post("/casework/log/", given)
    client.post("/casework/log/", typed(council, title="Street scene: another matter", papers=photo("of another matter.png")))

    press(client, check, given, stage="send")

    assert (Case.objects.count(), CasePaper.objects.count()) == (1, 0)


def test_a_file_that_another_window_added_too_is_sent_where_it_is_chosen(council):
    client, given = browser(council.member), typed(council)
    notes = {"papers": photo("notes.txt", b"Seen on Friday.")}
    check = client.post("/casework/log/", given)
    client.post("/casework/log/", typed(council, title="Street scene: another matter") | notes)

    press(client, check, given, stage="send", papers=photo("notes.txt", b"Seen on Friday."))

    assert list(CasePaper.objects.values_list("name", flat=True)) == ["notes.txt"]


@pytest.mark.parametrize("page", ["first", "second"])
def test_a_refused_file_is_said_on_its_page_and_the_others_still_wait(council, page):
    client, given = browser(council.member), typed(council)
    check = client.post("/casework/log/", given | {"papers": photo()})
    bad = {"papers": photo("lane.jpg", b"MZ" + b"\0" * 200)}

    refused = client.post("/casework/log/", given | bad) if page == "first" else press(client, check, given, stage="change", **bad)

    assert "“lane.jpg” is not what the end of its name says" in words(refused)
    assert (names(refused), refused.templates[0].name) == (["lane.png"], f"casework/log_{'case' if page == 'first' else 'check'}.html")


def test_no_more_wait_than_one_form_takes_and_the_page_says_how_many(council, settings):
    settings.DOCUMENTS_PER_POST = 2
    client, given = browser(council.member), typed(council)
    client.post("/casework/log/", given | {"papers": photo("one.png")})

    refused = client.post("/casework/log/", given | {"papers": [photo("two.png"), photo("three.png")]})

    assert "You chose 2 files, and 1 wait already: 2 at most are sent with a matter, and others afterwards." in words(refused)
    assert names(refused) == ["one.png"]


def test_a_photo_that_storage_lost_is_said_and_nothing_is_sent_without_it(council, folder):
    client, given = browser(council.member), typed(council)
    check = client.post("/casework/log/", given | {"papers": photo()})
    (folder / check.context["held"][0].stored.name).unlink()

    page = press(client, check, given, stage="send")

    assert "A file that you added cannot be found any more" in words(page)
    assert not Case.objects.exists()


# --- whose it is, and for how long ----------------------------------------------------------------------------------------------


def test_it_is_its_owners_alone(council):
    [paper] = papers.hold(fresh(council.member), "log", [upload()])

    for other in (council.colleague, council.other_member, council.monitoring):
        assert not DraftPaper.objects.permitted(fresh(other), "view").exists()
        assert papers.take_out(fresh(other), paper.draft, str(paper.uid)) == 0
        assert "lane.png" not in words(browser(other).post("/casework/log/", {"take_out": str(paper.uid), "held": str(paper.uid)}))
    assert DraftPaper.objects.permitted(fresh(council.member), "view").get() == paper
    assert browser(council.member).get(f"/casework/papers/{paper.uid}/").status_code == 404


def test_somebody_elses_photo_is_not_taken_along(council):
    [paper] = papers.hold(fresh(council.other_member), "log", [upload()])
    client, given = browser(council.member), typed(council)
    check = client.post("/casework/log/", given)

    press(client, check, given, stage="send", held=[str(paper.uid)])

    assert (Case.objects.count(), CasePaper.objects.count(), DraftPaper.objects.count()) == (1, 0, 1)


@pytest.mark.parametrize("uid", ["x", "", "00000000-0000-4000-8000-000000000000"])
def test_what_is_no_paper_takes_nothing_out(council, uid):
    papers.hold(fresh(council.member), "log", [upload()])

    page = browser(council.member).post("/casework/log/", {"take_out": uid})

    assert (page.status_code, names(page)) == (200, ["lane.png"])


def test_who_is_in_no_office_holds_nothing(council):
    Appointment.objects.filter(person=council.member.person).update(until=NOON)

    with pytest.raises(Forbidden):
        papers.hold(fresh(council.member), "log", [upload()])

    assert not DraftPaper.objects.exists()


@pytest.mark.parametrize("way", ["thrown away", "thirty days", "the oldest of too many"])
def test_it_goes_with_its_draft_and_its_file_goes_too(council, folder, monkeypatch, django_capture_on_commit_callbacks, way):
    actor = fresh(council.member)
    with time_machine.travel(NOON, tick=False) as clock:
        papers.hold(actor, "log", [upload()])
        with django_capture_on_commit_callbacks(execute=True):
            if way == "thrown away":
                services.throw_away(actor, "log")
            elif way == "thirty days":
                clock.move_to(NOON + services.KEPT)
                services.drop_old()
            else:
                monkeypatch.setattr(services, "MOST", 1)
                clock.shift(60)
                services.keep(actor, "answer", {"text": "x"}, about=uuid.uuid4())

    assert (DraftPaper.objects.count(), stored(folder)) == (0, [])


def test_the_record_does_not_mention_it(council):
    before = Event.objects.count()

    [paper] = papers.hold(fresh(council.member), "log", [upload()])
    papers.take_out(fresh(council.member), paper.draft, str(paper.uid))

    assert (Event.objects.count(), DraftPaper.objects.count()) == (before, 0)


@pytest.mark.parametrize("right", [True, False])
def test_what_a_fault_left_is_swept_even_when_nothing_waits_but_not_by_the_wrong_database(council, folder, right):
    """A folder without any row is nothing strange here; that the papers of cases are known shows that it is the right database."""
    left = put_away(DraftPaper, upload())
    os.utime(folder / left.stored, (0, 0))
    if right:
        client, given = browser(council.member), typed(council, stage="send", chosen="head_of_service", papers=photo("of a case.png"))
        client.post("/casework/log/", given)
        DraftPaper.objects.all().delete()

    sweep_orphans()

    assert (folder / left.stored).exists() is not right


def test_enter_in_a_field_throws_nothing_away(council):
    """A browser presses the first button of the form."""
    client, given = browser(council.member), typed(council)
    check = client.post("/casework/log/", given | {"papers": photo()})
    first = client.get("/casework/log/")

    buttons = [re.search(r'<button type="submit"[^>]*>', page.content.decode().split('data-draft="log"')[1])[0] for page in (first, check)]

    assert ["take_out" in one or "formaction" in one for one in buttons] == [False, False]
    assert 'name="take_out"' in first.content.decode()
