"""What the pages of concerns say: where one is, why, and who has it."""
import datetime

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from complaints import assessing, naming, nations, policy, set_aside
from complaints.models import Status
from council_portal.clock.days import london_date
from council_portal.design.dates import day, moment
from council_portal.protocol.services import rules_of
from council_portal.protocol.views import silent_text, step_note, step_text

TALK_FIRST = gettext_noop("Ask for a talk first: %(office)s")
CONFIDENTIAL_HERE = {"clause": "", "text": gettext_lazy(
    "It is confidential: nobody else sees it or that it is there, whoever asks. The protocol does not say so here: the portal’s own rule.")}
HEADINGS = {
    policy.OFFICER: gettext_lazy("An officer’s conduct"),
    policy.MEMBER: gettext_lazy("A Member’s conduct"),
    policy.BREACH: gettext_lazy("A breach of the protocol"),
    policy.ADVICE: gettext_lazy("Advice"),
}
ASKS = {
    policy.OFFICER: gettext_lazy("An officer was discourteous, or does not do the work well"),
    policy.MEMBER: gettext_lazy("A Member behaved wrongly towards you or others"),
    policy.BREACH: gettext_lazy("Somebody did not keep to the protocol, and it could not be settled early"),
    policy.ADVICE: gettext_lazy("You are unsure what the protocol asks of you, and want advice and no complaint"),
}
WORDS = {policy.OFFICER: "officer", policy.MEMBER: "member", policy.BREACH: "breach", policy.ADVICE: "advice"}
MATTER_OF = {word: matter for matter, word in WORDS.items()}
TURNS = {
    "talk asked": gettext_lazy("Asked for a talk"),
    "talk answered": gettext_lazy("Answered"),
    "settled": gettext_lazy("Said that the talk has settled it"),
    "form": gettext_lazy("Sent the form"),
    "said": gettext_lazy("Wrote"),
    "note": gettext_lazy("Note of the office"),
    "assessed": gettext_lazy("Assessed"),
    "reasons": gettext_lazy("Reasons of the assessment"),
    "advice": gettext_lazy("Advised"),
    "closed": gettext_lazy("Closed it"),
    "taken back": gettext_lazy("Took it back"),
    "stepped back": gettext_lazy("Stepped back because of a conflict of interest"),
    "acknowledged": gettext_lazy("Acknowledged it"),
    "to inquiry": gettext_lazy("Let it be investigated after all"),
    "appointed": gettext_lazy("Let somebody in by name"),
    "let in": gettext_lazy("Said who is let in"),
    "grant ended": gettext_lazy("Ended somebody’s access"),
    "report": gettext_lazy("Handed in the report"),
    "found": gettext_lazy("Handed in a finding as a member of the panel"),
    "view asked": gettext_lazy("Asked the Independent Person for a view"),
    "view given": gettext_lazy("The Independent Person’s view"),
    "hearing": gettext_lazy("Set a hearing"),
    "hearing off": gettext_lazy("Called off the hearing that was set before"),
    "notice": gettext_lazy("Told whoever it is about"),
    "name decided": gettext_lazy("Decided who knows the name of whoever raised it"),
    "name kept": gettext_lazy("Took back what was decided of the name"),
    "name agreed": gettext_lazy("Agreed that the name is told"),
    "name words": gettext_lazy("Said which words give the name away"),
    "decided": gettext_lazy("Decided it"),
    "why decided": gettext_lazy("Reasons of the decision"),
    "ended": gettext_lazy("Took it back: it has ended, and nothing more comes of it"),
    "again": gettext_lazy("Asked that the decision is looked at again"),
    "review asked": gettext_lazy("Asked that it is looked at again"),
    "review decided": gettext_lazy("Decided the second look"),
    "chosen": gettext_lazy("The Member chose an office with nobody but the officer for a case, though another was free"),
    "not avoided": gettext_lazy("A case could not be kept from the officer, as its office has nobody else"),
}
COLOURS = {Status.TALK: "blue", Status.RECEIVED: "yellow", Status.ASSESSED: "turquoise", Status.INQUIRY: "purple", Status.DECIDED: "green",
           Status.REVIEW: "orange", Status.CLOSED: "grey", Status.WITHDRAWN: "grey"}
