"""Keeping papers, handing them out, and clearing away what belongs to no row."""

import logging
import os
import stat
import time

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from casework.models import CasePaper
from council_portal.audit.models import Event
from council_portal.documents import checks, kinds, services
from council_portal.documents.storage import papers
from council_portal.documents.uploads import check_upload
from tests import factories
from tests.documents import files


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Each test has a folder of files of its own."""
    settings.PORTAL_VAR = tmp_path
    return tmp_path / "files"


@pytest.fixture
def case(db):
    return factories.log(factories.council())


def upload(name="agenda.pdf", content=None):
    """A checked upload."""
    return check_upload(ContentFile(content or files.pdf(), name=name))


def keep(case, of=None):
    """A paper of the case's first turn."""
    entry = case.entries.first()
    return services.keep(CasePaper, of or upload(), matter_field={"case": case, "entry": entry}, actor=case.raised_by)


def grow_old(path, seconds=7200):
    """Make a file look as if it was written some time ago."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_a_paper_is_kept_with_its_facts_and_its_bytes(case):
    data = files.pdf()

    paper = keep(case, upload("Mill Lane.pdf", data))

    paper.refresh_from_db()
    assert (paper.name, paper.size, paper.content_type) == ("Mill Lane.pdf", len(data), "application/pdf")
    assert (paper.added_by, paper.case) == (case.raised_by, case)
    assert paper.stored.read() == data


def test_a_paper_is_stored_under_a_random_name_that_the_server_alone_may_read(case, folder):
    first, second = keep(case), keep(case)

    names = [first.stored.name, second.stored.name]
    assert names[0] != names[1]
    assert [name.split("/")[0] for name in names] == ["casework.casepaper"] * 2
    assert [len(name.split("/")[2]) for name in names] == [32, 32]
    assert "agenda" not in "".join(names)
    assert stat.S_IMODE((folder / names[0]).stat().st_mode) == 0o640


def test_a_paper_shows_its_uid_and_nothing_of_its_name(case):
    paper = keep(case, upload("Grievance of A. Clerk.pdf"))

    assert str(paper) == str(paper.uid)
    assert repr(paper) == f"<CasePaper: {paper.uid}>"


def test_a_paper_has_no_address_in_storage(case):
    paper = keep(case)

    with pytest.raises(ValueError, match="no address"):
        _ = paper.stored.url


def test_keeping_a_paper_is_recorded_under_the_reference_of_its_case(case):
    paper = keep(case)

    event = Event.objects.get(verb="paper added")
    assert (event.object_uid, event.reference, event.detail) == (paper.uid, case.reference, "")
    assert event.actor_uid == case.raised_by.uid


def test_a_file_is_put_away_once(case):
    away = services.put_away(CasePaper, upload())

    paper = keep(case, away)

    assert services.put_away(CasePaper, away) == away
    assert paper.stored.name == away.stored
    assert list(services.names_in(papers(), "casework.casepaper")) == [away.stored]


def test_the_same_content_twice_is_two_files(case):
    data = files.pdf()

    first, second = keep(case, upload(content=data)), keep(case, upload(content=data))

    assert first.digest == second.digest
    assert first.stored.name != second.stored.name


def test_a_disk_that_refuses_leaves_no_row(case, folder):
    folder.write_text("a file where the folder should be")

    with pytest.raises(OSError, match="files"):
        keep(case)

    assert CasePaper.objects.count() == 0
    assert not Event.objects.filter(verb="paper added").exists()


def test_the_sweep_removes_old_files_without_a_row_and_nothing_else(case, folder):
    kept = keep(case)
    with transaction.atomic():
        rolled_back = keep(case)
        transaction.set_rollback(True)
    young = services.put_away(CasePaper, upload())
    grow_old(folder / kept.stored.name)
    grow_old(folder / rolled_back.stored.name)

    removed = services.sweep_orphans(older_than_seconds=3600)

    assert removed == 1
    assert set(services.names_in(papers(), "casework.casepaper")) == {kept.stored.name, young.stored}
    assert services.sweep_orphans(older_than_seconds=3600) == 0


def test_the_sweep_leaves_alone_a_folder_that_this_database_does_not_know(db, folder, caplog):
    away = services.put_away(CasePaper, upload())
    grow_old(folder / away.stored)

    removed = services.sweep_orphans(older_than_seconds=3600)

    assert removed == 0
    assert (folder / away.stored).exists()
    assert caplog.messages == ["1 files of casework.CasePaper are stored and this database knows none: nothing was swept"]


def test_the_hourly_sweep_walks_once_an_hour(case, folder):
    keep(case)
    grow_old(folder / services.put_away(CasePaper, upload()).stored)
    first = services.sweep_hourly()
    grow_old(folder / services.put_away(CasePaper, upload()).stored)

    second = services.sweep_hourly()

    assert (first, second) == (1, 0)


@pytest.mark.parametrize("harm", ["gone", "cut"])
def test_a_file_that_storage_lost_or_cut_is_not_handed_out_and_its_name_is_not_logged(case, folder, caplog, harm):
    paper = keep(case, upload("Grievance of A. Clerk.pdf"))
    path = folder / paper.stored.name
    path.unlink() if harm == "gone" else path.write_bytes(b"%PDF-")

    with caplog.at_level(logging.ERROR), pytest.raises(services.NotInStorage):
        services.hand_out(paper, actor=case.raised_by)

    assert [str(paper.uid) in line and "Grievance" not in line for line in caplog.messages] == [True]
    assert not Event.objects.filter(verb="paper opened").exists()


def test_every_kind_of_paper_is_registered_and_guarded():
    assert checks.kinds_are_whole() == []


def test_a_kind_of_paper_that_is_not_registered_stops_the_portal(monkeypatch):
    monkeypatch.setattr(checks, "KINDS", [])
    monkeypatch.setattr(CasePaper, "guarded_by", "")

    found = [error.id for error in checks.kinds_are_whole() if error.obj is CasePaper]

    assert found == ["documents.E001", "documents.E002"]


def test_a_kind_registered_twice_is_swept_once():
    before = list(kinds.KINDS)

    kinds.register(CasePaper)

    assert before == kinds.KINDS
