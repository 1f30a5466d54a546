"""A second look at a decision, by an office that did not make it. No protocol in hand has one: the portal's own rule."""
import datetime

from django.db import transaction
from django.utils import timezone

from complaints import deadlines, policy, process, routing, set_aside, telling
from complaints.dealing import keep_name, open_tasks, settled, tell_heard, whom_of
from complaints.models import ConcernTurn, Status
from complaints.reading import kept_out, people_of, stands_as
from complaints.services import CannotBe, moved, set_facts, tell_other, turn
from complaints.settling import DECIDED, end, known_of, settle, stand, wall_off
from complaints.standing import own_word
from council_portal.access.decisions import require
from council_portal.accounts.models import Person

Heard = ConcernTurn.Heard


def until(concern):
    """The last London date on which a second look may be asked for, or None where nothing was decided."""
    on = concern.facts.get("settled_on")
    return deadlines.after(datetime.date.fromisoformat(on), process.days(concern, process.ASK_AGAIN)) if on else None


def may_be_asked(concern):
    """Is there still time to ask for a second look? Each who may ask does so once (`asked`); a question has none."""
    last = until(concern)
    return bool(last and timezone.localdate() <= last)


def asked(concern, key):
    """Has the person of this key asked for one already?"""
    return key in concern.facts.get("asked_again", [])


@transaction.atomic
def ask_review(concern, *, actor, text):
    """Whoever raised it, or whoever it is about, asks that the decision is looked at again, each once. Who decided it is kept out of that,
    where another office is free, and is told so; where none is, the same office looks again, and the page says so. What somebody else
    asks while one goes on is looked at with it. Raises CannotBe "late", "twice".
    """
    require(actor, "ask_review", concern)
    if asked(concern, actor.person_id):
        raise CannotBe("twice")
    if not may_be_asked(concern):
        raise CannotBe("late")
    capacities = stands_as(actor, concern)
    heard = Heard.SUBJECT if policy.SUBJECT in capacities else Heard.BOTH
    turn(concern, actor.person, "review asked", text, heard, whom=whom_of(concern, actor, capacities, ()))
    tell_other(concern, actor, "again", Heard.BOTH if heard == Heard.SUBJECT else Heard.SUBJECT)
    set_facts(concern, asked_again=[*concern.facts.get("asked_again", []), actor.person_id])
    deciders = [] if concern.status == Status.REVIEW else look_elsewhere(concern)
    moved(concern, Status.REVIEW, actor, "second look asked")
    settle(concern)
    telling.tell([one for one in [*people_of(concern, policy.HANDLER), *deciders] if one.pk != actor.person_id])
    return concern


def look_elsewhere(concern):
    """Keep out who decided it, where another office is free to look again, so that the concern goes there. Returns whom."""
    walled = kept_out(concern)
    deciders = [one for one in Person.objects.filter(pk__in=concern.facts["decided_by"]) if one not in walled]
    found = routing.office_for(routing.way_of(concern).form, **known_of(concern, deciders))
    today = timezone.localdate().isoformat()
    set_facts(concern, reviewed=today)
    if not found:
        return []
    for person in deciders:
        wall_off(concern, person, DECIDED)
        stand(concern, own_word(person), policy.DECIDER, reason=DECIDED)
    set_facts(concern, apart={**concern.facts.get("apart", {}), **{str(one.pk): today for one in deciders}})
    end(concern, policy.HANDLER)
    return deciders


@transaction.atomic
def review(concern, *, actor, upheld, text, to_subject=""):
    """The second look is decided. upheld: the decision stands, and it is closed, or goes on until what follows from it is done; else it is
    set aside (`set_aside.decision`), and the concern assessed anew by this office.

    text: what whoever raised it is told. to_subject: what whoever it is about is told, where they know of it. Raises CannotBe "name".
    """
    require(actor, "review", concern)
    keep_name(concern, Heard.SUBJECT, to_subject)
    turn(concern, actor.person, "review decided", text, Heard.BOTH, upheld=upheld)
    if concern.facts.get("told"):
        turn(concern, actor.person, "review decided", to_subject, Heard.SUBJECT, upheld=upheld)
        tell_heard(concern, Heard.SUBJECT, but=actor.person)
    set_facts(concern, **(settled(concern, actor) if upheld else set_aside.decision(concern, actor)))
    stands = Status.DECIDED if open_tasks(concern) else Status.CLOSED
    moved(concern, stands if upheld else Status.RECEIVED, actor, "second look decided")
    tell_heard(concern, Heard.BOTH, but=actor.person)
    return concern
