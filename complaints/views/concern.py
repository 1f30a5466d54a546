"""One concern: where it is and why, what was said, what its reader can do. SECURITY: each reads what is theirs to read, and no more."""
import json

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casework.whose import in_common
from complaints import (
    deadlines,
    dealing,
    inquiry,
    kinds,
    name_words,
    naming,
    nations,
    offers,
    policy,
    reading,
    reviewing,
    routing,
    services,
    set_aside,
    settling,
    wording,
)
from complaints.connections.apart import declared_with
from complaints.inquiry_forms import grant_lines
from complaints.models import Concern, ConcernTurn
from complaints.name_forms import whose_days
from complaints.views.desk import AtDesk
from council_portal.access.queryset import may_do
from council_portal.access.views import GuardedPage
from council_portal.design.dates import day, moment
from council_portal.documents.limits import in_words

Heard = ConcernTurn.Heard
LATEST = 5  # turns that stand open on the page; those before are folded
FEW = 4  # parts from which on the page says where each of them is


class ConcernPage(AtDesk, GuardedPage):
    """For everybody who stands in it: each reads what is for them to read, and no more."""

    model, template_name, context_object_name, related = Concern, "concerns/concern.html", "concern", ("protocol",)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        concern, user = self.object, self.request.user
        services.note_read(concern, actor=user)
        if policy.DECIDER in self.capacities:
            return {**context, **self.decided_before()}
        facts, way = concern.facts, routing.way_of(concern)
        reads = bool(self.capacities & Concern.RULES["read"].capacities) and concern.received_at
        turns, aside = self.turns(), wording.aside(concern, self.capacities)
        shown = {"tasks": self.tasks(), "texts": self.texts(facts) if reads else [], "turns": turns[-LATEST:], "facts": self.facts(facts),
                 "alike": self.alike(), "papers": self.papers(), "drawn": None if self.is_let_in else self.drawn(way),
                 "others": [] if self.is_let_in else kinds.OTHER_WAYS}
        return {**context, **shown, "heading": wording.HEADINGS[facts["matter"]], "tag": wording.tag(concern), "due": self.due(),
                "why": [*aside, *(self.why_let_in() if self.is_let_in else [*self.name_ahead(), *self.why(way)])],
                "earlier": turns[:-LATEST],
                "offers": self.offers(), "connected": self.connected(),
                "deals": policy.HANDLER in self.capacities, "back": self.list_url(), "parts": parts_of(shown)}

    def decided_before(self):
        """The page of whoever decided what is looked at again: what they wrote themselves, and that another office has it. SECURITY:
        neither its state nor anything of others, so that it stays the same whatever becomes of it."""
        concern, user = self.object, self.request.user
        own = [turn_line(turn, said, said["name"], self.capacities) for turn, said in reading.heard_by(concern, Heard.values)
               if said["person"] == user.person_id]
        return {"heading": wording.HEADINGS[concern.facts["matter"]], "tag": wording.ELSEWHERE, "turns": own, "back": self.list_url(),
                "why": [{"text": wording.decided_before(concern, user), "clause": ""}],
                "facts": [(_("Reference"), concern.reference), (_("About"), "\n".join(self.about(concern.facts)) or _("Nobody named"))]}

    def mark(self):
        """What this reader may do, and as what they stand in it: asked once, as is who else does."""
        concern, user = self.object, self.request.user
        self.capacities = reading.stands_as(user, concern)
        reading.ask_once(concern, raiser=user.person if policy.COMPLAINANT in self.capacities else None)
        prefetch_related_objects([concern], "tasks")
        concern.may = {action: may_do(rule, user, concern, self.capacities) for action, rule in Concern.RULES.items()}
        concern.may["ask_review"] &= not reviewing.asked(concern, user.person_id)

    def offers(self):
        """What its reader can do (`offers.offered`)."""
        return offers.offered(self.object, self.request.user, self.capacities, lambda slug: self.act_url(self.object, slug))

    def connected(self):
        """That whoever deals with it has declared a connection with somebody of either side, with the clause by which they did. SECURITY:
        their own declarations alone; and for the office alone, which knows both sides."""
        if policy.HANDLER not in self.capacities or not self.object.may["recuse"]:
            return []
        sides = [reading.raiser_of(self.object), *reading.subjects_of(self.object)]
        return [wording.own_connection(one) for one in declared_with(self.request.user.person, sides)]

    def due(self):
        """What is due next and by when, for the office; None where nothing is."""
        concern = self.object
        if policy.HANDLER not in self.capacities or not concern.due_on:
            return None
        return {"text": deadlines.said(concern), "overdue": deadlines.is_over(concern)}

    @property
    def is_let_in(self):
        """Does this reader stand in it as whoever it is about, or by a grant? Then its way, which tells who raised it, is not drawn."""
        return bool(self.capacities & {policy.SUBJECT, *policy.GRANTED})

    def why_let_in(self):
        """What this reader sees of it and why."""
        confidential = {"text": _("It is confidential. Do not speak of it to anybody but whoever supports you."), "clause": ""}
        if policy.SUBJECT in self.capacities:
            return [{"text": _("You are told because it is about you. You see what the office that deals with it writes to you, and what "
                               "you answer; nothing else of it. You may answer as often as you wish until it is closed."), "clause": ""},
                    confidential]
        said = [{"text": _("You are let in by name, for what you are asked below, until your part is done. After that you see nothing of "
                           "it."), "clause": ""}, confidential]
        if policy.PANEL in self.capacities and not inquiry.was_heard(self.object):
            said.append({"text": _("Once the hearing has taken place, you hand in the panel’s finding on this page."), "clause": ""})
        return said

    def name_ahead(self):
        """That more people learn the name from a day on, for whoever raised it and the office."""
        text = wording.name_ahead(self.object) if self.capacities & {policy.COMPLAINANT, policy.HANDLER} else ""
        if text and policy.COMPLAINANT in self.capacities:
            ways = _("Before that day you can agree, write to the office, or take this back.")
            text = f"{text} {ways if self.object.may['withdraw'] else _('Before that day you can agree, or write to the office.')}"
        end = _("It falls away if this is closed or taken back before.")
        return [{"text": f"{text} {end} {whose_days()}", "clause": ""}] if text else []

    def at_step(self, way):
        """The step at which it is, the capacity of whoever has it, and whether that is the talk."""
        talking = self.object.status == policy.TALK
        return (way.talk, policy.TALKER, True) if talking else (way.form, policy.HANDLER, False)

    def drawn(self, way):
        """Its way with where it is: nowhere while nobody has it; and while it is open, the office that has it in the place of another."""
        concern = self.object
        step, capacity, _talking = self.at_step(way)
        if not concern.is_open:
            return wording.drawing_of(concern, way)
        offices = [office for _row, office in reading.offices_of(concern, capacity)]
        names = [office.name for office in offices if office.post not in step.to]
        return wording.drawing_of(concern, way, anybody=bool(offices), instead=names[0] if names else "")

    def why(self, way):
        """Who has it and by which clause."""
        concern = self.object
        step, capacity, talking = self.at_step(way)
        if not concern.is_open:
            return [wording.CLOSED_BY_TALK] if concern.was_settled_by_talk else []
        rows = reading.offices_of(concern, capacity)
        people = tuple(dict.fromkeys(reading.people_of(concern, capacity)))
        if not rows:
            return [self.why_nobody(talking, step)]
        row, principal = rows[0]
        clause, passed = json.loads(row.why)["clause"], step.to if settling.is_instead(row) else ()
        said = [wording.why_there(routing.Office(principal, principal.post, passed, people), step)]
        if not people and (until := reading.awaited(concern)):
            said.append({"text": _("The account of whoever holds that office was closed. It waits for them until %(day)s, and then goes to "
                                   "the next office: the portal’s own rule.") % {"day": day(until)}, "clause": ""})
        if not talking:
            said.append({"text": _("It is confidential: nobody else sees it or that it is there, whoever asks."), "clause": clause}
                        if step.confidential is True else wording.CONFIDENTIAL_HERE)
        return said

    def why_nobody(self, talking, step):
        """Why nobody has it, and what its reader can do."""
        if talking:
            return {"text": _("Whoever you asked for a talk is concerned in it or not there. Send the form instead."), "clause": ""}
        if routing.is_advice(self.object.facts["matter"]) and settling.next_office(self.object):
            return {"text": _("Nobody of the office that you asked is free to answer. It goes to nobody else unless you say so."),
                    "clause": ""}
        return wording.why_there(None, step)

    def facts(self, facts):
        """The side of the page."""
        concern, deals = self.object, policy.HANDLER in self.capacities
        rows = [(_("Reference"), concern.reference), (_("About"), "\n".join(self.about(facts)) or _("Nobody named"))]
        if policy.COMPLAINANT not in self.capacities:
            rows.append((_("Raised by"), reading.raiser_of(concern).full_name if self.knows_name else _("The name is not told")))
        if not self.is_let_in and (out := [person.full_name for person in reading.kept_out(concern)]):
            rows.append((_("Kept out"), "\n".join(out)))
        if not self.is_let_in:
            rows.append((_("Begun"), moment(concern.made_at)))
        if concern.received_at and not self.is_let_in:
            rows.append((_("Received"), moment(concern.received_at)))
        return [*rows, *self.in_sight(facts)] if deals else rows

    def about(self, facts):
        """The names of those whom it is about. SECURITY: one of them reads their own and no other."""
        one_of_them = policy.SUBJECT in self.capacities
        return [one["name"] for one in facts["subjects"] if not one_of_them or one["person"] == self.request.user.person_id]

    def in_sight(self, facts):
        """What the office keeps in sight."""
        concern, kept = self.object, []
        if facts.get("branch"):
            kept.append((_("Taken to be"), "\n".join(str(kinds.KINDS[word]) for word in facts["branch"])))
        if facts.get("told"):
            kept.append((_("Whoever it is about"), _("told on %(day)s") % {"day": wording.day_of(facts["told"])}))
        if nations.is_heard(concern) or facts.get("view_asked") or facts.get("view_before"):
            kept.append((_("Independent Person"), view_state(facts)))
        if concern.is_open and (cases := in_common(self.request.user, reading.raiser_of(concern), reading.subjects_of(concern))):
            kept.append((_("Cases with one another now"), "\n".join(cases)))
        if not routing.is_advice(facts["matter"]):
            kept.append((_("Who knows the name"), nations.NAMES[naming.holds(concern)]))
        if done := set_aside.to_make_good(concern):
            what = "\n".join(task.facts["what"] for task in done)
            kept.append((_("To make good: done before the decision was set aside"), what))
        if rows := grant_lines(concern):
            kept.append((_("Let in by name"), "\n".join(text for _key, text in rows)))
        return kept

    def alike(self):
        """For the office: what else it has about the same people."""
        if policy.HANDLER not in self.capacities:
            return []
        return [wording.line_of(one) | {"url": self.page_url(one)} for one in dealing.alike(self.object, self.request.user)]

    @property
    def knows_name(self):
        """Does this reader read who raised it?"""
        return inquiry.knows_name(self.object, self.capacities)

    @cached_property
    def names_left_out(self):
        """The words that give away who raised it, for somebody let in by name who is not to know; else none."""
        return inquiry.words_kept_from(self.object, self.capacities)

    def without_name(self, text, by=None):
        """A text as this reader may read it. by: who wrote it. SECURITY: what they wrote themselves stays, or they could try names."""
        return name_words.without(text, self.names_left_out) if by != self.request.user.person_id else text

    def texts(self, facts):
        """What the form says."""
        said = [(_("What happened"), self.without_name(self.object.text)),
                (_("What should come of it"), self.without_name(self.object.wanted)), (_("Clause"), self.without_name(facts["clauses"])),
                (_("About the name"), "" if self.is_let_in else facts["withheld"]),
                (_("Words that give the name away"), "" if self.is_let_in else facts.get("also", "")),
                (_("What it may be"), "\n".join(str(kinds.KINDS[kind]) for kind in facts["kinds"]))]
        return [(label, text) for label, text in said if text]

    def papers(self):
        """The evidence and what was added since, as far as it is for this reader."""
        raiser = reading.raiser_of(self.object)
        return [{"url": paper.get_absolute_url(), "name": self.without_name(facts["name"], facts["person"]),
                 "note": f"{in_words(paper.size)} · {self.name(facts['by'], facts['person'], raiser)}, {moment(paper.at)}",
                 "alone": self.alone(paper)}
                for paper in reading.papers_for(self.object, self.request.user, self.capacities) for facts in [paper.facts]]

    def alone(self, paper):
        """Of a paper that whoever raised it reads alone: what becomes of it."""
        if paper.heard != policy.TO_FORM:
            return ""
        if self.object.received_at:
            return _("Not sent with the form")
        return _("Waits for the form") if self.object.is_open else _("No form was sent")

    def name(self, name, person, raiser):
        """Who wrote or added something, as this reader may know it."""
        return name if person != raiser.pk or self.knows_name else _("whoever raised it")

    def alone_of(self, said):
        """Of several whom it is about, the names of those for whom a turn is alone; "" where it is for all of them."""
        subjects = self.object.facts["subjects"]
        return ", ".join(subjects[place]["name"] for place in said.get("whom", ()) if len(subjects) > 1)

    def tasks(self):
        """What is to be done, as far as it is for this reader."""
        user = self.request.user
        own = user.person.full_name if policy.SUBJECT in self.capacities else ""
        return [task_line(task, self.object, own) for task in reading.tasks_for(self.object, user, self.capacities)]

    def turns(self):
        """What was said, as far as this reader hears it; what the form says stands above."""
        raiser, since = reading.raiser_of(self.object), set_aside.at(self.object)
        return together([turn_line(turn, said | {"text": self.without_name(said["text"], said["person"])},
                                   self.name(said["name"], said["person"], raiser), self.capacities, self.alone_of(said), since)
                         for turn, said in reading.turns_for(self.object, self.request.user, self.capacities) if said["kind"] != "form"])


