"""How a concern is raised, talked over, sent, and gone back on. Require, change, record, tell.

Whoever is free is given it in `settling`, who stands in it is read in `reading`. What the office does with it stands in `dealing`, an
investigation and a decision in `inquiry`, a second look in `reviewing`.

SECURITY: neither the record nor a message says in plain whose concern it is (`note`, `telling`).
"""
import json

from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints import deadlines, naming, policy, routing, set_aside, telling
from complaints.models import Concern, ConcernTurn, Status
from complaints.reading import kept_out, people_in, people_of, raiser_of, stands_as, subjects_of
from complaints.settling import end, end_own, give, next_office, settle, settle_advice, settle_talk, stand, wall_off
from complaints.standing import own_word
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.audit.services import record
from council_portal.matters.services import Changed, move, take_reference
from council_portal.sealing.fields import ring
from council_portal.sealing.veils import token, tokens

Heard = ConcernTurn.Heard


class CannotBe(ValueError):
    """What was asked for does not fit the concern as it is. `args[0]` says why."""


class InConfidence:
    """Who did something, as the record names them."""

    uid, name = None, "In confidence"


def raise_concern(*, actor, key, matter, subjects, text, wanted="", talk=False, chosen="", concerned=(), papers=(), **facts):
    """Raise a concern, or ask for advice. Returns it; the same form of the same person with the same words makes one.

    key: the UUID of the form. matter: a word of policy.MATTERS. subjects: [(Person or None, name as it was typed)]. talk: ask first for the
    talk that the protocol puts before the form; `text` is then what it is to be about, and the form comes later. chosen: a preferred post,
    where the protocol leaves a choice. concerned: further people who are kept out. papers: of `dealing.store`; with a talk they wait for
    the form. facts: kinds, clauses, withheld, also.
    Raises CannotBe "no talk" where there is nobody to talk to first, Forbidden for who holds no office, KeyFault without the keys.
    """
    require(actor, "raise", Concern)
    sent = as_sent(actor, key, matter, text, subjects)
    own = token(ring().current, sent, "form")
    if found := made_by(sent):
        return found
    try:
        with transaction.atomic():
            made = make(actor, own, matter, subjects, text, wanted, talk, chosen, concerned, facts)
            keep_papers(made, actor, papers, policy.TO_FORM if talk else policy.TO_BOTH)
            return made
    except IntegrityError:
        if found := made_by(sent):
            return found
        raise


def as_sent(actor, key, matter, text, subjects):
    """What makes a form the same form: whose it is, its key, its words."""
    return "\0".join([own_word(actor), str(key), matter, text, *(name for _person, name in subjects)])


def made_by(sent):
    """What this form, with these words, has made already, or None; found by the keys of before a rotation too."""
    return Concern.objects.filter(form__in=tokens(sent, "form")).first()


def make(actor, own, matter, subjects, text, wanted, talk, chosen, concerned, facts):
    """The concern with whoever stands in it and is kept out of it: kept out first, so that there is no moment in which they are not."""
    way = routing.way_for(actor, matter)
    about = {"matter": matter, "side": routing.side_of(actor), "kinds": facts.get("kinds", []), "clauses": facts.get("clauses", ""),
             "withheld": facts.get("withheld", ""), "also": facts.get("also", ""), "chosen": chosen,
             "subjects": [{"person": person.pk if person else None, "name": name} for person, name in subjects]}
    concern = Concern(reference=take_reference(), protocol=way.version, status=Status.TALK if talk else Status.RECEIVED, form=own,
                      received_at=None if talk else timezone.now(), route=json.dumps(way.route.as_json()), about=json.dumps(about),
                      text="" if talk else text, wanted="" if talk else wanted)
    concern.due_on = deadlines.due_on(concern, concern.status)
    concern.save(force_insert=True)
    for person in dict.fromkeys([*(one for one, _name in subjects if one), *concerned]):
        wall_off(concern, person, "concerned in it")
    stand(concern, own_word(actor), policy.COMPLAINANT, reason="raised it")
    if talk:
        found = routing.talk_for(way, raiser=actor.person, subjects=subjects_of(concern), out=kept_out(concern))
        if found is None:
            raise CannotBe("no talk")
        give(concern, found, policy.TALKER, way.talk.clause or "")
        turn(concern, actor.person, "talk asked", text, Heard.TALK)
        telling.tell(found.people)
    else:
        arrive(concern, actor.person, text)
    note(concern, "concern begun" if talk else "concern received", actor)
    return concern


