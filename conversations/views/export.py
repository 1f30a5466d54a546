"""A year of the programme as a table to take away, for those who keep it (RUG-MC): nothing of what anybody needs, nobody's name."""
import csv
import datetime
import io

from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.base import View

from conversations import services
from conversations.invited import invitations_of_many
from conversations.models import Answer, Event
from conversations.views.programme import KIND, STATUS, YEARS
from council_portal.access.decisions import require
from council_portal.access.views import Guarded
from council_portal.clock.days import start_of
from council_portal.design.dates import day
from council_portal.design.files import attachment, inert


class YearCsv(Guarded, View):
    """The events of a year that the reader sees, drafts included, in their order. Recorded."""

    model = Event
    http_method_names = ["get", "head"]

    def get(self, request, year):
        require(request.user, "make", Event)
        if year not in YEARS:
            raise Http404
        out = io.StringIO()
        csv.writer(out).writerows([inert(cell) for cell in line] for line in lines(request.user, year))
        if request.method == "GET":  # a HEAD takes nothing out, so nothing is recorded
            services.take_year(year, actor=request.user)
        return attachment(out.getvalue(), f"programme-{year}.csv", "text/csv")


def lines(user, year):
    """The table with its heading. Two statements."""
    span = start_of(datetime.date(year, 1, 1)), start_of(datetime.date(year + 1, 1, 1))
    rows = Event.objects.permitted(user).filter(starts_at__gte=span[0], starts_at__lt=span[1]).annotate(
        come=Count("answers", filter=Q(answers__state=Answer.State.COMING))).order_by("starts_at", "pk")
    rows = rows.prefetch_related(invitations_of_many())
    return [[_("Reference"), _("Event"), _("Kind"), _("Status"), _("Day"), _("Begins"), _("Ends"), _("Where"), _("For whom"), _("Places"),
             _("Coming"), _("In confidence")], *(line(one) for one in rows)]


def line(event):
    """One event; its hours by London clocks."""
    first, last = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    whom = _("All Members") if event.open_to_all else ", ".join(
        dict.fromkeys(row.through or row.principal.name for row in event.invitations.all()))
    return [event.reference, event.title, KIND[event.kind], STATUS[event.status], day(first.date()), f"{first:%H:%M}", f"{last:%H:%M}",
            event.place or _("Online"), whom, event.room_for or "", event.come, _("Yes") if event.in_confidence else ""]
