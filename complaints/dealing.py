"""What the office that deals with a concern does with it, and what is said and added meanwhile. Require, change, record, tell."""
import json

from django.db import transaction
from django.utils import timezone

from complaints import assessing, name_words, naming, nations, policy, routing, set_aside, telling
from complaints.models import ConcernPaper, ConcernTask, ConcernTurn, Status
from complaints.reading import dealt_with, offices_of, people_in, people_of, raiser_of, stands_as
from complaints.services import CannotBe, keep_papers, moved, note, set_facts, tell_both, turn
from council_portal.access.decisions import require
from council_portal.sealing.files import open_sealed, put_sealed

Heard = ConcernTurn.Heard


def speaks_to(capacities, to=""):
    """Who hears what is said in these capacities: of the office, whom it chooses (`to`, a word of Heard), of everybody else the office."""
    if policy.HANDLER in capacities:
        return to or Heard.BOTH
    return next(Heard(word) for capacity, word in policy.SPEAKS.items() if capacity in capacities)


def whom_of(concern, actor, capacities, whom):
    """Which of several whom it is about are meant: whoever is one of them speaks for themselves, the office says whom (places in its facts,
    none: all of them)."""
    return sorted(concern.places_of(actor.person_id)) if policy.SUBJECT in capacities else list(whom)


def audience(concern, heard, whom=()):
    """The people who hear it, beside the office. whom: of those whom it is about these alone, by their places in its facts."""
    by_name = {Heard.SUBJECT: policy.SUBJECT, Heard.INQUIRY: policy.INVESTIGATOR, Heard.VIEW: policy.INDEPENDENT, Heard.PANEL: policy.PANEL}
    if heard in by_name:
        meant = {concern.facts["subjects"][place]["person"] for place in whom}
        return [one for one in people_in(concern, by_name[heard]) if heard != Heard.SUBJECT or not meant or one.pk in meant]
    return [raiser_of(concern)] if heard == Heard.BOTH else []


def tell_heard(concern, heard, *, but, whom=()):
    """Tell whoever hears it, and the office, that there is something, except who did it. whom: as `audience` has it."""
    people = [*audience(concern, heard, whom), *people_of(concern, policy.HANDLER)]
    telling.tell([one for one in people if one.pk != but.pk])


@transaction.atomic
def say(concern, *, actor, text, to="", whom=()):
    """A word between the office that deals with it and somebody who stands in it. to: for the office, whom (a word of Heard). whom: of
    several whom it is about these alone, by their places in its facts.

    Raises CannotBe "nobody" where nobody hears it, "name" where it tells whoever it is about who raised it.
    """
    require(actor, "say", concern)
    capacities = stands_as(actor, concern)
    heard, whom = speaks_to(capacities, to), whom_of(concern, actor, capacities, whom)
    if not audience(concern, heard, whom):
        raise CannotBe("nobody")
    if policy.HANDLER in capacities:  # SECURITY: whoever it is about could try names else
        keep_name(concern, heard, text)
    turn(concern, actor.person, "said", text, heard, whom=whom)
    moved(concern, concern.status, actor, "concern written to")
    tell_heard(concern, heard, but=actor.person, whom=whom)
    return concern


def keep_name(concern, heard, text, *, at=""):
    """SECURITY: what whoever it is about will read does not name who raised it, unless that was decided and holds
    (`naming.holds`).

    Raises CannotBe "name", with `at`, which says where the text was typed, where it is given. Found are the name and the words that were
    given (`name_words`); the forms say that what else gives them away is for the writer to leave out.
    """
    if heard != Heard.SUBJECT or naming.holds(concern) == nations.NAME_TO_SUBJECT:
        return
    if name_words.places(text, name_words.words_of_raiser(concern)):
        raise CannotBe(*filter(None, ("name", at)))


@transaction.atomic
def set_words(concern, *, actor, also):
    """The office says by which words, beside the name, people would know who raised it, who reads them. also: as `name_words.given` reads
    it, in the place of what stood there."""
    require(actor, "decide_name", concern)
    set_facts(concern, also=also)
    turn(concern, actor.person, "name words", also, Heard.BOTH)
    moved(concern, concern.status, actor, "words of the name set")
    tell_heard(concern, Heard.BOTH, but=actor.person)
    return concern


def store(uploads):
    """Papers of checked Uploads, sealed and written to storage, of no concern yet: before the transaction that keeps them."""
    made = []
    for upload in uploads:
        upload.content.seek(0)
        paper = ConcernPaper(size=upload.size, said=json.dumps({"name": upload.name, "content_type": upload.content_type}))
        put_sealed(paper, "stored", upload.content.read())
        made.append(paper)
    return made