LEARN = {  # who learns the name, beside the office
    nations.NAME_PROCESS: gettext_lazy("whoever investigates it, the Independent Person and the hearing panel"),
    nations.NAME_TO_SUBJECT: gettext_lazy("whoever it is about, whoever investigates it, the Independent Person and the hearing panel"),
}
# For whoever decided what is looked at again, whatever its state.
ELSEWHERE = {"text": gettext_lazy("With another office"), "colour": "grey"}
STAGES = {  # of the office that deals with it, in the order in which they come; not all of them come
    Status.RECEIVED: gettext_lazy("Received: acknowledged, then assessed"),
    Status.ASSESSED: gettext_lazy("Settled early, where that can be"),
    Status.INQUIRY: gettext_lazy("Investigated, where that is needed"),
    Status.DECIDED: gettext_lazy("Decided, after an investigation"),
    Status.REVIEW: gettext_lazy("Looked at again, where that is asked for"),
    Status.CLOSED: gettext_lazy("Closed"),
    Status.WITHDRAWN: gettext_lazy("Taken back"),
}
STAGES_OF_ADVICE = {
    Status.RECEIVED: gettext_lazy("Received"),
    Status.CLOSED: gettext_lazy("Answered, and closed"),
    Status.WITHDRAWN: gettext_lazy("Taken back"),
}
SETTLED = gettext_lazy("Settled in a talk")
CLOSED_BY_TALK = {"clause": "", "text": gettext_lazy(
    "It was settled in a talk, and is closed. No form was sent, so it is no complaint and is counted nowhere. Should it come up again, it "
    "can be raised anew.")}
FINDINGS = {"breach": gettext_lazy("A breach"), "partly": gettext_lazy("A breach in part"), "none": gettext_lazy("No breach")}


OUTCOMES = {True: gettext_lazy("It stands"), False: gettext_lazy("It is set aside, and the concern is assessed anew")}
TELL_US = gettext_lazy("Write to the office that deals with it, and say how")
FELL_AWAY = {set_aside.ASIDE: gettext_lazy("Set aside"), set_aside.BACK: gettext_lazy("Taken back"),
             set_aside.INQUIRY: gettext_lazy("Fell away")}
WHY_AWAY = {
    set_aside.ASIDE: gettext_lazy("Set aside on %(day)s with the decision: it is not to be done."),
    set_aside.BACK: gettext_lazy("The concern was taken back on %(day)s: it is not to be done."),
    set_aside.INQUIRY: gettext_lazy("Early resolution ended on %(day)s, and the concern is investigated: it is not to be done."),
}


def came_of(task):
    """What came of a task, in words; "" while it is open, or where nothing was written."""
    if not (came := task.came):
        return ""
    if why := came.get("why"):
        return WHY_AWAY[why] % {"day": day(london_date(task.ended_at))}
    if not (came["done"] and came.get("aside")):
        return came["text"]
    before = _("Done before the decision was set aside on %(day)s.") % {"day": day_of(came["aside"])}
    return f"{came['text']}\n\n{before}" if came["text"] else before


def own_connection(connection):
    """That the reader has declared this connection with somebody of the concern on whose page it stands."""
    return {"text": _("You have declared a personal connection with somebody whom this concern is about or who raised it. Step back, "
                      "unless nobody could think that it bears on what you decide."), "clause": connection.facts["clause"]}


def office_line(office):
    """An office and who holds it, in a row. office: a routing.Office."""
    people = ", ".join(person.full_name for person in office.people)
    return f"{office.principal.name} ({people or _('nobody who can sign in today')})"


def answers(said):
    """[(label, value)] of what was kept with a turn beside its words. said: the turn's facts."""
    given = said.get("answers", {})
    found = [(assessing.QUESTIONS[word], assessing.ANSWERS[answer]) for word, answer in given.items() if word in assessing.QUESTIONS]
    return [*found, *((label, value) for label, value in (
        (_("Decided"), assessing.DECISIONS.get(given.get("decision"))), (_("Found"), findings_of(said)),
        (_("Who"), said.get("who")), (_("As"), policy.CAPACITIES.get(said.get("capacity"))),
        (_("Until"), day_of(said.get("until"))), (_("When"), moment_of(said.get("when"))), (_("Where"), said.get("place")),
        (_("Who supports you"), said.get("support")), (_("The Independent Person"), said.get("independent")),
        (_("The view was taken into account"), said.get("view")), (_("Who knows the name"), nations.NAMES.get(said.get("names"))),
        (_("From"), day_of(said.get("since"))),
        (_("The decision"), OUTCOMES.get(said.get("upheld"))),
        (_("If this person is concerned in it"), TELL_US if said["kind"] == "let in" else "")) if value)]


