"""`make demo-clean`: takes away var/demo-*/ and nothing else, and nothing while a demo runs there."""

import os

import pytest

from council_portal.demo.clean import clean, hold


@pytest.fixture
def var(tmp_path):
    """A var/ with the plain demo and two others."""
    for name in ("demo", "demo-southwark-section-c/demo", "demo-rugby/demo", "files"):
        (tmp_path / "var" / name).mkdir(parents=True)
    (tmp_path / "var/demo/portal.sqlite3").write_text("the plain demo")
    (tmp_path / "var/demo-rugby/demo/portal.sqlite3").write_text("another")
    return tmp_path / "var"


def names(var):
    return sorted(path.name for path in var.iterdir())


def test_other_demos_go_and_the_plain_one_stays(var):
    said = []

    status = clean(var, said.append)

    assert (status, names(var)) == (0, ["demo", "files"])
    assert said == ["Removed var/demo-rugby/", "Removed var/demo-southwark-section-c/", "The plain demo in var/ is kept."]


def test_nothing_to_remove_is_said(tmp_path):
    said = []

    status = clean(tmp_path, said.append)

    assert (status, said) == (0, ["There is no var/demo-*/ to remove. The plain demo in var/ is kept."])


def test_nothing_is_removed_while_a_demo_runs_in_one_of_them(var):
    said, held = [], hold(var / "demo-rugby")

    status = clean(var, said.append)
    os.close(held)

    assert (status, names(var)) == (2, ["demo", "demo-rugby", "demo-southwark-section-c", "files"])
    assert said == ["A demo runs in var/demo-rugby/. Stop it with Ctrl-C first. Nothing was removed."]


def test_a_demo_that_has_ended_holds_nothing(var):
    os.close(hold(var / "demo-rugby"))

    status = clean(var, [].append)

    assert (status, names(var)) == (0, ["demo", "files"])


def test_two_demos_may_run_in_one_folder(var):
    first, second = hold(var / "demo-rugby"), hold(var / "demo-rugby")

    assert None not in (first, second)
    os.close(first)
    os.close(second)


def test_a_link_out_of_var_is_left_alone(var, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/mine.txt").write_text("kept")
    (var / "demo-link").symlink_to(tmp_path / "elsewhere")

    clean(var, [].append)

    assert (tmp_path / "elsewhere/mine.txt").read_text() == "kept"
    assert names(var) == ["demo", "demo-link", "files"]
