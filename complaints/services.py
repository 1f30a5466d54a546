"""How a concern is raised, talked over, sent, gone back on, and given to whoever is free to have it. Require, change, record, tell.

What the office does with it stands in `dealing`, an investigation and a decision in `inquiry`, a second look in `reviewing`.

SECURITY: neither the record nor a message says in plain whose concern it is (`note`, `telling`).
"""
import functools
import json

from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints import deadlines, naming, policy, routing, telling
from complaints.models import Concern, ConcernExclusion, ConcernStanding, ConcernTurn, Status
from complaints.standing import own_word
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.queryset import held
from council_portal.accounts.holders import holders_of
from council_portal.accounts.models import Person, Principal
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
    the form. facts: kinds, clauses, withheld.
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
             "withheld": facts.get("withheld", ""), "chosen": chosen,
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


def keep_papers(concern, actor, papers, heard):
    """Keep papers with a concern. papers: of `dealing.store`. heard: for whom they are, a word of Heard or policy.TO_FORM."""
    for paper in papers:
        paper.concern, paper.heard, by = concern, heard, actor.person
        paper.said = json.dumps({**paper.facts, "person": by.pk, "by": by.full_name})
        paper.save(force_insert=True)
        note(concern, "paper added", actor)


def waiting_papers(concern):
    """The papers that were added before a talk and did not go with the form, or have not yet."""
    return list(concern.papers.filter(heard=policy.TO_FORM))


def arrive(concern, by, text):
    """The form has come: it goes to whoever deals with it."""
    turn(concern, by, "form", text, Heard.BOTH)
    settle(concern)


def wall_off(concern, person, reason):
    """Keep somebody out from now on. Kept out already: nothing more."""
    if person.pk not in {one.pk for one in kept_out(concern)}:
        ConcernExclusion(concern=concern, why=reason).veil(own_word(person)).save(force_insert=True)


def stand(concern, word, capacity, *, reason, clause=""):
    """Let somebody stand in it. word: as complaints.standing names them."""
    ConcernStanding(concern=concern, capacity=capacity, why=json.dumps({"clause": clause, "reason": reason})).veil(word).save(
        force_insert=True)


def give(concern, office, capacity, clause):
    """Let an office stand in it. office: a routing.Office."""
    reason = "the protocol names it" if not office.passed else "whoever the protocol names is not free to take it"
    stand(concern, f"principal:{office.principal.pk}", capacity, reason=reason, clause="" if office.passed else clause)


def ask_once(concern):
    """Let this row of a page that changes nothing answer again what was asked of it before: who raised it, is kept out, stands in it."""
    concern.asked = {}


def once(ask):
    """A question about a concern, which a row is asked once where `ask_once` says so. ask: takes the concern, and words."""
    @functools.wraps(ask)
    def asked(concern, *words):
        if concern.asked is None:
            return ask(concern, *words)
        key = (ask.__name__, *words)
        if key not in concern.asked:
            concern.asked[key] = ask(concern, *words)
        return concern.asked[key]

    return asked


@once
def kept_out(concern):
    """The people who are kept out of it, open or not in office."""
    keys = [row.who.removeprefix("person:") for row in concern.exclusions.filter(in_force())]
    return list(Person.objects.filter(pk__in=keys).order_by("pk"))


@once
def subjects_of(concern):
    """The people whom it is about, as far as they are known."""
    keys = [one["person"] for one in concern.facts["subjects"] if one["person"]]
    return list(Person.objects.filter(pk__in=keys).order_by("pk"))


@once
def raiser_of(concern):
    """The person who raised it."""
    row = concern.standings.filter(capacity=policy.COMPLAINANT).order_by("pk").first()
    return Person.objects.get(pk=row.who.removeprefix("person:"))


@once
def offices_of(concern, capacity):
    """[(standing, Principal)] of the offices that stand in it now in this capacity."""
    rows = list(concern.standings.filter(in_force(), capacity=capacity).order_by("pk"))
    found = Principal.objects.in_bulk([int(row.who.removeprefix("principal:")) for row in rows])
    return [(row, found[int(row.who.removeprefix("principal:"))]) for row in rows]


