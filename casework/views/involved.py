"""Members who are openly involved: what a Member has said, and for officers who is involved in the matters of their services."""
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.involved import in_services_of, of_member
from casework.models import Case, Involvement
from casework.news import last_told, told
from casework.policy import PLACERS, TAKERS
from casework.question_forms import EndInvolvement, InvolvedForm
from council_portal.access.decisions import can
from council_portal.design.dates import day
from council_portal.design.views import error_409
from council_portal.matters.services import AnothersForm, Changed
from council_portal.people.views.guided import PlainGuardedForm, paged
from directory.views.whole import WholePage


class Involved(WholePage):
    """A Member's own word, each with its end; for officers who is involved in the matters of their services, and how to ask them."""

    model, template_name = Involvement, "casework/involved.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        may_say, reads = can(user, "say", Involvement), bool(user.posts & (TAKERS | PLACERS))
        return super().get_context_data(
            heading=_("Matters that you are involved in") if may_say else _("Members who are openly involved"),
            may_say=may_say, reads=reads,
            mine=[line(one) for one in of_member(user)] if may_say else [], groups=self.groups(user) if reads else [],
            may_ask=can(user, "ask_member", Case), **self.told(user), **kwargs)

    def groups(self, user):
        """Who is involved, by service, each with when they were last told and the way to tell them."""
        last = last_told(user)
        return [group | {"tell": f"{reverse('casework:tell_involved')}?service={group['service'].uid}", "last": since_told(
            last.get(group["service"].pk))} for group in by_service(in_services_of(user))]

    def told(self, user):
        """What was told, a page of it, newest first."""
        rows, pages = paged(told(user), self.request.GET)
        return {"told": [news_line(one) for one in rows], "pages": pages}


def by_service(rows):
    """[{"service", "name", "lines"}]: these involvements, by service, in the order in which they come."""
    groups = {}
    for one in rows:
        groups.setdefault(one.service, []).append(line(one) | {"name": one.person.full_name, "person": one.person.uid})
    return [{"service": service, "name": service.name, "lines": lines} for service, lines in groups.items()]


def since_told(at):
    """When the involved were last told, as a sentence. at: an instant, or None."""
    return _("Last told on %(day)s") % {"day": day(timezone.localdate(at))} if at else _("Told of nothing yet")


def news_line(one):
    """Some news as the page shows it."""
    return {"url": one.get_absolute_url(), "title": one.title, "of": place(one), "note": _("%(day)s, by %(who)s, to %(many)s") % {
        "day": day(timezone.localdate(one.sent_at)), "who": one.sent_by.full_name, "many": to_many(one.many)}}


def to_many(number):
    """So many Members, in words."""
    return ngettext("%(n)s Member", "%(n)s Members", number) % {"n": number}


def place(one):
    """The service and the ward of an involvement, or of news."""
    return _("%(service)s – %(ward)s") % {"service": one.service.name, "ward": one.ward.name if one.ward else _("All wards")}


def line(one):
    """One of them as the pages show it."""
    return {"uid": one.uid, "service": one.service.name, "ward": one.ward.name if one.ward else _("All wards"), "why": one.why,
            "since": _("since %(day)s") % {"day": day(timezone.localdate(one.since))}}


class OfInvolvement(PlainGuardedForm):
    """A form on one, or the one that makes one; back to the page of all."""

    model, back_text = Involvement, gettext_lazy("Matters that you are involved in")

    def back_to(self):
        return reverse("casework:involved")

    def where_to(self, saved):
        return self.back_to()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"back_text": self.back_text, "intro": [{"text": text} for text in self.intro], **kwargs})


class SaysOnce(OfInvolvement):
    """A form that makes one. What its service refuses stands at its field, with everything typed."""

    def form_valid(self, form):
        try:
            saved = form.save()
        except AnothersForm:
            raise BadRequest("the key of a form that somebody else sent") from None
        if saved is None:
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return HttpResponseRedirect(self.where_to(saved))


class SayInvolved(SaysOnce):
    """A Member says that they are involved."""

    action, form_class = "say", InvolvedForm
    heading, button = gettext_lazy("Say that you are involved"), gettext_lazy("Say it")
    said = gettext_lazy("The officers of the service can see it now.")
    intro = [
        gettext_lazy("It is your own choice: nobody else can say it for you, and you can end it at any time. No protocol asks for it in "
                     "this form: that is the portal’s own rule."),
        gettext_lazy("Officers who take cases of the service, or of one that it is part of, and Democratic Services see your name, this "
                     "line and since when. Nobody else does. It opens no case to you: officers can ask you, or add you to a case."),
    ]


class EndInvolved(OfInvolvement):
    """A Member is involved no longer."""

    action, form_class, related = "end", EndInvolvement, ("service", "ward")
    heading, button = gettext_lazy("You are involved no longer"), gettext_lazy("End it")
    said = gettext_lazy("It has ended. The officers of the service see it no more.")
    intro = [gettext_lazy("The officers of the service see it no more. What you were asked or told, and the cases that you were added to, "
                          "stay as they are; of what follows you are told nothing.")]

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Changed:
            return error_409(self.request, typed=[], back=self.back_to())

    def get_context_data(self, **kwargs):
        first = {"text": _("%(service)s – %(ward)s: %(why)s") % line(self.object)}
        return super().get_context_data(intro=[first, *({"text": text} for text in self.intro)], **kwargs)
