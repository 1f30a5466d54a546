"""The parity ledger: every group that asks gets the same arrangements and the same papers, and it can be proved (NNC-PARITY, SEC-7.2)."""
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Lower, Replace
from django.utils import timezone

from conversations.attendance import policy, texts
from conversations.attendance.models import Briefing, Given, PackPaper, Refusal, Review, Topic
from conversations.attendance.routing import holders_today, offices
from conversations.reasons import is_reason
from council_portal.access.decisions import require
from council_portal.accounts.models import Service
from council_portal.audit.services import record
from council_portal.documents.services import keep, put_away
from council_portal.outbox.services import post
from council_portal.protocol.services import rules_of

BESIDE = 50  # topics that a page shows beside a refusal, of the last LATELY and older ones each: the portal's own rule


class Bound(Exception):
    """Another group was briefed on this topic, so this one is not refused. args[0]: the clause."""


class Differs(Exception):
    """It is not what the first group was given, and no reason was written down. args[0]: "arrangements" or "refusal"."""


class NotSaid(Exception):
    """Another group was briefed lately, and it is not said why this is another matter."""


class TitleTaken(ValueError):
    """There is a topic of this title, capitals and spaces apart."""


def clause_of(version):
    """The clause of this version of the protocol by which every group gets the same, or ""."""
    return rules_of(version).about("group_parity")


@transaction.atomic
def begin(*, actor, title):
    """A new topic. Raises TitleTaken; texts.NamesAGroup."""
    require(actor, "make", Topic)
    texts.check_names(title=title)
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


@transaction.atomic
def withdraw_paper(topic, paper, *, actor, why):
    """Take a paper out of the pack: no group gets it any more, and the ledger goes on to show who was given it. Raises NamesAGroup."""
    require(actor, "change", topic)
    texts.check_names(why=why)
    topic.papers.filter(pk=paper.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=actor.person, why_withdrawn=why)
    record(topic, "paper withdrawn from the pack", actor=actor.person, detail=paper.digest)
    return topic


def latest(topic):
    """The papers of the pack as they are now."""
    return list(topic.papers.newest().filter(withdrawn_at=None).order_by("name", "pk"))


def had(briefing):
    """What was given with this briefing, the newest version of each paper, as rows with the day: those too that were withdrawn since."""
    rows = list(briefing.given.select_related("paper").order_by("paper__name", "paper__pk"))
    replaced = {row.paper.replaces_id for row in rows}
    return [row for row in rows if row.paper_id not in replaced]


def current(briefing):
    """The papers that a group has by this briefing, the newest version of each that it was given."""
    return [row.paper for row in had(briefing) if row.paper.withdrawn_at is None]


def counting(rows):
    """Those of these briefings that count: agreed to, or withdrawn after papers were given, which the group keeps."""
    return rows.filter(Q(request__status__in=policy.GIVEN) | Exists(Given.objects.filter(briefing=OuterRef("pk"))))


def live(topic):
    """The briefings on a topic that count, the first one first."""
    return counting(topic.briefings.all()).select_related("request__officer", "group").order_by("at", "pk")


def of_others(topic, group):
    """Those of other groups."""
    return live(topic).exclude(group=group)


@dataclass(frozen=True)
class Offered:
    """What a group is given: arrangements in words, the officer's time in minutes, and the post of the officer who comes."""

    arrangements: str
    minutes: int
    post: str

    def like(self, other):
        """Is it what the other was given?"""
        return (self.minutes, self.post) == (other.minutes, other.post) and same_text(self.arrangements, other.arrangements)


def minutes(start, end):
    """How many minutes lie between two instants."""
    return round((end - start).total_seconds() / 60)


def offered(briefing):
    """What was offered with a briefing that is on record, as it is now."""
    return in_terms(stands(briefing.request))


def measure(briefing):
    """What counts as given to the first group: as it stood when it was changed after others had been briefed, else as it is now."""
    before = briefing.request.earlier.all()
    return in_terms(next((row for row in before if row.others), None) or stands(briefing.request))


def in_terms(one):
    """The terms of a request that was agreed to, or of an Earlier."""
    return Offered(one.arrangements, minutes(one.slot_from, one.slot_until), one.officer.post)


def stands(request):
    """What was agreed to, as it is now: the request; where it was cancelled and is decided anew, what was agreed to last, an Earlier."""
    return request if request.slot_from else request.earlier.last()


def compared(topic, group):
    """The briefing with which what this group is given is compared: the first on the topic that counts, so that one that differed, for
    whatever reason, is the measure of none after it. None where no other group was briefed."""
    return live(topic).first() if of_others(topic, group).exists() else None


