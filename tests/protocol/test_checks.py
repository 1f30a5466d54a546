"""The system check that every preset loads."""

from django.core.checks.registry import registry

from council_portal.protocol import load
from council_portal.protocol.checks import check_presets
from tests.protocol.files import file


def test_the_presets_that_ship_are_sound():
    assert check_presets() == []


def test_the_check_is_registered():
    assert check_presets in registry.registered_checks


def test_a_broken_preset_is_an_error_with_its_line(tmp_path, monkeypatch):
    (tmp_path / "ours.toml").write_text(file("[[routes]]\n"))
    monkeypatch.setattr(load, "PRESETS", tmp_path)

    errors = check_presets()

    assert [(e.id, e.msg) for e in errors] == [
        ("protocol.E001", "ours.toml, line 6, routes: is not a key of a protocol file. Mend: write route, or take it out.")
    ]
