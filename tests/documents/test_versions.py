"""Versions of a paper: each replaces the newest once, and all stay."""
import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from casework.models import CasePaper
from council_portal.audit.models import Event
from council_portal.documents import services
from council_portal.documents.fields import PapersPart
from council_portal.documents.uploads import check_upload
from council_portal.documents.versions import NotOfThisMatter, mark_versions
from tests import factories
from tests.documents import files

FIRST = "Somebody has added a newer version of “Plan.txt” already: look at theirs, and add yours as a version of it."


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Each test has a folder of files of its own."""
    settings.PORTAL_VAR = tmp_path


@pytest.fixture
def council(db):
    return factories.council()


@pytest.fixture
def case(council):
    return factories.log(council)


def keep(case, name="Plan.txt", data=b"First", **options):
    """A paper of the case's first turn."""
    upload = check_upload(ContentFile(data, name=name))
    return services.keep(CasePaper, upload, matter_field={"case": case, "entry": case.entries.first()}, actor=case.raised_by, **options)


@pytest.mark.requirement("RUG-CASE-REPO")
def test_every_version_stays_and_can_be_downloaded_by_whoever_may(client, council, case):
    first = keep(case)
    second = keep(case, data=b"Second", replaces=first)
    third = keep(case, name="Plan, agreed.txt", data=b"Third", replaces=second)
    client.force_login(council.member)

    bodies = [b"".join(client.get(reverse("casework:paper", args=[paper.uid])).streaming_content) for paper in (first, second, third)]

    assert bodies == [b"First", b"Second", b"Third"]
    assert [paper.version for paper in (first, second, third)] == [1, 2, 3]


def test_newest_are_the_papers_that_nothing_has_replaced(case):
    first, other = keep(case), keep(case, name="Map.txt")
    second = keep(case, replaces=first)

    assert set(CasePaper.objects.newest()) == {other, second}


def test_a_page_says_which_version_of_how_many_without_a_statement_of_its_own(case, django_assert_num_queries):
    first, _other = keep(case), keep(case, name="Map.txt")
    keep(case, replaces=keep(case, replaces=first))

    with django_assert_num_queries(1):
        papers = mark_versions(CasePaper.objects.order_by("pk"))

    assert [(paper.name, paper.version_text, paper.is_newest) for paper in papers] == [
        ("Plan.txt", "version 1 of 3", False), ("Map.txt", "", True), ("Plan.txt", "version 2 of 3", False),
        ("Plan.txt", "version 3 of 3", True)]


def test_only_the_newest_version_is_replaced(case):
    first = keep(case)
    keep(case, replaces=first)

    with pytest.raises(ValidationError) as caught:
        keep(case, replaces=first)

    assert caught.value.messages == [FIRST]
    assert CasePaper.objects.count() == 2


def test_a_paper_of_another_matter_is_not_replaced(council, case):
    other = factories.log(council)

    with pytest.raises(NotOfThisMatter):
        keep(other, replaces=keep(case))


def test_the_database_refuses_a_second_replacement_and_it_is_told_as_a_sentence(case):
    first = keep(case)
    late = keep(case, replaces=first)
    late.pk, late.uid = None, uuid.uuid4()  # as of somebody who asked before the other had written

    with pytest.raises(ValidationError) as caught:
        services.insert(late)

    assert caught.value.messages == [FIRST]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_replace_a_version_at_once_one_wins_and_one_is_told():
    case = factories.log(factories.council())
    first, together, ended = keep(case), threading.Barrier(2), []

    def add():
        try:
            with transaction.atomic():
                together.wait(5)
                ended.append(keep(case, replaces=first).version)
        except ValidationError as error:
            ended.append(error.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join(20) for thread in threads]

    assert sorted(ended, key=str) == [2, FIRST]


def test_a_version_that_was_replaced_is_not_deleted(case):
    first = keep(case)
    keep(case, replaces=first)

    with pytest.raises(ProtectedError):
        first.delete()


@pytest.mark.parametrize(("replaces", "version"), [(False, 2), (True, 1)])
def test_the_database_refuses_a_version_that_does_not_count(case, replaces, version):
    first = keep(case)
    second = keep(case, name="Map.txt")

    with pytest.raises(IntegrityError), transaction.atomic():
        CasePaper.objects.filter(pk=second.pk).update(version=version, replaces=first if replaces else None)


def test_the_record_says_which_version_was_added(case):
    keep(case, replaces=keep(case))

    assert list(Event.objects.filter(verb="paper added").order_by("pk").values_list("detail", flat=True)) == ["", "version 2"]


def part(case, *sent, **data):
    """The part of a form with these files."""
    chosen = MultiValueDict({"papers": [SimpleUploadedFile(name, content) for name, content in sent]})
    return PapersPart(data, chosen, known=CasePaper.objects.filter(case=case))


def test_the_form_offers_the_newest_papers_of_the_matter_by_name(council, case):
    first = keep(case)
    keep(case, replaces=first)
    keep(case, name="Map.txt")
    keep(factories.log(council), name="Other.txt")

    assert [label for _value, label in part(case).fields["replaces"].choices] == ["No, a new paper", "Map.txt", "Plan.txt"]


def test_the_form_takes_one_file_as_the_new_version(case):
    first = keep(case)
    one = part(case, ("Plan.txt", b"Second"), replaces=str(first.uid))
    two = part(case, ("Plan.txt", b"Second"), ("Map.txt", b"Map"), replaces=str(first.uid))
    none = part(case, replaces=str(first.uid))

    assert (one.is_valid(), one.keeping()) == (True, {"restricted": False, "replaces": first})
    assert two.errors["papers"] == none.errors["papers"] == ["Choose one file: the new version of “Plan.txt”."]


def test_the_form_refuses_a_paper_of_another_case_and_one_that_was_replaced_with_the_same_words(council, case):
    first, other = keep(case), keep(factories.log(council), name="Other.txt")
    keep(case, replaces=first)

    said = [part(case, ("Plan.txt", b"Second"), replaces=str(paper.uid)).errors["replaces"] for paper in (first, other)]

    assert said == [["Somebody has added a newer version already, or the paper is not of this matter: choose again."]] * 2


def test_a_new_version_of_a_restricted_paper_is_restricted_whatever_is_ticked(case):
    first = keep(case, name="Plan.pdf", data=files.pdf(), restricted=True)

    form = part(case, ("Plan.pdf", files.pdf()), replaces=str(first.uid))

    assert (form.is_valid(), form.keeping()["restricted"]) == (True, True)
    assert keep(case, name="Plan.pdf", data=files.pdf(), replaces=first).restricted