def keep_papers(concern, actor, papers, heard, whom=()):
    """Keep papers with a concern. papers: of `dealing.store`. heard: for whom they are, a word of Heard or policy.TO_FORM. whom: as
    Concern.is_for has it."""
    for paper in papers:
        paper.concern, paper.heard, by = concern, heard, actor.person
        paper.said = json.dumps({**paper.facts, "person": by.pk, "by": by.full_name, "whom": list(whom)})
        paper.save(force_insert=True)
        note(concern, "paper added", actor)


def arrive(concern, by, text):
    """The form has come: it goes to whoever deals with it."""
    turn(concern, by, "form", text, Heard.BOTH)
    settle(concern)


@transaction.atomic
def ask_next(concern, *, actor, post):
    """Whoever asked for advice lets the next office have the question. post: the word of the one that they were shown.

    Raises Changed where it is another by now.
    """
    require(actor, "ask_next", concern)
    found = next_office(concern)
    if found is None or found.post != post:
        raise Changed(concern)
    moved(concern, concern.status, actor, "next office asked")
    settle(concern)
    return concern


def turn(concern, by, kind, text, heard, **more):
    """Add what was said or done. more: what else is to be kept of it."""
    said = {"name": by.full_name, "person": by.pk, "kind": kind, "text": text, **more}
    made = ConcernTurn(concern=concern, heard=heard, said=json.dumps(said))
    made.save(force_insert=True)
    return made


def note(concern, verb, actor):
    """Record it. SECURITY: by whom stands there as a token, which only whoever has the keys can hold against a person."""
    record(concern, verb, actor=InConfidence, detail=token(ring().current, own_word(actor), f"record/{concern.uid}"))


@transaction.atomic
def note_read(concern, *, actor):
    """Record that somebody opened it."""
    note(concern, "concern read", actor)


def moved(concern, status, actor, verb, **changes):
    """Bring it to another state, with the day by which its next step is due, and record it as `note` does. Where it ends, whoever was let
    in by name sees it no more, and what was decided of the name and does not hold yet falls away."""
    if status not in Concern.OPEN:
        if naming.ahead(concern):  # SECURITY: nobody learns a name after the end, when whoever raised it can say nothing more
            set_facts(concern, **naming.at_once(naming.holds(concern)))
        concern.standings.filter(in_force(), capacity__in=policy.GRANTED).update(until=timezone.now())
    return move(concern, status, actor=InConfidence, verb=verb, due_on=deadlines.due_on(concern, status, **changes),
                detail=token(ring().current, own_word(actor), f"record/{concern.uid}"), **changes)


@transaction.atomic
def answer_talk(concern, *, actor, text):
    """Whoever was asked for a talk says when, or how it went; whoever asked for it answers. Raises CannotBe "nobody" where nobody is
    left to talk to."""
    require(actor, "talk", concern)
    if not people_of(concern, policy.TALKER):
        raise CannotBe("nobody")
    turn(concern, actor.person, "talk answered", text, Heard.TALK)
    moved(concern, concern.status, actor, "talk answered")
    tell_both(concern, but=actor.person)
    return concern


@transaction.atomic
def settled_by_talk(concern, *, actor, text):
    """The talk has settled it, says whoever asked for it: closed, and no complaint. text: what was agreed, for both.

    SECURITY: whoever was asked goes on to see it, as that tells nothing but this; of a form that is sent or a talk that is taken back they
    see nothing (`send_form`, `withdraw`).
    """
    require(actor, "settle", concern)
    turn(concern, actor.person, "settled", text, Heard.TALK)
    moved(concern, Status.CLOSED, actor, "talk settled")
    tell_both(concern, but=actor.person)
    return concern