@once
def people_of(concern, capacity):
    """Who would open it today in this capacity: none where its office has nobody who is free."""
    out = [raiser_of(concern), *kept_out(concern)]
    return [one.person for _row, principal in offices_of(concern, capacity) for one in holders_of(principal, excluding=out)
            if routing.signs_in(one.person)]


@transaction.atomic
def settle(concern):
    """See to it that somebody has it who is free: where nobody of its office is, it goes to the next. Returns whether somebody has it.

    Called whenever it is sent or somebody is kept out, and by the clock, for offices that lost their holder meanwhile.
    """
    if people_of(concern, policy.HANDLER):
        return True
    way = routing.way_of(concern)
    found = routing.office_for(way.form, raiser=raiser_of(concern), subjects=subjects_of(concern), out=kept_out(concern),
                               chosen=concern.facts["chosen"])
    end(concern, policy.HANDLER)
    if found is None:
        return False
    give(concern, found, policy.HANDLER, way.form.clause or "")
    telling.tell(found.people)
    return True


def settle_talk(concern):
    """The same for the talk that comes first: where nobody is left to have it with, only the form is left, and its sender is told."""
    if not people_of(concern, policy.TALKER):
        end(concern, policy.TALKER)
        telling.tell([raiser_of(concern)])


def settle_advice(concern):
    """A question is asked of nobody whom its asker did not choose: where nobody of the office that has it is free, the asker is told, and
    asks the next (`ask_next`) or takes it back."""
    if not people_of(concern, policy.HANDLER) and offices_of(concern, policy.HANDLER):
        end(concern, policy.HANDLER)
        telling.tell([raiser_of(concern)])


def next_office(concern):
    """The office that would have a question next, or None where one has it, or nobody is free."""
    if people_of(concern, policy.HANDLER):
        return None
    way = routing.way_of(concern)
    return routing.office_for(way.form, raiser=raiser_of(concern), subjects=subjects_of(concern), out=kept_out(concern),
                              chosen=concern.facts["chosen"])


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


def end(concern, capacity):
    """End the standings of this capacity."""
    concern.standings.filter(in_force(), capacity=capacity).update(until=timezone.now())


def settle_all():
    """Due by the clock: every open concern has somebody who is free, and whoever has one that is due is told, once for each day set.

    Returns how many came to another office.
    """
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


def turn(concern, by, kind, text, heard, **more):
    """Add what was said or done. more: what else is to be kept of it."""
    said = {"name": by.full_name, "person": by.pk, "kind": kind, "text": text, **more}
    made = ConcernTurn(concern=concern, heard=heard, said=json.dumps(said))
    made.save(force_insert=True)
    return made


def note(concern, verb, actor):
    """Record it. SECURITY: by whom stands there as a token, which only whoever has the keys can hold against a person."""
    record(concern, verb, actor=InConfidence, detail=token(ring().current, own_word(actor), f"record/{concern.uid}"))


def in_hand(user):
    """The open concerns that this reader's offices deal with or were asked to talk over, the one that waits longest first."""
    held = Concern.objects.capacities(user)
    keys = [pk for pk, capacities in held.items() if capacities & {policy.HANDLER, policy.TALKER}]
    return list(Concern.objects.filter(pk__in=keys, is_open=True).order_by("last_activity", "pk")) if keys else []


def heard_by(concern, heard):
    """[(turn, what was said)] that are for these (words of Heard), in their order."""
    return [(row, json.loads(row.said)) for row in concern.turns.filter(heard__in=heard)]


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
    """The office that was asked for a talk says when, or how it went."""
    require(actor, "talk", concern)
    turn(concern, actor.person, "talk answered", text, Heard.TALK)
    moved(concern, concern.status, actor, "talk answered")
    telling.tell([raiser_of(concern)])
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
    """Whoever raised it takes it back. What was said stays."""
    require(actor, "withdraw", concern)
    heard = Heard.TALK if concern.status == Status.TALK else Heard.BOTH
    end(concern, policy.TALKER)  # whoever was asked for a talk cannot tell whether it was taken back or the form was sent
    turn(concern, actor.person, "taken back", text, heard)
    moved(concern, Status.WITHDRAWN, actor, "concern taken back")
    tell_both(concern, but=actor.person)
    return concern


