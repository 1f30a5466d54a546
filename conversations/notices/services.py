"""What is done with a ward notice: written, issued, its hour moved, withdrawn, its papers. Require, change, record, tell."""
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.services import form_key
from casework.turns import acting_as
from conversations.notices import lawful, policy
from conversations.notices.models import Notice, NoticeOpening, NoticePaper, NoticeStanding, NoticeTurn, NoticeWard, Status
from conversations.notices.timing import confidence_clause, contents, lead, told_clause
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import give_standing
from council_portal.accounts.holders import holders_of
from council_portal.accounts.models import Appointment, Person, Principal, Ward
from council_portal.accounts.policy import SEATS, STAFF
from council_portal.accounts.services import post_principal, ward_principal
from council_portal.audit.services import record
from council_portal.documents.services import keep, put_away
from council_portal.matters.services import Changed, move, once, take_reference
from council_portal.outbox.services import post
from council_portal.protocol.services import in_force as protocol_in_force

Kind = NoticeTurn.Kind
WORDS = ("title", "summary", "advantages", "disadvantages", "finance", "occasion", "service", "publish_at", "all_wards")


class CannotBe(ValueError):
    """What was asked for does not fit the notice as it is. `args[0]` says why, for whoever pressed the button."""


def write(*, actor, key, office, wards, papers=(), replaces=None, **words):
    """A draft, seen by the office that is to issue it and by nobody else. Returns the notice.

    key: the UUID of the form; sent twice it makes one. office: a principal of a post of `policy.ISSUERS` that the actor holds, else
    ValueError. wards: Ward objects, ignored where all_wards. words: the columns of WORDS. papers: checked uploads that can be stamped.
    """
    require(actor, "make", Notice)
    if office.post not in policy.ISSUERS or office.pk not in actor.principals:
        raise ValueError("a notice is issued by an office that the actor holds")

    def make():
        notice = Notice.objects.create(
            reference=take_reference(), raised_by=actor.person, protocol=protocol_in_force(), office=office, replaces=replaces,
            **{name: words[name] for name in WORDS if name in words})
        give_standing(notice, office, policy.ISSUER, reason="writes it")
        affect(notice, wards)
        record(notice, "notice written", actor=actor.person, acting_as=office.name)
        keep_papers(notice, papers, actor)
        return notice

    return once(form_key(key, words.get("title", "")), actor.person, Notice, make)


def affect(notice, wards):
    """Keep which wards a notice affects, in the place of what was before."""
    wards = all_wards() if notice.all_wards else wards
    notice.notice_wards.all().delete()
    NoticeWard.objects.bulk_create([NoticeWard(notice=notice, ward=ward) for ward in wards])


def all_wards():
    """Every ward that has not ended."""
    return list(Ward.objects.filter(ended_on=None))


def store(papers):
    """Write the files of checked uploads before the transaction that keeps them. Returns them."""
    return [put_away(NoticePaper, upload) for upload in papers]


def keep_papers(notice, papers, actor):
    """Keep these with the notice: as stamped copies only, until its hour has come. Raises ValidationError for one that takes no stamp."""
    return [keep(NoticePaper, upload, actor=actor.person, matter_field={"notice": notice}, restricted=not notice.is_public)
            for upload in papers]


@transaction.atomic
def rewrite(notice, *, actor, wards, **words):
    """Other words, while it is a draft (EXD-10.3). Raises Changed when somebody was first."""
    require(actor, "change", notice)
    move(notice, notice.status, actor=actor.person, verb="notice changed", acting_as=notice.office.name,
         **{name: words[name] for name in WORDS if name in words})
    affect(notice, wards)
    return notice


