"""What the whole run says of itself at the end."""

from collections import Counter

import pytest

from tests.services import parts
from tests.services.run_tests import closing_lines, counted, exit_status


def test_a_whole_run_ends_with_its_count():
    lines = closing_lines([], [], Counter(passed=12, skipped=1))

    assert lines == ["12 passed, 0 failed, 1 skipped"]


def test_what_was_not_tested_is_the_last_line():
    lines = closing_lines(["ruff"], ["PostgreSQL (none)", "browser (none)"], Counter(passed=3, failed=1))

    assert lines == ["Failed: ruff", "3 passed, 1 failed, 0 skipped", "NOT TESTED: PostgreSQL (none); browser (none)"]


@pytest.mark.parametrize(
    ("failed", "untested", "ci", "status"),
    [
        ([], [], True, 0),
        ([], ["browser"], False, 0),
        ([], ["browser"], True, 1),
        (["SQLite"], [], False, 1),
    ],
)
def test_untested_fails_only_where_nobody_looks(failed, untested, ci, status):
    assert exit_status(failed, untested, ci=ci) == status


def test_errors_count_as_failures(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>')

    assert counted(report) == Counter(passed=3, failed=3, skipped=3)


def test_a_run_that_wrote_no_report_counts_nothing(tmp_path):
    report = tmp_path / "report.xml"
    report.touch()

    assert counted(report) == Counter()


def every_path():
    """Every file with tests and every folder that is collected."""
    return {f"tests/{path.relative_to(parts.TESTS)}" for path in parts.TESTS.rglob("test_*.py")}


def covered(found):
    """The files that these parts collect."""
    return {file for file in every_path() for part in found for path in part.paths if file == path or file.startswith(f"{path}/")}


@pytest.mark.parametrize("long", [False, True])
def test_every_file_of_tests_is_run_on_postgresql_or_in_the_browser(long):
    found = [part for part in parts.parts(long=long, postgres=True, chromium=True) if part.postgres]

    assert every_path() - covered(found) == set()


def test_no_file_is_collected_twice_on_the_same_database():
    found = parts.parts(long=False, postgres=True, chromium=True)

    for on in [True, False]:
        paths = [path for part in found if part.postgres is on for path in part.paths]
        assert len(paths) == len(set(paths))
        assert [one for one in paths for other in paths if one.startswith(f"{other}/")] == []


def test_what_a_part_names_is_there():
    named = {path for part in parts.parts(long=False, postgres=True, chromium=True) for path in part.paths}

    assert [path for path in sorted(named) if not (parts.TESTS.parent / path).exists()] == []


def test_without_postgresql_everything_runs_on_sqlite():
    found = parts.parts(long=False, postgres=False, chromium=False)

    assert [(part.paths, part.postgres) for part in found] == [(("tests",), False)]
