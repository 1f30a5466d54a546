from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.access.decisions import can
from council_portal.access.models import in_force
from council_portal.access.views import Guarded, GuardedPage
from council_portal.accounts.models import Absence, Appointment, Principal, PrivateContact
from council_portal.accounts.policy import IN_OFFICE
from council_portal.accounts.services import shown_contact
from council_portal.people.models import Photo
from council_portal.people.portraits import LARGE, portraits
from profiles import services, words
from profiles.models import Duty, Member, PartyMembership, Seat, Term

PRECEDENCE = {Seat.Role.CHAIR: 0, Seat.Role.VICE_CHAIR: 1, Seat.Role.MEMBER: 2, Seat.Role.SUBSTITUTE: 3}


class MemberPage(GuardedPage):
    """The profile of one Member: what is true today, and what was before, folded."""

    model, template_name, context_object_name = Member, "profiles/member.html", "member"
    related = ("person", "confirmed_by")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, member = self.request.user, self.object
        person, today = member.person, timezone.localdate()
        offices = list(Appointment.objects.permitted(user, "view").filter(person=person).exclude(principal__kind=Principal.Kind.PERSON)
                       .select_related("principal__ward").order_by("-since", "pk"))
        groups = sorted(person.group_memberships.select_related("group"), key=begun, reverse=True)
        parties = sorted(PartyMembership.objects.permitted(user, "view").filter(person=person), key=begun, reverse=True)
        seats = list(Seat.objects.permitted(user, "view").filter(person=person).select_related("body").order_by("body__name", "pk"))
        duties = list(Duty.objects.permitted(user, "view").filter(person=person).prefetch_related("services"))
        private = shown_contact(person)
        absence = Absence.objects.permitted(user, "view").filter(in_force(), person=person).select_related("stand_in").first()
        return {
            **context, **standing(offices), "portrait": portraits(user, [person], width=LARGE)[person.pk],
            "groups": current(groups, today, lambda m: m.group.name), "group_known": bool(groups) or member.in_no_group,
            "parties": current(parties, today, lambda m: m.party),
            "seats": seat_rows(seats, today), "duties": duty_rows(duties, today), "absence": absent(absence),
            "earlier": earlier(offices, groups, parties, seats, duties, today), "terms": term_rows(user, person),
            "private": private, "private_dial": words.dial(private["phone"]), "contact": contact_of(member),
            "confirmed": words.confirmed(member),
            "skills": [(label, words.lines(text)) for label, text in [
                (_("Skills"), member.skills), (_("Interests"), member.interests), (_("Expertise"), member.expertise)] if text.strip()],
            "surgeries": words.lines(member.surgeries), "kind": member.get_kind_display(),
            "may_photo": can(user, "write", Photo(person=person)), "may_private": can(user, "change", PrivateContact(person=person)),
        }


def begun(fact):
    """A key to sort dated facts by: one that began on a day not known comes first."""
    return fact.began_on is not None, fact.began_on or timezone.localdate(), fact.pk


def over(fact, today):
    return fact.ended_on is not None and fact.ended_on <= today


def current(facts, today, name):
    """Facts that are true, or will be: (name, since when)."""
    return [{"text": name(fact), "note": words.running(fact)} for fact in facts if not over(fact, today)]


def standing(offices):
    """Whether they are in office, their wards, and the posts of the protocol that they hold, from their appointments."""
    now = timezone.now()
    live = [row for row in offices if row.until > now and row.until != row.since]
    wards = [row for row in live if row.principal.kind == Principal.Kind.WARD]
    once = [row for row in offices if row.principal.post in IN_OFFICE]
    own = [row for row in once if row in live]
    posts = [row for row in live if row.principal.kind == Principal.Kind.POST and row.principal.post not in IN_OFFICE]
    return {
        "wards": [{"ward": row.principal.ward, "note": words.held_since(row)} for row in wards],
        "posts_held": [{"text": row.principal.name, "role": "" if row.role == row.Role.HOLDER else row.get_role_display(),
                        "note": words.held_since(row)} for row in posts],
        "in_office": words.held_since(min(own, key=lambda row: row.since)) if own else "",
        "left": words.last_held(max(row.until for row in once)) if once and not own else "",
    }


