"""Who is away and who acts meanwhile, read for pages: nothing is changed here."""
import datetime
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.access.models import in_force
from council_portal.accounts.models import Absence, Appointment, Person, Principal
from council_portal.people.policy import NEVER_HANDED_ON
from council_portal.people.words import last_day, span

PAST = datetime.timedelta(days=30)
MOST_LINKS = 10  # of a chain of stand-ins: as many as accounts.services.spread follows


def absences_today(people):
    """{person id: {"until_text", "stand_in"}} of those of these people who are away now: one statement for any number.

    until_text: the last day of it, in words, "" for one without an end. stand_in: a Person, or None where nobody stands in.
    """
    rows = Absence.objects.filter(in_force(), person__in=list(people)).select_related("stand_in").order_by("since", "pk")
    # two at once: the one that began last, as accounts.holders has it
    return {row.person_id: {"until_text": last_day(row.until), "stand_in": row.stand_in} for row in rows}


@dataclass(frozen=True)
class Link:
    """One in a chain of stand-ins. absence: that of this person in the days asked about, None when they are here."""

    person: Person
    absence: Absence | None


def chain(person, stand_in, since, until):
    """Who would act for this person between two instants: a list of Link, following a stand-in who is away too.

    The last link is somebody who is here, or somebody away for whom nobody stands in. A chain that comes back to somebody in it
    ends there, with the last link's absence naming them (`loops`).
    """
    links, seen = [], {person.pk}
    while stand_in is not None and stand_in.pk not in seen and len(links) < MOST_LINKS:
        seen.add(stand_in.pk)
        away = Absence.objects.filter(person=stand_in, since__lt=until, until__gt=since).exclude(until=F("since"))
        absence = away.select_related("stand_in").order_by("since").first()
        links.append(Link(stand_in, absence))
        stand_in = absence.stand_in if absence else None
    return links


def loops(person, links):
    """Does the chain come back to somebody in it?"""
    last = links[-1].absence if links else None
    return bool(last and last.stand_in_id in {person.pk, *(link.person.pk for link in links)})


def chain_in_words(person, stand_in, since, until):
    """Sentences that say who would act, in order, and a warning where nobody would: [(text, is a warning)]."""
    if stand_in is None:
        return [(_("Nobody stands in. Deputies act meanwhile, and where there is none a new case goes to the next post up. That is the "
                   "portal’s own rule. Democratic Services see the gap on their page."), True)]
    links = chain(person, stand_in, since, until)
    said = [(_("%(person)s stands in.") % {"person": stand_in.full_name}, False)]
    for link in links:
        if link.absence is None:
            continue
        days = span(link.absence.since, link.absence.until)
        then = link.absence.stand_in
        text = (_("%(person)s is away too (%(days)s), and %(then)s acts in that time.") if then else
                _("%(person)s is away too (%(days)s), and nobody stands in for them: nobody acts in that time."))
        said.append((text % {"person": link.person.full_name, "days": days, "then": then.full_name if then else ""}, True))
    if loops(person, links):
        said.append((_("The chain of stand-ins comes back to somebody who is away. Nobody acts in the days on which all of them are "
                       "away: choose somebody else."), True))
    return said


def handed_on(person, since, until):
    """The posts that would be stood in for between two instants: Principals, by name. Seats, wards and offices of Members never are."""
    rows = Appointment.objects.filter(person=person, since__lt=until, until__gt=since, principal__kind=Principal.Kind.POST)
    rows = rows.exclude(until=F("since")).exclude(principal__post__in=NEVER_HANDED_ON)
    return list(Principal.objects.filter(pk__in=rows.values("principal")))


def listed(user, when):
    """Absences that this reader may see: "now", "coming" (the next first), or "past" (ended within 30 days, the last first)."""
    now = timezone.now()
    asked, order = {
        "now": (in_force(now), ["until", "pk"]), "coming": (Q(since__gt=now), ["since", "pk"]),
        "past": (Q(until__lte=now, until__gt=now - PAST), ["-until", "-pk"]),
    }[when]
    rows = Absence.objects.permitted(user, "view").filter(asked).exclude(until=F("since"))
    return rows.select_related("person", "stand_in").order_by(*order)


def begun(absence):
    """Has it begun?"""
    return absence.since <= timezone.now()
