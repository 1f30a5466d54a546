"""People and posts of the directory put into words for its pages: who is a contact, who stands in, what somebody holds, who comes next."""
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from council_portal.access.models import OPEN_ENDED, in_force
from council_portal.accounts.models import Absence, Appointment, Principal
from council_portal.accounts.policy import SEATS, STAFF
from council_portal.design.dates import day
from council_portal.people.portraits import portraits
from council_portal.protocol.rules import POSTS, next_up
from council_portal.protocol.services import NothingInForce, route_under, rules_of
from council_portal.protocol.services import in_force as protocol_in_force
from council_portal.protocol.views import silent_text, step_note
from directory.board import LADDER
from directory.models import Officer

# The three statutory roles of an English council (Local Government and Housing Act 1989, sections 4 and 5; 1972 Act, section 151).
STATUTORY = {
    "chief_executive": gettext_lazy("Head of Paid Service"),
    "section_151_officer": gettext_lazy("Section 151 Officer"),
    "monitoring_officer": gettext_lazy("Monitoring Officer"),
}
FRESH_DAYS = {"contact": 90, "other": 365}  # after so many calendar days an entry is stale: the portal's own rule
WAYS = {
    "service_request": gettext_lazy("To ask for the service"),
    "service_failure": gettext_lazy("If it was asked for and went wrong, or nothing happened"),
    "operational": gettext_lazy("With a question about how the service works"),
}

# A step in the words of a page: the sentence by its stage, and how strongly the protocol says it.
STAGES = {
    "informal": gettext_lazy("A talk first, with %(to)s."),
    "first": gettext_lazy("First %(to)s."),
    "then": gettext_lazy("Then %(to)s."),
    "decide": gettext_lazy("Decided by %(to)s."),
    "tell": gettext_lazy("Told: %(to)s."),
}
FORCES = {
    "must": gettext_lazy("The protocol says must."),
    "should": gettext_lazy("The protocol says should."),
    "consider": gettext_lazy("The protocol says to consider it."),
    "may": gettext_lazy("The protocol says may: it is offered, never done by the portal alone."),
}
CONJUNCTIONS = {"if", "unless", "when", "where"}  # with which a condition goes on in the sentence of the force
WITHOUT_ARTICLE = {"democratic_services", "communications", "group_leaders", "ward_members", "all_members"}


def the_rules():
    """(version, rules) of the protocol in force; (None, None) where none is."""
    try:
        version = protocol_in_force()
    except NothingInForce:
        return None, None
    return version, rules_of(version)


def post_words(post, rules):
    """A post in the council's own words, with a capital."""
    words = _(rules.post_name(post)) if rules and post in POSTS else _(POSTS.get(post, post.replace("_", " ")))
    return words[:1].upper() + words[1:]


# --- the right way -----------------------------------------------------------------------------------------------------------------


def ways(version, rules):
    """The right channel for a Member's matter about a service, as the protocol in force has it, in order; silence is said as such."""
    shown = []
    for matter, heading in WAYS.items() if version else ():
        route = route_under(version, matter, "member")
        steps = [step_words(step, rules, route.silent) for step in route.to_follow]
        shown.append({"matter": matter, "heading": heading, "silent": silent_text(route) if route.silent else "", "steps": steps})
    return shown


def step_words(step, rules, silent):
    """A step in plain sentences: {"text", "note", "clause"}. silent: is it a default, of which the protocol says nothing?"""
    joint = _(" and ") if step.all_of or step.stage == "tell" else _(" or ")
    named = [_(rules.post_name(post)) for post in step.to]
    to = joint.join(name if post in WITHOUT_ARTICLE else _("the %(post)s") % {"post": name}
                    for post, name in zip(step.to, named, strict=True))
    rest = step_note(step, rules)
    force = "" if silent else str(FORCES[step.force])
    if force and (step.condition or "").split(" ")[0] in CONJUNCTIONS:  # "The protocol says must, unless minor."
        notes = [f"{force.removesuffix('.')}, {rest}."]
    else:
        notes = [force, *([f"{rest[:1].upper()}{rest[1:]}."] if rest else [])]
    return {"text": str(STAGES[step.stage]) % {"to": to}, "note": " ".join(filter(None, notes)), "clause": step.clause or ""}


