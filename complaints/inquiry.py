"""The investigation of a concern, the Independent Person's view and the hearing; what whoever it is about is told, and who knows the name.

Investigator, Independent Person and panel stand in one concern by name, until a day, and nowhere else. Require, change, record, tell.
"""
import datetime
import json

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from complaints import deadlines, name_words, named, naming, nations, policy, telling
from complaints.connections.apart import connected
from complaints.dealing import audience, is_party, keep_name, tell_heard
from complaints.independents import services as independents
from complaints.models import ConcernStanding, ConcernTurn
from complaints.reading import kept_out, once, people_in, people_of, raiser_of, stands_as, subjects_of
from complaints.services import CannotBe, moved, set_facts, turn
from complaints.settling import end_own
from complaints.standing import own_word
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person
from council_portal.accounts.policy import TECHNICAL
from council_portal.clock.days import london_date, start_of

Heard = ConcernTurn.Heard
HEARD_AS = {policy.INVESTIGATOR: Heard.INQUIRY, policy.INDEPENDENT: Heard.VIEW, policy.PANEL: Heard.PANEL}
AT_MOST_DAYS = 365  # of a grant: the portal's own bound, as of every access that is given by name


@transaction.atomic
def appoint(concern, *, actor, person, capacity, until, text):
    """Let somebody stand in it by name. capacity: of policy.GRANTED. until: the last London date. text: what is asked of them. Both sides
    are told of whoever was not let in before (`tell_both_who`).

    Raises CannotBe: those of `refuse`; "twice" for the same day again: another day takes the place of the one before; "until" for a day
    that has passed or is over a year off; "hearing" for one of the panel until a day before the hearing; "not appointed" for an Independent
    Person whom the council's list does not have today, "term" for one whose appointment ends before; "party" for an office of one side,
    which settles early and nothing more.
    """
    require(actor, "appoint", concern)
    if is_party(concern):
        raise CannotBe("party")
    today = timezone.localdate()
    if not today <= until <= today + datetime.timedelta(days=AT_MOST_DAYS):
        raise CannotBe("until")
    refuse(concern, person, capacity)
    if capacity == policy.PANEL and lies_ahead(concern) and until < hearing_day(concern):
        raise CannotBe("hearing")
    if capacity == policy.INDEPENDENT:
        in_term(person, today, until)
    is_new = let_stand(concern, person, capacity, start_of(until + datetime.timedelta(days=1)), text)
    turn(concern, actor.person, "appointed", text, HEARD_AS[capacity], who=person.full_name, capacity=capacity, until=until.isoformat())
    moved(concern, concern.status, actor, "somebody let in by name")
    telling.tell([person])
    if is_new:
        tell_both_who(concern, actor, person, capacity)
    return concern


def let_stand(concern, person, capacity, end_at, text):
    """The standing of one who is let in, until an instant; another day takes the place of the one before. text: why. Returns whether they
    were not let in before. Raises CannotBe "twice"."""
    there = next((row for row in grants(concern) if row.capacity == capacity and row.who == own_word(person)), None)
    if there and there.until == end_at:
        raise CannotBe("twice")
    if there:
        there.until = end_at
        there.save(update_fields=["until"])
        return False
    row = ConcernStanding(concern=concern, capacity=capacity, until=end_at, why=json.dumps({"clause": "", "reason": text}))
    row.veil(own_word(person)).save(force_insert=True)
    return True


def tell_both_who(concern, actor, person, capacity):
    """Whoever raised it, and whoever it is about where they were told of it, are told who is let in and in which part: whoever fears for
    their job can say that this is their manager."""
    for heard in (Heard.BOTH, Heard.SUBJECT) if concern.facts.get("told") else (Heard.BOTH,):
        tell_who(concern, actor, heard, person, capacity)
        telling.tell(audience(concern, heard))


def tell_who(concern, actor, heard, person, capacity):
    """Keep for a side who is let in and in which part, so that they can say where this person is concerned in it. heard: BOTH or SUBJECT.

    SECURITY: nothing of what is asked of them, nor until when.
    """
    turn(concern, actor.person, "let in", "", heard, who=person.full_name, capacity=capacity)


def refuse(concern, person, capacity):
    """Can this person stand in it by name in this capacity of policy.GRANTED? Whatever day it is to last.

    Raises CannotBe "concerned" for whoever raised it, whom it is about, who is kept out, has a personal connection with either side or has
    decided it; "technical" for the technical administrator; "office" for whoever deals with it; "barred" for an Independent Person who was
    a Member or officer here in the last five years; "other part" for whoever had another part in it, the talk before the form included.
    """
    sides = {raiser_of(concern), *subjects_of(concern)}
    if person in {*sides, *kept_out(concern), *connected([person], sides)} or person.pk in concern.facts.get("decided_by", []):
        raise CannotBe("concerned")
    if person.posts & TECHNICAL:
        raise CannotBe("technical")
    if person in people_of(concern, policy.HANDLER):
        raise CannotBe("office")
    if capacity == policy.INDEPENDENT and independents.is_barred(person, timezone.localdate()):
        raise CannotBe("barred")
    others = concern.standings.filter(capacity__in=policy.GRANTED).exclude(capacity=capacity)
    if had_the_talk(concern, person) or any(row.who == own_word(person) for row in others):
        raise CannotBe("other part")


