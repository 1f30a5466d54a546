"""A restricted paper leaves as a copy with its reader's name on every page, and never as it was kept."""
import datetime
import io
import sys

import pypdf
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from PIL import Image, ImageChops
from pypdf.generic import NameObject, RectangleObject

from casework.models import CasePaper
from council_portal.audit.models import Event
from council_portal.documents import services, stamps
from council_portal.documents.fields import PapersPart
from council_portal.documents.stamping import pictures
from council_portal.documents.uploads import check_upload
from tests import factories
from tests.documents import files

SUMMER = datetime.datetime(2026, 7, 1, 23, 30, tzinfo=datetime.UTC)  # half past midnight in London, the day after
SAID = ["Restricted: do not pass on", "Copy for Ada King", "Exampleshire Council", "2 July 2026 at 00:30", "K7Q4-M2PX"]
KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Each test has a folder of files of its own."""
    settings.PORTAL_VAR = tmp_path
    return tmp_path / "files"


@pytest.fixture
def council(db):
    return factories.council()


@pytest.fixture
def case(council):
    return factories.log(council)


def keep(case, name="Grievance.pdf", data=None, **options):
    """A restricted paper of the case's first turn."""
    upload = check_upload(ContentFile(data or files.pdf(), name=name))
    return services.keep(CasePaper, upload, matter_field={"case": case, "entry": case.entries.first()}, actor=case.raised_by,
                         **{"restricted": True, **options})


def ask(client, user, paper, by="get"):
    """Ask for a paper as this user. What came is in `.body`."""
    client.force_login(user)
    response = getattr(client, by)(reverse("casework:paper", args=[paper.uid]))
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def lay(data, kind="application/pdf", said=SAID):
    return stamps.lay(io.BytesIO(data), kind, said)


def sheets(*boxes, turn=0):
    """A PDF with a blank page of each of these sizes in points, turned."""
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    for width, height in boxes:
        writer.add_blank_page(width, height).rotate(turn)
    writer.write(out)
    return out.getvalue()


def texts(data):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def test_the_stamp_says_who_where_when_in_london_of_which_matter_and_what_not_to_do(settings):
    settings.COUNCIL_NAME = "Exampleshire Council"

    assert stamps.lines("Ada King", "K7Q4-M2PX", SUMMER) == SAID


def test_each_reader_of_a_restricted_paper_gets_a_copy_that_names_them_on_every_page_and_nobody_else(client, council, case):
    paper = keep(case, data=sheets((595, 842), (842, 595), (300, 200)))

    copies = {reader: texts(ask(client, reader, paper).body) for reader in (council.member, council.head)}

    for reader, other in [(council.member, council.head), (council.head, council.member)]:
        assert [f"Copy for {reader.person.name}" in text for text in copies[reader]] == [True] * 3
        assert [other.person.name in text for text in copies[reader]] == [False] * 3
        assert [case.reference in text for text in copies[reader]] == [True] * 3


def test_a_copy_is_saved_under_its_readers_name_and_recorded_as_a_copy(client, council, case):
    paper = keep(case)

    response = ask(client, council.head, paper)

    name = f"Grievance (copy for {council.head.person.name}).pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (response.headers["Content-Length"], response.headers["Cache-Control"]) == (str(len(response.body)), "private, no-store")
    event = Event.objects.get(verb="stamped copy opened")
    assert (event.actor_uid, event.object_uid, event.detail) == (council.head.person.uid, paper.uid, "")
    assert not Event.objects.filter(verb="paper opened").exists()


def test_head_tells_neither_the_length_of_the_original_nor_anything_to_those_who_may_not(client, council, case):
    paper = keep(case)

    mine, theirs = ask(client, council.head, paper, "head"), ask(client, council.other_member, paper, "head")

    assert (mine.status_code, mine.body, mine.headers.get("Content-Length")) == (200, b"", None)
    assert theirs.status_code == 404
    assert not Event.objects.filter(verb="stamped copy opened").exists()


@pytest.mark.parametrize("reader", ["other_member", "technical", "monitoring"])
def test_whoever_may_not_see_the_case_gets_no_copy(client, council, case, reader):
    paper = keep(case)

    assert ask(client, council.accounts[reader], paper).status_code == 404


