from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.access.decisions import can
from council_portal.access.models import in_force
from council_portal.access.views import GuardedPage
from council_portal.accounts.models import Appointment, PoliticalGroup, Principal, Ward
from council_portal.people.portraits import portraits
from profiles import words
from profiles.models import Body, Member, Seat, true_on
from profiles.services.groups import GROUP_LEADER
from profiles.views.lists import SMALL, rows_of
from profiles.views.pages import Overview
from profiles.views.profile import PRECEDENCE


class WardList(Overview):
    """The wards with their Members today, many to a ward or one."""

    model, template_name, room = Ward, "profiles/ward_list.html", "wards"

    def get_context_data(self, **kwargs):
        user, sitting = self.request.user, {}
        for row in seats_of(user).filter(in_force()):
            sitting.setdefault(row.principal.ward_id, []).append(member_of(row.person))
        wards = Ward.objects.permitted(user, "view").filter(Q(ended_on=None) | Q(ended_on__gt=timezone.localdate()))
        return super().get_context_data(rows=[{"ward": ward, "members": sitting.get(ward.pk, [])} for ward in wards], **kwargs)


class WardPage(GuardedPage):
    """Who sits for a ward today, and who did before, with their days."""

    model, template_name, context_object_name = Ward, "profiles/ward.html", "ward"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, now = self.request.user, timezone.now()
        rows = [row for row in seats_of(user).filter(principal__ward=self.object) if row.until != row.since]
        sitting = [row for row in rows if row.until > now]
        faces = portraits(user, [row.person for row in sitting], width=SMALL)
        past = sorted((row for row in rows if row.until <= now), key=lambda row: row.until, reverse=True)
        return {
            **context, "may_log": can(user, "log", apps.get_model("casework", "Case")),  # by name: casework imports this room
            "members": [{**member_of(row.person), "portrait": faces[row.person_id], "note": words.held_since(row)} for row in sitting],
            "earlier": [{**member_of(row.person), "note": words.held_span(row)} for row in past],
        }


def seats_of(user):
    """Appointments to wards that the reader may see, with their people."""
    rows = Appointment.objects.permitted(user, "view").filter(principal__kind=Principal.Kind.WARD, role=Appointment.Role.HOLDER)
    return rows.select_related("person__member", "principal").order_by("person__name", "pk")


def member_of(person):
    """A name, and the address of the profile where there is one."""
    member = getattr(person, "member", None)
    return {"name": person.full_name, "url": member.get_absolute_url() if member else ""}


class BodyList(Overview):
    """The bodies of the council by their kind, each with its chair and how many sit there."""

    model, template_name, room = Body, "profiles/body_list.html", "bodies"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        seats = {}
        for seat in Seat.objects.permitted(user, "view").filter(true_on(today)).select_related("person"):
            seats.setdefault(seat.body_id, []).append(seat)
        kinds, earlier = {kind: [] for kind in Body.Kind}, []
        for body in Body.objects.permitted(user, "view"):
            if body.ended_on is None or body.ended_on > today:
                here = seats.get(body.pk, [])
                chairs = [seat.person.full_name for seat in here if seat.role == Seat.Role.CHAIR]
                kinds[body.kind].append({"body": body, "chairs": chairs, "many": len(here)})
            else:
                earlier.append({"body": body, "note": _("until %(day)s") % {"day": words.last(body.ended_on)}})
        listed = [{"label": kind.label, "rows": rows} for kind, rows in kinds.items() if rows]
        return super().get_context_data(kinds=listed, earlier=earlier, may_keep=can(user, "change", Body), **kwargs)


class BodyPage(GuardedPage):
    """What a body does and who sits there, the chair first."""

    model, template_name, context_object_name = Body, "profiles/body.html", "body"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, today = self.request.user, timezone.localdate()
        rows = Seat.objects.permitted(user, "view").filter(body=self.object).select_related("person__member").order_by("person__name", "pk")
        rows = [seat for seat in rows if seat.began_on is None or seat.began_on != seat.ended_on]
        live = sorted((seat for seat in rows if seat.ended_on is None or seat.ended_on > today), key=lambda seat: PRECEDENCE[seat.role])
        past = sorted((seat for seat in rows if seat not in live), key=lambda seat: seat.ended_on, reverse=True)
        faces = portraits(user, [seat.person for seat in live], width=SMALL)
        return {
            **context, "kind": self.object.get_kind_display(),
            "ended": words.last(self.object.ended_on) if self.object.ended_on else "",
            "members": [{**member_of(seat.person), "seat": seat, "portrait": faces[seat.person_id], "role": seat.get_role_display(),
                         "note": words.running(seat)} for seat in live],
            "earlier": [{**member_of(seat.person), "role": seat.get_role_display(), "note": words.span(seat.began_on, seat.ended_on)}
                        for seat in past],
        }


class GroupList(Overview):
    """The political groups in the order of the alphabet, all treated alike, with their Members and who leads each."""

    model, template_name, room = PoliticalGroup, "profiles/group_list.html", "groups"

    def get_context_data(self, **kwargs):
        user, leaders, inside, alone, unknown = self.request.user, {}, {}, [], []
        posts = Appointment.objects.permitted(user, "view").filter(in_force(), principal__post=GROUP_LEADER, role=Appointment.Role.HOLDER)
        for group, person in posts.values_list("principal__group_id", "person_id"):
            leaders.setdefault(group, set()).add(person)
        for row in rows_of(user):
            for group in row["group_keys"]:
                led = row["person"].pk in leaders.get(group, ())
                inside.setdefault(group, []).append({**row, "role": _("Group Leader") if led else ""})
            if not row["group_keys"]:
                (alone if row["group_known"] else unknown).append(row)
        groups = PoliticalGroup.objects.permitted(user, "view").order_by("name")
        shown = [{"group": group, "members": sorted(inside[group.pk], key=lambda row: row["role"] == "")} for group in groups
                 if group.pk in inside]
        return super().get_context_data(groups=shown, alone=alone, unknown=unknown, may_keep=can(user, "change", Member), **kwargs)
