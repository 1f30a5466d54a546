"""The weekly briefing: items submitted, edited, put in and left out; the briefing begun and sent (RUG-BRIEF)."""
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from conversations.briefing.models import Briefing, Item, ItemService, ItemText, ItemWard, Reading
from conversations.briefing.parts import digest, items_of
from conversations.briefing.texts import words_of_item
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Appointment, Person, Principal
from council_portal.accounts.policy import IN_OFFICE
from council_portal.audit.services import record
from council_portal.matters.services import Changed, move, once
from council_portal.outbox.services import post

COMMUNICATIONS = "Communications"
Status = Item.Status


class CannotBe(Exception):
    """What was asked cannot be done as things are; the first argument is the word for why."""


def submit(*, actor, key, wards=(), services=(), **facts):
    """Submit an item for the next briefing. Communications are told. facts: title, text, needs_you, by, link. Returns the Item.

    key: the UUID of the form; sent twice it is submitted once. Raises Forbidden.
    """
    require(actor, "submit", Item)

    def make():
        item = Item.objects.create(submitter=actor.person, **facts)
        tag(item, wards, services)
        record(item, "item submitted", actor=actor.person)
        post(item, "item_for_briefing", to=[one.person for one in holders("communications")])
        return item

    return once(key, actor.person, Item, make)


def tag(item, wards, services):
    """The wards and services that an item is about, in place of those of before."""
    item.item_wards.all().delete()
    item.item_services.all().delete()
    ItemWard.objects.bulk_create([ItemWard(item=item, ward=one) for one in wards])
    ItemService.objects.bulk_create([ItemService(item=item, service=one) for one in services])


@transaction.atomic
def take_back(item, *, actor):
    """Whoever submitted it wants it published no more."""
    require(actor, "take_back", item)
    return move(item, Status.TAKEN_BACK, actor=actor.person, verb="item taken back")


@transaction.atomic
def edit(item, *, actor, version, wards, services, **facts):
    """Other words, tags or date. What was submitted is kept beside it. Raises Changed where somebody was first, and once it was sent."""
    require(actor, "edit", item)
    if version != item.version or sent_meanwhile(item):
        raise Changed(item)
    before = item.as_submitted or {"title": item.title, "text": item.text}
    same = (facts["title"], facts["text"]) == (before["title"], before["text"])
    tag(item, wards, services)
    return move(item, item.status, actor=actor.person, verb="item edited", acting_as=COMMUNICATIONS,
                as_submitted=None if same else before, **facts)


def is_sent(item):
    """Is it in a briefing that was sent?"""
    return item.briefing is not None and item.briefing.status == Briefing.Status.SENT


def sent_meanwhile(item):
    """The same as the database has it now. The briefing is held until the transaction ends: nothing of it changes while it is sent."""
    held = Briefing.objects.select_for_update().filter(pk=item.briefing_id).first()
    return held is not None and held.status == Briefing.Status.SENT


@transaction.atomic
def put_in(item, *, actor, briefing):
    """Put an item in a briefing that is being edited, at its end. Raises Changed where that was sent or the item is not waiting."""
    require(actor, "edit", item)
    locked = Briefing.objects.select_for_update().get(pk=briefing.pk)
    if locked.status != Briefing.Status.DRAFT or item.status != Status.WAITING:
        raise Changed(item)
    last = locked.items.aggregate(last=Max("place"))["last"] or 0
    return move(item, Status.TAKEN, actor=actor.person, verb="item put in", acting_as=COMMUNICATIONS, briefing=locked, place=last + 1)


@transaction.atomic
def take_out(item, *, actor):
    """Out of a briefing that is being edited: it waits for the next. Raises Changed where that was sent."""
    require(actor, "edit", item)
    if item.status != Status.TAKEN or sent_meanwhile(item):
        raise Changed(item)
    return move(item, Status.WAITING, actor=actor.person, verb="item taken out", acting_as=COMMUNICATIONS, briefing=None)


@transaction.atomic
def leave_out(item, *, actor, text):
    """It is published in no briefing, for a reason that whoever submitted it is told."""
    require(actor, "edit", item)
    if sent_meanwhile(item):
        raise Changed(item)
    move(item, Status.LEFT_OUT, actor=actor.person, verb="item left out", acting_as=COMMUNICATIONS, briefing=None, why_left_out=text)
    post(item, "item_left_out", to=[item.submitter], key=str(item.version))
    return item


