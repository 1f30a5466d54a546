"""What was proposed for discussion: the list, one proposal, and what is done with it."""
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from conversations.models import Event, Proposal
from conversations.proposal_forms import ACTS, ProposeForm
from conversations.views.form import OfEvent
from council_portal.access.decisions import can
from council_portal.access.views import Guarded, GuardedPage
from council_portal.design.dates import day, moment
from council_portal.people.views.guided import paged

Status = Proposal.Status
STATUS = dict(Status.choices)
COLOURS = {Status.WAITING: "yellow", Status.ACCEPTED: "green", Status.MERGED: "blue", Status.DECLINED: "grey", Status.TAKEN_BACK: "grey"}


class ProposalList(Guarded, TemplateView):
    """The reader's own proposals; all of them for Democratic Services, those that wait first."""

    model, template_name = Proposal, "conversations/proposals.html"

    def get_context_data(self, **kwargs):
        user, decides = self.request.user, can(self.request.user, "decide", Proposal)
        found = Proposal.objects.permitted(user, "view").select_related("proposer", "ward", "service").order_by(
            "-is_open", "-last_activity", "-pk")
        rows, pages = paged(found, self.request.GET)
        return super().get_context_data(rows=[row_of(one) for one in rows], pages=pages, decides=decides,
                                        may_propose=can(user, "propose", Proposal), **kwargs)


def row_of(proposal):
    """A proposal as the list shows it."""
    return {"url": proposal.get_absolute_url(), "title": proposal.title, "proposer": proposal.proposer.full_name,
            "about": ", ".join(str(one) for one in (proposal.ward, proposal.service) if one), "made": day(proposal.made_at),
            "status_text": str(STATUS[proposal.status]), "status_colour": COLOURS[proposal.status]}


class ProposalPage(GuardedPage):
    """One proposal, the answer, and what can be done with it."""

    model, template_name, context_object_name = Proposal, "conversations/proposal.html", "proposal"
    related = ("proposer", "ward", "service", "answered_by", "event", "merged_into")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        proposal, user = self.object, self.request.user
        event = proposal.event if proposal.event and can(user, "view", proposal.event) else None
        waits = proposal.status == Status.WAITING
        acts = [{"url": reverse("conversations:proposal_act", args=[proposal.uid, kind.slug]), "text": kind.heading}
                for kind in ACTS.values() if proposal.may[kind.action]] if waits else []
        plan = f"{reverse('conversations:make')}?proposal={proposal.uid}" if waits and can(user, "make", Event) else ""
        return {**context, "facts": facts(proposal), "status_text": STATUS[proposal.status], "status_colour": COLOURS[proposal.status],
                "acts": acts, "plan": plan, "event": event, "answered": answered(proposal), "merged": merged(proposal, user)}


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


def merged(proposal, user):
    """For who decides: the proposal in which it went on, as address and title; None otherwise."""
    into = proposal.merged_into
    return {"url": into.get_absolute_url(), "text": into.title} if into and can(user, "decide", Proposal) else None


class ProposePage(OfEvent):
    """A new proposal."""

    model, action, form_class, button = Proposal, "propose", ProposeForm, gettext_lazy("Propose it")
    heading = gettext_lazy("Propose a matter for discussion")
    said = gettext_lazy("Democratic Services have your proposal. You are told what they answer.")

    def get_initial(self):
        return {name: self.request.GET[name] for name in ("service", "ward") if self.request.GET.get(name)}

    def back_to(self):
        return reverse("conversations:proposals")

    def get_context_data(self, **kwargs):
        intro = [_("An issue in a ward, or a project: Democratic Services put it on the programme, merge it with another or decline it "
                   "with a reason that you read. Until then only you and they read it.")]
        return super().get_context_data(intro=intro, **kwargs)


class ProposalAct(OfEvent):
    """One act on one proposal that waits; one that was answered is 409."""

    model = Proposal

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

    def saved(self, saved):
        return self.done(self.back_to())

    def get_context_data(self, **kwargs):
        return super().get_context_data(intro=[self.object.title, *self.form_class.intro], **kwargs)
