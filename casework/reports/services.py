"""What is done with a report: made, counted, changed, agreed to, shown, commented on, made final, withdrawn, renewed, taken away."""
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.policy import with_parts
from casework.reports import counting
from casework.reports.models import Report, ReportComment, ReportService, ReportWard, Status
from casework.reports.policy import NAMEABLE, answers_for
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person, Principal, Service
from council_portal.accounts.policy import SEATS, STAFF
from council_portal.audit.services import record
from council_portal.matters.services import Changed, move, once
from council_portal.outbox.services import post

SCOPE = ("first_on", "last_on", "wards", "services", "kinds")


class Commented(ValueError):
    """This Member has commented already."""


class Beyond(ValueError):
    """A service on whose cases the maker does not answer. `services`: the names."""

    def __init__(self, services):
        self.services = sorted(service.name for service in services)
        super().__init__(", ".join(self.services))


def scope_of(actor, *, first_on, last_on, wards=(), services=(), kinds=()):
    """What this maker may count. No services chosen: all that they answer for. Raises Beyond."""
    among = answers_for(actor)
    beyond = [] if among is None else [one for one in services if one.pk not in among]
    if beyond:
        raise Beyond(beyond)
    if among is not None and not services:
        services = tops(among)
    return counting.Scope(first_on, last_on, tuple(wards), tuple(services), tuple(kinds), None if among is None else frozenset(among))


def tops(keys):
    """Those of these services that are part of none of the others."""
    return list(Service.objects.filter(pk__in=keys).exclude(part_of__in=keys).order_by("name"))


def as_kept(report):
    """The choices that a report was counted by."""
    return {"first_on": report.first_on, "last_on": report.last_on, "wards": list(report.wards.all()),
            "services": list(report.services.all()), "kinds": report.kinds}


@transaction.atomic
def make(*, actor, key, replaces=None, **given):
    """A draft, counted now. key: the UUID of the form; sent twice it makes one. given: the choices of `scope_of` and the words of
    `rewrite`. Raises Beyond; Changed where another draft is to replace the same report. Returns the report."""
    require(actor, "make", Report)
    scope = scope_of(actor, **{name: given.pop(name) for name in SCOPE if name in given})

    def anew():
        if replaces and replaces.newer.filter(is_open=True).exists():
            raise Changed(replaces)
        report = Report.objects.create(maker=actor.person, replaces=replaces, **columns(scope), **words(given))
        keep_choices(report, scope)
        record(report, "report made", actor=actor.person, detail=period(report))
        tell_responsible(report, actor)
        return report

    return once(key, actor.person, Report, anew)


def columns(scope):
    """What is stored of a scope, with its numbers as they are now."""
    return {"first_on": scope.first_on, "last_on": scope.last_on, "all_wards": not scope.wards, "kinds": list(scope.kinds),
            "figures": counting.count(scope), "counted_at": timezone.now()}


def words(given):
    """The columns of what was written, with the offices that the officer responsible holds today (SEC-5.4xiv)."""
    return {**given, "responsible_as": offices_of(given["responsible"])}


def offices_of(person):
    """The posts of an officer, as a report names them."""
    held = Appointment.objects.filter(in_force(), person=person, principal__kind=Principal.Kind.POST).exclude(principal__post=STAFF)
    return ", ".join(sorted(set(held.values_list("principal__name", flat=True))))[:300]


def who_can_be_responsible():
    """{key of an officer in office: names of their posts}, of those who take cases or make reports (`policy.NAMEABLE`)."""
    held = Appointment.objects.filter(in_force())
    officers, nameable = (held.filter(principal__post__in=posts).values("person") for posts in ([STAFF], NAMEABLE))
    rows = held.filter(person__in=officers).filter(person__in=nameable, principal__kind=Principal.Kind.POST).exclude(principal__post=STAFF)
    found = {}
    for person, name in rows.order_by("principal__name").values_list("person", "principal__name"):
        found.setdefault(person, []).append(name)
    return {person: ", ".join(dict.fromkeys(names)) for person, names in found.items()}


def keep_choices(report, scope):
    """Keep which wards and services were chosen, in the place of what was before."""
    report.report_wards.all().delete()
    report.report_services.all().delete()
    ReportWard.objects.bulk_create([ReportWard(report=report, ward=ward) for ward in scope.wards])
    ReportService.objects.bulk_create([ReportService(report=report, service=service) for service in scope.services])


def tell_responsible(report, actor):
    """Whoever is named as responsible for the contents is told, unless they named themselves."""
    post(report, "report_names_you", to=responsible_but(report, actor), key=str(report.version))


def responsible_but(report, actor):
    """The officer responsible, to be told; nobody where it is they who act."""
    return [] if report.responsible_id == actor.person_id else [report.responsible]


@transaction.atomic
def rewrite(report, *, actor, **given):
    """Other words; in a draft another scope too, which is counted. Takes back what the officer responsible agreed to, who is told.
    Raises Beyond, Changed."""
    require(actor, "change", report)
    before = report.responsible_id, report.agreed_at
    asked = {name: given.pop(name) for name in SCOPE if name in given}
    changes = words(given)
    if asked:
        require(actor, "count", report)
        scope = scope_of(actor, **asked)
        changes |= columns(scope)
        keep_choices(report, scope)
    move(report, report.status, actor=actor.person, verb="report changed", detail=period(report), agreed_at=None, **changes)
    if report.responsible_id != before[0]:
        tell_responsible(report, actor)
    else:
        tell_taken_back(report, actor, before[1])
    return report


