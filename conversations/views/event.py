"""One event, and what is done with it."""
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic.base import View

from conversations import calendars, gate
from conversations.act_forms import Come
from conversations.acts import ACTS
from conversations.clashes import at_the_same_time
from conversations.forms import MakeEvent
from conversations.models import Answer, Event, EventPaper, Kind, Status
from conversations.paper_forms import UnnameOfficer, WithdrawPaper
from conversations.papers import is_late, publish_by
from conversations.policy import PLANNED
from conversations.views.after import after
from conversations.views.form import OfEvent
from conversations.views.open_day import open_day
from conversations.views.programme import COLOURS, KIND, STATUS
from conversations.when import in_words, remind_on
from council_portal.access.views import Guarded, GuardedPage
from council_portal.design.dates import day, moment
from council_portal.design.files import attachment
from council_portal.documents.views import GuardedDownload

State = Answer.State


class EventPage(GuardedPage):
    """One event: when, where, for whom, its officers and papers, the reader's own answer, and for its organisers who comes."""

    model, template_name, context_object_name = Event, "conversations/event.html", "event"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        event, user = self.object, self.request.user
        organises = event.may["see_people"]
        answers = list(event.answers.select_related("person")) if organises else list(event.answers.filter(person=user.person_id))
        mine = next((one for one in answers if one.person_id == user.person_id), None)
        return {**context, "status_text": STATUS[event.status], "status_colour": COLOURS[event.status], "kind": KIND[event.kind],
                "about": _("What it is") if event.kind == Kind.OPEN_DAY else _("Matters to be discussed"),
                "when": in_words(event.starts_at, event.ends_at), "where": event.place or _("Online"),
                "still_to_come": still_to_come(event), "facts": facts(event), "why": why(event), "named": named(event),
                "papers": papers(event),
                "publish_by": day(publish_by(event)) if event.kind == Kind.CONVERSATION and event.status in PLANNED else "",
                "link": event.link if event.status in PLANNED else "",
                "mine": own_answer(event, mine), "acts": acts(event),
                "may_answer": event.may["answer"], "answer_text": answer_text(event, mine),
                "people": people(event, answers) if organises else None, "clashes": clashes_told(user, event),
                "goes_back_to": proposals_of(event) if organises else [],
                **after(event, user), **open_day(event, user),
                "ics": reverse("conversations:ics", args=[event.uid]) if event.status in (Status.ANNOUNCED, Status.CONFIRMED) else ""}


def clashes_told(user, event):
    """What its day and hour clash with, until it has taken place: bank holidays, the council's own meetings, and the other events that the
    reader may see. One statement, or none."""
    if event.status not in PLANNED:
        return []
    return at_the_same_time(user, event.starts_at, event.ends_at, but=event.pk)


def still_to_come(event):
    """Can there still be officers and papers that there are not yet?"""
    return event.status in PLANNED and event.starts_at > timezone.now()


def facts(event):
    """For whom it is, and what else there is to know. When and where it is stands above everything."""
    rows = [] if event.open_to_all else event.invitations.filter(until=None).select_related("principal")
    who = [row.through or row.principal.name for row in rows]
    rows = [(_("For whom"), _("All Members") if event.open_to_all else ", ".join(dict.fromkeys(who)) or _("Nobody yet"))]
    rows += [(_("Places"), str(event.room_for))] if event.room_for else []
    return rows + ([(_("In confidence"), _("Seen by those invited, the officers named and Democratic Services alone. Calendars outside the "
                                           "portal say “Council appointment”"))] if event.in_confidence else [])


def why(event):
    """What its status means, in sentences, where that is more than the status itself."""
    said = {
        Status.DRAFT: _("Only Democratic Services and the officers named see it. It is announced when Democratic Services say so."),
        Status.ANNOUNCED: _("It is confirmed once its papers are here and an officer is named who can decide, or a reason is recorded why "
                            "not: the portal’s own rule.") if event.kind == Kind.CONVERSATION else "",
        Status.CLOSED: _("It has taken place, and what followed from it is done."),
        Status.CANCELLED: _("It is cancelled: %(why)s") % {"why": event.why_cancelled},
    }
    waived = [(_("It was confirmed without papers: %(why)s"), event.no_papers),
              (_("It was confirmed without an officer who can decide: %(why)s"), event.no_decider)]
    waived = waived if event.status != Status.ANNOUNCED else []
    first = [said[event.status]] if said.get(event.status) else []
    return [*first, *fallen_back(event), *(text % {"why": reason} for text, reason in waived if reason)]