def findings_of(said):
    """What was found, in words, of each of several where that is kept; "" where nothing was."""
    if each := said.get("each"):
        return "; ".join(f"{name}: {FINDINGS[finding]}" for name, finding in each)
    return FINDINGS.get(said.get("finding"), "")


def turn_of(kind, *, subject):
    """What was done. subject: is its reader whoever it is about?"""
    return _("You were told") if subject and kind == "notice" else TURNS[kind]


def done_of(turn, kind, since, *, subject):
    """The same of one turn, with the day on which it was set aside. since: of set_aside.at."""
    what = turn_of(kind, subject=subject)
    if not set_aside.is_aside(turn, kind, since):
        return what
    return _("%(what)s (set aside on %(day)s)") % {"what": what, "day": day(london_date(since))}


def aside(concern, capacities):
    """[that a decision of it was set aside, a sentence with its clause], for a reader in these capacities who was told of it; else none."""
    if not set_aside.is_known_to(concern, capacities):
        return []
    since = set_aside.at(concern)
    decided_on = concern.facts["set_aside"]["decided_on"]
    said = _("The decision of %(day)s was set aside on %(since)s, after a second look.") if decided_on else _(
        "A decision was set aside on %(since)s, after a second look.")
    rest = _("Nothing that was found in it counts any more, and nothing that followed from it is to be done. What stands below of before "
             "that day is kept as it was. That is the portal’s own rule.")
    return [{"text": f"{said % {'day': day_of(decided_on), 'since': day(london_date(since))}} {rest}", "clause": ""}]


def name_ahead(concern):
    """What was decided of the name and does not hold yet, as a sentence; "" where nothing is."""
    if not (ahead := naming.ahead(concern)):
        return ""
    return _("It was decided that from %(day)s these know who raised it, beside the office: %(who)s. Until then nothing shows them the "
             "name.") % {"who": LEARN[ahead[0]], "day": day(ahead[1])}


def view_to_ask(facts):
    """How it stands with the view of an Independent Person that is not asked for yet. facts: of the concern."""
    if not facts.get("view_before"):
        return _("not asked yet")
    return _("An earlier view, of %(day)s, is of before it was decided to investigate and stays in the file. A view is asked for anew: the "
             "law has one taken into account on an allegation that the council has decided to investigate (Localism Act 2011, section "
             "28(7)).") % {"day": day_of(facts["view_before"])}


def day_of(text):
    """A kept ISO date in words, or ""."""
    return day(datetime.date.fromisoformat(text)) if text else ""


def moment_of(text):
    """A kept ISO instant in words, in London time, or ""."""
    return moment(datetime.datetime.fromisoformat(text)) if text else ""


def tag(concern):
    """The state as a tag."""
    text = str(SETTLED) if concern.was_settled_by_talk else concern.get_status_display()
    return {"text": text, "colour": COLOURS[concern.status]}


def drawing(way):
    """The way of a matter as the protocol draws it: its steps with their clauses."""
    rules = rules_of(way.version)
    steps = [{"text": step_text(step, rules), "note": step_note(step, rules), "clause": step.clause or ""} for step in way.route.to_follow]
    return {"silent": way.silent, "incomplete": way.route.incomplete, "silent_text": silent_text(way.route) if way.silent else "",
            "steps": steps}


def drawing_of(concern, way, *, anybody=True, instead=""):
    """The same of one concern, with where it is, and after it the steps of the office that deals with it, which are the portal's own.

    anybody: has anybody got it? Where nobody has, it is nowhere. instead: the office that has it, where that is not the one that the
    protocol names. SECURITY: where it is tells no more than the tag of its page.
    """
    drawn, settled = drawing(way), concern.was_settled_by_talk
    talking = settled or concern.status == Status.TALK
    for step, line in zip(way.route.to_follow, drawn["steps"], strict=True):
        at = step is (way.talk if talking else way.form)
        line |= {"here": at and talking and anybody, "ended": SETTLED if settled else "", "instead": instead if at else ""}
    if settled:  # it came to no office
        return drawn
    stages = STAGES_OF_ADVICE if concern.facts["matter"] == policy.ADVICE else STAGES
    last = Status.WITHDRAWN if concern.status == Status.WITHDRAWN else Status.CLOSED
    return drawn | {"stages": [{"text": stages[status], "here": anybody and concern.status == status} for status in stages
                               if status not in (Status.CLOSED, Status.WITHDRAWN) or status == last],
                    "whose_stages": whose_stages(rules_of(way.version).process)}