def proposed(topic, group):
    """What the first group was given on this topic, an Offered, which is proposed to each after it; None where no other was briefed."""
    first = compared(topic, group)
    return measure(first) if first else None


def proposals(request):
    """[(topic, Offered)] of the topics that are offered on agreeing and on which other groups were briefed: what is proposed to this one.
    In the order of `choices`."""
    topics = choices(request).filter(pk__in=briefed_others(request))
    return [(topic, proposed(topic, request.group)) for topic in topics]


def family(service):
    """The keys of this service, of what it is part of, and of its parts, to the top and to the bottom."""
    found, last = {one.pk for one in service.upwards()}, {service.pk}
    while last:
        last = set(Service.objects.filter(part_of__in=last).values_list("pk", flat=True)) - found
        found |= last
    return found


def near(request):
    """The topics, as rows, on which another group was briefed in the last `policy.LATELY`, of whatever service: a request names its own
    service, and the same matter can be asked of another. This service's first."""
    rows = counting(Briefing.objects.exclude(group=request.group)).filter(at__gt=timezone.now() - policy.LATELY)
    return its_own_first(Topic.objects.filter(pk__in=rows.values("topic")), request)


def of_the_service(request):
    """The briefings, as rows, about the service of this request, what it is part of, or its parts."""
    return Briefing.objects.filter(request__service__in=family(request.service))


def its_own_first(topics, request):
    """These topics, those of the service of this request before the others, by title."""
    return topics.order_by(own_first(request), "title")


def own_first(request):
    """What sorts the topics of the service of this request before the others."""
    return Case(When(pk__in=of_the_service(request).values("topic"), then=0), default=1)


def choices(request, title=""):
    """The topics, as rows, under which this request may be: those of its service first, those of `near`, those under which nothing is yet,
    and that of this title, capitals and spaces apart, so that whoever typed it as a new one can choose it."""
    titled = Topic.objects.alias(plain=Lower(Replace("title", Value(" "), Value("")))).filter(plain="".join(title.split()).lower())
    unused = ~Exists(Briefing.objects.filter(topic=OuterRef("pk")))
    found = [of_the_service(request).values("topic"), near(request).order_by().values("pk"), titled.values("pk")]
    return its_own_first(Topic.objects.filter(Q(unused) | Q(pk__in=found[0]) | Q(pk__in=found[1]) | Q(pk__in=found[2])), request)


def check_apart(request, topic, apart):
    """Is it said why this is another matter than those on which other groups were briefed? Raises NotSaid. topic: or None."""
    if topic and of_others(topic, request.group).exists():
        return
    if near(request).exists() and not is_reason(apart):
        raise NotSaid


def alike(request):
    """The topics, as rows, that are nearest to this request: those of `near` on which another group asked in the same title; where there
    are none, those of its service, what that is part of, or its parts."""
    found, others = near(request), counting(Briefing.objects.exclude(group=request.group))
    titled = found.filter(pk__in=others.filter(request__title__iexact=request.title.strip()).values("topic"))
    return titled if titled.exists() else found.filter(pk__in=others.filter(request__service__in=family(request.service)).values("topic"))


def apart_on_other_terms(request, topic, given):
    """Is this request agreed to under a topic that is none of `alike`, and is what is given, Offered, not what the first group was given on
    each of these? Else a new topic would be the way round the rule that each group is given the same."""
    if not request.is_of_group:
        return False
    others = list(alike(request))
    return topic not in others and any(not given.like(proposed(one, request.group)) for one in others)


def brief(request, *, actor, topic, given, difference="", newest=False):
    """Put a group's request, which is being agreed to, under a topic, and give it the pack: that of the groups before, else the newest.

    given: Offered. newest: every group before gets the newest pack with it. Returns the Briefing, with a difference where what is given
    is not what the first group was given. Called inside the transaction of `services.agree`. Raises Differs where it is not and no reason
    is written down. SECURITY: holds the topic, so that two who agree at once do not give two versions.
    """
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    before = compared(topic, request.group)
    alike = before is None or given.like(measure(before))
    if not alike and not is_reason(difference):
        raise Differs("arrangements")
    if newest:
        give_newest(topic, actor=actor)
    pack = current(before) if before and not newest else latest(topic)
    told = {"arrangements": given.arrangements, "difference": "" if alike else difference}
    made, new = Briefing.objects.update_or_create(request=request, defaults={"topic": topic, "group": request.group, **told})
    has = set() if new else set(made.given.values_list("paper", flat=True))  # what was given before it was cancelled
    Given.objects.bulk_create([Given(briefing=made, paper=paper) for paper in pack if paper.pk not in has])
    record(topic, "group briefed", actor=actor.person, clause=clause_of(request.protocol), detail=f"{len(pack)} papers")
    return made


