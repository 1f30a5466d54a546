"""The parity ledger: every group that asks gets the same arrangements and the same papers, and it can be proved (NNC-PARITY, SEC-7.2)."""
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from conversations.attendance import policy
from conversations.attendance.models import Briefing, Given, PackPaper, Topic
from conversations.attendance.routing import holders_today, offices
from council_portal.access.decisions import require
from council_portal.audit.services import record
from council_portal.documents.services import keep, put_away
from council_portal.outbox.services import post
from council_portal.protocol.services import rules_of


class Bound(Exception):
    """Another group was briefed on this topic, so this one is not refused. args[0]: the clause."""


class Differs(Exception):
    """It is not what another group was given, and no reason was written down. args[0]: "arrangements" or "refusal"."""


class TitleTaken(ValueError):
    """There is a topic of this title."""


def clause_of(version):
    """The clause of this version of the protocol by which every group gets the same, or ""."""
    return rules_of(version).about("group_parity")


@transaction.atomic
def begin(*, actor, title):
    """A new topic. Raises TitleTaken."""
    require(actor, "make", Topic)
    try:
        with transaction.atomic():
            made = Topic.objects.create(title=title, made_by=actor.person)
    except IntegrityError:
        raise TitleTaken(title) from None
    record(made, "topic begun", actor=actor.person)
    return made


@transaction.atomic
def add_papers(topic, *, actor, uploads, replaces=None):
    """Add papers to the pack. uploads: checked, put away. replaces: the newest version of a paper of this pack.

    Groups that were briefed keep what they were given until `give_newest`. Raises ValidationError as `documents.services.keep`.
    """
    require(actor, "change", topic)
    for upload in uploads:
        keep(PackPaper, upload, actor=actor.person, matter_field={"topic": topic}, replaces=replaces)
    return topic


def store(uploads):
    """Write the files before the transaction that keeps them."""
    return [put_away(PackPaper, upload) for upload in uploads]


def newest(topic):
    """The papers of the pack as they are now."""
    return list(topic.papers.newest().order_by("name", "pk"))


def current(briefing):
    """The papers that a group has by this briefing, the newest version of each that it was given."""
    papers = [one.paper for one in briefing.given.select_related("paper").order_by("paper__name", "paper__pk")]
    replaced = {paper.replaces_id for paper in papers}
    return [paper for paper in papers if paper.pk not in replaced]


def live(topic):
    """The briefings that were agreed to and not withdrawn, the first one first."""
    return topic.briefings.filter(request__status__in=policy.GIVEN).select_related("request__officer", "group").order_by("at", "pk")


def of_others(topic, group):
    """Those of other groups."""
    return live(topic).exclude(group=group)


def proposed(topic, group):
    """The arrangements that another group was given last on this topic, which are proposed to the next; "" where none was."""
    last = of_others(topic, group).last()
    return last.arrangements if last else ""


def proposals(group):
    """[(topic, arrangements)] of the topics on which other groups were briefed: what is proposed to this one. By title."""
    rows = Briefing.objects.filter(request__status__in=policy.GIVEN).exclude(group=group).select_related("topic").order_by("at", "pk")
    last = {row.topic: row.arrangements for row in rows}
    return sorted(last.items(), key=lambda pair: pair[0].title)


def brief(request, *, actor, topic, arrangements, difference=""):
    """Put a group's request, which is being agreed to, under a topic, and give it the pack: that of the groups before, else the newest.

    Called inside the transaction of `services.agree`. Raises Differs where the arrangements are others than those of the group before and
    no reason is given. SECURITY: holds the topic, so that two who agree at once do not give two versions.
    """
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    before = of_others(topic, request.group).last()
    alike = before is None or same_text(before.arrangements, arrangements)
    if not alike and not difference:
        raise Differs("arrangements")
    pack = current(before) if before else newest(topic)
    made = Briefing.objects.create(topic=topic, request=request, group=request.group, arrangements=arrangements,
                                   difference="" if alike else difference)
    Given.objects.bulk_create([Given(briefing=made, paper=paper) for paper in pack])
    record(topic, "group briefed", actor=actor.person, clause=clause_of(request.protocol), detail=f"{len(pack)} papers")
    return made


def same_text(one, other):
    """Do two texts say the same, spaces and line ends apart?"""
    return one.split() == other.split()


def check_refusal(request, topic, difference):
    """May this group's request on this topic be refused? Raises Bound, Differs."""
    if not of_others(topic, request.group).exists():
        return
    if clause := clause_of(request.protocol):
        raise Bound(clause)
    if not difference:
        raise Differs("refusal")


@transaction.atomic
def give_newest(topic, *, actor):
    """Give every group that was briefed the pack as it is now, all at once. Returns to how many. Nobody learns of another."""
    require(actor, "change", topic)
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    pack, many = newest(topic), 0
    for briefing in live(topic):
        has = set(briefing.given.values_list("paper", flat=True))
        more = [paper for paper in pack if paper.pk not in has]
        if more:
            Given.objects.bulk_create([Given(briefing=briefing, paper=paper) for paper in more])
            post(briefing.request, "attendance_papers", to=[briefing.request.raised_by], key=",".join(str(one.uid)[:8] for one in more))
            many += 1
    record(topic, "newest pack given to all", actor=actor.person, detail=str(many))
    return many


@transaction.atomic
def offer(topic, *, actor, text):
    """Offer a briefing on this topic to every group at once: a notice for all Group Leaders, tied to nobody's request. They are told."""
    require(actor, "change", topic)
    Topic.objects.filter(pk=topic.pk).update(offer=text, offered_at=topic.offered_at or timezone.now())
    record(topic, "briefing offered to every group", actor=actor.person)
    post(None, "attendance_offer", to=holders_today(offices(["group_leaders"])), key=str(topic.uid), path="/programme/attendance/")
    topic.refresh_from_db()
    return topic


@transaction.atomic
def stop_offering(topic, *, actor):
    """The offer stands no longer."""
    require(actor, "change", topic)
    Topic.objects.filter(pk=topic.pk).update(offered_at=None)
    record(topic, "offer ended", actor=actor.person)
    topic.refresh_from_db()
    return topic


@dataclass(frozen=True)
class Line:
    """One line of the ledger: a briefing, the papers that the group has by it, and whether both are those of the first group."""

    briefing: Briefing
    papers: list
    same_papers: bool
    same_arrangements: bool

    @property
    def digests(self):
        """What proves it: the digest of each paper, in order."""
        return sorted(paper.digest for paper in self.papers)


def ledger(topic):
    """The lines of a topic, the first group first. Five statements and one for each briefing."""
    found = [(one, current(one)) for one in live(topic)]
    if not found:
        return []
    first, pack = found[0]
    digests = sorted(paper.digest for paper in pack)
    return [Line(one, papers, sorted(p.digest for p in papers) == digests, same_text(one.arrangements, first.arrangements))
            for one, papers in found]
