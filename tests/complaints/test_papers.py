"""Evidence: sealed where it is stored, opened for both sides alone, sealed anew with a new key, and a fault said aloud."""

import io
import uuid
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from complaints import dealing
from complaints.models import Concern, ConcernPaper
from council_portal.documents.services import sweep
from council_portal.documents.uploads import check_upload
from council_portal.sealing import keys as ring_of
from council_portal.sealing.fields import ring
from council_portal.sealing.files import key_of, raw
from council_portal.sealing.keys import KeyFault
from tests.casework.ground import browser
from tests.complaints import ground
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMP-CONF")]


@pytest.fixture
def at(db):
    return ground.council()


@pytest.fixture
def keys(settings, tmp_path):
    """Keys of this test alone."""
    settings.SEALING_KEYS = str(tmp_path / "keys" / "sealing")
    command("generate")


def command(*words):
    said = io.StringIO()
    call_command("complaints_key", *words, stdout=said)
    return said.getvalue()


def one_with_evidence(at):
    made = ground.concern(at.head, at.member)
    ground.evidence(made, at.head)
    return made, made.papers.get()


def test_it_is_stored_sealed_and_read_by_both_sides_alone(at):
    _made, paper = one_with_evidence(at)

    stored = raw(paper, "stored")
    assert b"Notes" not in stored
    assert len(key_of(stored)) == 8
    assert "notes" not in paper.stored.name
    answers = {user: browser(user).get(paper.get_absolute_url()) for user in (at.head, at.monitoring)}
    assert {b"".join(answer.streaming_content) for answer in answers.values()} == {b"Notes of the day."}
    assert {answer["Content-Security-Policy"] for answer in answers.values()} == {"sandbox; default-src 'none'"}
    others = (at.member, at.leader, at.chief_executive, at.technical, at.deputy)
    assert [browser(user).get(paper.get_absolute_url()).status_code for user in others] == [404] * len(others)


def test_another_papers_bytes_do_not_open_in_its_place(at):
    made, paper = one_with_evidence(at)
    ground.evidence(made, at.head, "Another.", "other.txt")
    other = made.papers.exclude(pk=paper.pk).get()
    ConcernPaper.objects.filter(pk=paper.pk).update(stored=other.stored.name)

    with pytest.raises(KeyFault):
        dealing.open_paper(ConcernPaper.objects.get(pk=paper.pk), actor=fresh(at.head))
    assert browser(at.head).get(paper.get_absolute_url()).status_code == 503


def test_a_file_cut_short_is_said_and_nothing_of_it_is_handed_out(at):
    _made, paper = one_with_evidence(at)
    paper.stored.storage.delete(paper.stored.name)
    paper.stored.storage.save(paper.stored.name, ContentFile(b"s1.00000000.short"))

    assert browser(at.head).get(paper.get_absolute_url()).status_code == 503
    with pytest.raises(CommandError):
        command("check")


def test_a_rotation_seals_files_and_tokens_anew_and_the_old_key_can_go(keys, at):
    made, paper = one_with_evidence(at)
    old = key_of(raw(paper, "stored"))
    before = ground.who_sees(at, made)

    command("rotate")
    command("retire", old)

    paper.refresh_from_db()
    assert key_of(raw(paper, "stored")) != old
    assert dealing.open_paper(paper, actor=fresh(at.head)) == b"Notes of the day."
    assert ground.who_sees(at, made) == before == {at.head, at.monitoring}
    assert "Everything opens." in command("check")


def test_what_was_found_before_a_rotation_is_found_while_it_is_cut_short(keys, settings, at):
    made = ground.concern(at.head, at.member)
    ring_of.write(Path(settings.SEALING_KEYS), ring().with_new(made.made_at.date()))  # the new key is there, nothing is sealed with it yet

    assert ground.who_sees(at, made) == {at.head, at.monitoring}


def test_a_torn_upload_leaves_a_file_that_is_swept_and_no_row(at):
    _made, kept = one_with_evidence(at)
    sweep(ConcernPaper, older_than_seconds=-1)  # what earlier tests of this run left behind
    [torn] = dealing.store([check_upload(ContentFile(b"Half of it.", name="half.txt"))])

    swept = sweep(ConcernPaper, older_than_seconds=-1)

    assert (swept, ConcernPaper.objects.count()) == (1, 1)
    assert not torn.stored.storage.exists(torn.stored.name)
    assert dealing.open_paper(kept, actor=fresh(at.head))


def test_whoever_was_asked_for_a_talk_has_no_papers_and_none_are_added_then(at):
    made = ground.concern(at.member, at.head, talk=True)

    assert not ConcernPaper.objects.permitted(fresh(at.leader)).exists()
    assert not Concern.objects.permitted(fresh(at.member), "add_paper").filter(uid=made.uid).exists()
    assert browser(at.member).get(f"/concerns/papers/{uuid.uuid4()}/").status_code == 404
