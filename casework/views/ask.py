"""Officers ask a Member something that belongs to no case (RUG-4-OFFICERS)."""
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework import clocks, policy
from casework.begun import ASK
from casework.involved import in_services_of
from casework.models import Case
from casework.question_forms import AskMemberForm
from casework.routing import first_step
from casework.views.involved import by_service
from casework.views.log import by_whose_rule, why_stopped
from casework.views.words import day, working
from council_portal.access.decisions import require
from council_portal.access.views import Guarded
from council_portal.documents.fields import say_not_kept
from council_portal.drafts.offers import offer
from council_portal.drafts.services import begun, initial, keep_what_fits, throw_away
from council_portal.matters.services import AnothersForm
from council_portal.protocol.services import in_force, route_under


class AskMember(Guarded, TemplateView):
    """Ask a Member: whom, in which office, what. The page says by when the reply is due, and names who is openly involved."""

    model, action, template_name = Case, "ask_member", "casework/ask_member.html"

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.action, Case)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        draft = begun(request.user, ASK)
        form = AskMemberForm(user=request.user, initial=initial(draft))
        if chosen := request.GET.get("member"):
            form.initial["member"] = chosen
        return self.shown(form, draft)

    def post(self, request):
        """A form that fails keeps what was typed, in the page and in a draft."""
        form, user = AskMemberForm(request.POST, request.FILES, user=request.user), request.user
        try:
            case = form.save() if form.is_valid() and not rule_of(user)["stopped"] else None
        except AnothersForm:
            raise BadRequest("the key of a form that somebody else sent") from None
        if case:
            throw_away(user, ASK)
            messages.success(request, _("%(name)s has your question.") % {"name": case.raised_by.full_name})
            return HttpResponseRedirect(case.get_absolute_url())
        say_not_kept(form)
        keep_what_fits(user, ASK, request.POST)
        return self.shown(form, begun(user, ASK), news=False)

    def shown(self, form, draft, *, news=True):
        """The page. news: is it news to the reader that something was begun?"""
        user = self.request.user
        kept = offer(user, ASK, back=reverse("casework:ask_member"), draft=draft)
        only = next(iter(form.offices.values())) if len(form.offices) == 1 else None
        return self.render_to_response({
            **rule_of(user), "form": form, "draft": kept if news else {**kept, "said": ""}, "office": only.name if only else "",
            "groups": by_service(in_services_of(user))})


def rule_of(user):
    """What the protocol in force says of it: `stopped`, why it cannot be asked here, or []; `clause`; `due`, the day of the reply and its
    working, if it were asked now; `silent`, does the protocol leave it open?"""
    version, now = in_force(), timezone.now()
    route = route_under(version, policy.QUESTION, "officer")
    step = first_step(route)
    time = clocks.time_of(clocks.Kind.MEMBER, at=now, step=step)
    counted = clocks.count(time, now)
    return {"stopped": why_stopped(route, user, version), "clause": (step.clause or "") if step else "", "silent": route.silent,
            "due": {"text": day(counted.on), "clause": time.clause, "working": [
                *by_whose_rule(time), *working(counted, of_answer=False, begun=_("Asked on %(day)s, which is day 0."))]}}
