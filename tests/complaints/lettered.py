"""Concerns in which everything has happened of which a letter can be made."""
import datetime

from django.utils import timezone

from complaints import dealing, deciding, inquiry, nations, reviewing, services
from complaints.letters import making
from complaints.models import Concern
from complaints.policy import ADVICE, INDEPENDENT, INVESTIGATOR, PANEL
from tests.complaints import ground
from tests.factories import fresh

ANSWERS = dict.fromkeys(["ours", "capacity", "in_office", "breach", "in_time", "fair", "interest"], "yes")
FORM, NOTE, TO_RAISER, REASONS, REPORT = "zqformqz", "zqnoteqz", "zqtoraiserqz", "zqreasonsqz", "zqreportqz"
TO_SUBJECT = "zqtosubjectqz"


def again(made):
    """The concern as it is kept."""
    return Concern.objects.get(pk=made.pk)


def assessed(at, decision, **given):
    """A Head of Service's concern about a Member, acknowledged and assessed so by the Monitoring Officer."""
    mo = fresh(at.monitoring)
    made = ground.concern(at.head, at.member, text=f"She said {FORM}.", wanted=FORM, clauses=FORM)
    dealing.acknowledge(again(made), actor=mo, text=f"We have it {TO_RAISER}.")
    dealing.keep_note(again(made), actor=mo, text=f"Careful {NOTE}.")
    dealing.assess(again(made), actor=mo, decision=decision, text=f"Because {TO_RAISER}.", reasons=f"As {REASONS}.", answers=ANSWERS,
                   branch=["code"], **given)
    return again(made)


def all_of_it(at):
    """One that was investigated, heard, decided with a sanction and looked at again."""
    mo = fresh(at.monitoring)
    made = assessed(at, "investigate")
    inquiry.tell_subject(again(made), actor=mo, text=f"It is said that you shouted {TO_SUBJECT}.", support="Ask Democratic Services.",
                         independent=ground.edith(at))
    inquiry.ask_view(again(made), actor=mo, independent=ground.edith(at), text="Was the Code broken?")
    inquiry.report(again(made), actor=mo, text=f"Seen {REPORT}.")
    inquiry.give_view(again(made), actor=mo, text="It was.")
    inquiry.hear(again(made), actor=mo, when=timezone.now() + datetime.timedelta(days=9), place="Room 2", text="Bring your notes.")
    services.set_facts(again(made), hearing=(timezone.now() - datetime.timedelta(hours=1)).isoformat())  # it has taken place
    deciding.decide(again(made), actor=mo, finding="breach", reasons=f"As {REASONS}.", text=f"Found for you {TO_RAISER}.",
                   to_subject=f"You shouted {TO_SUBJECT}.", view="Followed.",
                   sanctions=[("training", "", timezone.localdate() + datetime.timedelta(days=30))])
    return again(made)


def tomorrow(days=1):
    """An instant so many days on."""
    return timezone.now() + datetime.timedelta(days=days)