def behind(topic, group):
    """Is there something in the pack that another group, briefed before, was not given?"""
    first = compared(topic, group)
    return first is not None and {paper.pk for paper in latest(topic)} != {paper.pk for paper in current(first)}


def same_text(one, other):
    """Do two texts say the same, spaces and line ends apart?"""
    return one.split() == other.split()


def check_refusal(request, topic, difference, apart):
    """May this group's request be refused? topic: that it is about, or None. Raises Bound, Differs, NotSaid."""
    check_apart(request, topic, apart)
    if topic is None or not of_others(topic, request.group).exists():
        return
    if clause := clause_of(request.protocol):
        raise Bound(clause)
    if not is_reason(difference):
        raise Differs("refusal")


@transaction.atomic
def give_newest(topic, *, actor):
    """Give every group that was briefed the pack as it is now, all at once. Returns to how many. Nobody learns of another."""
    require(actor, "change", topic)
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    pack, many = latest(topic), 0
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
    """Offer a briefing on this topic to every group at once: a notice tied to nobody's request. All Group Leaders are told.

    Raises texts.NamesAGroup.
    """
    require(actor, "change", topic)
    texts.check_names(offer=text)
    since = topic.offered_at or timezone.now()
    Topic.objects.filter(pk=topic.pk).update(offer=text, offered_at=since)
    record(topic, "briefing offered to every group", actor=actor.person)
    post(None, "attendance_offer", to=holders_today(offices(["group_leaders"])), key=f"{topic.uid} {since.isoformat()}",
         path="/programme/attendance/")
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
    """One line of the ledger: a briefing, what was given with it (rows of Given), and whether the group has what the first has.

    counts: False of what was withdrawn before anything was given.
    """

    briefing: Briefing
    given: list
    counts: bool
    same_papers: bool
    same_arrangements: bool

    @property
    def digests(self):
        """What proves it: the digest of each paper that the group has, in order."""
        return digests(self.given)


def digests(given):
    """The digests of the papers that were given and not withdrawn since, in order."""
    return sorted(row.paper.digest for row in given if row.paper.withdrawn_at is None)


def ledger(topic):
    """The lines of a topic, the first group first, what was withdrawn among them. A few statements and one for each briefing."""
    rows = topic.briefings.select_related("request__officer", "request__attends", "request__decided_by", "group").prefetch_related(
        "request__earlier__officer", "request__earlier__attends", "request__earlier__decided_by").order_by("at", "pk")
    found = [(one, had(one)) for one in rows]
    counted = [one for one, given in found if given or one.request.status in policy.GIVEN]
    if not counted:
        return [Line(one, given, False, True, True) for one, given in found]
    first = counted[0]
    same, alike = digests(dict(found)[first]), measure(first)
    return [Line(one, given, one in counted, one not in counted or digests(given) == same, alike.like(offered(one)))
            for one, given in found]


def refusals():
    """The refusals to groups and the terms that differed, the latest first, those too that were set aside, as rows for the ledger."""
    return Refusal.objects.select_related(
        "request__group", "request__service", "decided_by", "about", "topic", "looked_by").order_by("-decided_at", "-pk")


def put_before(requests):
    """Those of these requests for a list: those that wait first, the latest first among them, with what a line shows alone."""
    return Refusal.objects.filter(request__in=requests).select_related("request__group").only(
        "outcome", "decided_at", "decided_as", "terms", "cancelled", "request__uid", "request__title", "request__group__name").order_by(
            Case(When(outcome=Review.WAITS, then=0), default=1), "-decided_at", "-pk")


def beside(request):
    """The topics on which another group was briefed, for whoever looks at a refusal: those of `policy.LATELY`, and the older ones, each as
    (at most BESIDE topics, are there more?). Of whatever service, this one's first, and what others were briefed on last first."""
    lately = near(request)
    older = briefed_others(request).exclude(pk__in=lately.order_by().values("pk"))
    return tuple((found[:BESIDE], len(found) > BESIDE)
                 for found in (list(briefed_last_first(topics, request)[:BESIDE + 1]) for topics in (lately, older)))


def briefed_last_first(topics, request):
    """These topics, those of the service of this request before the others, in each what another group was briefed on last first."""
    last = counting(Briefing.objects.exclude(group=request.group)).filter(topic=OuterRef("pk")).order_by("-at").values("at")[:1]
    return topics.order_by(own_first(request), Subquery(last).desc(), "pk")


def briefed_others(request):
    """The topics, as rows, on which another group was briefed."""
    rows = counting(Briefing.objects.exclude(group=request.group))
    return Topic.objects.filter(pk__in=rows.values("topic"))
