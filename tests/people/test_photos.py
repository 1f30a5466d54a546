"""A photograph is kept as pixels and nothing else, is changed by the person or Democratic Services, and is seen by whoever is in office."""

import io
import os
import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image, ImageChops, PngImagePlugin

from council_portal.access.decisions import Forbidden
from council_portal.accounts.services import leave_office
from council_portal.audit.models import Event
from council_portal.documents.kinds import KINDS
from council_portal.documents.services import sweep
from council_portal.documents.uploads import check_upload
from council_portal.people import services
from council_portal.people.models import Photo, PhotoSize
from council_portal.people.pictures import ONE_AT_A_TIME, small_pictures
from tests.casework.ground import browser, words
from tests.documents import files
from tests.documents.corpus import SVG
from tests.people.ground import fresh_person, photograph, picture

pytestmark = pytest.mark.django_db

GPS = b"51;30;26.46"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret-place/></x:xmpmeta>'
THUMBNAIL = b"a picture of what was cut away"
RED, BLUE = (255, 0, 0), (0, 0, 255)


def halves(size=(400, 500), top=RED, bottom=BLUE):
    """A picture that is one colour above and another below."""
    made = Image.new("RGB", size, bottom)
    made.paste(top, (0, 0, size[0], size[1] // 2))
    return made


def bytes_of(made, kind="JPEG", **options):
    out = io.BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def with_everything():
    """A JPEG with a place, a thumbnail, XMP, a comment and a colour profile."""
    exif = Image.Exif()
    exif[0x010E] = THUMBNAIL.decode()
    exif.get_ifd(0x8825)[0x001D] = GPS.decode()
    return bytes_of(halves(), exif=exif.tobytes(), xmp=XMP, comment=b"a telling comment", icc_profile=b"a profile of colours" * 9)


def checked(data, name="me.jpg"):
    return check_upload(ContentFile(data, name=name))


def kept_bytes(photo):
    """The files of a photograph, the smallest first."""
    return [size.stored.open("rb").read() for size in photo.sizes.all()]


def near(colour, wanted):
    return all(abs(a - b) < 40 for a, b in zip(colour, wanted, strict=True))


def segments(data):
    """The application and comment segments of a JPEG: APP0 is the header that every JPEG has."""
    found, at = [], 2
    while data[at + 1] != 0xDA:
        found += [data[at + 1]] if 0xE0 <= data[at + 1] <= 0xEF or data[at + 1] == 0xFE else []
        at += 2 + int.from_bytes(data[at + 2:at + 4])
    return found


# --- what is kept --------------------------------------------------------------------------------------------------------------


def test_nothing_but_pixels_is_kept_of_a_jpeg(council):
    sent = with_everything()
    assert [word in sent for word in (GPS, XMP, THUMBNAIL, b"a telling comment", b"a profile of colours")] == [True] * 5, "it could leak"

    photo = services.keep_photo(council.member.person, checked(sent), alt="Aisha Rahman", actor=council.member.person)

    kept = kept_bytes(photo)
    assert [segments(data) for data in kept] == [[0xE0]] * 3
    assert [word for word in (GPS, XMP, THUMBNAIL, b"telling", b"profile") for data in kept if word in data] == []
    assert [dict(Image.open(io.BytesIO(data)).getexif()) for data in kept] == [{}] * 3


def test_nothing_but_pixels_is_kept_of_a_png_with_texts(council):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Location", "51.50735")
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    sent = bytes_of(halves(), "PNG", pnginfo=texts)
    assert b"51.50735" in sent

    photo = services.keep_photo(council.member.person, checked(sent, "me.png"), alt="Aisha Rahman", actor=council.member.person)

    assert [segments(data) for data in kept_bytes(photo)] == [[0xE0]] * 3
    assert [data for data in kept_bytes(photo) if b"51.50735" in data or XMP in data] == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_of_picture_comes_in_four_by_five_and_never_wider_than_it_was(kind):
    name = {"JPEG": "me.jpg", "PNG": "me.png", "WEBP": "me.webp"}[kind]

    found = {size: [one[:2] for one in small_pictures(picture(kind, size=size, name=name))]
             for size in ((1000, 1000), (2000, 1000), (250, 900), (50, 70), (1, 1))}

    assert found == {
        (1000, 1000): [(96, 120), (192, 240), (320, 400), (640, 800)],
        (2000, 1000): [(96, 120), (192, 240), (320, 400), (640, 800)],
        (250, 900): [(96, 120), (192, 240)],
        (50, 70): [(50, 62)],
        (1, 1): [(1, 1)],
    }


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_stands_upright_whatever_its_camera_wrote(turn):
    lying = {1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
             5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270}[turn]
    exif = Image.Exif()
    exif[0x0112] = turn
    sent = bytes_of(halves().transpose(lying) if lying is not None else halves(), exif=exif.tobytes())

    _width, _height, data = small_pictures(checked(sent))[0]

    shown = Image.open(io.BytesIO(data))
    assert shown.size == (96, 120)
    assert (near(shown.getpixel((48, 10)), RED), near(shown.getpixel((48, 110)), BLUE)) == (True, True)


def test_what_was_transparent_is_white():
    clear = Image.new("RGBA", (100, 125), (0, 0, 0, 0))

    data = small_pictures(checked(bytes_of(clear, "PNG"), "me.png"))[0][2]

    assert near(Image.open(io.BytesIO(data)).getpixel((50, 60)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_pictures_of_every_depth_of_colour_can_be_read(mode):
    kind, name = ("JPEG", "me.jpg") if mode == "CMYK" else ("PNG", "me.png")

    found = small_pictures(checked(bytes_of(Image.new(mode, (100, 125)), kind), name))

    assert [one[:2] for one in found] == [(96, 120)]


# --- what is refused -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "name", "data", "why"), [
    ("too many pixels", "me.png", files.wide_png(20_000, 20_000), "pixels"),
    ("an SVG", "me.svg", SVG, "kind"),
    ("an SVG under another name", "me.png", SVG, "kind"),
    ("a text under another name", "me.jpg", b"Not a picture at all.\n", "kind"),
    ("a picture cut off", "me.jpg", files.picture("JPEG", (400, 500))[:-3000], "damaged"),
    ("a GIF", "me.gif", files.picture("GIF"), "kind"),
    ("a PDF", "me.pdf", files.pdf(), "kind")], ids=lambda value: value if isinstance(value, str) and " " in value else None)
def test_what_is_no_photograph_is_refused_with_what_to_do(council, what, name, data, why):
    client = browser(council.member)
    address = reverse("people:edit_photo", args=[council.member.person.uid])

    answer = client.post(address, {"photo": SimpleUploadedFile(name, data), "alt": "Aisha Rahman, smiling"})

    errors = answer.context["form"].errors.as_data()["photo"]
    assert [error.code for error in errors] == [why]
    assert (name in errors[0].messages[0], "PDF" in errors[0].messages[0]) == (True, False)
    assert answer.context["form"]["alt"].value() == "Aisha Rahman, smiling"
    assert (Photo.objects.count(), os.path.exists(PhotoSize._meta.get_field("stored").storage.location)) == (0, False)


def test_a_picture_that_breaks_while_its_pixels_are_read_is_refused_and_what_was_typed_stays(council):
    whole = bytes_of(halves((900, 900)), "PNG")
    at = whole.index(b"IDAT") + 4
    length = int.from_bytes(whole[at - 8:at - 4])
    broken = whole[:at - 8] + files.chunk(b"IDAT", b"\0" * length) + whole[at + length + 4:]
    client = browser(council.member)

    answer = client.post(reverse("people:edit_photo", args=[council.member.person.uid]),
                         {"photo": SimpleUploadedFile("me.png", broken), "alt": "Aisha Rahman"})

    assert answer.status_code == 200
    assert answer.context["form"].errors["photo"] == [
        "“me.png” cannot be read as a picture: open it, save it again as a JPEG and choose that."]
    assert answer.context["form"]["alt"].value() == "Aisha Rahman"


def test_a_picture_measured_again_with_too_many_pixels_is_refused(settings):
    upload = picture(size=(400, 500))
    settings.IMAGE_MAX_PIXELS = 100

    with pytest.raises(ValidationError, match="has more than 0 million pixels"):
        small_pictures(upload)


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "me.jpg"), ("PNG", "me.png"), ("WEBP", "me.webp")])
def test_a_picture_of_nearly_40_million_pixels_is_shrunk_whatever_its_kind(kind, name):
    sent = checked(bytes_of(Image.new("L" if kind == "PNG" else "RGB", (5600, 7000), "white"), kind), name)

    found = small_pictures(sent)

    assert [one[:2] for one in found] == [(96, 120), (192, 240), (320, 400), (640, 800)]


