"""A person's calendar feed, and the council's own meetings read in."""
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic.base import View

from conversations import calendars, feeds
from conversations.calendar_forms import MakeFeed, ReadMeetings, RevokeFeed, said
from conversations.models import CouncilMeeting
from conversations.views.form import OfEvent
from council_portal.design.dates import moment


class MyCalendar(OfEvent):
    """Where one makes the address of one's feed. It is shown once, on the page that answers."""

    action, form_class, template_name = "feed", MakeFeed, "conversations/calendar.html"
    heading = gettext_lazy("Your calendar feed")

    def form_valid(self, form):
        address = settings.PORTAL_ORIGIN.rstrip("/") + reverse("conversations:feed", args=[form.save()])
        return render(self.request, self.template_name, self.get_context_data(form=form, address=address))

    def get_context_data(self, **kwargs):
        row = feeds.feed_of(self.request.user)
        state = _("You have a feed, made on %(when)s.") % {"when": moment(row.made_at)} if row else _("You have no feed.")
        read = _("It was last read on %(when)s.") % {"when": moment(row.last_read_at)} if row and row.last_read_at else ""
        return super().get_context_data(has_feed=bool(row), state=" ".join(filter(None, [state, read])),
                                        button=_("Make a new address") if row else _("Make the address"), **kwargs)


class RevokePage(OfEvent):
    """The address works no more."""

    action, form_class, button = "feed", RevokeFeed, gettext_lazy("Revoke it")
    heading, said = gettext_lazy("Revoke your calendar feed"), gettext_lazy("The address works no more.")

    def back_to(self):
        return reverse("conversations:calendar")

    def saved(self, saved):
        return self.done(self.back_to())

    def get_context_data(self, **kwargs):
        intro = [_("Calendars that read it get nothing from now on. What they have read already they keep until they look again.")]
        return super().get_context_data(intro=intro, **kwargs)


@method_decorator([login_not_required, require_safe], name="dispatch")
class Feed(View):
    """The feed behind a token, without signing in: calendars cannot. An address that is none, or no more, is 404."""

    def get(self, request, token):
        user = feeds.reader_of(token)
        if user is None:
            raise Http404
        answer = HttpResponse(calendars.feed(feeds.events_of(user)), content_type="text/calendar; charset=utf-8")
        answer["Cache-Control"], answer["Referrer-Policy"], answer["X-Robots-Tag"] = "private, no-store", "no-referrer", "noindex"
        return answer


class MeetingsPage(OfEvent):
    """The council's own meetings, out of a file."""

    model, action, form_class, button = CouncilMeeting, "import", ReadMeetings, gettext_lazy("Read the file")
    heading = gettext_lazy("Read in the council’s meetings")

    def saved(self, saved):
        self.said = said(saved)
        return self.done(self.back_to())

    def get_context_data(self, **kwargs):
        intro = [_("The programme shows them, and says which events clash with them. Meetings that are known already are corrected, "
                   "cancelled ones taken out; those that are not in the file stay. Of one that recurs, the days from two years back to "
                   "three years ahead are read: the portal’s own rule.")]
        return super().get_context_data(intro=intro, **kwargs)

