"""What the directory puts on the home page: what needs me, and who is new. Statements are asked only for whom they concern."""
from django.db.models import Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council_portal.access.decisions import can
from council_portal.accounts.holders import changed_lately
from council_portal.accounts.models import Appointment, Service
from council_portal.accounts.policy import SEATS, STAFF
from directory.board import Board
from directory.cards import day, is_stale, post_words, stale_words, the_rules
from directory.faults import Faults, officer_line, service_line
from directory.models import Officer, ServiceEntry
from directory.policy import OF_THE_SERVICE

FIRST = 5  # lines of a panel
PORTFOLIO = "portfolio_holder"
NEWS_POSTS = ("clo", "head_of_service")
CONTACTS = frozenset({"clo", "nominated_officer", "head_of_service"})  # whose own entry Members turn to


def needs(user):
    """What the directory needs of this reader: Democratic Services its faults, an officer their own entry and their service's.

    Statements: six for Democratic Services; for other officers one; else none.
    """
    if can(user, "find_faults", ServiceEntry):
        return faults(user)
    if STAFF not in user.posts:
        return []
    items = list(own_entries(user))
    return [panel(_("Your entries in the directory"), _("Look at them and confirm that they are right."), items)] if items else []


def faults(user):
    """The faults that a person can mend, the gravest first, five lines and how many there are."""
    found = Faults(user)
    lines = [*found.without_contact(), *found.only_away(), *found.unlisted(), *found.stale_services(), *found.stale_officers()]
    if not lines:
        return []
    text = ngettext("%(many)s fault.", "%(many)s faults.", len(lines)) % {"many": len(lines)}
    action = {"url": reverse("directory:faults"), "text": _("All faults of the directory")}
    return [panel(_("The directory needs mending"), text, lines[:FIRST], action)]


def own_entries(user):
    """The lines of what the reader keeps up and is stale: their own entry, then the services that they answer for. One statement."""
    kept = Officer.objects.permitted(user, "confirm").filter(person=user.person_id).annotate(name=Value("")).order_by()
    kept = kept.values_list("name", "uid", "confirmed_on")
    if user.posts & set(OF_THE_SERVICE):
        mine = {"principals__pk__in": user.principals, "principals__post__in": OF_THE_SERVICE}
        services = Service.objects.permitted(user, "view").filter(ended_on=None, **mine).order_by()
        kept = kept.union(services.values_list("name", "uid", "entry__confirmed_on"))
    for name, uid, confirmed_on in sorted(kept, key=lambda row: row[0]):
        if name:
            entry = ServiceEntry(confirmed_on=confirmed_on)
            line, contact = service_line(Service(name=name, uid=uid), stale_words(entry)), False
        else:
            entry = Officer(uid=uid, person=user.person, confirmed_on=confirmed_on)
            line, contact = officer_line(entry, stale_words(entry)), bool(user.posts & CONTACTS)
        if is_stale(entry, contact=contact):
            yield line


def changed(user):
    """Councillor Liaison Officers and Heads of Service who are new or left in the last fortnight. Two statements for any."""
    if not user.posts & {STAFF, SEATS}:
        return []
    keys = changed_lately(user, NEWS_POSTS)
    if not keys:
        return []
    rows = Appointment.objects.permitted(user, "view").filter(pk__in=keys)
    rows = rows.select_related("person", "principal__service").order_by("-since", "pk")[:FIRST]
    _version, rules = the_rules()
    items = [news(row, rules, timezone.now()) for row in rows]
    return [panel(_("New in the directory"), "", items, {"url": reverse("directory:directory"), "text": _("The directory")})]


def news(row, rules, now):
    """One line: who is or was what, since when."""
    post = post_words(row.principal.post, rules) + (f", {row.principal.service}" if row.principal.service else "")
    if row.until <= now:
        note = _("%(post)s until %(day)s") % {"post": post, "day": day(timezone.localtime(row.until))}
    else:
        note = _("%(post)s since %(day)s") % {"post": post, "day": day(timezone.localtime(row.since))}
    url = reverse("directory:service", args=[row.principal.service.uid]) if row.principal.service else ""
    return {"text": row.person.full_name, "url": url, "note": note}


def coming(user):
    """What is coming up in the directory: nothing is dated ahead there yet. No statement."""
    return []


def yours(user):
    """For a portfolio holder: the services of the portfolio, each with its Head. Four statements; for others none."""
    if PORTFOLIO not in user.posts:
        return []
    mine = {"principals__pk__in": user.principals, "principals__post": PORTFOLIO}
    services = Service.objects.permitted(user, "view").filter(ended_on=None, **mine).distinct().order_by("name")
    board = Board(user)
    items = [{"url": ServiceEntry(service=one).get_absolute_url(), "text": one.name, "note": heads(board, one)} for one in services]
    return [panel(_("Your portfolio"), "", items, {"url": reverse("directory:heads"), "text": _("All Heads of Service")})]


def heads(board, service):
    """Who heads a service today, in words."""
    acting = [holder.person.full_name for holder in board.acting("head_of_service", board.services.get(service.pk, service))]
    return _("Head of Service: %(names)s") % {"names": ", ".join(acting)} if acting else _("Nobody is there as Head of Service today")


def panel(title, text, items, action=None):
    """A panel as templates/components/card.html shows it."""
    return {"title": title, "text": text, "items": items, "action": action, "empty": ""}