def test_a_picture_with_a_palette_keeps_its_colours_where_they_were():
    whole = halves((3000, 3750))

    as_it_is, with_palette = (small_pictures(checked(bytes_of(one, "PNG"), "me.png"))[0][2] for one in (whole, whole.quantize(8)))

    difference = ImageChops.difference(*(Image.open(io.BytesIO(data)) for data in (as_it_is, with_palette)))
    assert [most <= 16 for _least, most in difference.getextrema()] == [True] * 3


def test_words_of_characters_that_cannot_be_seen_are_no_words(council):
    answer = browser(council.member).post(reverse("people:edit_photo", args=[council.member.person.uid]),
                                          {"photo": SimpleUploadedFile("me.jpg", files.picture("JPEG")), "alt": "\u200b\u202e"})

    assert answer.context["form"].errors == {"alt": ["Enter what the photograph shows, in words"]}


def test_a_picture_waits_until_the_one_before_it_is_unpacked():
    waiting = threading.Thread(target=small_pictures, args=[picture()])

    with ONE_AT_A_TIME:
        waiting.start()
        waiting.join(0.5)
        waited = waiting.is_alive()
    waiting.join(20)

    assert (waited, waiting.is_alive()) == (True, False)


def test_words_for_whoever_cannot_see_it_are_needed(council):
    client = browser(council.member)

    answer = client.post(reverse("people:edit_photo", args=[council.member.person.uid]),
                         {"photo": SimpleUploadedFile("me.jpg", files.picture("JPEG")), "alt": " "})

    assert answer.context["form"].errors == {"alt": ["Enter what the photograph shows, in words"]}


