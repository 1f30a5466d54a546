"""What the profiles rooms put on the home page: what needs me, what has changed, what is coming. As many statements for one as for many."""
import datetime

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council_portal.access.decisions import can
from council_portal.accounts.holders import NEWS, changed_lately, news
from council_portal.accounts.models import Appointment, PoliticalGroup
from council_portal.accounts.policy import IN_OFFICE, STAFF
from profiles import words
from profiles.models import Duty, Member, ProposedLeaving, Term, in_office, true_on
from profiles.services.groups import those_who_left

STALE, SOON = datetime.timedelta(days=365), datetime.timedelta(days=60)
FEW = 5
LEADER = "group_leader"


def needs(user):
    """Democratic Services: leavings to settle and profiles that nobody confirmed for a year. A Member: their own profile. No others."""
    if can(user, "settle", ProposedLeaving):
        return [*leavings(user), *unconfirmed(user)]
    return [] if not user.principals or STAFF in user.posts else own_profile(user)


def changed(user):
    """Everybody in office: Members who came, left or changed group in the last 14 days."""
    if not can(user, "view", Member):
        return []
    items = [*came_and_left(user), *regrouped(user)]
    items = [item for _day, item in sorted(items, key=lambda one: one[0], reverse=True)]
    return [{"title": _("Members who came, left or changed group"), "text": _("In the last 14 days."), "items": items,
             "action": {"url": reverse("profiles:list"), "text": _("All Members")}, "empty": _("Nobody did.")}]


def coming(user):
    """Democratic Services and Communications: terms that end in the next 60 days, as recorded here or as published."""
    if not can(user, "foresee", Member):
        return []
    now, today = timezone.now(), timezone.localdate()
    ends = {}
    for term in Term.objects.permitted(user, "view").filter(ended_on__range=(today, today + SOON)).select_related("person__member"):
        ends[term.person] = (term.ended_on, _("Term as published ends on %(day)s") % {"day": words.day(term.ended_on)})
    for row in own_offices(user).filter(until__gt=now, until__lte=now + SOON):
        ends[row.person] = (row.until.date(), _("In office until %(day)s") % {"day": words.last_held(row.until)})
    items = [item(person, note) for person, (_day, note) in sorted(ends.items(), key=lambda one: one[1][0]) if hasattr(person, "member")]
    return [{"title": _("Terms that end soon"), "text": _("In the next 60 days."), "items": items, "action": None,
             "empty": _("No term does.")}]


def yours(user):
    """For Communications: who holds which portfolio. For a Group Leader: the group. One statement each; for others none."""
    return [*portfolios(user), *led(user)]


def portfolios(user):
    """The Cabinet of today, for whoever has to know who speaks for what."""
    if not can(user, "brief", Member):
        return []
    rows = Duty.objects.permitted(user, "view").filter(true_on(timezone.localdate()), kind=Duty.Kind.CABINET, person__member__isnull=False)
    items = [{"url": row.person.member.get_absolute_url(), "text": row.title, "note": row.person.full_name}
             for row in rows.select_related("person__member").order_by("title")]
    return [{"title": _("Who holds which portfolio"), "text": "", "items": items, "empty": _("No Cabinet post is recorded."),
             "action": {"url": reverse("profiles:groups"), "text": _("Political groups and their leaders")}}]


def led(user):
    """The group that a Group Leader leads: how many Members it has, and where they are listed."""
    if LEADER not in user.posts:
        return []
    today = timezone.localdate()
    mine = PoliticalGroup.objects.permitted(user, "view").filter(principals__pk__in=user.principals, principals__post=LEADER)
    in_it = Q(memberships__ended_on=None) | Q(memberships__ended_on__gt=today)
    groups = mine.annotate(many=Count("memberships", filter=in_it, distinct=True))
    return [{"title": group.name, "text": ngettext("%(n)s Member", "%(n)s Members", group.many) % {"n": group.many},
             "items": [], "empty": "", "action": {"url": f"{reverse('profiles:list')}?group={group.uid}", "text": _("Its Members")}}
            for group in groups]


