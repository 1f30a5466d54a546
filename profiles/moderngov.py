"""Reads what a council's ModernGov site answers to GetCouncillorsByWard: plain data in, plain data out, nothing stored.

The feed is refused whole or read whole. Home addresses are dropped while the file is read, before anything else sees them: no
field here could hold one.
"""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from profiles.naming import is_vacancy, one_line, party_name, split_name

ROOT = "councillorsbyward"
LIMIT = 20 * 1024 * 1024  # bytes; the largest of 46 real feeds was far below one megabyte
MOST_ELEMENTS = 300_000  # some 40 for each councillor in real feeds
DEEPEST = 20  # a real feed is 8 deep
LONGEST_ID, LONGEST_NAME, LONGEST_TEXT = 40, 200, 4000  # characters


class FeedRefused(ValueError):
    """What was given is not a feed to read. `code` names the fault for a page to word; the text is one English sentence."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class FeedTerm:
    """A term of office. None: not known at its start, "unspecified" at its end."""

    start: date | None
    end: date | None

    def covers(self, day: date) -> bool:
        """Say whether a day lies in the term, both ends included; what is not known does not shut a day out."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class FeedSeat:
    """One place where a Member stands in the feed: the ward ("" if it has no title) and the terms given there, all of them."""

    ward: str
    terms: tuple[FeedTerm, ...] = ()
    district: str = ""
    representing: str = ""


@dataclass(frozen=True)
class FeedContact:
    """Where a Member is reached at work. The home address of the feed has no counterpart here."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""


@dataclass(frozen=True)
class FeedMember:
    """A Member, once, however many wards list them. Text is as published, "" for what is not given; `councillorid` is text."""

    councillorid: str
    honorific: str
    name: str
    party_raw: str
    party: str
    group: str
    key_posts_raw: str
    key_posts: tuple[str, ...]
    photo: str
    contact: FeedContact
    surgeries: tuple[str, ...]
    seats: tuple[FeedSeat, ...]

    @property
    def wards(self) -> tuple[str, ...]:
        """The wards they sit for, in the feed's order, each once."""
        return tuple(dict.fromkeys(seat.ward for seat in self.seats if seat.ward))

    @property
    def terms(self) -> tuple[FeedTerm, ...]:
        """Their terms in the feed's order, each once, though two wards may repeat them."""
        return tuple(dict.fromkeys(term for seat in self.seats for term in seat.terms))


@dataclass(frozen=True)
class FeedWard:
    """A ward, or whatever else the council files Members under, and how many of its seats stand vacant."""

    title: str
    vacancies: int = 0


@dataclass(frozen=True)
class FeedNote:
    """Something that could not be taken as it stood: `code` is bad_date or bad_email; `councillorid` says whose."""

    code: str
    councillorid: str


@dataclass(frozen=True)
class Feed:
    """A whole feed: wards and Members in its order, and what a person should look at."""

    wards: tuple[FeedWard, ...]
    members: tuple[FeedMember, ...]
    notes: tuple[FeedNote, ...] = ()


def figures(feed: Feed) -> dict[str, int]:
    """Return how many different wards and Members a feed holds, and terms as many as stand there."""
    terms = sum(len(seat.terms) for member in feed.members for seat in member.seats)
    return {"wards": len(feed.wards), "members": len(feed.members), "terms": terms}


