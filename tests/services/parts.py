"""Which tests `make test` runs where: each of them on PostgreSQL, which councils run; on SQLite what is SQLite's own.

SQLite's own is what the demo stands on (its council, the scenarios, the walk of the whole site as everybody), and wherever the project
writes SQL of its own or keeps two writers apart (docs/decisions/dep-tests.md).
"""

from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[1]
ELSEWHERE = {"bench", "browser", "__pycache__"}  # a part of its own, or no tests

ON_SQLITE = [
    ["tests/demo", "tests/access", "tests/accounts", "tests/audit", "tests/matters", "tests/outbox", "tests/scenarios", "tests/sealing",
     "tests/settings", "tests/casework/test_races.py", "tests/casework/test_search.py", "tests/casework/test_search_laws.py",
     "tests/conversations/test_races.py", "tests/conversations_briefing/test_search.py", "tests/directory/test_import_officers.py",
     "tests/directory/test_import_officers_command.py", "tests/people/test_places.py", "tests/people/test_races.py",
     "tests/people/test_import_places.py", "tests/profiles/test_import.py", "tests/profiles/test_import_command.py",
     "tests/profiles/test_races.py"],
    ["tests/crawl"],
]
ON_POSTGRES = [
    ["tests/matrix"],
    ["tests/complaints", "tests/connections", "tests/signing", "tests/reports"],
    ["tests/conversations", "tests/conversations_attendance", "tests/conversations_briefing"],
    ["tests/casework", "tests/scenarios"],
]


@dataclass(frozen=True)
class Part:
    """A run of pytest of its own. title: for the screen; paths: what it collects; marks: what of it; postgres: on which database."""

    title: str
    paths: tuple
    marks: str
    postgres: bool


def rest():
    """What no line of ON_POSTGRES names: every other folder and file with tests, so that a new one is forgotten nowhere."""
    named = {path for paths in ON_POSTGRES for path in paths}
    found = [path for path in TESTS.iterdir() if path.name not in ELSEWHERE and (path.is_dir() or path.name.startswith("test_"))]
    return sorted({f"tests/{path.name}" for path in found} - named)


def parts(*, long, postgres, chromium):
    """The parts of a run, the longest first. long: with the tests marked so, and everything on SQLite too; postgres, chromium: whether they
    are here. Without PostgreSQL everything runs on SQLite.
    """
    marks = "not browser" if long else "not browser and not long"
    walk = "" if long else " and not walk"  # what it asks, who reads which words, no database answers otherwise
    in_browser = [Part("the browser", ("tests/browser",), "browser" if long else "browser and not long", postgres)] if chromium else []
    longest, *others = [Part(f"on PostgreSQL: {said(paths)}", tuple(paths), marks + walk, True) for paths in [rest(), *ON_POSTGRES]]
    if long or not postgres:
        on_sqlite = [Part("on SQLite: everything", ("tests",), marks, False)]
    else:
        on_sqlite = [Part(f"on SQLite: {said(paths)}", tuple(paths), marks, False) for paths in ON_SQLITE]
    if not postgres:
        return in_browser + on_sqlite
    return [longest, others[0], *in_browser, *on_sqlite, *others[1:]]


def said(paths):
    """Paths as the screen names them, the first three of them."""
    return ", ".join(path.removeprefix("tests/") for path in paths[:3]) + (" and more" if len(paths) > 3 else "")