def the_long_way(at):
    """One whose raiser's name is kept, that early resolution did not settle: whoever it is about heard of each step, four were let in, a
    hearing was called off."""
    mo, due = fresh(at.monitoring), timezone.localdate() + datetime.timedelta(days=20)
    ground.outsiders(at)
    made = ground.concern(at.head, at.member, text=f"She said {FORM}.", wanted=FORM, withheld=FORM)
    inquiry.tell_subject(again(made), actor=mo, text=f"It is said {TO_SUBJECT}.", support="Ask Democratic Services.",
                         independent=ground.edith(at))
    dealing.assess(again(made), actor=mo, decision="early", text=f"Because {TO_RAISER}.", reasons=REASONS, answers=ANSWERS, branch=["code"],
                   to_subject=f"We try to settle it {TO_SUBJECT}.")
    dealing.plan(again(made), actor=mo, what=f"A talk {TO_SUBJECT}.", who="Petra Wynn", due=due, told=["both", "subject"])
    dealing.plan(again(made), actor=mo, what=f"A call {TO_RAISER}.", who="The office", due=due)
    for task in made.tasks.all():
        dealing.end_task(again(made), actor=mo, task=task.uid, done=False, text="They would not.")
    inquiry.decide_name(again(made), actor=mo, who=nations.NAME_TO_SUBJECT, reason=f"They can guess it {TO_RAISER}.")
    inquiry.take_back_name(again(made), actor=mo, reason=f"They cannot {TO_RAISER}.")
    dealing.investigate(again(made), actor=mo, text=f"It did not settle it {TO_RAISER}.", to_subject=f"We look into it {TO_SUBJECT}.")
    for user, capacity in ((at.investigator, INVESTIGATOR), (at.independent, INDEPENDENT), (at.panellist, PANEL), (at.leader, PANEL)):
        inquiry.appoint(again(made), actor=mo, person=user.person, capacity=capacity, until=due, text=f"Ask {at.head.person.name} first.")
    inquiry.hear(again(made), actor=mo, when=tomorrow(9), place="Room 2", text="Bring your notes.")
    inquiry.call_off(again(made), actor=mo, text=f"Somebody is ill {TO_SUBJECT}.")
    return again(made)


def ended(at, made):
    """The same with no breach found, and closed."""
    mo = fresh(at.monitoring)
    for row in inquiry.grants(again(made)):
        inquiry.end_grant(again(made), actor=mo, standing=row.pk)
    inquiry.ask_view(again(made), actor=mo, independent=ground.edith(at), text="Was it?")
    inquiry.give_view(again(made), actor=mo, text="It was not.")
    deciding.decide(again(made), actor=mo, finding="none", reasons=REASONS, text=f"No {TO_RAISER}.", to_subject=f"No {TO_SUBJECT}.",
                   view="Yes.")
    dealing.close(again(made), actor=mo, text=f"It is over {TO_RAISER}.", to_subject=f"It is over {TO_SUBJECT}.")
    return again(made)


def told_at_once(at):
    """One of which whoever it is about knew before it was to be investigated."""
    mo, made = fresh(at.monitoring), ground.concern(at.head, at.member)
    inquiry.tell_subject(made, actor=mo, text=f"It is said {TO_SUBJECT}.", support="Ask Democratic Services.",
                         independent=ground.edith(at))
    dealing.assess(made, actor=mo, decision="investigate", text="Yes.", reasons="So.", answers=ANSWERS, branch=["code"],
                   to_subject=f"We look into it {TO_SUBJECT}.")
    return again(made)


def advised(at):
    """A question that the Monitoring Officer answered."""
    made = ground.concern(at.head, matter=ADVICE, text=f"May I {FORM}?")
    dealing.give_advice(again(made), actor=fresh(at.monitoring), text=f"You may {TO_RAISER}.")
    return again(made)


def with_letter(at, word):
    """A concern of which there is this letter to whoever it is about."""
    if word == "assessment-inquiry-subject":
        return told_at_once(at)
    if word == "ended-subject":
        return services.withdraw(told_at_once(at), actor=fresh(at.head), text=f"It is settled {TO_RAISER}.")
    made = looked_at_again(at, all_of_it(at))
    if word in making.happened(made):
        return made
    made = the_long_way(at)
    return made if word in making.happened(made) else ended(at, made)


def looked_at_again(at, made):
    """The same after a second look by the deputy."""
    reviewing.ask_review(again(made), actor=fresh(at.head), text="Too little.")
    reviewing.review(again(made), actor=fresh(at.deputy), upheld=True, text=f"It stands {TO_RAISER}.",
                     to_subject=f"It stands {TO_SUBJECT}.")
    return again(made)


def letter(made, word):
    """The Letter of this kind."""
    return making.letter(making.happened(again(made))[word])


def words(one):
    """Everything that a letter says, as text."""
    return "\n".join([one.subject, one.reference, *(text for _kind, text in one.blocks)])