def test_without_pango_the_reader_is_told_to_come_back_and_never_gets_the_original(client, council, case, monkeypatch, caplog):
    paper = keep(case)
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    response = ask(client, council.head, paper)

    assert (response.status_code, response.headers["Cache-Control"]) == (503, "private, no-store")
    assert b"%PDF" not in response.body
    assert f"no stamped copy of paper {paper.uid} of casework.CasePaper could be made: NoPdf" in caplog.messages
    assert "Grievance" not in caplog.text
    assert not Event.objects.filter(verb="stamped copy opened").exists()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [(595, 842), (1684, 1191), (100, 60)])
def test_the_size_and_the_turn_of_a_page_stay_and_the_stamp_stands_upright_at_its_top(box, turn):
    page = pypdf.PdfReader(io.BytesIO(lay(sheets(box, turn=turn)))).pages[0]

    assert ((float(page.mediabox.width), float(page.mediabox.height)), page.rotation) == (box, turn)
    a, b, c, d, e, f = (float(number) for number in placed(page))
    form = next(iter(page["/Resources"]["/XObject"].values())).get_object()
    _left, _low, width, height = (float(side) for side in form["/BBox"])
    corners = [(a * x + c * height + e, b * x + d * height + f) for x in (0, width)]
    w, h = box
    seen = {0: [(0, h), (w, h)], 90: [(0, 0), (0, h)], 180: [(w, 0), (0, 0)], 270: [(w, h), (w, 0)]}[turn]
    assert [pytest.approx(corner, abs=.05) for corner in seen] == corners


def placed(page):
    """The six numbers that place the stamp on a page."""
    return [operands for operands, operator in page.get_contents().operations if operator == b"cm"][-1]


def test_a_page_that_is_cut_to_a_part_is_stamped_on_that_part():
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(600, 800)[NameObject("/CropBox")] = RectangleObject((100, 50, 500, 450))
    writer.write(out)

    page = pypdf.PdfReader(io.BytesIO(lay(out.getvalue()))).pages[0]

    _a, _b, _c, d, e, f = (float(number) for number in placed(page))
    height = float(next(iter(page["/Resources"]["/XObject"].values())).get_object()["/BBox"][3])
    assert (e, d * height + f) == pytest.approx((100, 450), abs=.05)


def test_many_sizes_of_page_are_few_drawings():
    data = lay(sheets(*((500 + number, 700 + number) for number in range(100))))

    drawn = {id(next(iter(page["/Resources"]["/XObject"].values())).get_object()) for page in pypdf.PdfReader(io.BytesIO(data)).pages}
    assert len(drawn) <= 2


def test_what_the_page_said_is_still_there_and_former_states_of_the_file_are_not():
    first = pypdf.PdfWriter(io.BytesIO(sheets((595, 842))))
    first.add_metadata({"/Subject": "Words taken back"})
    out = io.BytesIO()
    first.write(out)
    again = pypdf.PdfWriter(io.BytesIO(out.getvalue()), incremental=True)
    again.add_metadata({"/Subject": "Words that stand"})
    whole = io.BytesIO()
    again.write(whole)

    copy = lay(whole.getvalue())

    assert b"Words taken back" in whole.getvalue()
    assert b"Words taken back" not in copy
    assert pypdf.PdfReader(io.BytesIO(copy)).metadata["/Subject"] == "Words that stand"


def test_no_name_can_write_into_the_page():
    name = "<img src=x> & “Ŵyn” </div>{0}\\) Tj"

    text = texts(lay(files.pdf(), said=stamps.lines(name, "K7Q4-M2PX", SUMMER)))[0]

    assert f"Copy for {name}" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_stamped_made_anew_and_loses_what_the_camera_wrote(kind):
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera of Ada", 6
    data = files.picture(kind, (400, 300), exif=exif)

    copy = lay(data, f"image/{kind.lower()}")

    with Image.open(io.BytesIO(copy)) as picture:
        assert (picture.format, picture.width) == (kind, 300)  # turned upright
        assert picture.height > 400
        assert dict(picture.getexif()) == {}
        band = picture.convert("RGB").crop((0, 0, 300, picture.height - 400))
    assert b"Camera of Ada" in data
    assert b"Camera of Ada" not in copy
    assert ImageChops.difference(band, Image.new("RGB", band.size, "white")).getbbox(), "the band is written on"


