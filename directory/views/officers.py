from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from council_portal.access.decisions import can
from council_portal.access.views import GuardedPage
from council_portal.accounts.services import shown_contact
from council_portal.people.portraits import LARGE, portraits
from directory.board import Board
from directory.cards import STATUTORY, confirmed_words, cover, day, dial, holdings, ladder, the_rules
from directory.faults import in_office
from directory.filters import OfficerFilter, statutory
from directory.models import Officer
from directory.views.whole import WholePage

PAGE = 100  # officers on a page of the list
RESTRICTED = {True: gettext_lazy("Yes"), False: gettext_lazy("No"), None: gettext_lazy("Not known")}


class OfficerList(WholePage):
    """All officers of today, a hundred on a page."""

    model, template_name = Officer, "directory/officer_list.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        form = OfficerFilter(self.request.GET, user=user)
        rows = form.narrow(in_office(user)).select_related("person", "service").order_by("person__name", "pk")
        page = Paginator(rows.defer("about"), PAGE).get_page(self.request.GET.get("page"))
        officers = list(page.object_list)
        pictures = portraits(user, [one.person for one in officers])
        marks = marked(user, officers)
        many = page.paginator.count
        return super().get_context_data(
            filter=form, rows=[row_of(one, pictures, marks) for one in officers], may_add=can(user, "change", Officer),
            count_text=ngettext("%(many)s officer", "%(many)s officers", many) % {"many": many},
            newer=self.other(page.has_previous(), page.number - 1), older=self.other(page.has_next(), page.number + 1),
            place=_("Page %(number)s of %(all)s") % {"number": page.number, "all": page.paginator.num_pages}, **kwargs)

    def other(self, there, number):
        """The query of another page, or "" where there is none."""
        query = self.request.GET.copy()
        query["page"] = number
        return query.urlencode() if there else ""


def marked(user, officers):
    """{person id: [statutory role, ...]} of these officers: one statement."""
    marks = {}
    for person, post in statutory(user).filter(person__in=[one.person_id for one in officers]).values_list("person", "principal__post"):
        marks.setdefault(person, []).append(STATUTORY[post])
    return marks


def row_of(one, pictures, marks):
    """One officer as the list shows them."""
    return {"name": one.person.full_name, "url": one.get_absolute_url(), "post": one.post, "team": one.team, "tier": one.tier or "",
            "service": one.service.name if one.service else "", "portrait": pictures[one.person_id], "deals_with": one.deals_with[:3],
            "restricted": one.politically_restricted, "statutory": marks.get(one.person_id, [])}


class OfficerPage(GuardedPage):
    """The entry of one officer."""

    model, template_name = Officer, "directory/officer.html"
    related = ("person", "service", "line_manager__person", "confirmed_by")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, one = self.request.user, self.object
        board, (version, rules) = Board(user), the_rules()
        posts, roles = holdings(user, one.person, rules)
        service = board.services.get(one.service_id)
        here = in_office(user).filter(pk=one.pk).exists()
        own = shown_contact(one.person)  # of what is private, what they opted to show alone (SEC-5.9)
        return {
            **context, "officer": one, "portrait": portraits(user, [one.person], LARGE)[one.person_id], "place": place(one),
            "posts_held": [line for line in posts if line.casefold() != one.post.casefold()], "statutory": roles,
            "cover": cover(user, one.person), "has_left": not here, "phone": one.phone, "dial": dial(one.phone), "own": own,
            "own_dial": dial(own["phone"]), "standing": standing(one), "lines": one.deals_with, "manager": one.line_manager,
            "unlisted": _("The HR list has not had this officer since %(day)s.") % {"day": day(one.unlisted_since)}
            if one.unlisted_since and one.may["change"] else "",
            "ladder": ladder(board, service, version, rules, after=one.person) if service else [], "service": service,
        }


def place(one):
    """What an officer is and where."""
    rows = [(_("Post"), one.post or "–"), (_("Service"), one.service.name if one.service else _("None"))]
    return [*rows, *([(_("Team"), one.team)] if one.team else [])]


def standing(one):
    """The facts of an entry that are asked for less often."""
    return [(_("Tier"), str(one.tier) if one.tier else _("Not known")),
            (_("Politically restricted"), RESTRICTED[one.politically_restricted]), (_("Last confirmed"), confirmed_words(one))]
