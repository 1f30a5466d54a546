"""Where a Member sits, since when, and their terms of office, from a feed."""
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.accounts.services import BEGINNING, appoint, end_appointment, seat, ward_principal
from council_portal.audit.services import record
from profiles.models import Term
from profiles.services.known import SOURCE

INSTANT = timedelta(microseconds=1)  # an office that ends at midnight was held until the day before


def take_seats(run, person, given, *, new):
    """Let the Member sit where the feed says, and end the seats of this Member that it no longer gives.

    SECURITY: whoever left is not seated again by a feed that lags behind; only a term that began since does that.
    """
    terms = {title: [t for s in given.seats if s.ward == title for t in s.terms] for title in given.wards or ("",)}
    held = run.known.seats.get(person.pk, {})
    left = run.known.left.get(person.pk)
    if stays_out(run, person, given):
        run.say("look", _("%(name)s is in the feed, but left office here on %(day)s; nothing was begun again.")
                % {"name": person.full_name, "day": f"{timezone.localdate(left - INSTANT):%d/%m/%Y}"})
        return
    wards = {title: run.known.ward_called(title) for title in terms}
    wanted = {ward.pk if ward else None: (ward, begins(run, terms[title], left)) for title, ward in wards.items()}
    fresh = [wanted[key] for key in wanted if key not in held and not (key is None and held)]
    in_office = bool(held)
    for ward, since in sorted(fresh, key=lambda place: place[1]):
        if in_office:
            appoint(person, ward_principal(ward), authority=run.authority, since=since, actor=run.actor)
        else:
            seat(person, ward, authority=run.authority, since=since, actor=run.actor)
        in_office = True
        run.count("created")
        if not new:
            run.say("begun", _("%(name)s: now sits for %(ward)s.") % {"name": person.full_name, "ward": ward or _("no ward")})
    run.count("unchanged", len(wanted.keys() & held.keys()))
    end_seats(run, person, wanted, {key: row for key, row in held.items() if key not in wanted and key is not None})


def stays_out(run, person, given):
    """Did this Member leave here, and does the feed know of no term that began since?"""
    left = run.known.left.get(person.pk)
    return bool(left) and not any(t.start and t.start >= timezone.localdate(left) for t in given.terms)


def end_seats(run, person, wanted, others):
    """End the seats that the feed no longer gives; when it names no ward at all, they stay and are only counted as missing."""
    if None in wanted:
        run.count("missing", len(others))
        return
    names = {ward.pk: ward.name for ward in run.known.wards.values()}
    for row in others.values():
        end_appointment(row, actor=run.actor, at=max(run.now, row.since))
        run.count("updated")
        run.say("ended", _("%(name)s: no longer sits for %(ward)s.") % {"name": person.full_name, "ward": names[row.principal.ward_id]})


def begins(run, terms, left=None):
    """The instant since when a seat is held: the start of the current term, or of one that is to come.

    No term is invented. Without a date, a seat of the first import is held "since before" it: BEGINNING, which stands for that
    here as it does for a person's own principal and cannot be mistaken for a day that somebody published. A seat that first
    appears in a later import was not there at the one before, so it is held since that import.
    """
    current = [t.start for t in terms if t.covers(run.day)]
    coming = [t.start for t in terms if t.start and t.start > run.day]
    if any(current):
        since = midnight(max(filter(None, current)))
    elif coming and not current:
        since = midnight(min(coming))
    else:
        since = BEGINNING if run.known.first else run.now
    return max(since, left) if left else since


def midnight(day: date):
    """The first instant of a day in London."""
    return timezone.make_aware(datetime.combine(day, time.min))


def take_terms(run, person, given, *, new):
    """Bring the Member's terms up to date: ended, begun, corrected; one that the feed no longer gives stays and is counted missing."""
    wards = {title: run.known.ward_called(title) for title in {s.ward for s in given.seats}}
    wanted = list(dict.fromkeys((wards[s.ward], t.start, t.end) for s in given.seats for t in s.terms))
    stored = list(run.known.terms.get(person.pk, ()))
    for agrees, word in AGREEMENTS:
        for one in list(wanted):
            term = next((t for t in stored if agrees(t, *one, wards.values())), None)
            if term is None:
                continue
            wanted.remove(one)
            stored.remove(term)
            if word:
                term.ward, term.began_on, term.ended_on = one
                term.save(update_fields=["ward", "began_on", "ended_on"])
                tell(run, person, word, one)
            run.count("updated" if word else "unchanged")
    run.begun += [Term(person=person, ward=ward, began_on=start, ended_on=end, source=SOURCE) for ward, start, end in wanted]
    run.count("created", len(wanted))
    for one in wanted if not new else ():
        tell(run, person, "term begun", one)
    run.count("missing", len(stored))
    for term in stored:
        run.say("missing", _("%(name)s: a term for %(ward)s, %(dates)s, is no longer in the feed; it is kept.")
                % {"name": person.full_name, "ward": term.ward or "–", "dates": dates(term.began_on, term.ended_on)})


# Which stored term a published one is, surest first: (agrees(stored, ward, start, end, wards of the Member), what has happened to it).
AGREEMENTS = [
    (lambda t, ward, start, end, _all: (t.ward, t.began_on, t.ended_on) == (ward, start, end), ""),
    (lambda t, ward, start, end, _all: (t.ward, t.began_on) == (ward, start) and t.ended_on is None, "term ended"),
    (lambda t, ward, start, end, _all: (t.ward, t.began_on) == (ward, start) and start, "term corrected"),
    (lambda t, ward, start, end, _all: (t.ward, t.ended_on) == (ward, end) and end and t.began_on is None, "term corrected"),
    (lambda t, ward, start, end, everywhere: (t.began_on, t.ended_on) == (start, end) and t.ward not in everywhere, "term corrected"),
]


def tell(run, person, word, one):
    """Record a change of a term, and say it."""
    ward, start, end = one
    record(person, word, actor=run.actor, detail=dates(start, end))
    group, said = {"term ended": ("ended", _("term ended")), "term begun": ("begun", _("term begun")),
                   "term corrected": ("changed", _("term corrected"))}[word]
    run.say(group, f"{person.full_name}: {said}, {ward or '–'}, {dates(start, end)}.")


def dates(start, end):
    """Two dates as they are shown, "not known" for what is not known."""
    return " – ".join(f"{day:%d/%m/%Y}" if day else _("not known") for day in (start, end))