def test_a_narrow_picture_has_all_of_the_stamp_in_rows_that_fit():
    letters = pictures.font(12)

    rows = pictures.broken("Copy for Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch King", letters, 100)

    assert "".join(rows).replace(" ", "") == "CopyforLlanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochKing"
    assert [letters.getlength(row) <= 100 for row in rows] == [True] * len(rows)


def test_without_a_font_a_picture_is_not_handed_out(client, council, case, monkeypatch):
    paper = keep(case, name="Photo.png", data=files.picture("PNG"))
    monkeypatch.setattr(pictures, "FONTS", ("no-such-font.ttf",))

    response = ask(client, council.head, paper)

    assert response.status_code == 503
    assert b"PNG" not in response.body


@pytest.mark.parametrize(("name", "content"), [("Notes.txt", b"Words"), ("Sheet.csv", b"a,b")])
def test_what_cannot_be_stamped_cannot_be_restricted(case, name, content):
    with pytest.raises(ValidationError) as caught:
        keep(case, name, content)

    assert caught.value.messages == [
        f"“{name}” cannot be restricted, because no stamp can be laid on it: save it as PDF and add that."]
    assert not CasePaper.objects.exists()


@pytest.mark.parametrize("harm", ["broken", "no page"])
def test_a_pdf_that_cannot_be_stamped_cannot_be_restricted_and_can_be_added_otherwise(case, harm, caplog):
    broken = {"broken": files.pdf().replace(b"/Root 1 0 R", b"/Root 9 0 R").replace(b"/Catalog", b"/Nothing"),
              "no page": files.pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [     ] /Count 0")}[harm]

    with pytest.raises(ValidationError) as caught:
        keep(case, data=broken)

    assert caught.value.messages == [
        "“Grievance.pdf” cannot be restricted, because no stamp could be laid on it: print it to PDF and add that."]
    assert "Grievance" not in caplog.text
    assert not keep(case, data=broken, restricted=False).restricted


def test_what_the_reader_of_pdf_says_of_a_broken_file_is_not_logged(caplog):
    with pytest.raises(stamps.NoStamp):
        lay(b"Private words of A. Clerk")

    assert caplog.messages == []


def test_a_locked_pdf_is_no_restricted_paper():
    writer, out = pypdf.PdfWriter(io.BytesIO(files.pdf())), io.BytesIO()
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(out)

    with pytest.raises(stamps.NoStamp, match="Locked"):
        lay(out.getvalue())


def test_the_form_tries_the_stamp_on_each_file_and_says_which_cannot_be_restricted(db):
    sent = MultiValueDict({"papers": [SimpleUploadedFile("Good.pdf", files.pdf()), SimpleUploadedFile("Notes.txt", b"Words")]})

    restricted, ordinary = PapersPart({"restricted": "on"}, sent), PapersPart({}, sent)

    assert restricted.errors["papers"] == [
        "“Notes.txt” cannot be restricted, because no stamp can be laid on it: save it as PDF and add that."]
    assert (ordinary.is_valid(), ordinary.keeping()) == (True, {"restricted": False, "replaces": None})


def test_what_the_form_tried_is_not_tried_again(db):
    sent = MultiValueDict({"papers": [SimpleUploadedFile("Good.pdf", files.pdf())]})
    form = PapersPart({"restricted": "on"}, sent)

    assert form.is_valid()
    assert [stamps.check_restricted(upload) is upload for upload in form.cleaned_data["papers"]] == [True]


def test_a_long_name_keeps_whose_copy_it_is(council):
    name = stamps.name_of_copy("x" * 196 + ".pdf", council.head.person)

    assert len(name) <= 200
    assert name.endswith(f" (copy for {council.head.person.name}).pdf")


def test_a_copy_is_of_the_moment_in_which_it_is_opened(client, council, case):
    paper = keep(case)
    moment = datetime.datetime(2030, 7, 1, 23, 30, tzinfo=datetime.UTC)

    found = []
    for minutes in (0, 5):
        with time_machine.travel(moment + datetime.timedelta(minutes=minutes), tick=False):
            found.append(texts(ask(client, council.head, paper).body)[0])

    assert [time in text for text in found for time in ("2 July 2030 at 00:30", "2 July 2030 at 00:35")] == [True, False, False, True]