# --- who may -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", ["member", "democratic"])
def test_the_person_and_democratic_services_keep_a_photograph_by_the_page(council, actor):
    client = browser(getattr(council, actor))
    address = reverse("people:edit_photo", args=[council.member.person.uid])

    sent = {"photo": SimpleUploadedFile("me.jpg", files.picture("JPEG", (400, 500))), "alt": "Aisha Rahman, smiling"}
    answer = client.post(address, sent, follow=True)

    photo = Photo.objects.get()
    assert answer.redirect_chain == [(address, 302)]
    assert (photo.person, photo.alt, photo.added_by) == (council.member.person, "Aisha Rahman, smiling", getattr(council, actor).person)
    assert f'src="{photo.url(640)}" alt="Aisha Rahman, smiling"' in answer.content.decode()
    assert list(Event.objects.filter(verb="photograph kept").values_list("actor_name", "object_uid")) == [
        (getattr(council, actor).person.name, council.member.person.uid)]


@pytest.mark.parametrize("actor", ["other_member", "head", "technical", "monitoring", "chief_executive"])
def test_nobody_else_changes_a_photograph(council, actor):
    photo = photograph(council.member.person)
    other = getattr(council, actor).person

    with pytest.raises(Forbidden):
        services.keep_photo(council.member.person, picture(), alt="Somebody", actor=other)
    with pytest.raises(Forbidden):
        services.remove_photo(photo, actor=other)

    assert Photo.objects.get() == photo


def test_whoever_has_left_changes_not_even_their_own(council):
    leave_office(council.member.person)

    with pytest.raises(Http404):
        services.keep_photo(council.member.person, picture(), alt="Somebody", actor=fresh_person(council.member))


def ask(client, photo, width=96, method="get"):
    response = getattr(client, method)(reverse("people:photo", args=[getattr(photo, "uid", photo), width]))
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def test_anybody_in_office_is_given_the_picture_and_what_keeps_it_harmless(council):
    photo = photograph(council.member.person)

    answer = ask(browser(council.other_head), photo)

    size = photo.sizes.get(width=96)
    assert answer.status_code == 200
    assert {name: answer[name] for name in ("Content-Type", "Content-Length", "Content-Disposition", "X-Content-Type-Options",
                                            "Content-Security-Policy", "Cache-Control", "Accept-Ranges")} == {
        "Content-Type": "image/jpeg", "Content-Length": str(size.size), "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store", "Accept-Ranges": "none"}
    assert answer.body == size.stored.open("rb").read()