def read_feed(data: bytes, *, limit: int = LIMIT) -> Feed:
    """Return the feed in an XML file of at most `limit` bytes. FeedRefused, whose text is one sentence, for anything else."""
    root = _root(data, limit)
    if root.tag != ROOT:
        raise _not_a_feed(data)
    wards: dict[str, FeedWard] = {}
    members: dict[str, FeedMember] = {}
    notes: list[FeedNote] = []
    for ward in root.iterfind("wards/ward"):
        title = _named(ward, "wardtitle", "ward title")
        wards.setdefault(title, FeedWard(title))
        for councillor in ward.iterfind("councillors/councillor"):
            if is_vacancy(_text(councillor, "fullusername")):
                wards[title] = replace(wards[title], vacancies=wards[title].vacancies + 1)
                continue
            member = _member(councillor, title, notes)
            known = members.get(member.councillorid)
            members[member.councillorid] = _merged(known, member) if known else member
    if not members:
        raise FeedRefused("no_councillors", "The feed holds no councillors; nobody is taken to have left because of it.")
    wards.pop("", None)
    return Feed(tuple(wards.values()), tuple(members.values()), tuple(dict.fromkeys(notes)))


# Reading the file


def _root(data: bytes, limit: int) -> Element:
    """Return the root element, home addresses already emptied."""
    if len(data) > limit:
        raise FeedRefused("too_large", f"The file is larger than the {limit:,} bytes that a feed may have.")
    if not data.strip():
        raise FeedRefused("empty_file", "The file is empty.")
    try:
        return _parsed(data)
    except DefusedXmlException as error:
        if _looks_like_a_page(data):
            raise _not_a_feed(data) from error
        raise FeedRefused(
            "hostile", "The file declares a document type or entities, which no feed does; it was not read."
        ) from error
    except FeedRefused:
        raise
    except (ParseError, LookupError, ValueError) as error:
        if _looks_like_a_page(data):
            raise _not_a_feed(data) from error
        where = f" at line {error.position[0]}" if isinstance(error, ParseError) else ""
        raise FeedRefused(
            "broken", f"The file is not whole and correct XML{where}; save it again from the council's site."
        ) from error


def _parsed(data: bytes) -> Element:
    depth, elements, root = 0, 0, None
    for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            depth, elements = depth + 1, elements + 1
            root = element if root is None else root
            if depth > DEEPEST or elements > MOST_ELEMENTS:
                raise FeedRefused(
                    "hostile", "The file is nested deeper or holds more elements than a feed does; it was not read."
                )
        else:
            depth -= 1
            if element.tag == "homeaddress":
                # SECURITY: private addresses are thrown away here, so that no later line can store or log one.
                element.clear()
    return root


def _looks_like_a_page(data: bytes) -> bool:
    """Say whether a file begins like a web page; only asked of files that are no feed anyway."""
    return bool(re.search(rb"<(!doctype\s+html|html|head|body|script|meta)\b", data[:4096].replace(b"\0", b""), re.IGNORECASE))


def _not_a_feed(data: bytes) -> FeedRefused:
    if _looks_like_a_page(data):
        return FeedRefused("web_page", "The file is a web page, not a feed; save what GetCouncillorsByWard answers.")
    return FeedRefused("not_a_feed", f"The file is XML, but not a GetCouncillorsByWard feed; its first element is not {ROOT}.")


# Reading a Member


def _member(councillor: Element, ward: str, notes: list[FeedNote]) -> FeedMember:
    number = _text(councillor, "councillorid")
    if not number or len(number) > LONGEST_ID:
        raise FeedRefused("no_id", f"A councillor of the ward “{ward}” has no usable councillorid; nothing was read.")
    honorific, name = split_name(_named(councillor, "fullusername", "name"))
    if not name:
        raise FeedRefused("no_name", f"Councillor {number} has no name; nothing was read.")
    posts = _clean(councillor.findtext("keyposts"))
    party = _named(councillor, "politicalpartytitle", "party")
    return FeedMember(
        councillorid=number,
        honorific=honorific,
        name=name,
        party_raw=party,
        party=party_name(party),
        group=_named(councillor, "politicalgrouptitle", "group"),
        key_posts_raw=posts,
        key_posts=_split_posts(posts),
        photo=_photo(councillor),
        contact=_contact(councillor, number, notes),
        surgeries=_lines(councillor, "surgerydetails"),
        seats=(
            FeedSeat(
                ward=ward,
                terms=tuple(_terms(councillor, number, notes)),
                district=_text(councillor, "districttitle"),
                representing=_text(councillor, "representing"),
            ),
        ),
    )