def fallen_back(event):
    """Why it is confirmed no longer, and since when; nothing of others."""
    if event.status != Status.ANNOUNCED or not event.fell_back_at:
        return []
    lost = {"papers": _("it has no papers any more"), "decider": _("no officer is named any more who can decide")}
    if set(event.fell_back_for.split()) == set(lost):
        lacking = _("it has neither papers nor an officer who can decide")
    else:
        lacking = lost[event.fell_back_for]
    return [_("It was confirmed, and is so no longer since %(when)s: %(why)s, and no reason is recorded. That is the portal’s own "
              "rule.") % {"when": moment(event.fell_back_at), "why": lacking}]


def named(event):
    """Who is there, with what they can do."""
    may = event.may["name_officer"]
    return [{"name": one.principal.name, "note": _("Can decide on it") if one.decides else "",
             "end": reverse("conversations:unname", args=[event.uid, one.principal.uid]) if may else ""}
            for one in event.officers.filter(until=None).select_related("principal")]


def papers(event):
    """Its papers, the withdrawn ones by name."""
    may = event.may["withdraw_paper"]
    return [{"name": one.name, "url": "" if one.withdrawn_at else one.get_absolute_url(), "size": one.size_text,
             "added": moment(one.added_at), "late": event.kind == Kind.CONVERSATION and is_late(one, event),
             "withdraw": reverse("conversations:withdraw_paper", args=[one.uid]) if may and not one.withdrawn_at else "",
             "gone": _("Withdrawn by %(who)s on %(when)s: %(why)s") % {
                 "who": one.withdrawn_by.full_name, "when": moment(one.withdrawn_at), "why": one.why_withdrawn} if one.withdrawn_at else ""}
            for one in event.papers.select_related("withdrawn_by").order_by("added_at", "pk")]


def proposals_of(event):
    """For the organisers: what was proposed to be discussed there."""
    return [{"url": one.get_absolute_url(), "text": one.title, "note": one.proposer.full_name}
            for one in event.proposals.select_related("proposer").order_by("pk")]


def own_answer(event, mine):
    """What the reader said, as a sentence; "" for who may not answer, a prompt for who has not."""
    if event.status not in (Status.ANNOUNCED, Status.CONFIRMED):
        return ""
    if not mine or mine.state == State.LEFT:
        return _("You have not said yet whether you come.") if event.may["answer"] else ""
    said = {State.COMING: _("You said that you come."), State.NOT_COMING: _("You said that you do not come."),
            State.WAITING: _("You wait for a place: all are taken. You are told when one falls free.")}[mine.state]
    if mine.moved < event.moved:
        return f"{said} {_('It was moved since: say it once more.')}"
    return f"{said} {reminder(event)}".strip() if mine.state == State.COMING else said


def answer_text(event, mine):
    """What the way to the answer is called."""
    if not mine or mine.state == State.LEFT:
        return _("Say whether you come")
    return _("Do you still come?") if mine.moved < event.moved else _("Change your answer")


def reminder(event):
    """On which day whoever comes is reminded; "" from that day on."""
    on = remind_on(event)
    return _("You are reminded on %(day)s: the portal’s own rule.") % {"day": day(on)} if on > timezone.localdate() else ""


def people(event, answers):
    """For the organisers: who comes, who waits, who does not, with what they need."""
    groups = []
    for state in State:
        rows = [{"name": one.person.full_name, "needs": one.access_needs, "diet": one.diet, "before": state != State.LEFT and
                 one.moved < event.moved} for one in answers if one.state == state]
        groups += [{"heading": state.label, "rows": rows, "count": str(len(rows))}] if rows or state != State.LEFT else []
    taken = sum(one.state == State.COMING for one in answers)
    room = ngettext("%(n)s place is free.", "%(n)s places are free.", max(event.room_for - taken, 0)) % {
        "n": max(event.room_for - taken, 0)} if event.room_for else _("There is no limit.")
    return {"groups": groups, "room": room}