def ladder(board, service, version, rules, after=None):
    """Who comes after whom for this service, from the Councillor Liaison Officer to the top, with who acts today.

    after: a Person, and then only who comes after them: the rungs above theirs, and whoever else is on it.

    The order is the portal's own rule (protocol.rules.next_up); a rung to which the protocol in force sends something carries its clause.
    A post that the council does not have for this service is left out.
    """
    cited, rungs, post = clauses_of_posts(version), [], LADDER[0]
    while post is not None:
        found = board.acting(post, service)
        appointed = board.appointed(post, service)
        if after and after.pk in {row.person_id for row in appointed} | {holder.person.pk for holder in found}:
            found = [holder for holder in found if holder.person != after]
            rungs, appointed = [], found
        if found or appointed:
            rungs.append({"post": post_words(post, rules), "clause": cited.get(post, ""), "people": [person_line(one) for one in found]})
        post = next_up(post)
    return rungs


def clauses_of_posts(version):
    """{post: clause} of what the protocol in force sends to it: an operational question, a concern, a reply that did not come."""
    found = {}
    for matter in ("operational", "service_failure", "unanswered") if version else ():
        for step in route_under(version, matter, "member").steps:
            for post in step.to:
                found.setdefault(post, step.clause or "")
    return found


# --- people ------------------------------------------------------------------------------------------------------------------------


def person_line(holder):
    """Whoever acts for a post, and for whom: {"name", "uid", "person", "instead"}."""
    instead = _("for %(name)s, who is away") % {"name": holder.instead_of.full_name} if holder.instead_of else ""
    return {"name": holder.person.full_name, "person": holder.person.pk, "instead": instead}


@dataclass
class People:
    """The entries and portraits of the people of a page, read at once: three statements for any number of them."""

    entries: dict
    pictures: dict

    @classmethod
    def of(cls, user, people):
        """user: who reads. people: Person objects."""
        people = list({person.pk: person for person in people}.values())
        rows = Officer.objects.permitted(user, "view").filter(person__in=people).select_related("service") if people else ()
        return cls({row.person_id: row for row in rows}, portraits(user, people) if people else {})

    def card(self, person, *, board=None, post="", note=""):
        """A contact as the template shows it. board: for absences. note: what is to be said beside the name."""
        entry = self.entries.get(person.pk)
        away = board.away.get(person.pk) if board else None
        return {"name": person.full_name, "url": entry.get_absolute_url() if entry else "", "portrait": self.pictures.get(person.pk),
                "post": post, "title": entry.post if entry else "", "team": entry.team if entry else "", "email": person.email,
                "lines": post_lines(post, note, entry), "phone": entry.phone if entry else "", "dial": dial(entry.phone) if entry else "",
                "hours": entry.contact_hours if entry else "",
                "about": entry.about if entry else "", "deals_with": entry.deals_with if entry else [],
                "note": note, "away": away_words(away) if away else ""}


def post_lines(post, note, entry):
    """The post and the job title with the team, a line each; a title that begins with the post ("Chief Officer, Place") says both."""
    title, team = (entry.post, entry.team) if entry else ("", "")
    where = ", ".join(filter(None, [title, team]))
    if title.casefold().startswith(post.casefold()):
        post, where = where, ""
    return [line for line in (f"{post} ({note})" if note else post, where) if line]


def dial(number):
    """The address of a link that rings a number; "" where there is none in it."""
    figures = "".join(c for c in number if c.isdigit() or c == "+")
    return f"tel:{figures}" if figures else ""


def contact_cards(board, service, posts, rules, people, *, nearest=None):
    """The cards of everybody appointed to these posts of the service; last whoever is away. people: a People.

    A stand-in comes in the place of whom they stand in for. nearest: {person id: points} of the finder, the most points first within a
    post; whoever is away and has a stand-in is then left out.
    """
    here, gone = [], []
    for post in posts:
        acting, points, words = board.acting(post, service), nearest or {}, post_words(post, rules)
        rows = [row for row in board.appointed(post, service) if row.role != Appointment.Role.STAND_IN]
        rows.sort(key=lambda row: (row.role != Appointment.Role.HOLDER, -points.get(row.person_id, 0)))
        own = {row.person_id for row in rows}
        others = {(one.instead_of or one.person).pk: one for one in acting if one.person.pk not in own}
        for row in rows:
            note = _("deputy") if row.role == Appointment.Role.DEPUTY else ""
            stands_in = others.pop(row.person_id, None)
            if stands_in:
                here.append(people.card(stands_in.person, board=board, post=words, note=person_line(stands_in)["instead"]))
            if not stands_in or nearest is None:
                place = gone if row.person_id in board.away else here
                place.append(people.card(row.person, board=board, post=words, note=note))
        here += [people.card(one.person, board=board, post=words, note=person_line(one)["instead"]) for one in others.values()]
    return here + gone


