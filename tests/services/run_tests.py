"""What `make test` runs: lint, import contracts, the suite on SQLite, the browser, beside both the suite on PostgreSQL; one count."""

import argparse
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from tests.services import browser, postgres

BIN = Path(sys.executable).parent


def begin(command, output=None, **environment):
    """Start one step, its words to `output` (a file; the screen when left out). Returns the process."""
    clean = {name: value for name, value in os.environ.items() if name not in {"TEST_DATABASE_URL", "DATABASE_URL"}}
    return subprocess.Popen(command, env=clean | environment, stdout=output, stderr=subprocess.STDOUT if output else None)


def run(title, command, **environment):
    """Run one step under a heading and return whether it succeeded."""
    print(f"\n==== {title}", flush=True)
    return postgres.wait_through_interrupt(begin(command, **environment)) == 0


@contextlib.contextmanager
def pytest_command(marks, database, counts, *arguments):
    """Yield the command that runs pytest on `database` (a Server, or None for SQLite) and its environment; then count and clear up."""
    name = f"test_portal_{secrets.token_hex(4)}"
    environment = {"TEST_DATABASE_NAME": name} | ({"TEST_DATABASE_URL": database.url} if database else {})
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        try:
            yield [BIN / "python", "-m", "pytest", "-q", "-m", marks, f"--junitxml={report.name}", *arguments], environment
        finally:
            if database:
                postgres.drop_databases(database.url, name)
            counts.update(counted(report.name))


def run_pytest(title, marks, database, counts, *arguments):
    """Run pytest on `database`, add what it counted to `counts`, return whether it succeeded."""
    with pytest_command(marks, database, counts, *arguments) as (command, environment):
        return run(title, command, **environment)


@contextlib.contextmanager
def beside(title, marks, database, counts, step):
    """Run pytest on `database` beside what is done inside, on the other core; its words come at the end, when both are through."""
    with tempfile.TemporaryFile() as words, pytest_command(marks, database, counts) as (command, environment):
        process = begin(command, words, **environment)
        try:
            yield
        except BaseException:
            process.terminate()
            process.wait()
            raise
        succeeded = postgres.wait_through_interrupt(process) == 0
        words.seek(0)
        print(f"\n==== {title}", words.read().decode(errors="replace"), sep="\n", flush=True)
        step("PostgreSQL", succeeded)


def counted(report):
    """Return passed, failed and skipped of a JUnit report; nothing when pytest ended before it wrote one."""
    try:
        suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 -- only reports that pytest has just written for us
    except ET.ParseError:
        return Counter()
    total = Counter()
    for suite in suites:
        number = {key: int(suite.get(key)) for key in ["tests", "failures", "errors", "skipped"]}
        failed = number["failures"] + number["errors"]
        total += Counter(passed=number["tests"] - failed - number["skipped"], failed=failed, skipped=number["skipped"])
    return total


def run_all(*, long, untested, counts):
    """Run every step and return the titles of those that failed; `untested` takes what could not be tried."""
    marks = "not browser" if long else "not browser and not long"
    on_postgres = marks if long else f"{marks} and not walk"  # the longest walk, whose answers no database changes
    in_browser = "browser" if long else "browser and not long"
    failed = []

    def step(title, succeeded):
        if not succeeded:
            failed.append(title)

    step("ruff", run("ruff", [BIN / "ruff", "check", "."]))
    step("imports", run("imports", [BIN / "lint-imports"]))
    with contextlib.ExitStack() as stack:
        database = None
        try:
            database = stack.enter_context(postgres.server())
        except postgres.Missing as reason:
            untested.append(f"PostgreSQL ({reason})")
        if database:
            stack.enter_context(beside(f"tests on PostgreSQL ({database.origin})", on_postgres, database, counts, step))
        step("SQLite", run_pytest("tests on SQLite", marks, None, counts))
        if browser.executable():
            where = "PostgreSQL" if database else "SQLite"
            step("browser", run_pytest(f"tests in the browser, on {where}", in_browser, database, counts, "tests/browser"))
        else:
            untested.append("browser (no Chromium; on Debian: apt-get install chromium)")
    return failed


def closing_lines(failed, untested, counts):
    """Return what the run ends with: the steps that failed, the count, and as the last line what was not tested."""
    lines = [f"Failed: {', '.join(failed)}"] if failed else []
    lines.append(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return lines + ([f"NOT TESTED: {'; '.join(untested)}"] if untested else [])


def exit_status(failed, untested, *, ci):
    """Return 1 when a step failed, or when something was not tested where nobody looks at the screen; else 0."""
    return 1 if failed or (untested and ci) else 0


def main():
    """Return 0 when all that could be tried held; 1 when something failed, or under CI=true was not tested; 130 on Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="also the tests marked long")
    signal.signal(signal.SIGTERM, postgres.end_politely)
    untested, counts = [], Counter()
    try:
        failed = run_all(long=parser.parse_args().long, untested=untested, counts=counts)
    except KeyboardInterrupt:
        print("\nInterrupted.")
        return 130

    print("", *closing_lines(failed, untested, counts), sep="\n")
    return exit_status(failed, untested, ci=os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