def acts(event):
    """What the reader may do, each with its address; whether they come is said beside their answer."""
    return [{"url": reverse("conversations:act", args=[event.uid, kind.slug]), "text": kind.heading} for kind in ACTS.values()
            if event.may[kind.action] and kind is not Come]


class MakePage(OfEvent):
    """A new event."""

    action, form_class, button = "make", MakeEvent, gettext_lazy("Save it as a draft")
    heading = gettext_lazy("Plan an event")
    said = gettext_lazy("It is saved as a draft. Only Democratic Services see it until you announce it.")

    def get_initial(self):
        return {"proposals": [self.request.GET["proposal"]]} if self.request.GET.get("proposal") else {}


class ActPage(OfEvent):
    """One act on one event; an act that there is not is 404, as on an event that there is not."""

    def dispatch(self, request, *args, **kwargs):
        kind = ACTS.get(kwargs["act"])
        if kind is None:
            raise Http404
        self.form_class, self.action, self.heading, self.button, self.said = kind, kind.action, kind.heading, kind.button, kind.said
        return super().dispatch(request, *args, **kwargs)

    def saved(self, saved):
        return self.done(self.back_to())

    def get_context_data(self, **kwargs):
        act = self.form_class
        return super().get_context_data(intro=[self.object.title, *act.intro, *act.notes(self.object)], **kwargs)


def falls(why, does):
    """That the event would not stay confirmed, before that is so: sentences, none where it would."""
    return [*why, _("So it is confirmed no longer from that moment, and everybody invited is told. That is the portal’s own "
                    "rule.")] if does else []


class WithdrawPage(OfEvent):
    """One paper is withdrawn; back to its event."""

    model, action, form_class, related = EventPaper, "withdraw_paper", WithdrawPaper, ("event",)
    heading, button = gettext_lazy("Withdraw the paper"), gettext_lazy("Withdraw it")
    said, settled = gettext_lazy("The paper is withdrawn."), gettext_lazy("This paper is withdrawn already")

    def back_to(self):
        return self.object.event.get_absolute_url()

    def is_settled(self):
        return self.object.withdrawn_at is not None

    def settled_how(self):
        return _("It was withdrawn on %(day)s: there is nothing more to do with it here.") % {
            "day": day(timezone.localdate(self.object.withdrawn_at))}

    def get_context_data(self, **kwargs):
        intro = [self.object.name, _("Nobody can read it here any more. Its name, who withdrew it, when and why stay on the page. "
                                     "Copies that were taken already cannot be called back.")]
        intro += falls([_("It is the last paper, and no reason is recorded why the event goes on without papers.")],
                       gate.falls_without(self.object.event, paper=self.object))
        return super().get_context_data(intro=intro, **kwargs)


class UnnamePage(OfEvent):
    """One office is named no more."""

    action, form_class = "name_officer", UnnameOfficer
    heading, button = gettext_lazy("Remove this office"), gettext_lazy("Remove it")
    said = gettext_lazy("The office is removed, and no longer sees the event.")

    def dispatch(self, request, *args, **kwargs):
        self.officer = None
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        officer = self.object.officers.filter(until=None, principal__uid=self.kwargs["office"]).select_related("principal").first()
        if officer is None:
            raise Http404
        self.officer = officer
        return {**super().get_form_kwargs(), "officer": officer}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)  # with the form, which finds the office
        alone = falls([_("No other officer is named who can decide, and no reason is recorded why the event goes on without.")],
                      gate.falls_without(self.object, officer=self.officer))
        return {**context, "intro": [{"text": text} for text in (self.object.title, self.officer.principal.name, *alone)]}


@method_decorator(require_safe, name="dispatch")
class EventIcs(Guarded, View):
    """One event as a file for a calendar, for whoever may see it and wants it now."""

    model = Event

    def get(self, request, uid):
        event = self.get_object()
        return attachment(calendars.feed([event]).decode(), f"{event.reference}.ics", "text/calendar")


class PaperPage(GuardedDownload):
    """A paper of an event, to whoever sees the event; not one that was withdrawn."""

    model = EventPaper

    def paper(self, uid):
        found = super().paper(uid)
        if found.withdrawn_at:
            raise Http404
        return found

