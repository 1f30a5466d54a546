"""The control for adding papers, and how files arrive."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from council_portal.documents.fields import PapersField
from tests.documents import files


class Papers(forms.Form):
    papers = PapersField()


class NeededPapers(forms.Form):
    papers = PapersField(required=True)


def bound(*uploaded, form=Papers):
    """The form with these files chosen."""
    return form({}, MultiValueDict({"papers": list(uploaded)} if uploaded else {}))


def file(name="agenda.pdf", content=None):
    """A file as Django gives it to a form."""
    return SimpleUploadedFile(name, files.pdf() if content is None else content)


def test_no_file_is_an_empty_list_and_no_change():
    form = bound()

    assert form.is_valid()
    assert form.cleaned_data["papers"] == []
    assert form.changed_data == []


def test_several_files_are_checked_uploads_in_the_order_chosen():
    form = bound(file("b.pdf"), file("a.txt", b"notes"))

    assert form.is_valid()
    assert [(u.name, u.content_type) for u in form.cleaned_data["papers"]] == [("b.pdf", "application/pdf"), ("a.txt", "text/plain")]
    assert form.changed_data == ["papers"]


def test_each_file_that_is_refused_has_its_sentence():
    form = bound(file("a.exe", b"MZ"), file(), file("b.pdf", b""))

    assert form.errors["papers"] == [
        "“a.exe” is a kind of file that we cannot take: save it as a PDF and add that.",
        "“b.pdf” is empty: check the file and add it again.",
    ]


def test_a_file_needed_and_not_chosen_is_asked_for():
    form = bound(form=NeededPapers)

    assert form.errors["papers"] == ["Choose at least one file to add."]


def test_more_files_than_one_form_takes_are_refused_with_the_number(settings):
    settings.DOCUMENTS_PER_POST = 2

    form = bound(file(), file(), file())

    assert form.errors["papers"] == ["You chose 3 files: add at most 2 at a time, and the others afterwards."]


def test_the_hint_tells_the_limits_as_the_settings_have_them(settings):
    settings.DOCUMENTS_PER_POST, settings.DOCUMENT_MAX_BYTES = 3, 1_572_864

    hint = str(Papers().fields["papers"].help_text)

    assert hint == (
        "Up to 3 files of at most 1.5\xa0MB each: PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, WebP, plain text or CSV."
    )


def test_the_control_takes_several_files_of_the_kinds_that_we_take():
    html = str(Papers()["papers"])

    assert 'type="file"' in html
    assert " multiple" in html
    assert 'accept=".pdf,.jpg,.jpeg,.png,.webp,.txt,.csv,.docx,.xlsx,.pptx,.odt,.ods,.odp"' in html


@pytest.mark.parametrize(("size", "written"), [(999, 999), (1000, 1000), (250_000, 1000)])
def test_a_file_that_is_too_big_is_counted_and_not_written(settings, size, written):
    settings.DOCUMENT_MAX_BYTES = 1000
    settings.FILE_UPLOAD_HANDLERS = ["council_portal.documents.handlers.BoundedUpload"]
    request = RequestFactory().post("/", {"title": "Bins", "papers": file("notes.txt", b"a" * size)})

    uploaded = request.FILES["papers"]

    assert (uploaded.size, len(uploaded.read()), request.POST["title"]) == (size, written, "Bins")
    assert Papers(request.POST, request.FILES).is_valid() == (size <= 1000)