@transaction.atomic
def sooner(item, *, actor):
    """One place further up among the items of its kind (what needs Members apart from what is for information)."""
    require(actor, "edit", item)
    if item.status != Status.TAKEN or sent_meanwhile(item):
        raise Changed(item)
    before = item.briefing.items.filter(place__lt=item.place, needs_you=item.needs_you).order_by("-place").first()
    if before:
        Item.objects.filter(pk=before.pk).update(place=item.place)
        Item.objects.filter(pk=item.pk).update(place=before.place)
    return item


def begin(*, actor, key, title, on, intro=""):
    """Begin the next briefing. Returns it. key: of the form. Raises Forbidden for who is not of Communications."""
    require(actor, "begin", Briefing)

    def make():
        briefing = Briefing.objects.create(title=title, on=on, intro=intro, begun_by=actor.person)
        record(briefing, "briefing begun", actor=actor.person, acting_as=COMMUNICATIONS)
        return briefing

    return once(key, actor.person, Briefing, make)


@transaction.atomic
def rewrite(briefing, *, actor, version, **facts):
    """Another title, day or introduction, while it is being edited. Raises Changed."""
    require(actor, "edit", briefing)
    if version != briefing.version or briefing.status != Briefing.Status.DRAFT:
        raise Changed(briefing)
    return move(briefing, briefing.status, actor=actor.person, verb="briefing edited", acting_as=COMMUNICATIONS, **facts)


def still_waiting():
    """The items that are in no briefing and were not left out, the oldest first. SECURITY: for Communications."""
    return list(Item.objects.filter(status=Status.WAITING).order_by("made_at", "pk"))


def as_it_is(briefing, waiting):
    """What would be sent and what waits, as one short word (`parts.digest`). waiting: of `still_waiting`."""
    return digest(briefing, items_of(briefing), waiting)


@transaction.atomic
def send(briefing, *, actor, seen=None):
    """Send it: one mail to each Member in office, and everybody in office reads it in the portal. It is never changed again.

    seen: what `as_it_is` gave for what was read through before; None where it is not asked. Raises CannotBe("empty") without an item,
    Changed where it was sent already, or where anything of what would be sent, or of what waits, is another than was seen.
    """
    require(actor, "edit", briefing)
    locked = Briefing.objects.select_for_update().get(pk=briefing.pk)
    if locked.status != Briefing.Status.DRAFT:
        raise Changed(briefing)
    items = list(locked.items.select_for_update())
    if not items:
        raise CannotBe("empty")
    if seen is not None and seen != as_it_is(locked, still_waiting()):
        raise Changed(briefing)
    move(locked, Briefing.Status.SENT, actor=actor.person, verb="briefing sent", acting_as=COMMUNICATIONS, sent_at=timezone.now(),
         sent_by=actor.person)
    ItemText.objects.bulk_create([ItemText(item=one, on=locked.on, words=words_of_item(one)) for one in items])
    post(locked, "briefing", to=members())
    return locked


def members():
    """Whoever is a Member today, of whatever kind: the briefing is for them."""
    seats = Appointment.objects.filter(in_force(), principal__post__in=IN_OFFICE)
    return Person.objects.filter(pk__in=seats.values("person")).order_by("pk")


def read_of(user, briefings):
    """The keys of those of these briefings that this person has opened: one statement."""
    return set(Reading.objects.filter(person=user.person_id, briefing__in=briefings).values_list("briefing", flat=True))


def note_read(briefing, *, actor):
    """That this person has opened it. Kept once, told to nobody."""
    Reading.objects.get_or_create(briefing=briefing, person=actor.person)


def unread(user):
    """How many briefings that were sent while this person held office here they have not opened: one statement."""
    offices = Appointment.objects.filter(in_force(), person=user.person_id).exclude(principal__kind=Principal.Kind.PERSON)
    since = offices.order_by("since").values("since")[:1]
    sent = Briefing.objects.permitted(user).filter(status=Briefing.Status.SENT, sent_at__gte=since)
    return sent.exclude(readings__person=user.person_id).count()
