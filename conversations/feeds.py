"""A private calendar feed of each person, behind an address that can be revoked and that ends with office (RUG-CAL)."""
import datetime
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from conversations.calendars import OF_AN_EVENT
from conversations.models import Answer, Event, FeedToken
from council_portal.access.decisions import require
from council_portal.accounts.models import User
from council_portal.audit.services import record

BACK, AHEAD, MOST = datetime.timedelta(days=90), datetime.timedelta(days=550), 500
MORE = []  # what else stands in a feed: filled by the apps above (docs/decisions/registries.md)
READ_NOTED_EVERY = datetime.timedelta(hours=1)


def digest_of(token):
    """What is kept of a token. SECURITY: 192 random bits, so that one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_feed(*, actor):
    """A new address for this person's feed; the one of before works no more. Returns the token, which is shown once and never kept.

    Raises Forbidden for who holds no office.
    """
    require(actor, "feed", Event)
    revoke(actor)
    token = secrets.token_urlsafe(24)
    FeedToken.objects.create(person=actor.person, digest=digest_of(token))
    record(actor.person, "calendar feed made", actor=actor.person)
    return token


@transaction.atomic
def revoke_feed(*, actor):
    """The address works no more. Returns whether there was one."""
    require(actor, "feed", Event)
    if gone := revoke(actor):
        record(actor.person, "calendar feed revoked", actor=actor.person)
    return gone


def revoke(actor):
    """End the feed that the person has. Returns whether there was one."""
    return bool(FeedToken.objects.filter(person=actor.person, revoked_at=None).update(revoked_at=timezone.now()))


def feed_of(user):
    """The feed that this person has, or None."""
    return FeedToken.objects.filter(person=user.person_id, revoked_at=None).first()


def reader_of(token):
    """The account whose feed this is; None where the address is unknown, revoked, or its person in no office or shut out.

    Noted, once an hour at most, is when it was last read.
    """
    row = FeedToken.objects.filter(digest=digest_of(token), revoked_at=None).first()
    user = User.objects.select_related("person").filter(person=row.person_id, is_active=True).first() if row else None
    if user is None or not user.principals:
        return None
    if row.last_read_at is None or row.last_read_at < timezone.now() - READ_NOTED_EVERY:
        FeedToken.objects.filter(pk=row.pk).update(last_read_at=timezone.now())
    return user


def register(entries):
    """entries(user, since, until): what else of this person's begins between two instants, as `calendars.entry` takes it."""
    MORE.append(entries)


def events_of(user):
    """What stands in a person's feed: events announced that they are invited to or named in, and have not declined, and what the apps
    above have for them; in the order in which they begin, at most MOST."""
    now = timezone.now()
    since, until = now - BACK, now + AHEAD
    declined = Answer.objects.filter(person=user.person_id, state=Answer.State.NOT_COMING)
    found = Event.objects.permitted(user, "attend").filter(starts_at__gt=since, starts_at__lt=until)
    events = list(found.exclude(pk__in=declined.values("event")).only(*OF_AN_EVENT).order_by("starts_at", "pk")[:MOST])
    more = [one for entries in MORE for one in entries(user, since, until)]
    return sorted([*events, *more], key=lambda one: one.starts_at)[:MOST] if more else events