def seat_rows(seats, today):
    """Seats on bodies, those in the chair first."""
    live = sorted((seat for seat in seats if not over(seat, today)), key=lambda seat: (PRECEDENCE[seat.role], seat.body.name))
    return [{"seat": seat, "role": seat.get_role_display(), "kind": seat.body.get_kind_display(), "note": words.running(seat)}
            for seat in live]


def duty_rows(duties, today):
    """Duties by their kind, in the order of the kinds: (heading, rows)."""
    kinds = {kind: [] for kind in Duty.Kind}
    for duty in sorted(duties, key=lambda duty: duty.title):
        if not over(duty, today):
            kinds[duty.kind].append({"duty": duty, "services": sorted(service.name for service in duty.services.all()),
                                     "note": words.running(duty)})
    return [{"label": kind.label, "rows": rows} for kind, rows in kinds.items() if rows]


def earlier(offices, groups, parties, seats, duties, today):
    """What was, the latest first: (what, when), each with its days."""
    now = timezone.now()
    over_now = [row for row in offices if row.until <= now and row.until != row.since]
    past = [(row.until.date(), words.called(row.principal), words.held_span(row)) for row in over_now
            if row.principal.kind in (Principal.Kind.WARD, Principal.Kind.POST)]
    named = [(m, _("Political group: %(name)s") % {"name": m.group}) for m in groups]
    named += [(m, _("Party: %(name)s") % {"name": m.party}) for m in parties]
    named += [(s, f"{s.body}: {s.get_role_display()}") for s in seats]
    named += [(d, f"{d.get_kind_display()}: {d.title}") for d in duties]
    past += [(fact.ended_on, text, words.span(fact.began_on, fact.ended_on)) for fact, text in named
             if over(fact, today) and fact.began_on != fact.ended_on]
    return [{"text": text, "note": note} for _ended, text, note in sorted(past, key=lambda one: one[0], reverse=True)]


def term_rows(user, person):
    """Terms of office as they were published, the latest first."""
    terms = Term.objects.permitted(user, "view").filter(person=person).select_related("ward").order_by("-began_on", "-pk")
    unknown = _("not known")
    return [{"text": term.ward.name if term.ward else _("No ward"),
             "note": f"{words.day(term.began_on) if term.began_on else unknown} – {words.day(term.ended_on) if term.ended_on else unknown}"}
            for term in terms]


def contact_of(member):
    """How the Member is reached at work: label, text, the address of a link that rings it or "", and whether it is an e-mail address."""
    email = member.email or member.person.email
    given = [(_("Email"), email, ""), (_("Telephone"), member.phone, words.dial(member.phone)),
             (_("Mobile telephone"), member.mobile, words.dial(member.mobile)),
             (_("Address"), "\n".join(filter(None, [member.address, member.postcode])), "")]
    return [{"label": label, "text": text, "dial": ring, "is_email": text == email} for label, text, ring in given if text]


def absent(absence):
    """The sentence of an absence, or ""."""
    if absence is None:
        return ""
    given = {"day": words.last_held(absence.until), "name": absence.stand_in}
    if absence.stand_in:
        return _("Away until %(day)s. %(name)s stands in.") % given
    return _("Away until %(day)s. Nobody is recorded as standing in.") % given


class Confirm(Guarded):
    """The profile is still correct: a press of a button, nothing else."""

    model = Member
    http_method_names = ["post"]

    def post(self, request, **kwargs):
        member = self.get_object()
        services.confirm_profile(member, actor=request.user.person)
        messages.success(request, _("Confirmed. The profile shows today as the day."))
        return HttpResponseRedirect(member.get_absolute_url())
