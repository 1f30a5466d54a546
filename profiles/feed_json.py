"""A feed of Members as JSON can hold it, and back: what is kept between trying a feed out and applying it.

SECURITY: it holds what `Feed` holds and no more; a home address has no place there.
"""
from dataclasses import asdict
from datetime import date

from profiles.moderngov import Feed, FeedContact, FeedMember, FeedNote, FeedSeat, FeedTerm, FeedWard

LISTS = ("key_posts", "surgeries")


def pack(feed: Feed) -> dict:
    """Return the feed as dicts, lists, texts and numbers; dates as 2026-05-07."""
    packed = asdict(feed)
    for member in packed["members"]:
        for seat in member["seats"]:
            seat["terms"] = [[day and day.isoformat() for day in term.values()] for term in seat["terms"]]
    return packed


def unpack(packed: dict) -> Feed:
    """Return the feed again; unpack(pack(feed)) == feed. KeyError or TypeError for what pack() did not make."""
    return Feed(
        wards=tuple(FeedWard(**ward) for ward in packed["wards"]),
        members=tuple(_member(member) for member in packed["members"]),
        notes=tuple(FeedNote(**note) for note in packed["notes"]),
    )


def _member(packed: dict) -> FeedMember:
    contact = {**packed["contact"], "lines": tuple(packed["contact"]["lines"])}
    lists = {name: tuple(packed[name]) for name in LISTS}
    seats = tuple(_seat(seat) for seat in packed["seats"])
    return FeedMember(**{**packed, **lists, "contact": FeedContact(**contact), "seats": seats})


def _seat(packed: dict) -> FeedSeat:
    return FeedSeat(**{**packed, "terms": tuple(FeedTerm(*map(_day, term)) for term in packed["terms"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
