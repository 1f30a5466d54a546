"""A briefing in its parts, as one reader reads it: their own wards before everything, then all wards, then each other ward."""
import hashlib
import itertools

from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Principal
from council_portal.design.dates import day

OWN, ALL, OTHER = 1, 2, 3


def wards_of(person):
    """The keys of the wards that this person is a Member for today: one statement."""
    rows = Appointment.objects.filter(in_force(), person=person, principal__kind=Principal.Kind.WARD)
    return set(rows.values_list("principal__ward", flat=True))


def items_of(briefing):
    """The items of a briefing with their tags, in order: three statements."""
    return list(briefing.items.prefetch_related("wards", "services").order_by("place", "pk"))


def in_parts(briefing, items, wards):
    """[{"heading", "lines"}] for a reader who is a Member for these wards (keys): what is about them, what is about all wards, and what is
    about others, ward by ward. What another ward asks of its own Members is information for this reader, and stands with it."""
    sent_on = timezone.localdate(briefing.sent_at) if briefing.sent_at else timezone.localdate()
    lines = sorted((line(one, wards, sent_on) for one in items), key=lambda one: one["order"])
    return [{"heading": heading(order, wards), "lines": list(those)}
            for order, those in itertools.groupby(lines, key=lambda one: one["order"])]


def as_edited(items):
    """[{"heading", "lines"}] in the order in which Communications put them, whosever wards they are about."""
    lines = [line(one, set(), timezone.localdate()) for one in items]
    parts = [(_("Needs Members"), [one for one in lines if one["item"].needs_you]),
             (_("For information"), [one for one in lines if not one["item"].needs_you])]
    return [{"heading": text, "lines": those} for text, those in parts if those]


def line(item, wards, sent_on):
    """An item as it is read. order: by what it is put in its part. sent_on: the London day by which a day that it names can be past."""
    of_wards = list(item.wards.all())
    whose = OWN if any(ward.pk in wards for ward in of_wards) else OTHER if of_wards else ALL
    order = (OTHER, ward_names(item)) if whose == OTHER else (whose, not item.needs_you)
    return {"item": item, "title": item.title, "text": item.text, "link": item.link, "about": about(item), "order": order,
            "by": until(item, sent_on, others=whose == OTHER)}


def ward_names(item):
    """The wards that it is about; of none it is about all."""
    return ", ".join(ward.name for ward in item.wards.all()) or _("All wards")


def about(item):
    """Its wards and its services, in words."""
    return " · ".join(filter(None, [ward_names(item), ", ".join(service.name for service in item.services.all())]))


def until(item, sent_on, *, others):
    """Until when it needs something, in words; of another ward, that it needs its Members and not the reader."""
    if not item.needs_you or not (item.by or others):
        return ""
    words = _("By %(day)s") if not others else _("Needs the Members of this ward by %(day)s") if item.by else _(
        "Needs the Members of this ward")
    text = words % {"day": day(item.by)} if item.by else words
    return _("%(by)s (this day is past)") % {"by": text} if is_past(item, sent_on) else text


def digest(briefing, items, waiting):
    """All that would be sent, and which items wait, as one short word: another word where anything of it is another. A statement for the
    tags of items that have none read yet.

    items: of the briefing, in order. waiting: those that are in none.
    """
    today = timezone.localdate()
    said = [(str(one.uid), one.title, one.text, one.link, one.needs_you, str(one.by), is_past(one, today), about(one)) for one in items]
    whole = [briefing.status, briefing.title, str(briefing.on), briefing.intro, said, sorted(str(one.uid) for one in waiting)]
    return hashlib.sha256(repr(whole).encode()).hexdigest()[:20]


def is_past(item, on):
    """Is the day that it names before this one?"""
    return item.by is not None and item.by < on


def heading(order, wards):
    """What stands above a part. wards: of the reader; who is a Member for none is not who it needs."""
    whose, which = order
    if whose == OTHER:
        return _("%(wards)s: for information") % {"wards": which}
    if whose == OWN:
        return _("Your wards: for information") if which else _("Your wards: needs you")
    return _("All wards: for information") if which else _("All wards: needs you") if wards else _("All wards: needs Members")
