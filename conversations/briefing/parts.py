"""A briefing in its parts, as one reader reads it: what needs them apart from what is for information, of their own wards first."""
from django.utils.translation import gettext as _

from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Principal
from council_portal.design.dates import day


def wards_of(person):
    """The keys of the wards that this person is a Member for today: one statement."""
    rows = Appointment.objects.filter(in_force(), person=person, principal__kind=Principal.Kind.WARD)
    return set(rows.values_list("principal__ward", flat=True))


def items_of(briefing):
    """The items of a briefing with their tags, in order: three statements."""
    return list(briefing.items.prefetch_related("wards", "services").order_by("place", "pk"))


def in_parts(items, wards):
    """[{"heading", "lines"}]: what needs the reader, then what is for information; in each first what is about these wards (keys)."""
    found = []
    for needs, heading in ((True, _("Needs you")), (False, _("For information"))):
        lines = [line(one, wards) for one in items if one.needs_you == needs]
        lines.sort(key=lambda one: not one["own"])
        found += [{"heading": heading, "lines": lines}] if lines else []
    return found


def line(item, wards):
    """An item as it is read."""
    about = [ward.name for ward in item.wards.all()]
    tags = ", ".join([*about, *(service.name for service in item.services.all())])
    return {"item": item, "title": item.title, "text": item.text, "link": item.link, "tags": tags,
            "own": any(ward.pk in wards for ward in item.wards.all()), "by": _("By %(day)s") % {"day": day(item.by)} if item.by else ""}
