"""The keys, what they seal, and the escrow: plain Python, without a database."""
import base64
import datetime
import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from council_portal.sealing import box, escrow, keys

pytestmark = pytest.mark.requirement("CMP-CONF")
TODAY = datetime.date(2026, 11, 29)
PLACE = "complaints.complaint/0b5e/text"


@pytest.fixture
def ring():
    """Two keys, the second of which seals."""
    return keys.Ring((keys.new_key(TODAY),)).with_new(TODAY)


def test_what_is_sealed_opens_at_its_place_with_any_key_of_the_ring_and_says_nothing(ring):
    text = "She shouted at me – “in front of everybody”, at 10 Downing Street. 😀"
    for sealing in (ring, keys.Ring(ring.keys[:1])):
        sealed = box.seal(sealing, text, PLACE)
        assert box.unseal(ring, sealed, PLACE) == text
        assert sealed.key_name == sealing.current.name
        assert not any(word in sealed for word in ("shouted", "everybody", "Downing"))  # shorter ones may stand there by chance
    assert box.seal(ring, text, PLACE) != box.seal(ring, text, PLACE), "the same text twice cannot be told"


def test_it_is_the_cipher_that_the_page_names(ring):
    """By the library alone: another program can open it with the key."""
    _way, _name, data = box.seal(ring, "Plain.", PLACE).split(".")
    data = base64.b64decode(data)
    assert AESGCM(ring.current.secret).decrypt(data[:12], data[12:], PLACE.encode()) == b"Plain."


def test_moved_changed_or_cut_short_it_does_not_open(ring):
    sealed = box.seal(ring, "Plain.", PLACE)
    way, name, data = sealed.split(".")
    raw = bytearray(base64.b64decode(data))
    raw[20] ^= 1
    changed = f"{way}.{name}.{base64.b64encode(bytes(raw)).decode()}"
    relabelled = f"{way}.{ring.keys[0].name}.{data}"
    for torn, place in ((sealed, PLACE + "x"), (changed, PLACE), (sealed[:-8], PLACE), (sealed[:20], PLACE), (relabelled, PLACE),
                        ("Plain.", PLACE), ("", PLACE)):
        with pytest.raises(box.Damaged, match="cannot be opened"):
            box.unseal(ring, torn, place)


def test_a_key_that_is_not_there_is_named(ring):
    sealed = box.seal(ring, "Plain.", PLACE)
    with pytest.raises(keys.KeyMissing, match=ring.current.name):
        box.unseal(keys.Ring(ring.keys[:1]), sealed, PLACE)


def test_a_key_is_in_no_text_about_it(ring):
    secret = ring.current.secret
    assert repr(secret) not in repr(ring)
    assert base64.b64encode(secret).decode() not in repr(ring)


def test_the_file_is_its_owners_alone_and_is_read_again_when_it_changes(tmp_path, ring):
    path = tmp_path / "keys" / "sealing"
    keys.write(path, keys.Ring(ring.keys[:1]), new=True)
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert keys.read(str(path)).keys == ring.keys[:1]
    keys.write(path, ring)
    assert keys.read(str(path)) == ring
    with pytest.raises(keys.KeyFault, match="already"):
        keys.write(path, ring, new=True)
    assert list(path.parent.iterdir()) == [path], "nothing is left beside it"


def test_a_file_that_others_may_read_is_refused(tmp_path, ring):
    path = tmp_path / "sealing"
    keys.write(path, ring)
    path.chmod(0o640)
    with pytest.raises(keys.KeyFault, match="chmod 600"):
        keys.read(str(path))


@pytest.mark.parametrize(("text", "says"), [
    ("", "empty"), ("gibberish", "Line 1"), ("0a1b2c3d 2026-11-29 AAAA\n", "Line 1"), ("nothex!! 2026-11-29 " + "A" * 43 + "=", "Line 1"),
    (("0a1b2c3d 2026-11-29 " + "A" * 43 + "=\n") * 2, "Line 2"), ("0a1b2c3d 2026-13-29 " + "A" * 43 + "=", "Line 1"),
    ("é", "cannot be read")])
def test_a_damaged_file_is_refused_with_its_line_and_without_its_words(tmp_path, text, says):
    path = tmp_path / "sealing"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(keys.KeyFault, match=says) as fault:
        keys.read(str(path))
    assert "AAAA" not in str(fault.value)


def test_no_file_is_said():
    with pytest.raises(keys.KeyFault, match="no file of keys"):
        keys.read("/nowhere/sealing")


def test_the_escrow_gives_the_ring_back_to_whoever_has_its_code_however_it_is_typed(ring):
    code = escrow.new_code()
    text = escrow.lock(ring, code)
    assert escrow.unlock(text, code) == ring
    assert escrow.unlock(text, " " + code.lower().replace("-", " ").replace("0", "o").replace("1", "l") + "\n") == ring
    assert base64.b64encode(ring.current.secret).decode() not in text
    assert len({escrow.new_code() for _ in range(50)}) == 50


@pytest.mark.parametrize("code", ["", "ABCD", "U" * 32, "A" * 33])
def test_what_is_no_code_is_said(ring, code):
    with pytest.raises(keys.KeyFault, match="8 groups of 4"):
        escrow.unlock(escrow.lock(ring, escrow.new_code()), code)


def test_anothers_code_and_a_damaged_escrow_give_nothing(ring):
    code = escrow.new_code()
    text = escrow.lock(ring, code)
    for torn, typed in ((text, escrow.new_code()), (text[:-9], code), (text.replace("escrow-1", "escrow-2"), code), ("", code)):
        with pytest.raises(keys.KeyFault, match="no escrow file"):
            escrow.unlock(torn, typed)
