"""Where a Member chooses what reaches them at once, daily or weekly."""
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from council_portal.access.views import GuardedForm
from council_portal.design.dates import moment
from council_portal.outbox.digests import waiting
from council_portal.outbox.forms import PaceForm
from council_portal.outbox.models import Preference


class PacePage(GuardedForm):
    """One choice for each subject, and what waits now."""

    model, action, form_class = Preference, "choose", PaceForm
    heading, said = gettext_lazy("What reaches you, and when"), gettext_lazy("Your choice is saved.")
    http_method_names = ["get", "post", "head", "options"]

    def form_valid(self, form):
        form.save()
        messages.success(self.request, self.said)
        return HttpResponseRedirect(reverse("messages:pace"))

    def get_context_data(self, **kwargs):
        many, first = waiting(self.request.user.person)
        waits = ngettext("%(n)s message waits now, until %(when)s.", "%(n)s messages wait now, the first until %(when)s.", many)
        intro = [_("The portal tells you by e-mail that there is something for you. Most messages say no more than that, with a link, and "
                   "nothing of what it is about: so do all about cases, ward notices and reports."),
                 _("Two kinds say more. The weekly briefing comes with its whole text: nothing in it is confidential. An invitation, its "
                   "change and its cancellation come with an entry for your calendar, which names the event and its place: of what is in "
                   "confidence, and of officers at meetings of groups, only “Council appointment” and the hours."),
                 _("Choose what comes at once, and what waits and comes together in one message. The protocol says nothing of this: it is "
                   "the portal’s own rule."),
                 waits % {"n": many, "when": moment(first)} if many else _("Nothing waits now.")]
        return super().get_context_data(intro=[{"text": text} for text in intro], back=reverse("home"), back_text=_("Home"), **kwargs)
