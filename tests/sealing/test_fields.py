"""A sealed column in a real table, and `manage.py complaints_key`: lost keys with and without the escrow, a rotation cut short."""
import io
import uuid

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction

from council_portal.sealing import box, keys
from council_portal.sealing.fields import SealedTextField, ring
from council_portal.sealing.services import look, put

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMP-CONF")]
TEXT = "She shouted at me in the corridor."


@pytest.fixture
def path(settings, tmp_path):
    """Where the keys are to be."""
    settings.SEALING_KEYS = str(tmp_path / "keys" / "sealing")
    return tmp_path / "keys" / "sealing"


@pytest.fixture
def note(db):
    """A model of the tests alone, with a table: two sealed columns. Gone when the test ends."""
    class Note(models.Model):
        uid = models.UUIDField(primary_key=True, default=uuid.uuid4)
        text = SealedTextField()
        answer = SealedTextField(null=True)

        class Meta:
            app_label = "sealing"

        def __str__(self):
            return "note"

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE sealing_note (uid {connection.data_types['UUIDField']} PRIMARY KEY, text text NOT NULL, answer text)")
    yield Note
    del apps.all_models["sealing"]["note"]
    apps.clear_cache()


def command(*words, typed="", monkeypatch=None):
    """What the command said. typed: its standard input."""
    said = io.StringIO()
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    call_command("complaints_key", *map(str, words), stdout=said, skip_checks=False)  # as on the command line
    return said.getvalue()