@transaction.atomic
def add_papers(concern, *, actor, papers, to="", whom=()):
    """Add evidence. papers: of `store`. Read by the office and whoever hears what its sender says; to, whom: as of `say`."""
    require(actor, "add_paper", concern)
    capacities = stands_as(actor, concern)
    heard, whom = speaks_to(capacities, to), whom_of(concern, actor, capacities, whom)
    if policy.HANDLER in capacities:
        keep_name(concern, heard, " ".join(paper.facts["name"] for paper in papers))
    keep_papers(concern, actor, papers, heard, whom)
    moved(concern, concern.status, actor, "papers added")
    tell_heard(concern, heard, but=actor.person, whom=whom)
    return concern


def open_paper(paper, *, actor):
    """The bytes of a paper, for somebody who may view it; recorded. Raises KeyFault where it does not open as it was kept, OSError."""
    data = open_sealed(paper, "stored")
    with transaction.atomic():
        note(paper.concern, "paper opened", actor)
    return data


@transaction.atomic
def keep_note(concern, *, actor, text):
    """A note of the office that deals with it, for itself."""
    require(actor, "note", concern)
    turn(concern, actor.person, "note", text, Heard.OFFICE)
    moved(concern, concern.status, actor, "note kept")
    return concern


@transaction.atomic
def give_advice(concern, *, actor, text):
    """Answer a question that was asked in confidence (SEC-1.10): that closes it."""
    require(actor, "answer", concern)
    if not routing.is_advice(concern.facts["matter"]):
        raise CannotBe("a complaint")
    turn(concern, actor.person, "advice", text, Heard.BOTH)
    moved(concern, Status.CLOSED, actor, "advice given")
    tell_both(concern, but=actor.person)
    return concern


@transaction.atomic
def acknowledge(concern, *, actor, text):
    """Say that it has come and what happens next. Once: raises CannotBe "twice"."""
    require(actor, "acknowledge", concern)
    if concern.facts.get("acknowledged"):
        raise CannotBe("twice")
    set_facts(concern, acknowledged=timezone.localdate().isoformat())
    turn(concern, actor.person, "acknowledged", text, Heard.BOTH)
    moved(concern, concern.status, actor, "concern acknowledged")
    tell_heard(concern, Heard.BOTH, but=actor.person)
    return concern


@transaction.atomic
def assess(concern, *, actor, decision, text, answers, reasons, branch=(), to_subject=""):
    """Decide what is to come of a complaint, with the answers to the questions of the checklist. decision: a word of assessing.DECISIONS.

    text: what whoever raised it is told. answers: {word of assessing.QUESTIONS: word of assessing.ANSWERS}. reasons: of the office, for
    itself. branch: what the office takes it to be, words of kinds.KINDS. What is for nobody here to deal with, or calls for nothing, is
    closed by it. to_subject: what whoever it is about is told where they know of it (the form asks for it where it ends). Raises CannotBe
    "advice", "name", "party" where an office of one side would investigate it or decide of a matter of the Code of Conduct, and
    nations.NotHere for a Code of Conduct allegation that another body of this nation decides.
    """
    require(actor, "assess", concern)
    if routing.is_advice(concern.facts["matter"]):
        raise CannotBe("advice")
    if is_party(concern) and (decision == assessing.INVESTIGATE or routing.is_code(concern.facts | {"branch": list(branch)})):
        raise CannotBe("party")
    if decision == assessing.INVESTIGATE:
        nations.decided_here(branch)
    ends = decision in assessing.ENDS
    turn(concern, actor.person, "reasons", reasons, Heard.OFFICE, answers=answers)
    turn(concern, actor.person, "assessed", text, Heard.BOTH, answers={"decision": decision})
    if to_subject:
        tell_other_side(concern, actor, "closed" if ends else "assessed", to_subject, answers={} if ends else {"decision": decision})
    set_facts(concern, branch=list(branch), **(settled(concern, actor) if ends else {}),
              **(view_anew(concern) if decision == assessing.INVESTIGATE else {}))
    to = {assessing.EARLY: Status.ASSESSED, assessing.INVESTIGATE: Status.INQUIRY}.get(decision, Status.CLOSED)
    moved(concern, to, actor, "concern assessed")
    tell_both(concern, but=actor.person)
    return concern


def is_party(concern):
    """Is it with an office of one side, such as a Group Leader?"""
    return any(office.post in routing.PARTY for _row, office in offices_of(concern, policy.HANDLER))


def view_anew(concern):
    """What is kept when it is decided to investigate: a view that was asked for before is asked for anew, as section 28(7) of the Localism
    Act 2011 has it taken into account before the decision on an allegation that the council has decided to investigate. The earlier one
    stays in the file; "view_before": its day, or the day on which it was asked for."""
    facts = concern.facts
    if not facts.get("view_asked"):
        return {}
    return {"view_asked": "", "view_of": "", "view_by": "", "view_given": "", "view_before": facts.get("view_given") or facts["view_asked"]}


def tell_other_side(concern, actor, kind, text, **more):
    """Whoever it is about, who knows of it, is told what becomes of it. kind, more: of the turn. Raises CannotBe "name"."""
    keep_name(concern, Heard.SUBJECT, text)
    turn(concern, actor.person, kind, text, Heard.SUBJECT, **more)
    tell_heard(concern, Heard.SUBJECT, but=actor.person)