def had_the_talk(concern, person):
    """Was this person in the office that was asked for the talk before the form, while it was asked? Once the form is sent they see nothing
    of it any more, in no capacity (SEC-6.1)."""
    return any(Appointment.objects.filter(person=person, principal=int(row.who.removeprefix("principal:")), since__lt=row.until,
                                          until__gt=row.since).exists()
               for row in concern.standings.filter(capacity=policy.TALKER))


def in_term(person, today, until):
    """Raises CannotBe "not appointed" where this person is none of the Independent Persons in force today, "term" where their appointment
    ends before this London date."""
    rows = [one for one in independents.serving(today) if one.person_id == person.pk]
    if not rows:
        raise CannotBe("not appointed")
    if all(one.is_over(until) for one in rows):
        raise CannotBe("term")


def refuse_independent(concern, independent):
    """Can this Independent Person be asked, or named to whoever it is about? Raises CannotBe: "not appointed" for one who is not in force
    today, "barred" for one whose name a Member or officer of the last five years has, "concerned" for one who has the name of somebody
    whom it is about; those of `refuse` where they have an account."""
    today = timezone.localdate()
    if not independent.serves(today):
        raise CannotBe("not appointed")
    if independents.is_barred_by_name(independent.name, today):
        raise CannotBe("barred")
    if independent.person:
        refuse(concern, independent.person, policy.INDEPENDENT)
    if any(set(named.folded(independent.name).split()) == set(named.folded(way).split())
           for one in concern.facts["subjects"] for way in named.ways(one["name"])):
        raise CannotBe("concerned")


@transaction.atomic
def end_grant(concern, *, actor, standing):
    """Somebody who stands in it by name does so no more. standing: the key of the row. Raises CannotBe "ended"."""
    require(actor, "end_grant", concern)
    row = concern.standings.filter(in_force(), pk=standing, capacity__in=policy.GRANTED).first()
    if row is None:
        raise CannotBe("ended")
    row.until = timezone.now()
    row.save(update_fields=["until"])
    turn(concern, actor.person, "grant ended", "", Heard.OFFICE, capacity=row.capacity)
    moved(concern, concern.status, actor, "access by name ended")
    return concern


@once
def grants(concern):
    """The standings by name that run now."""
    return list(concern.standings.filter(in_force(), capacity__in=policy.GRANTED).order_by("pk"))


@transaction.atomic
def report(concern, *, actor, text):
    """The report of the investigation is handed in. With it whoever investigated it sees nothing of it any more. A view that was given
    before it stays, and the form of the decision says that it is older (`view_older`)."""
    require(actor, "report", concern)
    turn(concern, actor.person, "report", text, Heard.INQUIRY)
    concern.standings.filter(in_force(), capacity=policy.INVESTIGATOR).update(until=timezone.now())
    set_facts(concern, reported=timezone.localdate().isoformat(), view_older=bool(concern.facts.get("view_given")))
    moved(concern, concern.status, actor, "report handed in")
    tell_heard(concern, Heard.INQUIRY, but=actor.person)
    return concern


@transaction.atomic
def find(concern, *, actor, text, finding="", each=()):
    """A member of the hearing panel hands in what they found. finding: of FINDINGS; each: of several whom it is about one for each, in the
    order of its facts, in its place. With it they see nothing of it any more.

    Each member does so for themselves: the portal knows no chair, and nobody signs for somebody else. Raises CannotBe "early" before the
    hour of the hearing, and where none was set.
    """
    require(actor, "find", concern)
    if not was_heard(concern):
        raise CannotBe("early")
    of_each = [[one["name"], found] for one, found in zip(concern.facts["subjects"], each, strict=False)]
    turn(concern, actor.person, "found", text, Heard.PANEL, finding=finding, each=of_each)
    end_own(concern, actor)
    moved(concern, concern.status, actor, "finding of the panel handed in")
    tell_heard(concern, Heard.PANEL, but=actor.person)
    return concern


def was_heard(concern):
    """Was a hearing set, and has its hour come?"""
    at = concern.facts.get("hearing")
    return bool(at) and datetime.datetime.fromisoformat(at) <= timezone.now()


