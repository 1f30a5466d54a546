"""Names that people gave their files."""
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council_portal.documents.uploads.names import UNSEEN, clean_name, extension

NAMES = {
    "agenda.pdf": "agenda.pdf",
    "AGENDA.PDF": "AGENDA.PDF",
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\win.ini.txt": "win.ini.txt",
    "/absolute/path.pdf": "path.pdf",
    "C:\\Users\\clerk\\letter.docx": "letter.docx",
    "C:letter.docx": "C-letter.docx",
    "agenda.pdf\r\nSet-Cookie: a=b": "agenda.pdf Set-Cookie- a=b",
    "agenda\r\n.pdf": "agenda.pdf",
    "agenda\x00.pdf": "agenda.pdf",
    "agenda.pdf\x00.exe": "agenda.pdf.exe",
    "agenda\u202efdp.exe": "agendafdp.exe",
    "\u2066agenda\u2069.pdf": "agenda.pdf",
    "a\u200bgen\u00adda.pdf": "agenda.pdf",
    "lone\ud800surrogate.pdf": "lonesurrogate.pdf",
    "line\u2028break.pdf": "line break.pdf",
    "\x1b[31mred.pdf": "[31mred.pdf",
    'say "hello".pdf': "say -hello-.pdf",
    "a<b>c|d?e*.pdf": "a-b-c-d-e-.pdf",
    "; filename=evil.exe.pdf": "; filename=evil.exe.pdf",
    "CON.pdf": "_CON.pdf",
    "con": "_con",
    "lpt1.tar.txt": "_lpt1.tar.txt",
    "console.pdf": "console.pdf",
    "Cyngor Môr 🏖.pdf": "Cyngor Môr 🏖.pdf",
    "mo\u0302r.pdf": "môr.pdf",
    "  spaced   out  .pdf": "spaced out.pdf",
    "trailing dots...": "trailing dots",
    ".pdf": "paper.pdf",
    "...pdf": "paper.pdf",
    "..": "paper",
    ".": "paper",
    "": "paper",
    "   ": "paper",
    "/": "paper",
    "\u202e": "paper",
    "раураl.pdf": "раураl.pdf",  # Cyrillic look-alikes: a name proves nothing, and people have such names
    "%2e%2e%2fagenda.pdf": "%2e%2e%2fagenda.pdf",
    "{{ 7*7 }}<script>.pdf": "{{ 7-7 }}-script-.pdf",
    "x" * 300 + ".pdf": "x" * 196 + ".pdf",
    "🏖" * 300 + ".pdf": "🏖" * 196 + ".pdf",
    "a." + "x" * 300: "a." + "x" * 198,
}


@pytest.mark.parametrize(("given_name", "cleaned"), NAMES.items())
def test_each_name_is_cleaned_as_declared(given_name, cleaned):
    assert clean_name(given_name) == cleaned


@given(st.text(st.characters(), max_size=400))
def test_no_name_stays_dangerous_and_cleaning_twice_is_cleaning_once(name):
    cleaned = clean_name(name)

    assert 0 < len(cleaned) <= 200
    assert not {unicodedata.category(c) for c in cleaned} & UNSEEN
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert cleaned not in {".", ".."}
    assert clean_name(cleaned) == cleaned


def test_the_extension_is_the_last_one_in_small_letters():
    endings = [extension(name) for name in ["a.PDF", "a.pdf.exe", "a", "a.", "a.b c", "a.tar.gz"]]

    assert endings == ["pdf", "exe", "", "", "", "gz"]
