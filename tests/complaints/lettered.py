"""Concerns in which everything has happened of which a letter can be made."""
import datetime

from django.utils import timezone

from complaints import dealing, inquiry, reviewing, services
from complaints.letters import making
from complaints.models import Concern
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
                         independent="Edith Oakes, edith.oakes@independent.example")
    inquiry.ask_view(again(made), actor=mo, who="Edith Oakes", text="Was the Code broken?")
    inquiry.report(again(made), actor=mo, text=f"Seen {REPORT}.")
    inquiry.give_view(again(made), actor=mo, text="It was.")
    inquiry.hear(again(made), actor=mo, when=timezone.now() + datetime.timedelta(days=9), place="Room 2", text="Bring your notes.")
    services.set_facts(again(made), hearing=(timezone.now() - datetime.timedelta(hours=1)).isoformat())  # it has taken place
    inquiry.decide(again(made), actor=mo, finding="breach", reasons=f"As {REASONS}.", text=f"Found for you {TO_RAISER}.",
                   to_subject=f"You shouted {TO_SUBJECT}.", view="Followed.",
                   sanctions=[("training", "", timezone.localdate() + datetime.timedelta(days=30))])
    return again(made)


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