def settled(concern, actor):
    """What is kept when it is decided or closed: by whom and on which London date, for a second look."""
    by = dict.fromkeys([*concern.facts.get("decided_by", []), actor.person_id])
    return {"decided_by": list(by), "settled_on": timezone.localdate().isoformat()}


@transaction.atomic
def plan(concern, *, actor, what, who, due, told=(Heard.BOTH,)):
    """Something to be done by a day, of the plan of an early resolution. due: a London date. told: words of Heard. CannotBe "name"."""
    require(actor, "plan", concern)
    for heard in told:
        keep_name(concern, heard, f"{what} {who}")
    add_task(concern, actor, kind="plan", what=what, who=who, due=due, told=told)
    moved(concern, concern.status, actor, "task set")
    for heard in told:
        tell_heard(concern, heard, but=actor.person)
    return concern


def add_task(concern, actor, *, kind, what, who, due, told, word="", basis="", whom=(), for_whom=""):
    """Keep a task, sealed. whom: as deciding.Follows has it; for_whom: their names."""
    said = {"kind": kind, "what": what, "who": who, "due": due.isoformat(), "told": list(told), "word": word, "basis": basis,
            "whom": list(whom), "for_whom": for_whom, "by": actor.person.full_name}
    task = ConcernTask(concern=concern, said=json.dumps(said), outcome="")
    task.save(force_insert=True)
    return task


@transaction.atomic
def end_task(concern, *, actor, task, done, text):
    """A task was done, or will not be. task: its uid. text: what came of it. Raises CannotBe "ended", "name"."""
    require(actor, "end_task", concern)
    row = concern.tasks.select_for_update().filter(uid=task, ended_at__isnull=True).first()
    if row is None:
        raise CannotBe("ended")
    for heard in row.facts["told"]:
        keep_name(concern, heard, text)
    row.ended_at, row.outcome = timezone.now(), json.dumps({"done": done, "text": text, "by": actor.person.full_name})
    row.save(update_fields=["ended_at", "outcome"])
    moved(concern, concern.status, actor, "task ended")
    for heard in row.facts["told"]:
        tell_heard(concern, heard, but=actor.person)
    return concern


def alike(concern, user):
    """The other concerns about somebody whom it is about, of those that this reader's offices deal with, the latest first: the same thing
    may have been raised twice, or before. Nothing is joined by itself: each is kept, and each who raised one is answered."""
    about = {one["person"] for one in concern.facts["subjects"] if one["person"]}
    found = type(concern).objects.filter(pk__in=dealt_with(user)).exclude(pk=concern.pk)
    return [one for one in found.order_by("-last_activity", "-pk")
            if about & {subject["person"] for subject in one.facts["subjects"]}]


def open_tasks(concern):
    """The tasks that have not ended, the one that is due first first."""
    return sorted((task for task in concern.tasks.all() if not task.ended_at), key=lambda task: task.facts["due"])


def all_done(concern):
    """Is nothing left that is done before it is closed? Raises CannotBe "tasks" while something is still to be done, "no plan" for an early
    resolution without a task."""
    if open_tasks(concern):
        raise CannotBe("tasks")
    if concern.status == Status.ASSESSED and not any(set_aside.counts(task) for task in concern.tasks.all()):
        raise CannotBe("no plan")


@transaction.atomic
def investigate(concern, *, actor, text, to_subject=""):
    """Early resolution did not settle it (NNC-RESOLVE): it is investigated, and what of its plan is still to be done falls away. text: told
    to whoever raised it. to_subject: what whoever it is about is told, where they know of it (the form asks for it). Raises
    nations.NotHere, CannotBe "name", "party"."""
    require(actor, "investigate", concern)
    if is_party(concern):
        raise CannotBe("party")
    nations.decided_here(concern.facts.get("branch", ()))
    turn(concern, actor.person, "to inquiry", text, Heard.BOTH)
    if to_subject:
        tell_other_side(concern, actor, "to inquiry", to_subject)
    set_aside.end_tasks(concern, actor, set_aside.INQUIRY)
    set_facts(concern, **view_anew(concern))
    moved(concern, Status.INQUIRY, actor, "early resolution failed")
    tell_both(concern, but=actor.person)
    return concern


@transaction.atomic
def close(concern, *, actor, text, to_subject=""):
    """What came of it. Nothing is thrown away. to_subject: what whoever it is about is told, where they know of it (the form asks for it).
    Raises CannotBe: those of `all_done`, "name"."""
    require(actor, "close", concern)
    all_done(concern)
    turn(concern, actor.person, "closed", text, Heard.BOTH)
    if to_subject:
        tell_other_side(concern, actor, "closed", to_subject)
    if not concern.facts.get("settled_on"):
        set_facts(concern, **settled(concern, actor))
    moved(concern, Status.CLOSED, actor, "concern closed")
    tell_both(concern, but=actor.person)
    return concern