@transaction.atomic
def step_back(concern, *, actor):
    """Whoever has it has a conflict of interest: out at once, they see no trace of it, and somebody else has it (CMP-CONFLICT)."""
    require(actor, "recuse", concern)
    turn(concern, actor.person, "stepped back", "", Heard.TALK if concern.status == Status.TALK else Heard.OFFICE)
    wall_off(concern, actor.person, "stepped back")
    if end_own(concern, actor):
        telling.tell(people_of(concern, policy.HANDLER))
    return resettled(concern, actor)


def end_own(concern, actor):
    """End what this person stands in by name, as no row says in plain whose it is. Returns whether there was anything."""
    own = [row.pk for row in concern.standings.filter(in_force(), capacity__in=policy.GRANTED) if row.who == own_word(actor)]
    return bool(concern.standings.filter(pk__in=own).update(until=timezone.now()))


@transaction.atomic
def keep_out(concern, person, *, actor):
    """Somebody is concerned in it: they are kept out from now on, and where they had it, it goes to somebody else.

    Raises CannotBe "own" for whoever raised it.
    """
    require(actor, "keep_out" if policy.HANDLER in stands_as(actor, concern) else "name_concerned", concern)
    if person.pk == raiser_of(concern).pk:
        raise CannotBe("own")
    wall_off(concern, person, "concerned in it")
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


def stands_as(user, concern):
    """The capacities of this reader in it."""
    return held(user, Concern, [concern.pk]).get(concern.pk, set())


def heard_in(capacities):
    """Words of Heard: what somebody in these capacities hears."""
    return frozenset().union(*(policy.HEARS[one] for one in capacities))


def tasks_for(concern, user, capacities):
    """The tasks that are for this reader in these capacities. SECURITY: one of several whom it is about is told of their own alone."""
    heard = heard_in(capacities)
    tasks = [task for task in concern.tasks.all() if heard & set(task.facts["told"])]
    if policy.SUBJECT not in capacities:
        return tasks
    own = {place for place, one in enumerate(concern.facts["subjects"]) if one["person"] == user.person_id}
    return [task for task in tasks if not task.facts.get("whom") or own & set(task.facts["whom"])]


def as_read(concern, user):
    """What a form of this reader was shown with, a short text: another one once something has changed that is for them to see.

    SECURITY: for the office every change counts; for everybody else what they hear alone, or they could tell what is not for them.
    """
    capacities = stands_as(user, concern)
    if policy.HANDLER in capacities:
        return str(concern.version)
    heard = heard_in(capacities)
    tasks = tasks_for(concern, user, capacities)
    return "-".join(str(part) for part in (
        concern.status, concern.turns.filter(heard__in=heard).count(), concern.papers.filter(heard__in=heard).count(),
        len(tasks), sum(bool(task.ended_at) for task in tasks)))


def listed(user):
    """[(concern, the instant of the last thing that this reader heard of it)] of what they stand in, open ones first, the latest first."""
    held = Concern.objects.capacities(user)
    heard = last_heard(held)
    found = [(one, heard.get(one.pk, one.made_at)) for one in Concern.objects.filter(pk__in=held)]
    return sorted(found, key=lambda line: (line[0].is_open, line[1], line[0].pk), reverse=True)


def dealt_with(user):
    """Keys of the concerns that this reader's offices deal with, open or not."""
    return [pk for pk, capacities in Concern.objects.capacities(user).items() if policy.HANDLER in capacities]


def last_heard(held):
    """{key of a concern: the instant of the last thing that its reader heard of it}, for a list. held: {key: capacities}. One statement.

    Absent where nothing was heard. The office hears everything.
    """
    heard, found = {pk: heard_in(capacities) for pk, capacities in held.items()}, {}
    for pk, word, at in ConcernTurn.objects.filter(concern__in=held).order_by("at").values_list("concern", "heard", "at"):
        if word in heard[pk]:
            found[pk] = at
    return found


def people_in(concern, capacity):
    """The people who stand in it by name now in this capacity."""
    keys = [row.who.removeprefix("person:") for row in concern.standings.filter(in_force(), capacity=capacity).order_by("pk")]
    return list(Person.objects.filter(pk__in=keys).order_by("pk"))


def tell_both(concern, *, but):
    """Tell whoever raised it and whoever has it that there is something, except who did it."""
    people = [raiser_of(concern), *people_of(concern, policy.HANDLER), *people_of(concern, policy.TALKER)]
    telling.tell([one for one in people if one.pk != but.pk])
