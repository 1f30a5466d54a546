"""What counts no more: a decision that a second look did not let stand, and the tasks to which nobody sees any more.

A task that is still open when its decision, its plan or its concern falls away ends with that: nobody is left who could say that it was
done. No protocol says so: the portal's own rule. Nothing is removed, and the turns keep what was decided.
"""
import datetime
import json

from django.utils import timezone

from complaints import policy

ASIDE, BACK, INQUIRY = "set aside", "taken back", "to inquiry"  # why a task ended with nobody seeing to it
OF_DECISION = frozenset({"assessed", "reasons", "decided", "why decided", "closed"})  # kinds of turn that are set aside with a decision
OVER_WITH = frozenset({"hearing", "hearing off", "view asked", "appointed"})  # kinds of turn of which no letter goes out after that
BEGINS_CLEAN = {"finding": "", "settled_on": "", "asked_again": [], "hearing": "", "reported": "", "view_asked": "", "view_of": "",
                "view_by": "", "view_given": "", "view_before": "", "view_older": False}


def end_tasks(concern, actor, why):
    """The tasks that are still open end, not done. why: ASIDE, BACK or INQUIRY. actor: the User with whose act that comes."""
    for task in concern.tasks.select_for_update().filter(ended_at__isnull=True):
        task.ended_at = timezone.now()
        task.outcome = json.dumps({"done": False, "text": "", "by": actor.person.full_name, "why": why})
        task.save(update_fields=["ended_at", "outcome"])


def decision(concern, actor):
    """The decision is set aside with its tasks: the open ones end, and of those that had ended before it is kept that they had. Returns the
    facts with which a new decision begins clean: nothing was found, another panel has a hearing of its own, an Independent Person is asked
    for a view of what is found then, and each may ask once that the new decision is looked at."""
    end_tasks(concern, actor, ASIDE)
    today = timezone.localdate().isoformat()
    for task in concern.tasks.select_for_update().all():
        if counts(task):
            task.outcome = json.dumps({**task.came, "aside": today})
            task.save(update_fields=["outcome"])
    kept = {"at": timezone.now().isoformat(), "decided_on": concern.facts.get("settled_on", ""), "told": bool(concern.facts.get("told"))}
    return {**BEGINS_CLEAN, "set_aside": kept}


def at(concern):
    """The instant at which a decision of it was set aside, of several the last; None where none was."""
    kept = concern.facts.get("set_aside")
    return datetime.datetime.fromisoformat(kept["at"]) if kept else None


def is_known_to(concern, capacities):
    """Does a reader in these capacities know that a decision was set aside? SECURITY: whoever it is about, and whoever is let in, only
    where whoever it is about was told of it then: they are told of nothing that came before they knew of the concern."""
    kept = concern.facts.get("set_aside")
    return bool(kept) and (kept["told"] or not capacities & {policy.SUBJECT, *policy.GRANTED})


def is_aside(turn, kind, since):
    """Is a turn of this kind one of a decision that was set aside? since: of `at`."""
    return bool(since) and kind in OF_DECISION and turn.at < since


def counts(task):
    """Does a task belong to what holds now, and not to a decision that was set aside?"""
    came = task.came or {}
    return came.get("why") != ASIDE and "aside" not in came


def to_make_good(concern):
    """What had been carried out of a decision before it was set aside: its tasks, which the office may have to make good."""
    return [task for task in concern.tasks.all() if task.facts["kind"] == "sanction" and task.came and task.came["done"]
            and "aside" in task.came]