def tell_taken_back(report, actor, agreed_at):
    """Whoever had agreed (at this instant, or None) is told that it no longer counts, and is asked again."""
    if agreed_at:
        post(report, "report_agree_again", to=responsible_but(report, actor), key=str(report.version))


@transaction.atomic
def count_again(report, *, actor):
    """The numbers as they are now. Takes back what the officer responsible agreed to, who is told. Raises Beyond, Changed."""
    require(actor, "count", report)
    scope, agreed_at = scope_of(actor, **as_kept(report)), report.agreed_at
    move(report, report.status, actor=actor.person, verb="report counted", detail=period(report), agreed_at=None, **columns(scope))
    tell_taken_back(report, actor, agreed_at)
    return report


@transaction.atomic
def agree(report, *, actor):
    """The officer responsible stands for the contents as they are now (SEC-5.4xiv); whoever made it is told. Raises Changed."""
    require(actor, "agree", report)
    move(report, report.status, actor=actor.person, verb="report agreed to", agreed_at=timezone.now())
    if report.maker_id != actor.person_id:
        post(report, "report_agreed", to=[report.maker], key=str(report.version))
    return report


@transaction.atomic
def share(report, *, actor):
    """Show the draft to the Members of its wards, who are told, as is the officer responsible. Raises Changed."""
    require(actor, "share", report)
    move(report, Status.SHARED, actor=actor.person, verb="report shown to ward Members", shared_at=timezone.now())
    post(report, "report_for_ward", to=ward_members(report))
    post(report, "report_with_wards", to=responsible_but(report, actor))
    return report


def ward_members(report):
    """The Members for its wards today; all Members where no ward was chosen."""
    offices = Principal.objects.filter(post=SEATS) if report.all_wards else Principal.objects.filter(ward__in=report.wards.all())
    held = Appointment.objects.filter(in_force(), principal__in=offices)
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("name"))


@transaction.atomic
def comment(report, *, actor, text):
    """What a ward Member says of the draft, once. Raises Commented where they said something already."""
    require(actor, "comment", report)
    try:
        with transaction.atomic():
            said = ReportComment.objects.create(report=report, author=actor.person, text=text)
    except IntegrityError:
        raise Commented from None
    record(report, "report commented on", actor=actor.person)
    post(report, "report_comment", to=[report.maker, report.responsible], key=str(said.uid))
    return report


@transaction.atomic
def finish(report, *, actor):
    """It is final: everybody in office may read it, and nobody changes it. One that it replaces is replaced. The officer responsible
    who does it agrees by that. Raises Changed."""
    require(actor, "finish", report)
    now = timezone.now()
    move(report, Status.FINAL, actor=actor.person, verb="report made final", finished_at=now, agreed_at=report.agreed_at or now)
    if report.replaces:
        if report.replaces.status != Status.FINAL:  # another new version was first
            raise Changed(report)
        move(report.replaces, Status.REPLACED, actor=actor.person, verb="report replaced")
    return report


@transaction.atomic
def withdraw(report, *, actor):
    """A draft that will not be used. It is kept, for whoever made it and Democratic Services. Raises Changed."""
    require(actor, "withdraw", report)
    return move(report, Status.WITHDRAWN, actor=actor.person, verb="report withdrawn")


@transaction.atomic
def renew(report, *, actor, key):
    """A new draft like this one, counted now, which replaces it when it is final. One at a time. Raises Beyond, Changed."""
    require(actor, "renew", report)
    same = {name: getattr(report, name) for name in ("title", "body", "responsible", "introduction", "annex", "exemption")}
    return make(actor=actor, key=key, replaces=report, **as_kept(report), **same)


@transaction.atomic
def note_taken(report, *, actor, what="report taken as PDF"):
    """Record that a file of a report left the portal, with its status."""
    require(actor, "view", report)
    record(report, what, actor=actor.person, detail=report.status)


@transaction.atomic
def note_annex_taken(report, *, actor):
    """Record that the exempt annex left the portal."""
    require(actor, "annex", report)
    record(report, "exempt annex taken as PDF", actor=actor.person, detail=report.status)


def period(report):
    """From when to when, for the record."""
    return f"{report.first_on} to {report.last_on}"


def overlapping(report):
    """Reports that count some of the same cases within other bounds, the last first: one could be taken from the other."""
    others = Report.objects.exclude(status=Status.WITHDRAWN).exclude(pk=report.pk).filter(
        first_on__lte=report.last_on, last_on__gte=report.first_on).defer("figures", "introduction", "annex")
    parts = list(Service.objects.values_list("part_of", "pk"))
    mine = bounds(report, parts)
    return [other for other in others.prefetch_related("wards", "services").order_by("-made_at", "-pk")
            if overlap(mine, bounds(other, parts))]


def bounds(report, parts):
    """(days, wards, services, kinds) of a report, an empty set for all. parts: (whole, part) of all services."""
    return ((report.first_on, report.last_on), {one.pk for one in report.wards.all()},
            with_parts([one.pk for one in report.services.all()], parts), set(report.kinds))


def overlap(one, other):
    """Do these bounds have cases in common, and are they not the same?"""
    return one != other and all(not mine or not theirs or mine & theirs for mine, theirs in zip(one[1:], other[1:], strict=True))


def open_work(principals):
    """For `access.holdings`: the reports that these people have begun, and those that wait for their agreement: (label, number)."""
    people = Person.objects.filter(own_principals__in=principals).values("pk")
    found = Report.objects.filter(is_open=True).aggregate(
        begun=Count("pk", filter=Q(maker__in=people)), waiting=Count("pk", filter=Q(responsible__in=people, agreed_at=None)))
    return [(_("reports not finished"), found["begun"]), (_("reports that wait for their agreement"), found["waiting"])]
