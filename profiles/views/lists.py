from django.core.paginator import Paginator
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council_portal.access.decisions import can
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.policy import CO_OPTED
from council_portal.people.portraits import portraits
from profiles import words
from profiles.filters import MemberFilter, plain
from profiles.models import Duty, Member, ProposedLeaving, Seat, in_office, true_on
from profiles.services.groups import group_is_known
from profiles.views.pages import Overview

SMALL, FEW = 48, 100  # CSS pixels of a portrait in the list; so many Members on one page


class MemberList(Overview):
    """The Members today, narrowed by what the reader asks; who has left only when asked for."""

    model, template_name, room = Member, "profiles/member_list.html", "list"

    def get_context_data(self, **kwargs):
        user, asked = self.request.user, MemberFilter(self.request.GET, user=self.request.user)
        found = asked.narrow(rows_of(user, former=bool(self.request.GET.get("former"))))
        page = Paginator(found, FEW).get_page(self.request.GET.get("page"))
        pictures = portraits(user, [row["person"] for row in page], width=SMALL)
        for row in page:
            row["portrait"] = pictures[row["person"].pk]
        return super().get_context_data(
            rows=list(page), filter=asked, count_text=ngettext("%(many)d person", "%(many)d people", len(found)) % {"many": len(found)},
            may_keep=can(user, "change", Member), may_settle=can(user, "settle", ProposedLeaving) and ever_fed(user),
            older=self.beside(page, page.has_next(), 1), newer=self.beside(page, page.has_previous(), -1), **kwargs)

    def beside(self, page, there, way):
        """The query of the next page or the one before, or ""."""
        query = self.request.GET.copy()
        query["page"] = page.number + way
        return query.urlencode() if there else ""


def ever_fed(user):
    """Was a feed of Members ever taken in? Without one nobody can be missing from it."""
    read = Member.objects.permitted(user, "view").exclude(source="")
    return read.exists() or ProposedLeaving.objects.permitted(user, "view").exists()


def rows_of(user, *, former=False):
    """The rows of Members today, or, former, of everybody who is or was one: a fixed number of statements."""
    members = Member.objects.permitted(user, "view").select_related("person").annotate(sits=in_office())
    members = members if former else members.filter(sits=True)
    members = sorted(members.prefetch_related("person__group_memberships__group"), key=by_surname)
    people, today = [member.person_id for member in members], timezone.localdate()
    wards, posts, bodies, begun = {}, {}, {}, {}
    held = Q(principal__kind=Principal.Kind.WARD) | Q(principal__post=CO_OPTED)
    seats = Appointment.objects.permitted(user, "view").filter(held, in_force(), person__in=people)
    for row in seats.select_related("principal__ward").order_by("principal__name"):
        if row.principal.post == CO_OPTED:
            begun[row.person_id] = words.held_since(row)
            continue
        wards.setdefault(row.person_id, {})[row.principal.ward_id] = row.principal.ward
    for duty in Duty.objects.permitted(user, "view").filter(true_on(today), person__in=people, kind=Duty.Kind.CABINET):
        posts.setdefault(duty.person_id, []).append(duty.title)
    places = Seat.objects.permitted(user, "view").filter(true_on(today), person__in=people)
    for person, body in places.values_list("person_id", "body_id"):
        bodies.setdefault(person, set()).add(body)
    return [{**row_of(member, wards.get(member.person_id, {}), posts.get(member.person_id, []), bodies.get(member.person_id, set()), today),
             "kind": kind_of(member, begun.get(member.person_id, ""))} for member in members]


def by_surname(member):
    """A key to put Members in the order of their last names, as a council lists them."""
    parts = plain(member.person.name).split()
    return parts[-1:], parts, member.pk


def kind_of(member, begun):
    """What a Member is who was not elected, and since when, as lists mark it; "" for an elected Member."""
    if member.kind == Member.Kind.ELECTED:
        return ""
    kind = capfirst(member.get_kind_display())
    return _("%(kind)s, in office %(begun)s") % {"kind": kind, "begun": begun} if begun else kind


def group_in_words(member, group):
    """The group as it is shown: its name, "None" for somebody known to be in none, "Not known" where nothing was ever recorded."""
    if group:
        return group.name
    return _("None") if group_is_known(member) else _("Not known")


def row_of(member, wards, posts, bodies, today):
    """One Member as lists show them."""
    group = group_on(member.person, today) if member.sits else None
    names = [ward.name for ward in wards.values()]
    skills = "\n".join([member.skills, member.interests, member.expertise])
    return {
        "person": member.person, "url": member.get_absolute_url(), "name": member.person.full_name, "wards": names,
        "group": group_in_words(member, group) if member.sits else "", "group_known": group_is_known(member),
        "posts_text": posts, "email": member.email or member.person.email,
        "phone": member.phone or member.mobile, "dial": words.dial(member.phone or member.mobile),
        "left": "" if member.sits else _("Not in office"),
        "ward_keys": set(wards), "group_keys": {group.pk} if group else set(), "body_keys": bodies, "skills": skills,
        "everything": "\n".join([member.person.full_name, *names, skills, *posts, *member.key_posts]),
    }


def group_on(person, day):
    """The group of a person whose memberships are prefetched, on this day, or None."""
    rows = [m for m in person.group_memberships.all() if (m.began_on or day) <= day and (m.ended_on is None or m.ended_on > day)]
    return max(rows, key=lambda m: (m.began_on is not None, m.began_on), default=None).group if rows else None