def parts_of(shown):
    """[{"id", "text"}] of the parts that a page with these has, in their order, for the way to each; [] where they are few."""
    form = shown["texts"][0][0] if shown["texts"] else ""
    there = [("tasks", _("What is to be done"), "tasks"), ("texts", form, "part-1"),
             ("turns", _("What was said and done"), "turns"), ("facts", _("The matter"), "facts-all"),
             ("alike", _("Others about the same people"), "alike"), ("papers", _("Papers"), "papers"), ("drawn", _("Its way"), "way-all"),
             ("others", _("Other ways, always open"), "others-all")]
    found = [{"id": at, "text": text} for word, text, at in there if shown[word]]
    return found if len(found) >= FEW else []


TOLD_TO_ALL = {"hearing", "hearing off", "let in"}  # kinds of turn that are kept for each side in the same words


def together(lines):
    """The lines of the page; what was told to all sides at once stands once, for the office with who read it."""
    shown = []
    for line in lines:
        last = shown[-1] if shown else {}
        if line["kind"] in TOLD_TO_ALL and all(last.get(part) == line[part] for part in ("kind", "who", "when", "text", "answers")):
            last["heard"] = "; ".join([last["heard"] or str(Heard.BOTH.label), line["heard"]]) if line["heard"] else last["heard"]
        else:
            shown.append(line)
    return shown


