"""`make bench`: serve the county at each size, ask for every page as every reader, print the table. Exit 1 when a least figure is missed.

BENCH_SIZES (default "2000 200000"), BENCH_REQUESTS (a cell and round, 120), BENCH_ROUNDS (3) change what is measured.
"""
import contextlib
import gc
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import client, figures, rooms
from tests.bench.portal import ROOT, Portal
from tests.services import postgres

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "2000 200000").split()]
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "120"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
WARM_UP = 12  # requests of each page that are thrown away: both workers compile their templates
ROWS = {"list": range(25, 26), "home": range(8, 19)}  # the cases that a page links to: home has those that wait, moved and are due
# What is searched for, and how many cases must answer: the common words stand in half of all cases, "neighbuor" in none.
SEARCHES = {"common word": ("rain", 25), "two words": ("worse rain", 25), "half word": ("neighb", 25),
            "typing error": ("neighbuor", 25), "nothing found": ("zeppelin", 0)}
DEEP = 2  # pages before the deep one: the shared open cases fill four


def pages(reader, facts):
    """The addresses that are measured, by name."""
    first = "/casework/"
    deep = None
    for _ in range(DEEP):
        deep = client.older(reader.timed(reader.request(f"{first}?{deep or ''}"))[1])
        if deep is None:
            raise client.Failed("the list has no deep page: too few cases")
    return {
        "list, first page": first,
        "list, ward and status": f"{first}?ward={facts['ward']}&status=with_officer",
        "list, deep page": f"{first}?{deep}",
        "case": f"{first}{facts['case']}/",
        "home": "/",
        **{f"search, {name}": f"{first}search/?q={words.replace(' ', '+')}" for name, (words, _rows) in SEARCHES.items()},
        "search, rare word": f"{first}search/?q={facts['reference'][:4]}",
    }


def prepare(portal, folder):
    """Fill and serve one size, sign everybody in. Returns [(cell, reader, request)], the bare page of each reader first."""
    print(f"{portal.cases:,} cases: make_council took {portal.fill():.0f} s", flush=True)
    facts = portal.facts()
    portal.start()
    floor, asked = figures.Cell("bare page", "each", portal.cases), []
    for name, one in facts.items():
        reader = client.Reader(portal.port)
        reader.sign_in(one["email"], portal.password)
        asked.append((floor, reader, reader.request("/bare/")))
        of_cases = pages(reader, one) if "case" in one else {}
        for page, path in {**of_cases, **rooms.pages(reader, one)}.items():
            beside = floor
            if page == "feed":
                beside = figures.Cell("feed, by the library alone", name, portal.cases)
                asked.append((beside, reader, reader.request(f"/bare/feed/{one['feed']}/")))
                same(reader, path, f"/bare/feed/{one['feed']}/")
            asked.append((figures.Cell(page, name, portal.cases, beside), reader, reader.request(path)))
    for cell, reader, request in asked:
        check(cell, reader.timed(request)[1])
    return asked


def same(reader, ours, theirs):
    """The portal's feed and the library's must hold the same entries, or they could not be compared."""
    one, other = (sorted(body_of(reader.timed(reader.request(path))[1]).splitlines()) for path in (ours, theirs))
    if one != other:
        raise client.Failed(f"the feed and the library's differ: {set(one) ^ set(other)}")


def body_of(answer):
    return answer.partition(b"\r\n\r\n")[2]


def check(cell, answer):
    """The page must be full, or a small one would be measured and called fast."""
    cell.bytes, wanted = len(body_of(answer)), rows_of(cell.page)
    if wanted and client.cases(answer) not in wanted:
        raise client.Failed(f"{cell.page} of the {cell.reader} at {cell.size:,} shows {client.cases(answer)} cases, not {wanted.start}")
    pattern, many = rooms.wanted(cell.page) or ("", range(1))
    if pattern and rooms.lines(answer, pattern) not in many:
        raise client.Failed(f"{cell.page} of the {cell.reader} has {rooms.lines(answer, pattern)} lines, not {many.start}")


def rows_of(page):
    """How many cases a page must show, as a range; None where it does not matter. The rare word is the half of one reference."""
    kind, _, what = page.partition(", ")
    if kind != "search":
        return ROWS.get(kind)
    many = SEARCHES[what][1] if what in SEARCHES else 1
    return range(many, many + 1)


def measure(asked):
    """Every page of every reader at every size, in turn and in an order that changes: what disturbs one disturbs all."""
    order = random.Random(1)  # noqa: S311 -- an order, not a secret
    for cell in {id(cell): cell for cell, _reader, _request in asked}.values():
        cell.rounds.append([])
    asked = list(asked)
    for _ in range(REQUESTS):
        order.shuffle(asked)
        for cell, reader, request in asked:
            took, answer = reader.timed(request)
            cell.rounds[-1].append(took * 1000)
            cell.statements.add(client.statements(answer))


def run(stack):
    """The whole bench; returns the exit status."""
    server = stack.enter_context(postgres.server(durable=True))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="test_portal_bench_")))
    print(f"PostgreSQL: {server.origin}. {os.cpu_count()} processors, {REQUESTS} requests a cell and round, {ROUNDS} rounds.", flush=True)
    portals, asked = [], []
    for size in SIZES:
        portal = Portal(server, size, folder)
        stack.callback(portal.stop)
        portals.append(portal)
    portals[0].run("manage.py", "collectstatic", "--noinput", "--verbosity=0")
    for portal in portals:
        asked += prepare(portal, folder)
    for _ in range(WARM_UP):
        for _cell, reader, request in asked:
            reader.timed(request)
    gc.disable()
    for number in range(ROUNDS):
        began = time.monotonic()
        measure(asked)
        print(f"Round {number + 1} of {ROUNDS}: {time.monotonic() - began:.0f} s", flush=True)
    cells = list({id(cell): cell for cell, _reader, _request in asked}.values())
    floors, rows = [one for one in cells if one.floor is None], figures.lines([one for one in cells if one.floor])
    print("", *figures.table(rows, floors), "", *figures.closing(rows), sep="\n")
    print("Memory of a worker at the end: " + ", ".join(f"{p.memory() or 0:.0f} MB at {p.cases:,}" for p in portals) + ".")
    return 1 if any(row.missed for row in rows) else 0


def main():
    """0: every least figure met; 1: one missed; 2: it could not be measured."""
    signal.signal(signal.SIGTERM, postgres.end_politely)
    began = time.monotonic()
    if not (ROOT / "build" / "static" / "app.css").exists():
        print("The front end is not made. Run `make assets` first.", file=sys.stderr)
        return 2
    try:
        with contextlib.ExitStack() as stack:
            status = run(stack)
    except (postgres.Missing, client.Failed) as reason:
        print(f"Not measured: {reason}", file=sys.stderr)
        return 2
    print(f"The whole run took {(time.monotonic() - began) / 60:.1f} minutes.")
    return status


if __name__ == "__main__":
    sys.exit(main())