@transaction.atomic
def issue(notice, *, actor, short_reason="", short_by=None):
    """Tell the Members of its wards, all of them at once, and let it open at its hour (SEC-4.4, EXD-10.1, EXD-10.4).

    short_reason, short_by: why there are fewer days than the protocol in force asks for, and who says so: of `lawful.who_may`, who is told.
    Raises CannotBe: "past" when its hour has gone by, "short" when there are fewer days and no reason or nobody who may say so, "no ward"
    when it affects none, "contents" when the protocol in force asks for more than it holds (EXD-10.3).
    """
    require(actor, "issue", notice)
    version, now = protocol_in_force(), timezone.now()
    affect(notice, list(notice.wards.all()))
    wards = list(notice.wards.order_by("name"))
    if not wards:
        raise CannotBe("no ward")
    if not all(getattr(notice, field) for field in contents(version).fields):
        raise CannotBe("contents")
    check_hour(notice.publish_at, at=now)
    short = why_short(notice, actor, short_reason, short_by, told_at=now, publish_at=notice.publish_at, version=version)
    move(notice, Status.ISSUED, actor=actor.person, verb="notice issued", clause=told_clause(version), acting_as=notice.office.name,
         issued_at=now, protocol=version, **short)
    stand(notice, wards)
    turn = say(notice, Kind.ISSUED, actor, publish_at=notice.publish_at, **short)
    if short["short_named"]:
        lawful.tell(notice, turn, short_by.person)
    tell_wards(notice, wards, now)
    return notice


def check_hour(publish_at, *, at):
    """Raise CannotBe for an hour that is past at this instant."""
    if publish_at <= at:
        raise CannotBe("past")


def why_short(notice, actor, short_reason, short_by, *, told_at, publish_at, version):
    """The columns that say why there are fewer days than asked for; empty where there are not. Raises CannotBe without a reason, or without
    one who may say so."""
    if not lead(version).is_short(told_at, publish_at):
        return {"short_reason": "", "short_named": ""}
    if not short_reason or short_by not in lawful.who_may(notice, actor):
        raise CannotBe("short")
    return {"short_reason": short_reason, "short_named": lawful.named(short_by)}


def stand(notice, wards):
    """Who reads it from now on: the Members of the wards, Democratic Services; and from its hour everybody in office."""
    clause = told_clause(notice.protocol)
    rows = [NoticeStanding(notice=notice, principal=ward_principal(ward), capacity=policy.LOCAL, clause=clause,
                           reason="it affects their ward") for ward in wards]
    keeper = post_principal("democratic_services", name="Democratic Services")
    rows.append(NoticeStanding(notice=notice, principal=keeper, capacity=policy.KEEPER, reason="keeps the wards true"))
    NoticeStanding.objects.bulk_create(rows)
    everybody = [post_principal(SEATS, name="Members of the council"), post_principal(STAFF, name="Officers of the council")]
    NoticeStanding.objects.bulk_create(
        NoticeStanding(notice=notice, principal=principal, capacity=policy.PUBLIC, since=notice.publish_at, reason="it is published")
        for principal in everybody)


def open_at(notice, instant, **ended):
    """Let it open to everybody in office at another instant. Raises Changed when it has opened meanwhile: that is never taken back.

    A standing that has not begun is no history, so it is moved, not ended and given anew; the turns tell of each hour that was set.
    """
    if not notice.standings.filter(capacity=policy.PUBLIC, since__gt=timezone.now()).update(since=instant, **ended):
        raise Changed(notice)


def keep_shut(notice):
    """It never opens: what was to begin ends before it does."""
    now = timezone.now()
    open_at(notice, now, until=now)


def members_of(wards):
    """{Person: [(name of a ward, since when they sit for it)]} of today's Members of these wards, by name; those who are away too."""
    rows = Appointment.objects.filter(in_force(), principal__kind=Principal.Kind.WARD, principal__ward__in=wards).exclude(
        role=Appointment.Role.STAND_IN).select_related("person", "principal__ward").order_by("person__name", "principal__ward__name")
    found = {}
    for row in rows:
        found.setdefault(row.person, []).append((row.principal.ward.name, row.since))
    return found


def tell_wards(notice, wards, at):
    """Tell every Member of the wards in this transaction; and Democratic Services, once, of wards that have none."""
    members = members_of(wards)
    NoticeOpening.objects.bulk_create([NoticeOpening(notice=notice, person=person, told_at=at) for person in members])
    post(notice, "notice_for_ward", to=members)
    sat_for = {name for seats in members.values() for name, _since in seats}
    if any(ward.name not in sat_for for ward in wards):
        keeper = post_principal("democratic_services", name="Democratic Services")
        post(notice, "notice_no_member", to=[holder.person for holder in holders_of(keeper)])


def concerned(notice):
    """The Members who know of it or may: those who were told or accepted the confidence, and those who sit for its wards today."""
    known = Person.objects.filter(pk__in=notice.openings.values("person"))
    return [*known, *members_of(notice.wards.all())]