def leavings(user):
    """Members who are missing from the feed."""
    rows = ProposedLeaving.objects.permitted(user, "view").filter(outcome=ProposedLeaving.Outcome.OPEN).select_related("person")
    items = [{"url": row.get_absolute_url(), "text": row.person.full_name, "note": _("Noticed on %(day)s") % {
        "day": words.day(timezone.localdate(row.noticed_at))}} for row in rows]
    return [{"title": _("Missing from the feed: have they left?"), "text": "", "items": items[:FEW], "empty": "",
             "action": {"url": reverse("profiles:leavings"), "text": _("All of them")}}] if items else []


def unconfirmed(user):
    """Profiles that were not confirmed for a year, the longest first."""
    rows = Member.objects.permitted(user, "confirm").filter(stale(), in_office()).select_related("person")
    rows = list(rows.order_by(F("confirmed_on").asc(nulls_first=True), "person__name"))
    many = ngettext("%(many)d profile was not confirmed in the last year.", "%(many)d profiles were not confirmed in the last year.",
                    len(rows)) % {"many": len(rows)}
    return [{"title": _("Profiles to confirm"), "text": many, "items": [
        {"url": row.get_absolute_url(), "text": row.person.full_name, "note": on_record(row)} for row in rows[:FEW]],
        "action": None, "empty": ""}] if rows else []


def own_profile(user):
    """The reader's own profile, when nobody confirmed it for a year."""
    rows = Member.objects.permitted(user, "confirm").filter(stale(), person=user.person_id)
    return [{"title": _("Is your profile still correct?"), "text": on_record(row), "items": [], "empty": "",
             "action": {"url": row.get_absolute_url(), "text": _("Look at it, and confirm it")}} for row in rows]


def stale():
    """The condition on Members that the profile was not confirmed for a year, or never."""
    return Q(confirmed_on=None) | Q(confirmed_on__lt=timezone.localdate() - STALE)


def on_record(member):
    """When a profile was last confirmed."""
    return _("Last confirmed on %(day)s") % {"day": words.day(member.confirmed_on)} if member.confirmed_on else _("Never confirmed")


def own_offices(user):
    """The appointments by which somebody is a Member: each is somebody's time in office."""
    rows = Appointment.objects.permitted(user, "view").filter(principal__post__in=IN_OFFICE, person__member__isnull=False,
                                                              role=Appointment.Role.HOLDER)
    return rows.exclude(until=F("since")).select_related("person__member")


def came_and_left(user):
    """(instant, item) of Members who took or left office lately. One statement for any."""
    now = timezone.now()
    keys = changed_lately(user, IN_OFFICE)
    for row in own_offices(user).filter(pk__in=keys) if keys else ():
        if row.since >= now - NEWS:
            yield row.since, item(row.person, _("Took office on %(day)s") % {"day": words.day(timezone.localdate(row.since))})
        if row.until <= now:
            yield row.until, item(row.person, _("Left office on %(day)s") % {"day": words.last_held(row.until)})


def regrouped(user):
    """(instant, item) of Members who left one group and are in another, or in none, lately. Three statements for any."""
    keys, today = news(user)["left"], timezone.localdate()
    if not keys:
        return
    left = {row.person_id: row for row in those_who_left(keys)}
    members = Member.objects.permitted(user, "view").filter(in_office(), person__in=left).select_related("person")
    for member in members.prefetch_related("person__group_memberships__group"):
        old = left[member.person_id]
        rows = member.person.group_memberships.all()
        now_in = next((row.group.name for row in rows if row.began_on == old.ended_on and row.pk != old.pk), _("no group"))
        moved = {"old": old.group.name, "new": now_in, "day": words.day(old.ended_on)}
        yield timezone.now() - (today - old.ended_on), item(member.person, _("From %(old)s to %(new)s on %(day)s") % moved)


def item(person, note):
    """One line about one Member."""
    return {"url": person.member.get_absolute_url(), "text": person.full_name, "note": note}