def test_head_says_what_get_would(council):
    photo = photograph(council.member.person)

    answer = ask(browser(council.head), photo, method="head")

    assert (answer.status_code, answer.body, answer["Content-Length"]) == (200, b"", str(photo.sizes.get(width=96).size))


def test_a_photograph_of_somebody_cannot_be_told_from_none_by_whoever_may_not_see_it(council):
    photo = photograph(council.member.person)
    leave_office(council.other_member.person)
    client = browser(council.other_member)
    client.get("/")

    with CaptureQueriesContext(connection) as for_forbidden:
        refused = ask(client, photo)
    with CaptureQueriesContext(connection) as for_unknown:
        unknown = ask(client, uuid.UUID(int=7))

    assert (refused.status_code, len(for_forbidden)) == (unknown.status_code, len(for_unknown)) == (404, len(for_unknown))


@pytest.mark.parametrize("width", [97, 640, 10 ** 30])
def test_a_width_that_was_not_made_is_not_there(council, width):
    photo = photograph(council.member.person)

    assert ask(browser(council.head), photo, width).status_code == 404


def test_a_file_that_storage_has_lost_is_not_the_readers_fault(council, caplog):
    photo = photograph(council.member.person)
    size = photo.sizes.get(width=96)
    os.remove(size.stored.path)

    answer = ask(browser(council.head), photo)

    assert (answer.status_code, answer["Cache-Control"]) == (503, "private, no-store")
    assert [record.getMessage() for record in caplog.records if "photograph" in record.getMessage()] == [
        f"a size of the photograph {photo.uid} is not in storage as it was kept"]


# --- how it goes ---------------------------------------------------------------------------------------------------------------


def stored_files(folder):
    return sorted(path.name for path in (folder / "people.photosize").rglob("*") if path.is_file())


def names(photo):
    return sorted(size.stored.name.rsplit("/", 1)[1] for size in photo.sizes.all())


def test_another_photograph_has_another_uid_and_the_files_of_the_first_go(council, folder, django_capture_on_commit_callbacks):
    first = photograph(council.member.person)
    client = browser(council.head)

    with django_capture_on_commit_callbacks(execute=True):
        second = photograph(fresh_person(council.member))

    assert first.uid != second.uid
    assert stored_files(folder) == names(second)
    assert (ask(client, first.uid).status_code, ask(client, second).status_code) == (404, 200)


def test_removing_a_photograph_takes_rows_and_files_and_a_second_press_changes_nothing(council, folder, django_capture_on_commit_callbacks):
    photograph(council.member.person)
    client, address = browser(council.member), reverse("people:edit_photo", args=[council.member.person.uid])

    with django_capture_on_commit_callbacks(execute=True):
        first = client.post(address, {"act": "remove"}, follow=True)
        second = client.post(address, {"act": "remove"}, follow=True)

    assert (Photo.objects.count(), PhotoSize.objects.count(), stored_files(folder)) == (0, 0, [])
    assert ["The photograph is removed." in words(answer) for answer in (first, second)] == [True, True]
    assert Event.objects.filter(verb="photograph removed").count() == 1


def test_a_change_that_is_undone_leaves_the_photograph_and_its_files(council, folder):
    photo = photograph(council.member.person)

    with transaction.atomic():
        services.remove_photo(photo, actor=council.member.person)
        transaction.set_rollback(True)

    assert (Photo.objects.count(), stored_files(folder)) == (1, names(photo))


def test_the_sweep_takes_what_a_fault_left_and_nothing_else(council, folder):
    photo = photograph(council.member.person)
    orphan = folder / "people.photosize" / "aa" / "orphan"
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"left behind")
    os.utime(orphan, (0, 0))

    assert PhotoSize in KINDS
    assert sweep(PhotoSize, 3600) == 1
    assert stored_files(folder) == names(photo)


def test_the_pages_show_initials_where_there_is_no_photograph(council):
    answer = browser(council.member).get(reverse("people:edit_photo", args=[council.member.person.uid]))

    assert "There is no photograph yet: initials stand in its place." in words(answer)
    assert ">AR<" in answer.content.decode()
