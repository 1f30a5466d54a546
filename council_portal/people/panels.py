"""What the people room puts on the home page. Each panel as casework's: title, text, items, action, empty."""
import datetime

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council_portal.access.decisions import can
from council_portal.access.models import in_force
from council_portal.accounts.holders import news
from council_portal.accounts.models import Absence, Appointment
from council_portal.people.policy import NO_POSTS
from council_portal.people.posts import posts, vacant
from council_portal.people.words import span

FEW = 5
WEEK = datetime.timedelta(days=7)


def needs(user):
    """For Democratic Services and the Chief Executive: posts with nobody there, absences that nobody stands in for. Three statements; for
    others none."""
    if not can(user, "oversee", Appointment):
        return []
    empty = vacant(posts(user))
    count, first = empty.count(), list(empty[:FEW])
    return [*vacancies(count, first), *gaps(user)]


def changed(user):
    """Nothing here changes behind somebody's back."""
    return []


def coming(user):
    """One's own absences to come; for Democratic Services also those of others in the next seven days. One statement for any, and one."""
    if not user.principals:
        return []
    keys = news(user)["absence"]
    rows = absences(user, pk__in=keys) if keys else []
    found = [panel(_("Your absences"), rows, _("All absences"))] if rows else []
    if can(user, "record", Absence):
        soon = absences(user, since__gt=timezone.now(), since__lte=timezone.now() + WEEK)
        found += [panel(_("Absences that begin in the next 7 days"), soon, _("All absences to come"), "?when=coming")] if soon else []
    return found


def vacancies(count, first):
    """The panel of posts with nobody there, or none."""
    if not count:
        return []
    title = ngettext("%(count)s post has nobody there today", "%(count)s posts have nobody there today", count) % {"count": count}
    items = [{"url": reverse("people:post", args=[post.uid]), "text": post.name, "note": ""} for post in first]
    action = {"url": reverse("people:posts") + "?vacant=on", "text": _("All posts with nobody there")}
    return [{"title": title, "text": _("New matters for them go up to the next post: the portal’s own rule."), "items": items,
             "action": action, "empty": ""}]


def gaps(user):
    """The panel of absences now, of people who hold a post, that nobody stands in for; or none."""
    holding = Appointment.objects.permitted(user, "view").filter(in_force(), person=OuterRef("person"), principal__kind="post")
    rows = absences(user, Exists(holding.exclude(principal__post__in=NO_POSTS)), in_force(), stand_in=None)
    return [panel(_("Away, and nobody stands in"), rows, _("All absences"))] if rows else []


def absences(user, *asked, **columns):
    """The first few of these absences, the next to begin first."""
    rows = Absence.objects.permitted(user, "view").filter(*asked, **columns).select_related("person", "stand_in")
    return list(rows.exclude(until=F("since")).order_by("since", "pk")[:FEW])


def panel(title, rows, more, query=""):
    """A panel of absences."""
    return {"title": title, "text": "", "items": [item(one) for one in rows],
            "action": {"url": reverse("people:absences") + query, "text": more}, "empty": ""}


def item(absence):
    """One line of it."""
    stands_in = _("%(person)s stands in") % {"person": absence.stand_in.full_name} if absence.stand_in else _("nobody stands in")
    return {"url": "", "text": absence.person.full_name, "note": f"{span(absence.since, absence.until)} · {stands_in}"}
