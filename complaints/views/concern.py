"""One concern: where it is and why, what was said, what its reader can do. SECURITY: each reads what is theirs to read, and no more."""
import json

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints import begun, kinds, policy, routing, services, wording
from complaints.act_forms import ACTS, FIRST
from complaints.models import Concern, ConcernTurn
from council_portal.access.decisions import can
from council_portal.access.queryset import held
from council_portal.access.views import GuardedPage
from council_portal.design.dates import moment
from council_portal.design.views import error_409
from council_portal.documents.limits import in_words
from council_portal.drafts.pages import KeepsDraft
from council_portal.matters.services import Changed
from council_portal.people.views.guided import PlainGuardedForm

Heard = ConcernTurn.Heard
HEARS = {policy.COMPLAINANT: {Heard.TALK, Heard.BOTH}, policy.TALKER: {Heard.TALK}, policy.HANDLER: {Heard.BOTH, Heard.OFFICE}}


class ConcernPage(GuardedPage):
    """For whoever raised it, whoever was asked for a talk, and the office that deals with it."""

    model, template_name, context_object_name, related = Concern, "concerns/concern.html", "concern", ("protocol",)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        concern, user = self.object, self.request.user
        capacities = held(user, Concern, [concern.pk]).get(concern.pk, set())
        services.note_read(concern, actor=user)
        facts, way = concern.facts, routing.way_of(concern)
        reads = bool(capacities & Concern.RULES["read"].capacities) and concern.received_at
        return {**context, "heading": wording.HEADINGS[facts["matter"]], "tag": wording.tag(concern),
                "drawn": wording.drawing(way, self.here(way), self.instead(way)),
                "why": self.why(way), "facts": self.facts(facts, capacities),
                "texts": self.texts(facts) if reads else [], "papers": self.papers() if reads else [],
                "turns": self.turns(capacities), "acts": acts(concern),
                "others": kinds.OTHER_WAYS}

    def at_step(self, way):
        """The step at which it is, the capacity of whoever has it, and whether that is the talk."""
        talking = self.object.status == policy.TALK
        return (way.talk, policy.TALKER, True) if talking else (way.form, policy.HANDLER, False)

    def here(self, way):
        """Where it is on its way: nowhere while nobody has it."""
        _step, capacity, _talking = self.at_step(way)
        return wording.here_of(self.object) if not self.object.is_open or services.offices_of(self.object, capacity) else "nobody"

    def instead(self, way):
        """The office that has it where that is not one that the protocol names, or ""."""
        step, capacity, _talking = self.at_step(way)
        names = [office.name for _row, office in services.offices_of(self.object, capacity) if office.post not in step.to]
        return names[0] if names and self.object.is_open else ""

    def why(self, way):
        """Who has it and by which clause."""
        concern = self.object
        step, capacity, talking = self.at_step(way)
        if not concern.is_open:
            return []
        rows = services.offices_of(concern, capacity)
        people = tuple(dict.fromkeys(services.people_of(concern, capacity)))
        if not rows:
            return [self.why_nobody(talking, step)]
        row, principal = rows[0]
        clause = json.loads(row.why)["clause"]
        passed = () if principal.post in step.to else step.to
        said = [wording.why_there(routing.Office(principal, principal.post, passed, people), step)]
        if not talking:
            said.append({"text": _("It is confidential: nobody else sees it or that it is there, whoever asks."), "clause": clause}
                        if step.confidential is True else wording.CONFIDENTIAL_HERE)
        return said

    def why_nobody(self, talking, step):
        """Why nobody has it, and what its reader can do."""
        if talking:
            return {"text": _("Whoever you asked for a talk is concerned in it or not there. Send the form instead."), "clause": ""}
        if routing.is_advice(self.object.facts["matter"]) and services.next_office(self.object):
            return {"text": _("Nobody of the office that you asked is free to answer. It goes to nobody else unless you say so."),
                    "clause": ""}
        return wording.why_there(None, step)

    def facts(self, facts, capacities):
        """The side of the page."""
        concern = self.object
        rows = [(_("Reference"), concern.reference), (_("About"), "\n".join(one["name"] for one in facts["subjects"]) or _("Nobody named"))]
        if policy.COMPLAINANT not in capacities:
            rows.append((_("Raised by"), services.raiser_of(concern).full_name))
        if out := [person.full_name for person in services.kept_out(concern)]:
            rows.append((_("Kept out"), "\n".join(out)))
        rows.append((_("Begun"), moment(concern.made_at)))
        return [*rows, (_("Received"), moment(concern.received_at))] if concern.received_at else rows

    def texts(self, facts):
        """What the form says."""
        said = [(_("What happened"), self.object.text), (_("What should come of it"), self.object.wanted),
                (_("Clause"), facts["clauses"]), (_("About the name"), facts["withheld"]),
                (_("What it may be"), "\n".join(str(kinds.KINDS[kind]) for kind in facts["kinds"]))]
        return [(label, text) for label, text in said if text]

    def papers(self):
        """The evidence."""
        return [{"url": paper.get_absolute_url(), "name": facts["name"],
                 "note": f"{in_words(paper.size)} · {facts['by']}, {moment(paper.at)}"}
                for paper in self.object.papers.all() for facts in [paper.facts]]

    def turns(self, capacities):
        """What was said, as far as this reader hears it; what the form says stands above."""
        heard = set().union(*(HEARS[capacity] for capacity in capacities))
        return [turn_line(turn, said) for turn, said in services.heard_by(self.object, heard) if said["kind"] != "form"]


def turn_line(turn, said):
    """One turn of the page."""
    return {"who": said["name"], "what": wording.TURNS[said["kind"]], "when": moment(turn.at), "text": said["text"],
            "answers": wording.answers(said.get("answers", {})), "office": turn.heard == Heard.OFFICE}


def acts(concern):
    """What its reader can do."""
    return [{"url": reverse("concerns:act", args=[concern.uid, slug]), "text": form.heading, "first": slug in FIRST}
            for slug, form in ACTS.items() if concern.may[form.action] and form.fits(concern)]


class ActPage(KeepsDraft, PlainGuardedForm):
    """One act on one concern; an act that there is not is 404, as on a concern that there is not. What is typed is kept, sealed."""

    model, related = Concern, ("protocol",)

    def dispatch(self, request, *args, **kwargs):
        kind = ACTS.get(kwargs["act"])
        if kind is None:
            raise Http404
        self.form_class, self.action, self.heading, self.button = kind, kind.action, kind.heading, kind.button
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.form_class.fits(self.object) else self.none_here()

    def none_here(self):
        """An act that does not fit this concern is as little there as one that there is not."""
        raise Http404

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.form_class.fits(self.object) else self.none_here()

    def form_valid(self, form):
        try:
            form.save()
        except Changed:
            return error_409(self.request, typed=form.typed(), back=self.back_to())
        messages.success(self.request, form.said)
        there = not form.leaves or can(self.request.user, "view", self.object)
        return HttpResponseRedirect(self.back_to() if there else reverse("concerns:door"))

    def back_to(self):
        return self.object.get_absolute_url()

    def draft_about(self):
        """Not the concern's uid: the row of a draft names its owner in plain."""
        return begun.about(self.request.user, f"{self.object.uid} {self.form_class.slug}")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"back_text": _("Back"), "intro": self.form_class.intro(self.object), **kwargs})
