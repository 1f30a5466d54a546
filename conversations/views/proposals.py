"""What was proposed for discussion: the list, one proposal, and what is done with it."""
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.kinds import NAMED
from conversations import proposing
from conversations.models import Event, Proposal
from conversations.models import Status as EventStatus
from conversations.proposal_forms import ACTS, ProposeForm
from conversations.views.form import OfEvent
from conversations.when import in_words
from council_portal.access.decisions import can
from council_portal.access.views import Guarded, GuardedPage
from council_portal.accounts.models import Service, Ward
from council_portal.design.dates import day, moment
from council_portal.people.views.guided import paged, uid_or_none

Status = Proposal.Status
STATUS, EVENT_STATUS = dict(Status.choices), dict(EventStatus.choices)
COLOURS = {Status.WAITING: "yellow", Status.ACCEPTED: "green", Status.MERGED: "blue", Status.DECLINED: "grey", Status.TAKEN_BACK: "grey"}


class ProposalList(Guarded, TemplateView):
    """The reader's own proposals; all of them for Democratic Services, those that wait first."""

    model, template_name = Proposal, "conversations/proposals.html"

    def get_context_data(self, **kwargs):
        user, decides = self.request.user, can(self.request.user, "decide", Proposal)
        found = Proposal.objects.permitted(user, "view").select_related("proposer", "ward", "service").order_by(
            "-is_open", "-last_activity", "-pk")
        rows, pages = paged(found, self.request.GET)
        rows = [row_of(one) for one in rows]
        return super().get_context_data(rows=rows, about=any(one["about"] for one in rows), pages=pages, decides=decides,
                                        may_propose=can(user, "propose", Proposal), **kwargs)


def row_of(proposal):
    """A proposal as the list shows it."""
    return {"url": proposal.get_absolute_url(), "title": proposal.title, "proposer": proposal.proposer.full_name,
            "about": ", ".join(str(one) for one in (proposal.ward, proposal.service) if one), "made": day(proposal.made_at),
            "status_text": str(STATUS[proposal.status]), "status_colour": COLOURS[proposal.status]}


class ProposalPage(GuardedPage):
    """One proposal, the answer, and what can be done with it."""

    model, template_name, context_object_name = Proposal, "conversations/proposal.html", "proposal"
    related = ("proposer", "ward", "service", "answered_by", "event", "merged_into__event")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        proposal, user = self.object, self.request.user
        waits = proposal.status == Status.WAITING
        acts = [{"url": reverse("conversations:proposal_act", args=[proposal.uid, kind.slug]), "text": kind.heading}
                for kind in ACTS.values() if proposal.may[kind.action]] if waits else []
        plan = f"{reverse('conversations:make')}?proposal={proposal.uid}" if waits and can(user, "make", Event) else ""
        return {**context, "facts": facts(proposal), "status_text": STATUS[proposal.status], "status_colour": COLOURS[proposal.status],
                "acts": acts, "plan": plan, "came": what_came(proposal, user), "answered": answered(proposal),
                "merged": merged(proposal, user)}


def facts(proposal):
    """Who, when, about what."""
    rows = [(_("Proposed by"), proposal.proposer.full_name), (_("Proposed"), moment(proposal.made_at))]
    rows += [(_("Ward"), proposal.ward.name)] if proposal.ward else []
    return rows + ([(_("Service"), proposal.service.name)] if proposal.service else [])


def answered(proposal):
    """When it was answered, and by whom; "" before."""
    if not proposal.answered_at:
        return ""
    return _("%(who)s, Democratic Services, on %(when)s") % {"who": proposal.answered_by.full_name, "when": moment(proposal.answered_at)}


def what_came(proposal, user):
    """What came of a proposal, or of the one in which it went on, as {"text", "url", "link"}; None where nothing did yet. An event that the
    reader may not see is not named: they see it once it is announced."""
    last = proposing.last_of(proposal)
    says = [] if last.pk == proposal.pk else [_("It went on in another proposal, which stands as: %(status)s.") % {
        "status": STATUS[last.status]}]
    event = last.event
    if event is None:
        return {"text": " ".join(says)} if says else None
    if not can(user, "view", event):
        return {"text": " ".join([*says, _("An event is being prepared for it. You see it here once it is announced.")])}
    return {"text": " ".join([*says, _("It is discussed at:")]), "url": event.get_absolute_url(), "link": event.title,
            "when": f"{in_words(event.starts_at, event.ends_at)} · {EVENT_STATUS[event.status]}"}


def merged(proposal, user):
    """For who decides: the proposal in which it went on, as address and title; None otherwise."""
    into = proposal.merged_into
    return {"url": into.get_absolute_url(), "text": into.title} if into and can(user, "decide", Proposal) else None


def from_casework(query, user):
    """What the form begins with, out of the address that a case leads to: the kind of matter, service and ward, and nothing of its words.

    query: of the address; anybody can write one, and what names nothing is left out.
    """
    shown = {name: query[name] for name in ("service", "ward") if query.get(name)}
    if query.get("matter") not in NAMED:
        return shown
    known = {name: rows.objects.permitted(user).filter(uid=uid_or_none(query.get(name))).first()
             for name, rows in (("service", Service), ("ward", Ward))}
    where = {"service": known["service"] or _("the council"), "ward": known["ward"] or _("several wards"),
             "kind": NAMED[query["matter"]]}
    return shown | {"title": (_("%(service)s in %(ward)s") % where)[:120], "text": _(
        "This comes from casework: %(kind)s, in %(ward)s. Say here what should be discussed, and what should come of it.") % where}


class ProposePage(OfEvent):
    """A new proposal."""

    model, action, form_class, button = Proposal, "propose", ProposeForm, gettext_lazy("Propose it")
    heading = gettext_lazy("Propose a matter for discussion")
    said = gettext_lazy("Democratic Services have your proposal. You are told what they answer.")

    def get_initial(self):
        return from_casework(self.request.GET, self.request.user)

    def back_to(self):
        return reverse("conversations:proposals")

    def get_context_data(self, **kwargs):
        intro = [_("An issue in a ward, or a project: Democratic Services put it on the programme, merge it with another or decline it "
                   "with a reason that you read. Until then only you and they read it.")]
        return super().get_context_data(intro=intro, **kwargs)


class ProposalAct(OfEvent):
    """One act on one proposal that waits; one that was answered is 409."""

    model, settled = Proposal, gettext_lazy("This proposal waits no more")

    def dispatch(self, request, *args, **kwargs):
        kind = ACTS.get(kwargs["act"])
        if kind is None:
            raise Http404
        self.form_class, self.action, self.heading, self.button, self.said = kind, kind.action, kind.heading, kind.button, kind.said
        return super().dispatch(request, *args, **kwargs)

    def back_to(self):
        return self.object.get_absolute_url()

    def is_settled(self):
        return self.object.status != Status.WAITING

    def settled_how(self):
        said = {"status": STATUS[self.object.status], "day": day(timezone.localdate(self.object.last_activity))}
        return _("It stands as: %(status)s, since %(day)s. There is nothing more to do with it here.") % said

    def saved(self, saved):
        return self.done(self.back_to())

    def get_context_data(self, **kwargs):
        return super().get_context_data(intro=[self.object.title, *self.form_class.intro], **kwargs)
