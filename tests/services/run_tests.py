"""What `make test` runs: lint, import contracts, and the tests in parts, as many at a time as there are processors; one count."""

import argparse
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from tests.services import browser, postgres
from tests.services.parts import parts

BIN = Path(sys.executable).parent


def run(title, command):
    """Run one step under a heading and return whether it succeeded."""
    print(f"\n==== {title}", flush=True)
    return postgres.wait_through_interrupt(subprocess.Popen(command, env=clean())) == 0


def clean():
    """The environment, without a database that somebody's shell names."""
    return {name: value for name, value in os.environ.items() if name not in {"TEST_DATABASE_URL", "DATABASE_URL"}}


class Run:
    """Pytest on one part, on a database of its own. Its words are kept until it is through, so that those of two never mix."""

    def __init__(self, part, database):
        self.part, self.database = part, database if part.postgres else None
        self.name = f"test_portal_{secrets.token_hex(4)}"
        self.words, self.report = tempfile.TemporaryFile(), tempfile.NamedTemporaryFile(suffix=".xml")  # noqa: SIM115 -- closed by `end`
        where = {"TEST_DATABASE_NAME": self.name} | ({"TEST_DATABASE_URL": database.url} if self.database else {})
        command = [BIN / "python", "-m", "pytest", "-q", "-m", part.marks, f"--junitxml={self.report.name}", *part.paths]
        self.began = time.monotonic()
        self.process = subprocess.Popen(command, env=clean() | where, stdout=self.words, stderr=subprocess.STDOUT)

    def ended(self):
        """Whether it is through."""
        return self.process.poll() is not None

    def end(self, counts):
        """Print what it said, add what it counted to `counts`, clear up, and return whether it succeeded."""
        try:
            self.words.seek(0)
            words = self.words.read().decode(errors="replace")
            print(f"\n==== {self.part.title} ({time.monotonic() - self.began:.0f} s)", words, sep="\n", flush=True)
            counts.update(counted(self.report.name))
        finally:
            self.clear()
        return self.process.returncode == 0

    def stop(self, *, told):
        """Let it tidy up, and clear up after it. told: Ctrl-C has reached it already."""
        if not (told or self.ended()):
            self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=30)
        self.process.kill()
        self.clear()

    def clear(self):
        """Drop its database and what it wrote."""
        self.words.close()
        self.report.close()
        if self.database:
            postgres.drop_databases(self.database.url, self.name)


def run_parts(waiting, database, counts):
    """Run these parts, as many at a time as there are processors. Returns the titles of those that failed."""
    waiting, running, failed = list(waiting), [], []
    try:
        while waiting or running:
            while waiting and len(running) < (os.cpu_count() or 1):
                running.append(Run(waiting.pop(0), database))
            time.sleep(0.2)
            for one in [one for one in running if one.ended()]:
                running.remove(one)
                if not one.end(counts):
                    failed.append(one.part.title)
    except BaseException as reason:
        for one in running:
            one.stop(told=isinstance(reason, KeyboardInterrupt))
        raise
    return failed


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
    steps = {"ruff": [BIN / "ruff", "check", "."], "imports": [BIN / "lint-imports"]}
    failed = [title for title, command in steps.items() if not run(title, command)]
    chromium = bool(browser.executable())
    if not chromium:
        untested.append("browser (no Chromium; on Debian: apt-get install chromium)")
    with contextlib.ExitStack() as stack:
        database = None
        try:
            database = stack.enter_context(postgres.server())
            print(f"\nPostgreSQL: {database.origin}", flush=True)
        except postgres.Missing as reason:
            untested.append(f"PostgreSQL ({reason})")
        return failed + run_parts(parts(long=long, postgres=bool(database), chromium=chromium), database, counts)


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