def whose_stages(section):
    """That no protocol names the steps of the office. section: its section on process, which sets days: a rules.Process or None."""
    if section:
        return {"text": _("What the office does then, by the portal’s own steps: the protocol has a section on days, and does not name "
                          "them."), "clause": section.clause}
    return {"text": _("What the office does then, by the portal’s own steps: the protocol does not name them."), "clause": ""}


def why_there(office, step):
    """Why an office has it, as a sentence with its clause. office: a routing.Office, or None."""
    if office is None:
        return {"text": _("Nobody in the offices that could deal with it is free: all are concerned in it, or their posts are vacant. It "
                          "is kept, and goes to the first who is free. You can also go one of the other ways."), "clause": ""}
    line = office_line(office)
    if office.passed:
        return {"text": _("It goes to %(office)s, because whoever the protocol names first is concerned in it, has stepped back or decided "
                          "it already, or is not there. That nobody concerned is on its way is the portal’s own rule.") % {
                              "office": line}, "clause": ""}
    if step.clause:
        return {"text": _("It goes to %(office)s, as the protocol says.") % {"office": line}, "clause": step.clause}
    return {"text": _("It goes to %(office)s. The protocol names nobody for this: it is the portal’s own rule.") % {"office": line},
            "clause": ""}


def why_shown(offices, step):
    """The same before anything is sent, with those that have it should the first not be free. offices: of `routing.shown`."""
    said, others = why_there(offices[0] if offices else None, step), "; ".join(office_line(one) for one in offices[1:])
    text = _("Should nobody of that office be free to take it, it goes to the first of these who is, and you are told here which of them "
             "has it: %(offices)s.") % {"offices": others}
    return [said, {"text": text, "clause": ""}] if others else [said]


def line_of(concern, at=None, *, own=None, capacities=frozenset()):
    """One concern in a list. at: the instant of the last change, as far as its reader knows of one; when left out, of the very last. own:
    the key of the person who alone of those whom it is about is named. capacities: of its reader, where that is not the office."""
    facts = concern.facts
    names = Truncator(", ".join(one["name"] for one in facts["subjects"] if own is None or one["person"] == own)).chars(80)
    note = f"{concern.reference} · {moment(at or concern.last_activity)}"
    if set_aside.is_known_to(concern, capacities) and not facts.get("settled_on"):  # until there is a new one
        since = day(london_date(set_aside.at(concern)))
        note = _("%(note)s · the decision was set aside on %(day)s") % {"note": note, "day": since}
    return {"url": concern.get_absolute_url(), "text": f"{HEADINGS[facts['matter']]}: {names}" if names else str(HEADINGS[facts["matter"]]),
            "note": note, "tag": tag(concern)}


LOST = gettext_lazy("Some of what was written in confidence cannot be opened any more, as its key is lost, and is shown to nobody. Whoever "
                    "runs the portal finds what it is by complaints_key check, and can bring the key back from its escrow.")


def line_decided(concern, user):
    """The same for whoever decided it, where another office looks again. SECURITY: neither its state nor when it changed."""
    note = _("you decided it; looked at again since %(day)s") % {"day": day_of(concern.facts["apart"][str(user.person_id)])}
    return line_of(concern) | {"note": f"{concern.reference} · {note}", "tag": ELSEWHERE}


def decided_before(concern, user):
    """Why whoever decided it reads so little of it."""
    return _("You decided it. Since %(day)s another office looks at it again, as somebody asked for that. You read here what you wrote "
             "yourself, and nothing of what comes after; that is the portal’s own rule, as no protocol says anything of it. It is "
             "confidential: do not speak of it to anybody.") % {"day": day_of(concern.facts["apart"][str(user.person_id)])}


def doors(ways, begun=()):
    """The matters that somebody may raise, with the way of each as the protocol draws it. ways: {matter: Way}. begun: of which a form was
    begun and not sent."""
    return [{"heading": HEADINGS[matter], "asks": ASKS[matter], "url": reverse("concerns:raise", args=[WORDS[matter]]),
             "begun": matter in begun, **drawing(way)} for matter, way in ways.items()]
