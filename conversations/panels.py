"""What the programme puts on the home page: the events that ask a Member whether they come, those ahead and those that changed, what
follows from them, and for Democratic Services what was proposed and the time without an open day."""
import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations import policy
from conversations.invited import MOVED, said_by
from conversations.models import Answer, Event, FollowUp, Proposal, Status
from conversations.open_days import asked_for, spans_without
from conversations.when import in_words
from council_portal.access.decisions import can
from council_portal.access.together import full_name, lines, once
from council_portal.accounts.policy import IN_OFFICE, SEATS, STAFF
from council_portal.design.dates import day
from council_portal.outbox.services import told_about

FEW = 5
WEEK = datetime.timedelta(days=7)
CHANGED = ["event_changed", "event_cancelled", "event_visit_gone", "event_papers"]  # what was told of an event that is not as it was
MINE = {Answer.State.COMING: (gettext_lazy("Coming"), "green"), Answer.State.WAITING: (gettext_lazy("Waiting for a place"), "yellow"),
        "": (gettext_lazy("You are named"), "blue")}


def asked(user):
    """What home asks for, in one statement with other rooms (`access.together`): the first few of each, and one that tells of more."""
    now = timezone.now()
    ahead = Event.objects.standings_of(user, "attend", where=Q(status__in=policy.COMING, starts_at__gt=now))
    moved = Event.objects.standings_of(user, where=Q(event__uid__in=told_about(user.person_id, CHANGED, since=now - WEEK)))
    told = {"uid": "event__uid", "title": "event__title", "note": "event__place", "begins": "starts_at", "ends": "event__ends_at"}
    found = [lines("event", ahead, capacity="capacity", state=said_by(user, "event"), **told),
             lines("moved", moved, state="status", **told)]
    if user.posts - {SEATS, STAFF}:  # what follows is given to a post
        follow_ups = FollowUp.objects.permitted(user).filter(owner__in=user.principals, done_at=None, event__status=Status.HELD)
        found += [lines("follow_up", follow_ups, uid="event__uid", title="text", note="event__title", on="due_on")]
    if can(user, "decide", Proposal):
        waiting = Proposal.objects.permitted(user, "decide").filter(status=Proposal.Status.WAITING).order_by("made_at", "pk")
        found += [lines("proposal", waiting, FEW + 1, uid="uid", title="title", note=full_name("proposer"), begins="made_at")]
    return found


def needs(user, found):
    """Invitations without an answer; what follows from events and is this reader's to do; for Democratic Services proposals that wait, and
    the spans without an open day (two statements, theirs alone)."""
    programme = action("conversations:list", _("The programme"))
    return [*panel(_("Do you come?"), asking(user, found), event_line, programme),
            *panel(_("What you do after events"), found.get("follow_up", []), follow_up_line, programme),
            *panel(_("Proposals that wait"), found.get("proposal", []), proposal_line,
                   action("conversations:proposals", _("All proposals"))),
            *without_open_day(user)]


def asking(user, found):
    """The events that ask this Member whether they come: not answered, or not since they were moved."""
    answers = policy.EVENTS["answer"].capacities if user.posts & IN_OFFICE else ()
    return once(one for one in found.get("event", []) if one.capacity in answers and (not one.state or one.state.startswith(MOVED)))


def changed(user, found):
    """Events of which this reader was told in a week that they are another day, elsewhere or cancelled, or have other papers."""
    return panel(_("Events that changed this week"), once(found.get("moved", [])), moved_line,
                 action("conversations:list", _("The programme")))


def coming(user, found):
    """The events that a Member said yes to, and those that an office of the reader's is named for."""
    named = {one.uid: "" for one in found.get("event", []) if one.capacity == policy.OFFICER}
    mine = {one.uid: state for one in found.get("event", []) if one.capacity == policy.INVITED and user.posts & IN_OFFICE
            for state in [(one.state or "").removeprefix(MOVED)] if state in MINE and state}
    states = named | mine
    rows = [one for one in once(found.get("event", [])) if one.uid in states]
    return panel(_("Your events"), rows, lambda one: {**event_line(one), "tag": tag(*MINE[states[one.uid]])},
                 action("conversations:list", _("The programme")))


def panel(title, rows, line, act):
    """A panel of the first few of these rows; none of none. line(row): what is shown of one, asked of those alone."""
    text = _("The first %(most)s are shown; there are more.") % {"most": FEW} if len(rows) > FEW else ""
    return [{"title": title, "text": text, "items": [line(one) for one in rows[:FEW]], "empty": "", "action": act}] if rows else []


def action(name, text):
    """Where a panel leads on to."""
    return {"url": reverse(name), "text": text}


def tag(text, colour):
    """A tag as the card shows it."""
    return {"text": text, "colour": colour}


def event_line(one):
    """An event: when, and where."""
    return {"url": reverse("conversations:event", args=[one.uid]), "text": one.title,
            "note": " · ".join([in_words(one.begins, one.ends), one.note or _("Online")])}


def moved_line(one):
    """An event as it is now."""
    off = one.state == Status.CANCELLED
    return {**event_line(one), "tag": tag(_("Cancelled"), "red") if off else tag(_("Changed"), "yellow")}


def follow_up_line(one):
    """What is to be done, of which event, by when."""
    late = one.on < timezone.localdate()
    return {"url": reverse("conversations:event", args=[one.uid]), "text": one.title,
            "note": " · ".join([one.note, _("by %(day)s") % {"day": day(one.on)}]), "tag": tag(_("Overdue"), "red") if late else None}


def proposal_line(one):
    """What was proposed, by whom and when."""
    made = _("proposed on %(day)s") % {"day": day(timezone.localdate(one.begins))}
    return {"url": reverse("conversations:proposal", args=[one.uid]), "text": one.title, "note": " · ".join([one.note, made])}


def without_open_day(user):
    """For whoever keeps the programme: the time without an open day, once the council has planned anything here."""
    spans = spans_without() if can(user, "make", Event) and Event.objects.permitted(user).exists() else []
    items = [{"text": _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}, "note": ""} for first, last in spans]
    return [{"title": _("No open day is planned"), "text": asked_for(), "items": items, "empty": "",
             "action": action("conversations:make", _("Plan one"))}] if items else []