@transaction.atomic
def send_form(concern, *, actor, text, wanted, chosen="", papers=(), going=None, **facts):
    """Send the form after the talk. From this moment whoever was asked for the talk sees nothing of it any more (SEC-6.1).

    papers: of `dealing.store`, sent with it. going: the uids of those that waited for it and go with it; when left out, all of them.
    """
    require(actor, "send", concern)
    end(concern, policy.TALKER)
    waiting = concern.papers.filter(heard=policy.TO_FORM)
    (waiting if going is None else waiting.filter(uid__in=going)).update(heard=policy.TO_BOTH)
    keep_papers(concern, actor, papers, policy.TO_BOTH)
    concern.text, concern.wanted = text, wanted
    concern.save(update_fields=["text", "wanted"])
    set_facts(concern, **facts, chosen=chosen)
    moved(concern, Status.RECEIVED, actor, "concern received", received_at=timezone.now())
    arrive(concern, actor.person, text)
    return concern


@transaction.atomic
def withdraw(concern, *, actor, text):
    """Whoever raised it takes it back. What was said stays; what was still to be done falls away."""
    require(actor, "withdraw", concern)
    heard = Heard.TALK if concern.status == Status.TALK else Heard.BOTH
    end(concern, policy.TALKER)  # whoever was asked for a talk cannot tell whether it was taken back or the form was sent
    turn(concern, actor.person, "taken back", text, heard)
    tell_other(concern, actor, "ended", Heard.SUBJECT)
    set_aside.end_tasks(concern, actor, set_aside.BACK)
    moved(concern, Status.WITHDRAWN, actor, "concern taken back")
    tell_both(concern, but=actor.person)
    return concern


def tell_other(concern, actor, kind, heard):
    """Tell the other side what one side has done, and nothing of its words. heard: BOTH, or SUBJECT, who hears it where they were told of
    the concern. SECURITY: whoever is not to know the name reads "whoever raised it" (`ConcernPage.name`)."""
    if heard == Heard.BOTH or concern.facts.get("told"):
        turn(concern, actor.person, kind, "", heard)
        telling.tell([raiser_of(concern)] if heard == Heard.BOTH else people_in(concern, policy.SUBJECT))


@transaction.atomic
def step_back(concern, *, actor):
    """Whoever has it has a conflict of interest: out at once, they see no trace of it, and somebody else has it (CMP-CONFLICT)."""
    require(actor, "recuse", concern)
    turn(concern, actor.person, "stepped back", "", Heard.TALK if concern.status == Status.TALK else Heard.OFFICE)
    wall_off(concern, actor.person, "stepped back")
    if end_own(concern, actor):
        telling.tell(people_of(concern, policy.HANDLER))
    return resettled(concern, actor)


@transaction.atomic
def keep_out(concern, person, *, actor):
    """Somebody is concerned in it: they are kept out from now on, and where they had it, it goes to somebody else.

    Raises CannotBe "own" for whoever raised it.
    """
    require(actor, "keep_out" if policy.HANDLER in stands_as(actor, concern) else "name_concerned", concern)
    if person.pk == raiser_of(concern).pk:
        raise CannotBe("own")
    wall_off(concern, person, "concerned in it")
    end_own(concern, person)
    return resettled(concern, actor)


def resettled(concern, actor):
    """After somebody is out."""
    moved(concern, concern.status, actor, "somebody kept out")
    if concern.status == Status.TALK:
        settle_talk(concern)
    elif concern.is_open and routing.is_advice(concern.facts["matter"]):
        settle_advice(concern)
    elif concern.is_open:
        settle(concern)
    return concern


def set_facts(concern, **changes):
    """Keep more of what is decided of it, sealed."""
    concern.about = json.dumps({**concern.facts, **changes})
    concern.save(update_fields=["about"])


def tell_both(concern, *, but):
    """Tell whoever raised it and whoever has it that there is something, except who did it."""
    people = [raiser_of(concern), *people_of(concern, policy.HANDLER), *people_of(concern, policy.TALKER)]
    telling.tell([one for one in people if one.pk != but.pk])