def view_state(facts):
    """How far the view of the Independent Person has come."""
    if facts.get("view_given"):
        return _("given on %(day)s") % {"day": wording.day_of(facts["view_given"])}
    if facts.get("view_asked"):
        return _("asked on %(day)s") % {"day": wording.day_of(facts["view_asked"])}
    return wording.view_to_ask(facts)


def turn_line(turn, said, name, capacities, alone="", since=None):
    """One turn of the page, for a reader in these capacities: the office is told who else reads it. alone: names of those whom it is about
    and who alone of them read it. since: of set_aside.at."""
    deals = policy.HANDLER in capacities
    narrow = deals and turn.heard not in (Heard.BOTH, Heard.OFFICE)
    heard = _("%(names)s, those let in by name and the office") % {"names": alone} if alone else turn.get_heard_display()
    what = wording.done_of(turn, said["kind"], since, subject=policy.SUBJECT in capacities)
    return {"kind": said["kind"], "who": name, "what": what, "when": moment(turn.at), "text": said["text"],
            "answers": wording.answers(said), "office": turn.heard == Heard.OFFICE, "heard": heard if narrow else ""}


def task_line(task, concern, own=""):
    """One task of the page of a concern. own: the name of its reader where it is about them, who reads no other name at what follows. Where
    nobody was named to see to what follows, the office does that deals with it now."""
    facts, came = task.facts, task.came
    follows = facts["kind"] == "sanction"
    names = own or facts.get("for_whom", facts["who"]) if follows else ""
    sees = facts["who"] or ("" if came else reading.office_name(concern))  # what has ended was not always with the office of today
    who = sees if "for_whom" in facts or not follows else ""  # before, "who" was for whom
    if came:
        text, colour = (_("Done"), "green") if came["done"] else (wording.FELL_AWAY.get(came.get("why"), _("Not done")), "grey")
    else:
        text, colour = (_("Overdue"), "red") if facts["due"] < timezone.localdate().isoformat() else (_("To do"), "blue")
    due = {"who": who, "day": wording.day_of(facts["due"])}
    parts = [_("%(who)s, by %(day)s") % due if who else _("By %(day)s") % due, _("for %(names)s") % {"names": names} if names else "",
             facts["basis"]]
    return {"what": facts["what"], "note": " · ".join(part for part in parts if part),
            "tag": {"text": text, "colour": colour}, "came": wording.came_of(task)}