def say(notice, kind, actor, *, text="", capacity=policy.ISSUER, publish_at=None, **short):
    """Add what was done to what is shown of it. short: of `why_short`. Returns the turn."""
    return NoticeTurn.objects.create(notice=notice, kind=kind, author=actor.person, text=text, publish_at=publish_at,
                                     acting_as=acting_as(notice, actor.person, capacity), **short)


@transaction.atomic
def move_hour(notice, *, actor, publish_at, text, short_reason="", short_by=None):
    """Move the hour of publication, for a reason. The days are counted again, from when the Members were told; all are told again. Fewer
    days than asked for need a reason of their own, whatever was said before.

    Raises CannotBe as `issue` does, and "same" for the hour that it is. What had opened meanwhile stays open: Changed.
    """
    require(actor, "move", notice)
    if publish_at == notice.publish_at:
        raise CannotBe("same")
    check_hour(publish_at, at=timezone.now())
    short = why_short(notice, actor, short_reason, short_by, told_at=notice.issued_at, publish_at=publish_at, version=notice.protocol)
    open_at(notice, publish_at)
    move(notice, notice.status, actor=actor.person, verb="hour of publication moved", acting_as=notice.office.name,
         clause=lead(notice.protocol).clause, detail=publish_at.isoformat(), publish_at=publish_at, **short)
    turn = say(notice, Kind.MOVED, actor, text=text, publish_at=publish_at, **short)
    if short["short_named"]:
        lawful.tell(notice, turn, short_by.person)
    post(notice, "notice_moved", to=concerned(notice), key=str(turn.pk))
    return notice


@transaction.atomic
def withdraw(notice, *, actor, text):
    """Withdraw it before its hour, for a reason: nothing opens, and it stays in confidence. All who were told are told again."""
    require(actor, "withdraw", notice)
    was_issued = notice.status == Status.ISSUED
    if was_issued:
        keep_shut(notice)
    move(notice, Status.WITHDRAWN, actor=actor.person, verb="notice withdrawn", acting_as=notice.office.name,
         clause=confidence_clause(notice.protocol))
    say(notice, Kind.WITHDRAWN, actor, text=text)
    if was_issued:
        post(notice, "notice_withdrawn", to=concerned(notice))
    return notice


@transaction.atomic
def add_papers(notice, *, actor, papers):
    """Add papers. Once it is issued the Members of its wards are told, as long as it is in confidence."""
    require(actor, "add_paper", notice)
    kept = keep_papers(notice, papers, actor)
    if notice.status == Status.ISSUED and kept:
        turn = say(notice, Kind.PAPER, actor, text=", ".join(paper.name for paper in kept))
        tell_of_papers(notice, turn)
    touch(notice)
    return notice


@transaction.atomic
def withdraw_paper(paper, *, actor, text):
    """Withdraw a paper, before publication or after it: it stays named, with who, when and why, and can be had no more.

    Raises Changed when it was withdrawn meanwhile.
    """
    notice = paper.notice
    require(actor, "withdraw_paper", notice)
    now = timezone.now()
    if not NoticePaper.objects.filter(pk=paper.pk, withdrawn_at=None).update(
            withdrawn_at=now, withdrawn_by=actor.person, withdrawn_why=text):
        raise Changed(notice)
    record(paper, "paper withdrawn", actor=actor.person, acting_as=notice.office.name)
    if notice.status == Status.ISSUED:
        tell_of_papers(notice, say(notice, Kind.PAPER_WITHDRAWN, actor, text=f"{paper.name}: {text}"))
    touch(notice)
    return notice


def tell_of_papers(notice, turn):
    """Tell the Members of the wards that the papers have changed."""
    post(notice, "notice_papers", to=concerned(notice), key=str(turn.pk))


def touch(notice):
    """What changes no state moves it up in the list of the latest changes."""
    Notice.objects.filter(pk=notice.pk).update(last_activity=timezone.now())


def open_work(principals):
    """For whoever leaves: drafts and notices in confidence of these offices, as (label, count) pairs."""
    mine = NoticeStanding.objects.filter(in_force(), principal__in=principals, capacity=policy.ISSUER).values("notice")
    count = Notice.objects.filter(policy.IN_CONFIDENCE.q(), pk__in=mine, is_open=True).count()
    return [(_("Ward notices that are not published yet"), count)] if count else []
