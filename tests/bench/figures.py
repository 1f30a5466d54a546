"""From seconds to the table: percentiles, medians of rounds, and which figures are met."""
from dataclasses import dataclass, field
from statistics import median

LEAST = {"ratio": 3.0, "feed ratio": 1.5, "growth": 1.2, "search growth": 1.5}
STRETCH = {"ratio": 1.5, "list ratio": 1.0, "growth": 1.1, "search growth": 1.2, "memory": 70}
# Statements of a page: the gate of the design, and its stretch. Each kind of page that is measured has one.
LIST, ONE = (10, 6), (14, 14)
STATEMENTS = {"list": LIST, "case": ONE, "home": (12, 12), "search": (14, 10), "event": ONE, "briefing": ONE,
              "notice": (16, 14)}  # of a notice it is recorded who opens it, and its officers see who has
STATEMENTS |= dict.fromkeys(["programme", "proposals", "year", "month", "notices", "briefings", "items", "archive", "attendance",
                             "refusals", "feed"], LIST)


def percentile(values, share):
    """The value below which this share of them lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


@dataclass
class Cell:
    """One page of one reader at one size: the milliseconds of each round, and what its answers said.

    floor: the Cell that it is measured beside, None for one that others are measured beside.
    """

    page: str
    reader: str
    size: int
    floor: "Cell | None" = None
    rounds: list = field(default_factory=list)
    statements: set = field(default_factory=set)
    bytes: int = 0

    def at(self, share):
        """The percentile of each round."""
        return [percentile(values, share) for values in self.rounds]

    def p(self, share):
        """The median of the rounds."""
        return median(self.at(share))


def ratio(cell, other, share):
    """The median over the rounds of how this cell compares with the other in the same round: noise that hits both goes out."""
    return median(one / two for one, two in zip(cell.at(share), other.at(share), strict=True))


@dataclass
class Line:
    """One row of the table."""

    cell: Cell
    p50_ratio: float
    p95_ratio: float
    growth: float | None
    counts: list

    @property
    def missed(self):
        """The least figures that this row misses, in words."""
        cell, found = self.cell, []
        if max(self.p50_ratio, self.p95_ratio) > LEAST["feed ratio" if kind(cell.page) == "feed" else "ratio"]:
            found.append("ratio")
        if self.growth is not None and self.growth > LEAST[growth_of(cell.page)]:
            found.append("growth")
        if len(self.counts) != 1:
            found.append(f"statements {self.counts}")
        if max(cell.statements) > STATEMENTS[kind(cell.page)][0]:
            found.append("too many statements")
        return found

    @property
    def short(self):
        """The stretch figures that this row does not reach."""
        stretch = STRETCH["list ratio" if kind(self.cell.page) == "list" else "ratio"]
        found = ["ratio"] if self.p50_ratio > stretch else []
        found += ["growth"] if self.growth is not None and self.growth > STRETCH[growth_of(self.cell.page)] else []
        return found + (["statements"] if max(self.cell.statements) > STATEMENTS[kind(self.cell.page)][1] else [])


def kind(page):
    return page.split(",")[0]


def growth_of(page):
    """Which figure of growth counts for this page."""
    return "search growth" if kind(page) == "search" else "growth"


def lines(cells):
    """The rows of the table, a page and reader at each size beside one another."""
    found, smallest = [], {}
    for cell in cells:
        smallest.setdefault((cell.page, cell.reader), cell)
    for cell in sorted(cells, key=lambda c: (list(smallest).index((c.page, c.reader)), c.size)):
        first = smallest[cell.page, cell.reader]
        found.append(Line(cell, ratio(cell, cell.floor, 0.5), ratio(cell, cell.floor, 0.95),
                          ratio(cell, first, 0.95) if cell is not first else None, sorted(cell.statements | first.statements)))
    return found


HEAD = (f"{'page':<28}{'reader':<15}{'cases':>8}{'p50':>7}{'p95':>7}{'stmts':>6}{'kB':>6}{'x p50':>7}{'x p95':>7}{'growth':>8}  "
        "least  stretch")


def table(rows, floors):
    """The table as lines of text. Milliseconds; x: times the floor, which stands first; growth: of p95, from the smallest size."""
    yield HEAD
    for floor in floors:
        yield (f"{floor.page:<28}{floor.reader:<15}{floor.size:>8,}{floor.p(0.5):>7.1f}{floor.p(0.95):>7.1f}{max(floor.statements):>6}"
               f"{floor.bytes / 1024:>6.1f}")
    for row in rows:
        cell, growth = row.cell, "" if row.growth is None else f"{row.growth:.2f}"
        least = "NOT MET: " + ", ".join(row.missed) if row.missed else "met"
        stretch = "not: " + ", ".join(row.short) if row.short else "reached"
        yield (f"{cell.page:<28}{cell.reader:<15}{cell.size:>8,}{cell.p(0.5):>7.1f}{cell.p(0.95):>7.1f}{max(cell.statements):>6}"
               f"{cell.bytes / 1024:>6.1f}{row.p50_ratio:>7.2f}{row.p95_ratio:>7.2f}{growth:>8}  {least:<5}  {stretch}")


def closing(rows):
    """What the run ends with: the figures, and how many rows miss which."""
    yield (f"Least: the same statements at each size (at most 10 a list, 14 a case, event, briefing or search, 16 a notice, 12 home); "
           f"p95 growth at most "
           f"{LEAST['growth']}, of a search {LEAST['search growth']}; "
           f"p50 and p95 within {LEAST['ratio']:g} times the bare page; the feed within {LEAST['feed ratio']:g} times the library alone.")
    yield (f"Stretch: p50 within {STRETCH['ratio']:g} times the bare page, lists within {STRETCH['list ratio']:g}; growth at most "
           f"{STRETCH['growth']}; lists in 6 statements and 25 kB; a worker in {STRETCH['memory']} MB.")
    missed = [row for row in rows if row.missed]
    yield f"{len(rows) - len(missed)} of {len(rows)} rows meet the least figures." + (" NOT MET." if missed else "")
