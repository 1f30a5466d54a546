import uuid

from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.forms import ConcernForm, SendForm
from casework.models import Case
from casework.policy import TAKERS
from casework.services import first_step, reply_clock
from casework.views import words
from council_portal.access.decisions import require
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Principal
from council_portal.accounts.services import group_of
from council_portal.matters.services import AnothersForm
from council_portal.protocol.services import in_force, options, route_under


class LogCase(TemplateView):
    """Raise a concern about a service, on two pages: what it is about; then who it goes to and why, before anything is sent."""

    template_name = "casework/log_case.html"

    def dispatch(self, request, *args, **kwargs):
        require(request.user, "log", Case)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.render_to_response({"form": ConcernForm(user=request.user, initial=own_ward(request.user))})

    def post(self, request):
        first = ConcernForm(request.POST, user=request.user)
        if not first.is_valid() or request.POST.get("stage") == "change":
            if request.POST.get("stage") == "change":
                first = ConcernForm(initial={**request.POST.dict(), "key": uuid.uuid4()}, user=request.user)
            return self.render_to_response({"form": first})
        facts = where_it_goes(first.cleaned_data["service"], first.cleaned_data["ward"], request.user.person)
        if request.POST.get("stage") != "send":
            second = SendForm(initial=request.POST.dict(), choices=facts["choices"], others=facts["others"], user=request.user)
        else:
            second = SendForm(request.POST, request.FILES, choices=facts["choices"], others=facts["others"], user=request.user)
            if second.is_valid():
                return sent(second)
        return self.render_to_response({"form": second, "first": first.cleaned_data, **facts}, template="casework/log_check.html")

    def render_to_response(self, context, template=None, **kwargs):
        self.template_name = template or self.template_name
        return super().render_to_response(
            {"intro": _("A concern about how a service was delivered, or that it was not."), **context}, **kwargs
        )


def sent(form):
    """To the case that the form made, now or when it was sent before."""
    try:
        return HttpResponseRedirect(form.save().get_absolute_url())
    except AnothersForm:
        raise BadRequest("the key of a form that somebody else sent") from None


def own_ward(user):
    """The Member's own ward when they have one, to be chosen already."""
    wards = Principal.objects.filter(pk__in=user.principals, kind=Principal.Kind.WARD).values_list("ward__uid", flat=True)
    return {"ward": wards[0]} if len(wards) == 1 else {}


def where_it_goes(service, ward, person):
    """Before anything is sent: the posts to choose from with their holders, the clause, the date and its working."""
    version = in_force()
    route = route_under(version, "service_failure", "member")
    step = first_step(route)
    offered = options(step, service=service, ward=ward, group=group_of(person), excluding=[person]) if step else []
    offered.sort(key=lambda placement: not placement.holders)
    clock = reply_clock(step, timezone.now())
    return {
        "choices": [(p.post, in_words(p)) for p in offered],
        "others": others(step, service, person),
        "posts": words.posts_in_words(version, step.to) if step else "",
        "clause": (step.clause or "") if step else "",
        "silence": words.silence(None, route)["text"] if route.silent else "",
        "due": {"text": words.day(clock.on), "clause": words.time_clause(step), "working": words.time_in_words(step, clock)}
        if clock
        else None,
    }


def others(step, service, person):
    """Whom else a Member may choose against a "should", with a reason: posts that take cases and are held. None against a "must"."""
    if step is None or step.force == "must":
        return []
    left = sorted(TAKERS - set(step.to))
    found = [(post, holders(post, service=service, excluding=[person])) for post in left]
    return [(post, f"{there[0].principal.name}: {', '.join(h.person.full_name for h in there)}") for post, there in found if there]


def in_words(placement):
    """A choice: the post and who holds it today."""
    if not placement.holders:
        return _("%(post)s: nobody holds this post today, so it would go to the next post up") % {"post": placement.principal.name}
    people = ", ".join(
        _("%(person)s for %(absent)s") % {"person": h.person.full_name, "absent": h.instead_of.full_name}
        if h.instead_of
        else h.person.full_name
        for h in placement.holders
    )
    return f"{placement.principal.name}: {people}"
