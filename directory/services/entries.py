"""The entry of an officer, as the HR list has it: made, or brought up to date."""
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.accounts.services import add_person, correct_person, employ
from council_portal.audit.services import record
from directory.models import Officer
from directory.officers_csv import OfficerRow

OF_THE_LIST = ("post", "service", "team")  # an empty cell says that there is none
WHERE_GIVEN = ("tier", "politically_restricted", "phone", "contact_hours", "deals_with")  # an empty cell says nothing
OWN_WORDS = ("phone", "contact_hours", "deals_with")  # the officer's own, once somebody has confirmed the entry


@dataclass
class Taken:
    """An officer of the list on the way in: the row, the entry, whether it is new, and what of it is different."""

    row: OfficerRow
    entry: Officer
    new: bool
    changed: list[str]


def take_officer(run, person, row):
    """Make one officer or bring the entry up to date, the line manager apart. person: who it is, or None for somebody new.

    Returns Taken, or None for somebody who left. SECURITY: whoever left is not employed again by a list that lags behind: Democratic
    Services do that by hand.
    """
    if person is not None and person.pk in run.known.left:
        run.count("unchanged")
        day = timezone.localdate(run.known.left[person.pk])
        run.say("look", _("%(name)s is in the list, but left the council here on %(day)s; nothing was begun again.")
                % {"name": person.full_name, "day": f"{day:%d/%m/%Y}"})
        return None
    stranger = person is None
    if stranger:
        person = add_person(row.name, email=row.email, actor=run.actor)
    entry = run.known.entries.get(person.pk) or Officer(person=person)
    new = entry.pk is None
    changed = [] if stranger else take_name(run, person, row)
    changed += take_columns(run, entry, row)
    if person.pk not in run.known.staff:
        employ(person, authority=run.authority, since=run.now, actor=run.actor)
        changed.append(_("employed"))
    if new:
        entry.save()
    run.known.officers[row.staff_id.casefold()] = run.known.entries[person.pk] = entry
    return Taken(row, entry, new, changed)


def keep(run, taken):
    """Give each officer the line manager whom the list names, once all are there, and keep, count and say what came of each."""
    managed = []
    for one in taken:
        if "line_manager_id" in run.columns and take_line_manager(run, one):
            managed.append(one.entry)
        if one.changed and not one.new:
            one.entry.save()
        run.count("created" if one.new else "updated" if one.changed else "unchanged")
        tell(run, one.entry, one.new, one.changed)
    Officer.objects.bulk_update(managed, ["line_manager"], batch_size=200)


def take_line_manager(run, one):
    """Set the line manager. Returns whether it was another."""
    number = one.row.line_manager_id
    manager = run.known.officers[number.casefold()] if number else None
    if one.entry.line_manager_id == (manager.pk if manager else None):
        return False
    one.entry.line_manager = manager
    one.changed.append(_("line manager"))
    return True


def take_name(run, person, row):
    """Follow the list in name and address, never to no address. Of somebody who is or was a Member too, the Members' feed has them."""
    email = row.email or person.email
    if person.pk in run.known.members or (person.name, person.email) == (row.name, email):
        return []
    before = person.full_name
    changed = [_("name, before: %(name)s") % {"name": before}] if person.name != row.name else []
    changed += [_("e-mail address")] if person.email != email else []
    correct_person(person, name=row.name, honorific=person.honorific, email=email, actor=run.actor)
    return changed


def take_columns(run, entry, row):
    """Set the columns of the entry that the list speaks of. Returns the names of those that were different."""
    given = {"staff_id": row.staff_id} | {name: getattr(row, name) for name in OF_THE_LIST if name in run.columns}
    given |= {name: getattr(row, name) for name in WHERE_GIVEN if getattr(row, name) not in ("", (), None)}
    if "service" in given:
        given["service"] = run.known.services[row.service.casefold()] if row.service else None
    if "deals_with" in given:
        given["deals_with"] = list(row.deals_with)
    if entry.confirmed_on:
        given = {name: value for name, value in given.items() if name not in OWN_WORDS or not getattr(entry, name)}
    different = [name for name, value in given.items() if getattr(entry, name) != value]
    for name in different:
        setattr(entry, name, given[name])
    if entry.unlisted_since:
        entry.unlisted_since = None
        return [*called(different), _("in the list again")]
    return called(different)


def called(columns):
    """The names of these columns for people."""
    return [str(Officer._meta.get_field(name).verbose_name) for name in columns]


def tell(run, entry, new, changed):
    """Record a change of somebody known, and say it; of the first list the figures say enough."""
    name = entry.person.full_name
    if new and not run.known.first:
        run.say("new", _("%(name)s: %(post)s.") % {"name": name, "post": entry.post})
    elif changed and not new:
        record(entry.person, "directory entry changed", actor=run.actor)
        run.say("changed", _("%(name)s: changed: %(what)s.") % {"name": name, "what": "; ".join(changed)})
