"""The posts of the council and who is in them, read for pages: a fixed number of statements for any number of posts."""
import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.access.decisions import can
from council_portal.access.models import in_force
from council_portal.accounts.confided import seconds, waits
from council_portal.accounts.models import Absence, Appointment, Nomination, Principal
from council_portal.accounts.policy import CONFIDED
from council_portal.people.absences import absences_today
from council_portal.people.policy import NO_POSTS, OUTSIDE
from council_portal.people.words import first_day, last_day, span

Role = Appointment.Role
LATELY = datetime.timedelta(days=30)
ROLES = {Role.HOLDER: "holders", Role.DEPUTY: "deputies", Role.STAND_IN: "stand_ins"}


def posts(user):
    """Every post of the council that this reader may see, council-wide ones first, then by service and group."""
    rows = Principal.objects.permitted(user, "view").filter(kind=Principal.Kind.POST).exclude(post__in=NO_POSTS)
    return rows.select_related("service", "group").order_by(
        F("service__name").asc(nulls_first=True), F("group__name").asc(nulls_first=True), "name", "pk")


def vacant(rows, at=None):
    """Those posts for which nobody is there at an instant (now): nobody appointed, or everybody away and nobody standing in.

    What works outside the portal is none of them.
    """
    at = at or timezone.now()
    away = Absence.objects.filter(in_force(at), person=OuterRef("person"))
    there = Appointment.objects.filter(~Exists(away), in_force(at), principal=OuterRef("pk"))
    return rows.filter(~Exists(there)).exclude(post__in=OUTSIDE)


def rows_of(principals):
    """What a list shows of these posts: name, address, and who holds, deputises and stands in today, with who is away. Two statements."""
    principals = list(principals)
    held = list(Appointment.objects.filter(in_force(), principal__in=principals).select_related("person", "absence__person")
                .order_by("since", "pk"))
    away = absences_today({one.person for one in held})
    found = {principal.pk: {"url": reverse("people:post", args=[principal.uid]), "name": principal.name, "of": of(principal),
                            "holders": [], "deputies": [], "stand_ins": [], "there": False,
                            "outside": principal.post in OUTSIDE} for principal in principals}
    for one in held:
        row = found[one.principal_id]
        row[ROLES[one.role]].append(holding(one, away.get(one.person_id)))
        row["there"] |= one.person_id not in away
    return [{**row, **state(row)} for row in found.values()]


def of(principal):
    """The service or group of a post, or the council."""
    part = principal.service or principal.group
    return part.name if part else _("The whole council")


def holding(appointment, absence):
    """One person in a post today: name, and a note when they are away, or for whom they stand in."""
    notes = []
    if appointment.role == Role.STAND_IN:
        absent, until = appointment.absence.person.full_name, last_day(appointment.until)
        notes.append(_("for %(person)s until %(day)s") % {"person": absent, "day": until})
    if absence:
        notes.append(_("away until %(day)s") % {"day": absence["until_text"]} if absence["until_text"] else _("away"))
    return {"name": appointment.person.full_name, "note": ", ".join(notes)}


def state(row):
    """The tag of a post with nobody there."""
    if row["there"]:
        return {"tag": "", "colour": ""}
    if row["holders"] or row["deputies"] or row["stand_ins"]:
        return {"tag": _("Nobody there today"), "colour": "orange"}
    if row["outside"]:
        return {"tag": _("Outside the portal"), "colour": "grey"}
    return {"tag": _("Vacant"), "colour": "red"}


def history(principal):
    """Every appointment to a post that has run for any time or is to come, the latest first."""
    rows = Appointment.objects.filter(principal=principal).exclude(until=F("since"))
    return rows.select_related("person", "absence__person").order_by("-since", "-pk")


def line(appointment):
    """An appointment as the page of its post shows it."""
    return {
        "uid": appointment.uid, "name": appointment.person.full_name, "role": appointment.get_role_display(),
        "for": appointment.absence.person.full_name if appointment.absence else "",
        "days": span(appointment.since, appointment.until), "authority": appointment.authority,
        "is_stand_in": appointment.role == Role.STAND_IN, "is_deputy": appointment.role == Role.DEPUTY,
    }


def entered(principal, user):
    """What waits for a second person at this post, and what was refused lately, as its page shows it to those who may see that; for others
    nothing, and nothing is asked. One statement, and one for each that waits."""
    if principal.post not in CONFIDED:
        return []
    lately = Q(answer=Nomination.Answer.REFUSED, decided_at__gt=timezone.now() - LATELY)
    rows = Nomination.objects.permitted(user, "view").filter(waits() | lately, principal=principal)
    return [entry(one, user) for one in rows.select_related("person", "entered_by", "decided_by", "absence__person").order_by("pk")]


def entry(nomination, user):
    """One of them. nobody: could nobody agree to it?"""
    waiting = nomination.answer == Nomination.Answer.WAITS
    who = [person.full_name for person in seconds(nomination)] if waiting else []
    first = {"first": first_day(nomination.since), "last": last_day(nomination.until)}
    days = _("from %(first)s to %(last)s") % first if first["last"] else _("from %(first)s") % first
    return {**line(nomination), "days": days, "entered_by": nomination.entered_by.full_name, "entered_on": first_day(nomination.entered_at),
            "waits": waiting, "may_agree": waiting and can(user, "agree", nomination), "who": who, "nobody": waiting and not who,
            "command": f"manage.py agree_appointment {nomination.uid}",
            "reason": nomination.reason, "decided_on": first_day(nomination.decided_at) if nomination.decided_at else "",
            "decided_by": nomination.decided_by.full_name if nomination.decided_by else _("whoever runs the server")}


def offices_of(people):
    """{person id: "Head of Service, Housing; ..."} of what these people hold today, for telling two of one name apart: one statement."""
    rows = Appointment.objects.filter(in_force(), person__in=list(people)).exclude(
        principal__kind__in=[Principal.Kind.PERSON, Principal.Kind.OFFICE]).select_related("principal").order_by("principal__name")
    found = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row.principal)
    return {pk: "; ".join(one.name for one in sorted(held, key=lambda p: p.post in NO_POSTS)
                          if len(held) == 1 or one.post not in NO_POSTS) for pk, held in found.items()}
