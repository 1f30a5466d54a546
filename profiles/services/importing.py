"""Taking in a feed: all of it in one transaction, or nothing."""
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council_portal.accounts.models import Ward
from council_portal.audit.services import record
from profiles.models import Term, WardTitle
from profiles.moderngov import figures
from profiles.services.details import CONTACT, reached, refuse_too_long, take_details
from profiles.services.known import SOURCE, Known, Run, heading_of
from profiles.services.leaving import propose_leaving, withdraw_leaving
from profiles.services.matching import refuse_another_council, refuse_other_people, who_is_who
from profiles.services.seats import take_seats, take_terms

COUNTED = ("created", "updated", "unchanged", "missing")


@dataclass(frozen=True)
class Outcome:
    """What an import came to. counts: wards, members, terms of the feed; created, updated, unchanged, missing of what is known
    (wards, Members, terms, seats and contact details together). groups: (heading, sentences) for whoever reads it."""

    counts: dict[str, int]
    groups: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def lines(self):
        """The sentences of all groups, in order."""
        return tuple(sentence for _heading, sentences in self.groups for sentence in sentences)


@transaction.atomic
def import_feed(feed, *, actor=None, dry_run=False):
    """Bring wards and Members to what the feed says, and return an Outcome. Deletes nothing; taken in twice, it changes nothing.

    actor: the person who gave the feed, None from the command line. dry_run: everything is done and taken back, so that what is
    said is what would happen. Raises FeedRefused, and nothing is changed, when a text is too long or the feed is another council's.
    """
    one_at_a_time()
    refuse_too_long(feed)
    now = timezone.now()
    run = Run(Known(now), now, timezone.localdate(now), actor)
    refuse_another_council(feed, run.known)
    refuse_other_people(feed, run.known)
    take_wards(run, feed)
    people = who_is_who(feed, run.known)
    speaks_of_groups = any(member.group for member in feed.members)
    listed = {take_member(run, people.get(given.councillorid), given, speaks_of_groups) for given in feed.members}
    Term.objects.bulk_create(run.begun)
    look_for_missing(run, listed)
    look_at_feed(run, feed)
    counts = {what: run.counts[what] for what in COUNTED}
    if counts["created"] or counts["updated"]:
        record(None, "feed of Members taken in", actor=actor, detail=", ".join(f"{what} {many}" for what, many in counts.items()))
    if dry_run:
        transaction.set_rollback(True)
    said = tuple((heading_of(group), tuple(sentences)) for group, sentences in run.said.items() if sentences)
    return Outcome(figures(feed) | counts, said)


def one_at_a_time():
    """Let a second import wait for the first, and see what it did. SQLite lets in one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('profiles.import'))")


def take_wards(run, feed):
    """Make the wards that are new; ways of being appointed become wards all the same. One that is not listed any more stays."""
    known = run.known
    listed = {ward.title for ward in feed.wards}
    for title in (ward.title for ward in feed.wards):
        run.count("unchanged" if title in known.titles else "created")
        if title not in known.titles:
            ward = known.wards.get(title) or Ward.objects.create(name=title)
            there = title in known.wards
            known.titles[title] = WardTitle.objects.create(source=SOURCE, title=title, ward=ward).ward
            record(ward, "ward listed in the feed", actor=run.actor)
            known_already = _("%(ward)s: the portal has this ward already, and keeps it.") % {"ward": ward.name}
            run.say("wards", known_already if there else ward.name)
    for title in sorted(known.titles.keys() - listed):
        if known.titles[title].ended_on is None:
            run.count("missing")
            run.say("missing", _("%(ward)s: a ward that is no longer in the feed; it is kept.") % {"ward": known.titles[title].name})


def take_member(run, person, given, speaks_of_groups):
    """Take in one Member with their seats, terms, party, group and contact. Returns the person's id."""
    person, new = take_details(run, person, given, speaks_of_groups=speaks_of_groups)
    take_seats(run, person, given, new=new)
    take_terms(run, person, given, new=new)
    if new:
        run.say("new", introduced(run, person, given, speaks_of_groups))
    if proposal := run.known.proposals.get(person.pk):
        withdraw_leaving(proposal, actor=run.actor)
        run.say("changed", _("%(name)s: in the feed again.") % {"name": person.full_name})
    return person.pk


def introduced(run, person, given, speaks_of_groups):
    """Who a new Member is, and what of them is new, as one line."""
    many = sum(len(seat.terms) for seat in given.seats)
    wards = [run.known.ward_called(title).name for title in given.wards]
    said = [", ".join(wards) or _("no ward"), given.party, given.group or (_("in no group") if speaks_of_groups else "")]
    said += [ngettext("%(many)d term of office", "%(many)d terms of office", many) % {"many": many}] if many else []
    said += [_("contact details")] if any(reached(given).values()) else []
    return _("%(name)s: %(what)s.") % {"name": person.full_name, "what": "; ".join(filter(None, said))}


def look_for_missing(run, listed):
    """Propose for confirmation that Members who sit here and are not in the feed have left. Nothing of theirs ends by it."""
    for member in run.known.members.values():
        person = member.person
        seats = run.known.seats.get(person.pk)
        if person.pk in listed or not seats:
            continue
        contact = any(getattr(member, name) for name in CONTACT)
        run.count("missing", 1 + len(seats) + len(run.known.terms.get(person.pk, ())) + contact)
        run.say("missing", _("%(name)s is not in the feed: proposed as having left, to be confirmed.") % {"name": person.full_name})
        if person.pk not in run.known.proposals:
            propose_leaving(person, actor=run.actor)


def look_at_feed(run, feed):
    """Say what a person should look at in the feed itself."""
    if vacant := sum(ward.vacancies for ward in feed.wards):
        run.say("look", _("Seats that stand vacant: %(many)s.") % {"many": vacant})
    said = {"bad_date": _("a date that is none was left out"), "bad_email": _("an e-mail address that is none was left out")}
    for note in feed.notes:
        run.say("look", _("Councillor %(number)s: %(what)s.") % {"number": note.councillorid, "what": said[note.code]})
