"""What is measured of the programme, ward notices, the briefing and requests to attend, and when such a page is full."""
import datetime
import re

from tests.bench import client

UID = r"[0-9a-f]{8}-[0-9a-f-]{27}"
PAGE = range(25, 26)
# kind of page: (what a line of it is, how many different ones it must have). A page that shows fewer would be called fast for nothing.
FULL = {
    "programme": (rf'href="(/programme/{UID}/)"', PAGE),
    "proposals": (rf'href="(/programme/proposals/{UID}/)"', PAGE),
    "year": (rf'href="(/programme/{UID}/)"', range(200, 601)),
    "month": (rf'href="(/programme/{UID}/)"', range(20, 61)),
    "notices": (rf'href="(/notices/{UID}/)"', range(25, 36)),  # with those that wait to be accepted
    "briefings": (rf'href="(/briefing/{UID}/)"', PAGE),
    "briefing": (r'id="(i-[0-9a-f-]+)"', range(40, 41)),
    "items": (rf'href="(/briefing/items/{UID}/)"', PAGE),
    "attendance": (rf'href="(/programme/attendance/{UID}/)"', PAGE),
    "refusals": (rf'href="(/programme/attendance/{UID}/)"', PAGE),
    "feed": (r"UID:(.+)", range(500, 501)),
    "archive": (rf'href="(/briefing/{UID}/#i-[0-9a-f-]+)"', PAGE),
}
FULL["feed, by the library alone"] = FULL["feed"]
# What is searched for in the archive, and how many items must answer. The common words stand in a quarter of all; "kingfisher" in ten.
SEARCHES = {"common word": ("rain", 25), "two words": ("worse neighbour", 25), "half word": ("neighb", 25), "rare word": ("kingfisher", 10),
            "nothing found": ("zeppelin", 0)}


def wanted(page):
    """(pattern, range) of the lines that this page must have, or None where it does not matter."""
    kind, _, what = page.partition(", ")
    if kind == "archive" and what in SEARCHES:
        many = SEARCHES[what][1]
        return FULL[kind][0], range(many, many + 1)
    return FULL.get(page) or FULL.get(kind)


def lines(answer, pattern):
    """How many different lines of this sort an answer has."""
    return len(set(re.findall(pattern.encode(), answer)))


def deep(reader, path, pages):
    """The address of the page after so many others. Raises Failed where there are too few."""
    address = path
    for _ in range(pages):
        further = client.older(reader.timed(reader.request(address))[1])
        if further is None:
            raise client.Failed(f"{path} has no deep page: too few rows")
        address = f"{path.partition('?')[0]}?{further}"
    return address


def pages(reader, facts):
    """The addresses of the rooms that this reader is measured by, by name. facts: of facts.rooms."""
    named = {"Member": of_member, "Dem. Services": of_democratic_services, "Communications": of_communications, "head": of_head,
             "Monitoring Officer": of_monitoring_officer}
    return named.get(facts["name"], lambda *_: {})(reader, facts)


def of_programme(reader, facts):
    """What Members and Democratic Services both read of the programme and the notices."""
    today = datetime.date.fromisoformat(facts["today"])
    return {
        "programme, first page": "/programme/", "programme, past": "/programme/?when=past",
        "programme, deep page": deep(reader, "/programme/", 4),
        "year": f"/programme/{today.year}/", "month": f"/programme/{today.year}/{today.month}/",
        "event, to come": f"/programme/{facts['event']}/", "event, followed up": f"/programme/{facts['held']}/",
        "proposals": "/programme/proposals/",
        "notices, first page": "/notices/", "notices, deep page": deep(reader, "/notices/", 4), "notice": f"/notices/{facts['notice']}/",
    }


def of_member(reader, facts):
    feed = f"/programme/feed/{facts['feed']}/calendar.ics"
    return of_programme(reader, facts) | of_briefing(reader, facts) | of_head(reader, facts) | {
        **{f"archive, {name}": f"/briefing/?q={words.replace(' ', '+')}" for name, (words, _rows) in SEARCHES.items()},
        "archive, ward": f"/briefing/?ward={facts['ward']}", "archive, deep page": deep(reader, "/briefing/?q=rain", 4), "feed": feed}


def of_democratic_services(reader, facts):
    return of_programme(reader, facts) | {"notice, in confidence": f"/notices/{facts['confident']}/"}


def of_briefing(reader, facts):
    return {"briefings, first page": "/briefing/", "briefings, deep page": "/briefing/?page=15",
            "briefing": f"/briefing/{facts['briefing']}/"}


def of_communications(reader, facts):
    return of_briefing(reader, facts) | {"items": "/briefing/items/"}


def of_head(reader, facts):
    return {"attendance": "/programme/attendance/"}


def of_monitoring_officer(reader, facts):
    return {"refusals": "/programme/attendance/refusals/"}
