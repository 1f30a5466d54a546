"""What the whole run says of itself at the end."""

from collections import Counter

import pytest

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
