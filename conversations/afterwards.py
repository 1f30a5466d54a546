"""What follows from an event: what was said, what is done about it and by whom, and what came of it (RUG-MC-AFTER, RUG-WORKSHOP)."""
import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.services import log_case
from conversations import policy
from conversations.invited import invited_people, people_of
from conversations.models import Answer, Consent, Event, FollowUp, Presence, Progress, Remark, Status
from conversations.services import DEMOCRATIC, CannotBe
from council_portal.access.decisions import Forbidden, can, require
from council_portal.access.services import give_standing
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Person
from council_portal.audit.services import record
from council_portal.design.dates import day
from council_portal.matters.services import Changed, move, once
from council_portal.outbox.services import post

A_WEEK = datetime.timedelta(days=7)


def remark(event, *, actor, key, text, said_by="", ward=None, consent=Consent.UNASKED):
    """Write down what was said. said_by: who said it, in words; "" where nobody is named. ward: the Ward that it concerns, or None.
    consent: a Consent: do they agree that a case is made of it? key: of the form. Returns the Remark."""
    require(actor, "remark", event)

    def make():
        made = Remark.objects.create(event=event, text=text, said_by=said_by, author=actor.person, ward=ward, consent=consent)
        record(event, "said at an event", actor=actor.person)
        return made

    return once(key, actor.person, Remark, make)


WORDS = ("text", "said_by", "ward", "consent")


@transaction.atomic
def correct(said, *, actor, version, **words):
    """Write other words over what was written down. words: all of WORDS, as `remark` takes them. What it was before is kept nowhere, and a
    case that was raised from it keeps its own words. The same words again change nothing. Returns the Remark.

    Raises Http404 for who may not, Changed where somebody corrected or withdrew it after `version`.
    """
    now = to_amend(said, actor)
    if now.withdrawn_at is None and all(getattr(now, name) == words[name] for name in WORDS):
        return now
    return amend(now, version, "what was said corrected", actor, changed_at=timezone.now(), changed_by=actor.person,
                 **{name: words[name] for name in WORDS})


@transaction.atomic
def withdraw(said, *, actor, version, why):
    """Withdraw what was written down: its words, and who said them, go for good. why: read by Democratic Services only. Returns the Remark.

    Raises Http404 for who may not, Changed where somebody corrected or withdrew it after `version`.
    """
    return amend(to_amend(said, actor), version, "what was said withdrawn", actor, text="", said_by="", ward=None, consent=Consent.UNASKED,
                 withdrawn_at=timezone.now(), withdrawn_by=actor.person, why_withdrawn=why)


def to_amend(said, actor):
    """The Remark as it is now, held until the transaction ends. Raises Http404 for who may not correct it."""
    if not can(actor, "amend", said):
        raise Http404  # as if it never was, for whoever reads the event too
    return Remark.objects.select_for_update(of=("self",)).select_related("event", "ward").get(pk=said.pk)


def amend(said, version, verb, actor, **changes):
    """Change the row, and record that it was, never the words. Raises Changed."""
    if said.withdrawn_at is not None or said.version != version:
        raise Changed(said.event)
    Remark.objects.filter(pk=said.pk).update(version=version + 1, **changes)
    record(said.event, verb, actor=actor.person)
    return Remark.objects.get(pk=said.pk)


def case_from(said, *, actor, key, agreed, version=None, **facts):
    """Raise a case from what was said, as the Member who raises it. agreed: the Member says that whoever said it agrees that a case is made
    and their words are passed on. version: of the words that the Member had before them; None where it is not asked. facts: as `log_case`
    takes them.

    Returns the Case. Raises Http404 for who may not raise one from it, CannotBe("not agreed") without agreement, Changed where a case was
    raised from it already, or it was corrected after `version`.
    """
    if not can(actor, "raise", said):
        raise Http404  # as if it never was, for whoever reads the event too
    if not agreed:
        raise CannotBe("not agreed")
    with transaction.atomic():
        held = Remark.objects.select_for_update().get(pk=said.pk)
        if not can(actor, "raise", said):
            raise Http404  # withdrawn, or consent taken back, while this was sent
        if version not in (None, held.version) and held.case_id is None:
            raise Changed(said.event)
        case = log_case(actor=actor, key=key, origin=origin_of(said.event), **facts)
        if not Remark.objects.filter(pk=said.pk, case=None).update(case=case) and said.case_id != case.pk:
            raise Changed(said.event)
        record(said.event, "case raised from what was said", actor=actor.person)
    return case


def origin_of(event):
    """For the first turn of a case: at what it was said, and when. SECURITY: officers who may not see the event read it, so its title is
    named only where it is open to all and not in confidence."""
    named = event.title if event.open_to_all and not event.in_confidence else ""
    where = _("%(kind)s “%(title)s”") % {"kind": event.get_kind_display(), "title": named} if named else event.get_kind_display()
    return _("Raised from what was said at the council’s programme: %(where)s, on %(day)s. Whoever said it agreed to that.") % {
        "where": where, "day": day(timezone.localtime(event.starts_at))}


