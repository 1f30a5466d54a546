"""See to it that somebody who is free has a concern: let stand, keep out, give, go on to the next office, remind.

SECURITY: a row holds a sealed word and a token, never a name.
"""
import json

from django.db import transaction
from django.utils import timezone

from complaints import policy, routing, telling
from complaints.models import Concern, ConcernExclusion, ConcernStanding, Status
from complaints.reading import awaited, free_of, kept_out, offices_of, people_of, raiser_of, subjects_of, talked_with
from complaints.standing import own_word
from council_portal.access.models import in_force

NAMED, INSTEAD = "the protocol names it", "whoever the protocol names is not free to take it"  # why an office has it
MEANWHILE = "nobody of the office that has it is free"  # why an office reads what is closed beside the one that has it
EARLY = frozenset({Status.TALK, Status.RECEIVED, Status.ASSESSED})  # an office of one side can have it
DECIDED = "decided it"  # why somebody is kept out of a second look: the one reason with which they are told that there is one


def wall_off(concern, person, reason):
    """Keep somebody out from now on. Kept out already: nothing more, unless only because they decided it, and this is another reason."""
    reasons = {row.why for row in concern.exclusions.filter(in_force()) if row.who == own_word(person)}
    if not reasons or reasons == {DECIDED} != {reason}:
        ConcernExclusion(concern=concern, why=reason).veil(own_word(person)).save(force_insert=True)


def stand(concern, word, capacity, *, reason, clause=""):
    """Let somebody stand in it. word: as complaints.standing names them."""
    ConcernStanding(concern=concern, capacity=capacity, why=json.dumps({"clause": clause, "reason": reason})).veil(word).save(
        force_insert=True)


def give(concern, office, capacity, clause):
    """Let an office stand in it. office: a routing.Office."""
    reason = INSTEAD if office.passed else NAMED
    stand(concern, f"principal:{office.principal.pk}", capacity, reason=reason, clause="" if office.passed else clause)


def is_instead(row):
    """Does this office stand in it in the place of another? row: a ConcernStanding."""
    return json.loads(row.why)["reason"] != NAMED


def end(concern, capacity):
    """End the standings of this capacity."""
    concern.standings.filter(in_force(), capacity=capacity).update(until=timezone.now())


def end_own(concern, person):
    """End that this person is let in by name, or told as whoever decided it; no row says in plain whose it is. Returns whether there was
    anything."""
    given = [*policy.GRANTED, policy.DECIDER]
    own = [row.pk for row in concern.standings.filter(in_force(), capacity__in=given) if row.who == own_word(person)]
    return bool(concern.standings.filter(pk__in=own).update(until=timezone.now()))


@transaction.atomic
def settle(concern):
    """See to it that somebody has it who is free: where nobody of its office is, it goes to the next. Returns whether somebody has it.

    While an account was closed a short time ago (`awaited`), it waits for whoever it is.

    Called whenever it is sent or somebody is kept out, and by the clock, for offices that lost their holder meanwhile.
    """
    if people_of(concern, policy.HANDLER):
        end_meanwhile(concern)
        return True
    if awaited(concern):
        return True
    found = office_for(concern)
    end(concern, policy.HANDLER)
    if found is None:
        return False
    give(concern, found, policy.HANDLER, routing.way_of(concern).form.clause or "")
    telling.tell(found.people)
    return True


def settle_closed(concern):
    """While nobody of the office that had it is free, the next reads what is closed and takes its letters; nobody is told of it, and it
    ends once somebody there is free. SECURITY: advice goes nowhere, as its asker did not choose the next; nor what came to no office.
    """
    if concern.received_at is None or routing.is_advice(concern.facts["matter"]):
        return
    rows = offices_of(concern, policy.HANDLER)
    beside = [(row, office) for row, office in rows if json.loads(row.why)["reason"] == MEANWHILE]
    own = [office for row, office in rows if (row, office) not in beside]
    found = None if free_of(concern, own) or awaited(concern) else office_for(concern)
    ended = [row.pk for row, office in beside if found is None or office != found.principal]
    concern.standings.filter(pk__in=ended).update(until=timezone.now())
    if found and len(ended) == len(beside):
        stand(concern, f"principal:{found.principal.pk}", policy.HANDLER, reason=MEANWHILE)


