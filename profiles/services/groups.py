"""A Member changes political group or party: a fact with dates, which never gives sight of anything (SEC-4.2)."""
from django.db import transaction

from council_portal.access.decisions import require
from council_portal.accounts.models import Appointment, GroupMembership
from council_portal.accounts.services import change_group, end_appointment
from council_portal.audit.services import record
from council_portal.clock.days import start_of
from profiles.models import PartyMembership
from profiles.services.leaving import not_before

GROUP_LEADER = "group_leader"
GROUP_POSTS = (GROUP_LEADER, "group_spokesperson")  # only a Member of the group holds them


@transaction.atomic
def move_group(member, *, group, party, on, actor):
    """From the day `on` the Member is in this group (None: in none) and of this party ("": of none). Returns the posts that end by it.

    Whoever led or spoke for the group that they leave does so until then. What was before stays on record with its days.
    """
    require(actor, "change", member)
    posts = leaderships(member.person, group, on)
    for row in posts:
        end_appointment(row, actor=actor, at=max(start_of(on), row.since))
    change_group(member.person, group, on=on, actor=actor)
    if group is None and not member.in_no_group:
        member.in_no_group = True
        member.save(update_fields=["in_no_group"])
    change_party(member.person, party, on=on, actor=actor)
    return posts


def group_is_known(member):
    """Is it on record what group this Member is or was in, or that they are in none? Prefetch `person__group_memberships` for a list."""
    return member.in_no_group or bool(member.person.group_memberships.all())


def leaderships(person, group, on):
    """Appointments as Group Leader or spokesperson of other groups than `group` (None: of any) that would still be held on the day `on`."""
    rows = Appointment.objects.filter(person=person, principal__post__in=GROUP_POSTS, until__gt=start_of(on))
    return list(rows.exclude(principal__group=group).select_related("principal", "person"))


def change_party(person, party, *, on, actor):
    """A row ended and a row begun, when the party is another one."""
    row = PartyMembership.objects.filter(person=person, ended_on=None).first()
    if (row.party if row else "") == party:
        return
    if row:
        row.ended_on = not_before(row, on)
        row.save(update_fields=["ended_on"])
    if party:
        PartyMembership.objects.create(person=person, party=party, began_on=on)
    record(person, "party changed", actor=actor, detail=f"{on}")


def those_who_left(keys):
    """These memberships of groups, what ended first, first."""
    return list(GroupMembership.objects.filter(pk__in=keys).select_related("group").order_by("ended_on", "pk"))