def _merged(known: FeedMember, again: FeedMember) -> FeedMember:
    """Return one Member from two places in the feed: what was read first stays, gaps are filled, seats are added."""
    gaps = {field.name: getattr(again, field.name) for field in fields(known) if not getattr(known, field.name)}
    if known.contact == FeedContact():
        gaps["contact"] = again.contact
    return replace(known, **gaps, seats=known.seats + again.seats)


def _terms(councillor: Element, number: str, notes: list[FeedNote]) -> Iterator[FeedTerm]:
    for term in councillor.iterfind("termsofoffice/termofoffice"):
        yield FeedTerm(*(_date(_text(term, end), number, notes) for end in ("startdate", "enddate")))


def _date(text: str, number: str, notes: list[FeedNote]) -> date | None:
    """Return a date of day, month and year; None for "unspecified", for nothing, and (noted) for what is no date."""
    if not text or text.casefold() == "unspecified":
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 -- a date on paper has no time zone
    except ValueError:
        notes.append(FeedNote("bad_date", number))
        return None


def _contact(councillor: Element, number: str, notes: list[FeedNote]) -> FeedContact:
    work = councillor.find("workaddress")
    if work is None:
        return FeedContact()
    email = _text(work, "email")
    if email and not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", email):
        notes.append(FeedNote("bad_email", number))
        email = ""
    return FeedContact(
        lines=_lines(councillor, "workaddress"),
        postcode=_text(work, "postcode"),
        phone=_text(work, "phone"),
        mobile=_text(work, "mobile"),
        email=email,
    )


def _photo(councillor: Element) -> str:
    """Return the address of the larger photo there is; the picture that stands in for a missing one is none."""
    for tag in ("photobigurl", "photosmallurl"):
        url = _text(councillor, tag)
        if re.match(r"https?://", url, re.IGNORECASE) and not re.search(r"/missing\w*mug\.gif$", url, re.IGNORECASE):
            return url
    return ""


def _split_posts(raw: str) -> tuple[str, ...]:
    # Commas and "and" stand inside the names of posts ("Children, Schools and Families"): they never part two.
    return tuple(dict.fromkeys(filter(None, (one_line(post) for post in re.split(r"[;\r\n]", raw)))))


# Text


def _clean(text: str | None) -> str:
    """Return a text stripped, line ends kept, "" for none. FeedRefused if it is longer than any text of a real feed."""
    # ModernGov often escapes twice; the parser has undone one. Only whole entities: "R&D" and "?a=1&copy=2" are what they seem.
    whole = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text or "").strip()
    if len(whole) > LONGEST_TEXT:
        raise FeedRefused("too_long", f"A text in the feed is longer than {LONGEST_TEXT} characters; nothing was read.")
    return whole


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,40});")  # SECURITY: no number longer than Python reads


def _text(parent: Element, tag: str) -> str:
    return one_line(_clean(parent.findtext(tag)))


def _named(parent: Element, tag: str, what: str) -> str:
    """Return the text of a child that will be the name of something. FeedRefused if it is longer than any name."""
    text = _text(parent, tag)
    if len(text) > LONGEST_NAME:
        raise FeedRefused("too_long", f"A {what} in the feed is longer than {LONGEST_NAME} characters; nothing was read.")
    return text


def _lines(parent: Element, tag: str) -> tuple[str, ...]:
    """Return line1, line2, ... of a child in the order of their numbers, empty ones left out."""
    numbered = [line for line in parent.iterfind(f"{tag}/*") if re.fullmatch(r"line[0-9]{1,3}", line.tag)]
    numbered.sort(key=lambda line: int(line.tag.removeprefix("line")))
    return tuple(filter(None, (one_line(_clean(line.text)) for line in numbered)))
