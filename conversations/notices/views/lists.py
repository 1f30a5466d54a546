"""The list of ward notices, above it what waits for a Member to accept it."""
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from conversations.notices import wording
from conversations.notices.filters import NoticeFilter
from conversations.notices.models import Notice, Occasion
from conversations.notices.policy import ISSUED
from conversations.views.table import table_rows
from council_portal.access.decisions import can
from council_portal.access.views import GuardedList
from council_portal.accounts.models import Ward
from council_portal.accounts.policy import SEATS
from council_portal.design.dates import moment

# What a row shows, and what the cursor is made of: none of the long texts.
SHOWN = ("uid", "reference", "title", "status", "is_open", "publish_at", "last_activity", "occasion", "issued_at", "all_wards",
         "service__name")
OCCASIONS = dict(Occasion.choices)
MOST = 10  # of those that wait


class NoticeList(GuardedList):
    """The notices that the reader may know of, the latest publication first."""

    model, filterset, template_name = Notice, NoticeFilter, "notices/list.html"
    related, only, buttons = ("service",), SHOWN, False

    def with_more(self, rows):
        """Whether the reader may read what stands in each, and its wards, in one statement more."""
        user = self.request.user
        return rows.with_readable(user).prefetch_related(Prefetch("wards", Ward.objects.permitted(user).only("name")))

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(may_make=can(user, "make", Notice), **kwargs)
        query = self.request.GET.copy()
        query.pop("after", None)
        if context["older"]:
            query["after"] = context["older"]
            context["older"] = query.urlencode()
        waiting = [] if self.request.GET or SEATS not in user.posts else [one for one in context["rows"] if waits(one)]
        rows = [row_of(notice) for notice in context["rows"]]
        columns = {"wards": _("Wards"), "service": _("Service"), "when": _("Publication"), "": _("Status")}
        return {**context, "rows": rows, "table": table_rows(rows, columns, note="note"),
                "waiting": [waiting_line(notice) for notice in waiting[:MOST]], "more_wait": len(waiting) > MOST}


def waits(notice):
    """Does it wait for this Member to accept the confidence? What is to be published comes first in the list, so all that wait are on its
    first page, as long as that holds them."""
    return notice.status == ISSUED and not notice.is_public and not notice.readable


def row_of(notice):
    """One notice as the list shows it. SECURITY: of one that the reader may not read yet, no title."""
    tag = wording.tag(notice)
    return {"url": notice.get_absolute_url(), "note": f"{notice.reference} · {OCCASIONS[notice.occasion]}",
            "title": notice.title if notice.readable else _("Ward notice in confidence"),
            "service": notice.service.name, "wards": wording.wards_of(notice, [ward.name for ward in notice.wards.all()]),
            "when": moment(notice.publish_at), "status_text": tag["text"], "status_colour": tag["colour"]}


def waiting_line(notice):
    """One that waits, without anything that it says."""
    return {"url": notice.get_absolute_url(), "reference": notice.reference, "text": notice.get_occasion_display(),
            "note": _("%(service)s · published on %(when)s") % {"service": notice.service.name, "when": moment(notice.publish_at)}}