def everybody(board, service, posts):
    """The people of `contact_cards`, for `People.of`."""
    named = [row.person for post in posts for row in board.appointed(post, service)]
    return named + [holder.person for post in posts for holder in board.acting(post, service)]


def away_words(absence, name=""):
    """Until when somebody is away, and who stands in: to stand after the word "Away", or with a name as a sentence of its own."""
    open_ended = absence.until >= OPEN_ENDED
    until = {"day": day(timezone.localtime(absence.until)), "name": name}
    if name:
        text = (_("%(name)s is away until further notice.") if open_ended else _("%(name)s is away until %(day)s.")) % until
    else:
        text = (_("Until further notice.") if open_ended else _("Until %(day)s.")) % until
    if absence.stand_in:
        return text + " " + _("%(name)s stands in.") % {"name": absence.stand_in.full_name}
    return text + " " + _("Nobody stands in.")


def cover(user, person, *, named=False):
    """Whoever stands in for this person today, along the chain: sentences, [] for somebody who is here. One statement.

    named: the first sentence has the person's name too, where it does not stand after the word "Away".
    """
    rows = Absence.objects.permitted(user, "view").filter(in_force()).select_related("person", "stand_in").order_by("since", "pk")
    away, said, seen = {row.person_id: row for row in rows}, [], set()
    while person is not None and person.pk in away and person.pk not in seen:
        seen.add(person.pk)
        said.append(away_words(away[person.pk], person.full_name if said or named else ""))
        person = away[person.pk].stand_in
    return said


def holdings(user, person, rules):
    """The posts of the protocol that this person holds today, in the council's own words, and their statutory roles. One statement.

    Returns (lines, statutory): one post may carry two roles. What everybody holds who is an officer or a Member is no post.
    """
    rows = Appointment.objects.permitted(user, "view").filter(in_force(), person=person, principal__kind=Principal.Kind.POST)
    rows = rows.exclude(principal__post__in=[STAFF, SEATS]).select_related("principal__service", "principal__group", "absence__person")
    lines, statutory = [], []
    for row in rows.order_by("principal__name", "pk"):
        of = row.principal.service or row.principal.group
        words = post_words(row.principal.post, rules) + (f", {of}" if of else "")
        if row.role == Appointment.Role.STAND_IN:
            words = _("%(post)s, standing in for %(name)s") % {"post": words, "name": row.absence.person.full_name}
        elif row.role == Appointment.Role.DEPUTY:
            words = _("%(post)s, as deputy") % {"post": words}
        elif row.principal.post in STATUTORY:
            statutory.append(STATUTORY[row.principal.post])
        lines.append(words)
    return lines, statutory


# --- freshness -----------------------------------------------------------------------------------------------------------------------


def confirmed_words(entry):
    """When an entry was last confirmed and by whom, or that it never was."""
    if entry is None or entry.confirmed_on is None:
        return _("Never confirmed")
    by = entry.confirmed_by.full_name if entry.confirmed_by else ""
    return _("%(day)s, by %(name)s") % {"day": day(entry.confirmed_on), "name": by} if by else day(entry.confirmed_on)


def is_stale(entry, *, contact):
    """Was it never confirmed, or longer ago than FRESH_DAYS? contact: is it somebody whom Members turn to, or their service?"""
    oldest = FRESH_DAYS["contact" if contact else "other"]
    return entry.confirmed_on is None or (timezone.localdate() - entry.confirmed_on).days > oldest


def stale_words(entry):
    """What is to be said of a stale entry."""
    if entry.confirmed_on is None:
        return _("never confirmed")
    days = (timezone.localdate() - entry.confirmed_on).days
    return ngettext("last confirmed %(n)s day ago", "last confirmed %(n)s days ago", days) % {"n": days}