@transaction.atomic
def ask_view(concern, *, actor, independent, text):
    """An Independent Person is asked for a view (Localism Act 2011, section 28(7)). independent: of the council's list, in force today;
    their name is kept with the concern, and who has an account is let in by `appoint`. Raises CannotBe: those of `refuse_independent`;
    "party" for an office of one side.
    """
    require(actor, "ask_view", concern)
    if is_party(concern):
        raise CannotBe("party")
    refuse_independent(concern, independent)
    turn(concern, actor.person, "view asked", text, Heard.VIEW, who=independent.name)
    set_facts(concern, view_asked=timezone.localdate().isoformat(), view_of=independent.name, view_by=str(independent.uid),
              view_given="", view_older=False)
    moved(concern, concern.status, actor, "view asked")
    tell_heard(concern, Heard.VIEW, but=actor.person)
    return concern


@transaction.atomic
def give_view(concern, *, actor, text):
    """The Independent Person gives the view, or the office writes down what they gave on paper. Raises CannotBe "not asked"; "another"
    where another one was asked than writes it; "not appointed" where the appointment of who was asked has ended."""
    require(actor, "give_view", concern)
    if not concern.facts.get("view_asked"):
        raise CannotBe("not asked")
    asked = independents.of_uid(concern.facts.get("view_by"))
    if asked and policy.INDEPENDENT in stands_as(actor, concern) and asked.person_id != actor.person_id:
        raise CannotBe("another")
    if asked and not asked.serves(timezone.localdate()):
        raise CannotBe("not appointed")
    turn(concern, actor.person, "view given", text, Heard.VIEW, who=concern.facts["view_of"])
    set_facts(concern, view_given=timezone.localdate().isoformat(), view_older=False)
    moved(concern, concern.status, actor, "view given")
    tell_heard(concern, Heard.VIEW, but=actor.person)
    return concern


def missing_view(concern):
    """Is the view of an Independent Person still missing that has to be heard before the decision? One of before it was decided to
    investigate does not count (`dealing.view_anew`)."""
    return nations.is_heard(concern) and not concern.facts.get("view_given")


@transaction.atomic
def hear(concern, *, actor, when, place, text):
    """A hearing is set. when: an instant (UTC). Whoever raised it, whoever it is about where they are told of it, and the panel are told.

    The earliest is the next working day, so that nobody is called at once: the portal's own rule (`earliest_hearing`).
    Raises CannotBe "past", "soon", "name", "panel" where somebody of the panel is let in until an earlier day.
    """
    require(actor, "hear", concern)
    if when <= timezone.now():
        raise CannotBe("past")
    if not can_be_heard(london_date(when)):
        raise CannotBe("soon")
    if any(row.until <= when for row in grants(concern) if row.capacity == policy.PANEL):
        raise CannotBe("panel")
    keep_name(concern, Heard.SUBJECT, f"{place} {text}")
    if lies_ahead(concern):
        tell_sides(concern, actor, "hearing off", "", when=concern.facts["hearing"])
    tell_sides(concern, actor, "hearing", text, when=when.isoformat(), place=place)
    set_facts(concern, hearing=when.isoformat())
    moved(concern, concern.status, actor, "hearing set")
    return concern


def can_be_heard(day):
    """Can a hearing that is set today be on this London date? From the next working day on, within a year."""
    return earliest_hearing() <= day <= timezone.localdate() + datetime.timedelta(days=AT_MOST_DAYS)


def earliest_hearing():
    """The first London date on which a hearing that is set today can be: the next working day."""
    return deadlines.after(timezone.localdate(), 1)


@transaction.atomic
def call_off(concern, *, actor, text):
    """The hearing that was set does not take place. text: why, for all who were told of it. Raises CannotBe "not set", "name"."""
    require(actor, "hear", concern)
    if not lies_ahead(concern):
        raise CannotBe("not set")
    keep_name(concern, Heard.SUBJECT, text)
    tell_sides(concern, actor, "hearing off", text, when=concern.facts["hearing"])
    set_facts(concern, hearing="")
    moved(concern, concern.status, actor, "hearing called off")
    return concern


def hearing_day(concern):
    """The London date of the hearing that is set."""
    return london_date(datetime.datetime.fromisoformat(concern.facts["hearing"]))


def lies_ahead(concern):
    """Is a hearing set whose hour has not come?"""
    return bool(concern.facts.get("hearing")) and not was_heard(concern)


def tell_sides(concern, actor, kind, text, **more):
    """Keep the same for whoever raised it, whoever it is about where they were told of it, and the panel, and tell them. Of the panel it is
    kept by name who was told, for their letters."""
    for heard in (Heard.BOTH, Heard.SUBJECT, Heard.PANEL):
        if concern.facts.get("told") if heard == Heard.SUBJECT else audience(concern, heard):
            to = {"to": [one.full_name for one in audience(concern, heard)]} if heard == Heard.PANEL else {}
            turn(concern, actor.person, kind, text, heard, **more, **to)
            tell_heard(concern, heard, but=actor.person)