def end_meanwhile(concern):
    """What is open again is dealt with by the office that has it, where somebody of that is free."""
    rows = offices_of(concern, policy.HANDLER)
    beside = [row.pk for row, _office in rows if json.loads(row.why)["reason"] == MEANWHILE]
    if beside and free_of(concern, [office for row, office in rows if row.pk not in beside]):
        concern.standings.filter(pk__in=beside).update(until=timezone.now())


def office_for(concern):
    """The office that would have it next (a routing.Office), or None where nobody is free."""
    return routing.office_for(routing.way_of(concern).form, **known_of(concern))


def known_of(concern, out=()):
    """What routing.office_for takes, of a concern that was raised. out: who is passed over beside those who are kept out.

    Whoever was asked for the talk that the form has ended never has it again, where the protocol says that it ends their access (SEC-6.1).
    What was investigated, decided or looked at again goes to no office of one side either, whatever was chosen.
    """
    facts = concern.facts
    return {"raiser": raiser_of(concern), "subjects": subjects_of(concern), "out": [*kept_out(concern), *talked_with(concern), *out],
            "chosen": facts["chosen"], "formal": concern.status not in EARLY or bool(facts.get("reviewed")) or routing.is_code(facts)}


def settle_talk(concern):
    """The same for the talk that comes first: where nobody is left to have it with, only the form is left, and its sender is told."""
    if not people_of(concern, policy.TALKER):
        end(concern, policy.TALKER)
        telling.tell([raiser_of(concern)])


def settle_advice(concern):
    """A question is asked of nobody whom its asker did not choose: where nobody of the office that has it is free, the asker is told, and
    asks the next (`ask_next`) or takes it back."""
    if not people_of(concern, policy.HANDLER) and offices_of(concern, policy.HANDLER) and not awaited(concern):
        end(concern, policy.HANDLER)
        telling.tell([raiser_of(concern)])


def next_office(concern):
    """The office that would have a question next, or None where one has it, or nobody is free."""
    if people_of(concern, policy.HANDLER):
        return None
    return office_for(concern)


def readers(concern):
    """The people who have it, and during a talk those who would have the form, by whatever choice the protocol leaves."""
    found = [*people_of(concern, policy.HANDLER), *people_of(concern, policy.TALKER)]
    if concern.status == Status.TALK:
        way = routing.way_of(concern)
        for post, _name in routing.choices(way) or [("", "")]:
            office = routing.office_for(way.form, **known_of(concern) | {"chosen": post})
            found += office.people if office else ()
    return list(dict.fromkeys(found))


def settle_all():
    """Due by the clock: every open concern has somebody who is free, what is closed somebody who reads it, and whoever has one that is due
    is told, once for each day set. Returns how many came to another office.
    """
    for concern in Concern.objects.filter(is_open=False).order_by("pk"):
        settle_closed(concern)
    moved = 0
    for concern in Concern.objects.filter(is_open=True).exclude(status=Status.TALK).order_by("pk"):
        before = [row.pk for row, _principal in offices_of(concern, policy.HANDLER)]
        if routing.is_advice(concern.facts["matter"]):
            settle_advice(concern)
        else:
            settle(concern)
        moved += [row.pk for row, _principal in offices_of(concern, policy.HANDLER)] != before
        remind(concern)
    return moved


def remind(concern):
    """Tell whoever has it that its next step is due, once for each day that is set."""
    if concern.due_on and concern.due_on <= timezone.localdate() and concern.reminded_of != concern.due_on:
        concern.reminded_of = concern.due_on
        concern.save(update_fields=["reminded_of"])
        telling.tell(people_of(concern, policy.HANDLER))