def follow_up(event, *, actor, key, text, owner, due_on, said=None):
    """Say what is done, by which office and by when. The office sees the event and is told; so is whoever was there. Returns the FollowUp.

    owner: a principal. due_on: a London day. said: the Remark that it answers, or None.
    """
    require(actor, "follow_up", event)

    def make():
        made = FollowUp.objects.create(event=event, text=text, owner=owner, due_on=due_on, remark=said, made_by=actor.person)
        give_standing(event, owner, policy.OFFICER, reason="has something to do that follows from the event")
        record(event, "follow-up begun", actor=actor.person, detail=owner.name)
        post(event, "follow_up_yours", to=people_of([owner]).values(), key=str(made.uid))
        tell_those_who_were_there(event, made, key="begun")
        return made

    return once(key, actor.person, FollowUp, make)


def who_were_there(event):
    """Those of whom it is recorded that they came; before that those who said that they come, and where nobody did, everybody who is
    invited but who said no. Whoever is invited and wrote down what was said is one of them. {key: Person}."""
    people, spoke = invited_people(event), set(event.remarks.values_list("author", flat=True))
    came = set(expected(event)) if event.came_at is None else set(event.presences.values_list("person", flat=True))
    if event.came_at is None and not came:
        declined = set(event.answers.filter(state=Answer.State.NOT_COMING).values_list("person", flat=True))
        came = set(people) - declined
    there = {one.pk: one for one in Person.objects.filter(pk__in=came - set(people))} if event.came_at else {}
    return there | {pk: person for pk, person in people.items() if pk in came | spoke}


def expected(event):
    """Keys of those who said that they come."""
    return event.answers.filter(state=Answer.State.COMING).values_list("person", flat=True)


@transaction.atomic
def record_who_came(event, *, actor, people, residents=None):
    """Record who of those invited came: they get the words on what follows. Recorded again, it is as said last. residents: how many came,
    or None where nobody counted. Raises Forbidden, and Changed where somebody recorded it first."""
    require(actor, "follow_up", event)
    move(event, event.status, actor=actor.person, verb="who came recorded", detail=f"{len(people)} Members", came_at=timezone.now(),
         residents=residents)
    event.presences.exclude(person__in=people).delete()
    Presence.objects.bulk_create([Presence(event=event, person=one) for one in people], ignore_conflicts=True)
    return event


def tell_those_who_were_there(event, about, *, key):
    """That there is something new on what follows; once for each news."""
    post(event, "follow_up_news", to=who_were_there(event).values(), key=f"{about.uid} {key}")


def owns(user, one):
    """Does this reader hold the office whose it is?"""
    return one.owner_id in user.principals


def may_report(user, one):
    """Is it this reader's to say how a follow-up stands: its office's, and Democratic Services'?"""
    return owns(user, one) or can(user, "close", one.event) or can(user, "reopen", one.event)


def is_over(one):
    """Is there nothing more to report: it is done, or everything is followed up?"""
    return one.done_at is not None or one.event.status != Status.HELD


def report(one, *, actor, key, text, done=False):
    """Say how a follow-up stands, or, done, what came of it. Those who were there are told. key: of the form. Returns the Progress.

    Raises Forbidden for who has nothing to do with it, Changed where it is done already, so that what was done stays the last word.
    """
    require(actor, "view", one.event)
    if not may_report(actor, one):
        raise Forbidden(Event.RULES["follow_up"], one)

    def make():
        if is_over(FollowUp.objects.select_for_update(of=("self",)).select_related("event").get(pk=one.pk)):
            raise Changed(one.event)
        if done:
            FollowUp.objects.filter(pk=one.pk).update(done_at=timezone.now())
        made = Progress.objects.create(event=one.event, follow_up=one, text=text, author=actor.person)
        record(one.event, "follow-up done" if done else "follow-up reported", actor=actor.person, acting_as=one.owner.name)
        tell_those_who_were_there(one.event, one, key=str(made.uid))
        return made

    return once(key, actor.person, Progress, make)


@transaction.atomic
def close(event, *, actor):
    """Everything that followed is done. Raises CannotBe("open") while something is not."""
    require(actor, "close", event)
    if event.follow_ups.filter(done_at=None).exists():
        raise CannotBe("open")
    return move(event, Status.CLOSED, actor=actor.person, verb="followed up", acting_as=DEMOCRATIC)


@transaction.atomic
def reopen(event, *, actor):
    """Something more follows from it."""
    require(actor, "reopen", event)
    return move(event, Status.HELD, actor=actor.person, verb="taken up again", acting_as=DEMOCRATIC)


def remind(limit=200):
    """Due by the clock: once a week an office whose follow-up is overdue is reminded, and Democratic Services with it. Returns how many."""
    today = timezone.localdate()
    late = FollowUp.objects.filter(done_at=None, due_on__lt=today, event__status=Status.HELD).exclude(
        told_on__gt=today - A_WEEK).select_related("event", "owner")[:limit]
    for one in late:
        with transaction.atomic():
            if FollowUp.objects.filter(pk=one.pk, told_on=one.told_on).update(told_on=today):
                to = [*people_of([one.owner]).values(), *(held.person for held in holders("democratic_services"))]
                post(one.event, "follow_up_late", to=to, key=f"{one.uid} {today}")
    return len(late)