@transaction.atomic
def tell_subject(concern, *, actor, text, support, independent=None):
    """Whoever it is about is told: the statement without the name, who supports them, and how to reach the Independent Person.

    From now on they see what they are told, who is let in by name among it, and can answer; nothing else of it. Whom the portal does not
    know is told by the letter that is made of this. independent: of the council's list, in force today; needed where one is heard (Localism
    Act 2011, section 28(7)). Raises CannotBe "unknown" where nobody is named, "no independent" where one is needed, those of
    `refuse_independent`, "name".
    """
    require(actor, "tell_subject", concern)
    people = subjects_of(concern)
    if not concern.facts["subjects"]:
        raise CannotBe("unknown")
    if independent is None and nations.is_heard(concern):
        raise CannotBe("no independent")
    if independent is not None:
        refuse_independent(concern, independent)
    reached = independent.reached if independent else ""
    keep_name(concern, Heard.SUBJECT, f"{text} {support}")  # whose name an Independent Person shares gives nobody away
    already = people_in(concern, policy.SUBJECT)
    for person in people:
        if person not in already:
            ConcernStanding(concern=concern, capacity=policy.SUBJECT, why=json.dumps({"clause": "", "reason": "told of it"})).veil(
                own_word(person)).save(force_insert=True)
    turn(concern, actor.person, "notice", text, Heard.SUBJECT, support=support, independent=reached)
    for row in [] if concern.facts.get("told") else grants(concern):
        tell_who(concern, actor, Heard.SUBJECT, Person.objects.get(pk=row.who.removeprefix("person:")), row.capacity)
    set_facts(concern, told=timezone.localdate().isoformat(), reached=bool(reached) or concern.facts.get("reached", False))
    moved(concern, concern.status, actor, "somebody told of it")
    telling.tell(people)
    return concern


@transaction.atomic
def decide_name(concern, *, actor, who, reason):
    """Who knows the name of whoever raised it. who: a word of nations.NAMES. Recorded with its reason.

    Where they asked that the name be kept and more people would learn it, they are told now and it holds only from a later day: after
    CONCERN_NAME_DAYS working days, the portal's own rule. Everything else holds at once, and puts an end to what was ahead.
    """
    require(actor, "decide_name", concern)
    if naming.has_to_wait(concern, who):
        day = deadlines.after(timezone.localdate(), settings.CONCERN_NAME_DAYS).isoformat()
        kept = {"name": naming.holds(concern), "name_next": who, "name_from": day}
    else:
        kept = naming.at_once(who)
    turn(concern, actor.person, "name decided", reason, Heard.BOTH, names=who, since=kept["name_from"])
    set_facts(concern, **kept)
    moved(concern, concern.status, actor, "name decided")
    tell_heard(concern, Heard.BOTH, but=actor.person)
    return concern


@transaction.atomic
def take_back_name(concern, *, actor, reason):
    """The office takes back what was decided of the name while it does not hold yet. Raises CannotBe "not ahead"."""
    require(actor, "take_back_name", concern)
    if not naming.ahead(concern):
        raise CannotBe("not ahead")
    turn(concern, actor.person, "name kept", reason, Heard.BOTH, names=naming.holds(concern))
    set_facts(concern, **naming.at_once(naming.holds(concern)))
    moved(concern, concern.status, actor, "name decision taken back")
    tell_heard(concern, Heard.BOTH, but=actor.person)
    return concern


@transaction.atomic
def agree_name(concern, *, actor):
    """Whoever raised it agrees to what was decided of the name: it holds from now. Raises CannotBe "not ahead"."""
    require(actor, "agree_name", concern)
    if not (ahead := naming.ahead(concern)):
        raise CannotBe("not ahead")
    turn(concern, actor.person, "name agreed", "", Heard.BOTH, names=ahead[0])
    set_facts(concern, **naming.at_once(ahead[0]))
    moved(concern, concern.status, actor, "name agreed")
    tell_heard(concern, Heard.BOTH, but=actor.person)
    return concern


def knows_name(concern, capacities):
    """Does somebody in these capacities read who raised it, today (`naming.holds`)?"""
    if capacities & {policy.HANDLER, policy.COMPLAINANT, policy.TALKER}:  # a talk is with whoever asks for it
        return True
    name = naming.holds(concern)
    if capacities & policy.GRANTED:
        return name != nations.NAME_OFFICE
    return policy.SUBJECT in capacities and name == nations.NAME_TO_SUBJECT


def words_kept_from(concern, capacities):
    """The words that give away who raised it, for somebody let in by name who is not to know; else none."""
    hidden = bool(capacities & policy.GRANTED) and not knows_name(concern, capacities)
    return name_words.words_of_raiser(concern) if hidden else set()