def stored():
    """The columns as the database holds them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, answer FROM sealing_note ORDER BY text")
        return cursor.fetchall()


def code_of(said):
    """The code that `escrow` printed."""
    return said.strip().splitlines()[-1]


def test_the_database_holds_it_sealed_and_the_row_opens_it(path, note):
    command("generate")
    made = note.objects.create(text=TEXT, answer="")
    note.objects.bulk_create([note(text="Another.")])

    assert made.text == TEXT
    assert all(box.Sealed(text).key_name == ring().current.name and TEXT not in text for text, _answer in stored())
    read = note.objects.get(pk=made.pk)
    assert (read.text, read.answer) == (TEXT, "")
    assert note.objects.only("uid").get(pk=made.pk).text == TEXT
    assert TEXT not in str(list(note.objects.values_list("text", "answer")))


def test_a_row_that_is_saved_without_being_opened_stays_as_it_was_and_a_change_is_sealed(path, note):
    command("generate")
    made = note.objects.create(text=TEXT)
    before = stored()
    note.objects.get(pk=made.pk).save()
    assert stored() == before

    read = note.objects.get(pk=made.pk)
    read.text = "Taken back."
    read.save(update_fields=["text"])
    assert note.objects.get(pk=made.pk).text == "Taken back."
    assert "Taken" not in stored()[0][0]


def test_no_plain_text_gets_in_and_nothing_is_found_by_it(path, note):
    command("generate")
    note.objects.create(text=TEXT)
    with pytest.raises(TypeError, match="only sealed"), transaction.atomic():
        note.objects.update(text="plain")
    for lookup in ("text", "text__icontains", "text__in", "answer__gt"):
        with pytest.raises(FieldError):
            list(note.objects.filter(**{lookup: "x"}))
    assert note.objects.filter(answer__isnull=True).count() == 1


def test_moved_to_another_row_or_column_it_does_not_open(path, note):
    command("generate")
    one, other = note.objects.create(text=TEXT), note.objects.create(text="Other.")
    sealed = note.objects.values_list("text", flat=True).get(pk=one.pk)
    note.objects.filter(pk=other.pk).update(text=sealed, answer=sealed)
    read = note.objects.get(pk=other.pk)
    for column in ("text", "answer"):
        with pytest.raises(box.Damaged):
            getattr(read, column)
    with pytest.raises(CommandError, match=str(other.pk)):
        command("check")


def test_without_keys_nothing_is_written_and_nothing_is_lost(path, note):
    with pytest.raises(keys.KeyFault, match="no file of keys"), transaction.atomic():
        note.objects.create(text=TEXT)
    assert stored() == []


def test_a_rotation_seals_everything_anew_and_the_old_key_can_go_then(path, note):
    command("generate")
    old = ring().current.name
    for _ in range(3):
        note.objects.create(text=TEXT, answer="Yes.")
    assert "6 texts" in command("rotate")
    new = ring().current.name
    assert look() == ({new: 6}, [])
    assert {one.text for one in note.objects.all()} == {TEXT}

    with pytest.raises(CommandError, match="the key that seals"):
        command("retire", new)
    command("retire", old)
    assert [key.name for key in ring().keys] == [new]
    assert "6 texts" in command("check")
    with pytest.raises(CommandError, match=old):
        command("retire", old)


def test_a_rotation_that_was_cut_short_goes_on_with_the_same_key(path, note):
    command("generate")
    note.objects.create(text=TEXT)
    held = ring()
    keys.write(path, held.with_new(held.current.made_on))  # as far as it came
    with pytest.raises(CommandError, match="1 texts are sealed"):
        command("retire", held.current.name)
    assert "1 texts" in command("rotate")
    assert len(ring().keys) == 2


def test_what_is_saved_during_a_rotation_is_not_written_over(path, note):
    command("generate")
    row = note.objects.create(text=TEXT)
    old = note.objects.values_list("text", flat=True).get()
    row.text = "Newer."
    row.save()
    assert not put(note._meta.get_field("text"), row, old, box.seal(ring(), TEXT, "anywhere"))
    assert note.objects.get().text == "Newer."


def test_lost_keys_come_back_from_the_escrow_with_its_code(path, note, tmp_path, monkeypatch):
    command("generate")
    note.objects.create(text=TEXT)
    code = code_of(command("escrow", tmp_path / "escrow"))
    path.unlink()

    with pytest.raises(CommandError, match="1 texts are sealed with keys that are not here"):
        command("generate")
    with pytest.raises(CommandError, match="code belongs to another"):
        command("restore", tmp_path / "escrow", typed="0000-" * 7 + "0000", monkeypatch=monkeypatch)
    assert not path.exists()
    command("restore", tmp_path / "escrow", typed=code, monkeypatch=monkeypatch)
    assert note.objects.get().text == TEXT
    assert "The escrow holds every key" in command("check", "--escrow", tmp_path / "escrow", typed=code, monkeypatch=monkeypatch)


def test_an_escrow_that_is_found_later_is_brought_back_beside_the_key_that_was_made_meanwhile(path, note, tmp_path, monkeypatch):
    command("generate")
    note.objects.create(text=TEXT)
    code = code_of(command("escrow", tmp_path / "escrow"))
    path.unlink()
    command("generate", "--although-lost")
    newer, meanwhile = note.objects.create(text="Written since."), ring().current

    assert "1 keys are back beside the 1 that were here" in command("restore", tmp_path / "escrow", typed=code, monkeypatch=monkeypatch)
    assert ring().current == meanwhile, "it goes on to seal"
    assert {one.text for one in note.objects.all()} == {TEXT, newer.text}
    with pytest.raises(CommandError, match="here already"):
        command("restore", tmp_path / "escrow", typed=code, monkeypatch=monkeypatch)


def test_without_escrow_what_was_sealed_stays_unread_and_what_comes_is_sealed(path, note):
    command("generate")
    lost = note.objects.create(text=TEXT)
    name = ring().current.name
    path.unlink()
    command("generate", "--although-lost")
    note.objects.create(text="After.")

    with pytest.raises(keys.KeyMissing, match=name):
        str(note.objects.get(pk=lost.pk).text)
    with pytest.raises(CommandError, match=name):
        command("check")
    with pytest.raises(CommandError, match=name):
        command("rotate")
    assert look()[0][ring().current.name] == 1, "the rotation goes on past what does not open"
    assert len(stored()) == 2, "nothing is thrown away"


def test_an_escrow_older_than_a_rotation_is_found_out_and_none_is_written_over(path, note, tmp_path, monkeypatch):
    command("generate")
    code = code_of(command("escrow", tmp_path / "escrow"))
    command("rotate")
    with pytest.raises(CommandError, match="does not hold the key " + ring().current.name):
        command("check", "--escrow", tmp_path / "escrow", typed=code, monkeypatch=monkeypatch)
    with pytest.raises(CommandError, match="is there already"):
        command("escrow", tmp_path / "escrow")
    assert (tmp_path / "escrow").stat().st_mode & 0o777 == 0o600
    assert code not in (tmp_path / "escrow").read_text()


def test_no_key_is_ever_said(path, note, tmp_path):
    said = command("generate") + command("rotate") + command("check")
    held = path.read_text().split()
    assert len(held) == 6
    assert not any(secret in said for secret in held[2::3])
    with pytest.raises(CommandError, match="already"):
        command("generate")
