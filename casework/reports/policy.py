"""Who may do what with a report on cases. The only place that says so (docs/decisions/reports.md)."""
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.policy import COUNTS_OF_ALL, COUNTS_OF_SERVICE, TAKERS, with_parts
from council_portal.access.rules import OfficeRule
from council_portal.accounts.models import Principal
from council_portal.accounts.policy import DEMOCRATIC, SEATS

MAKERS_OF_SERVICE = frozenset({"clo"}) | COUNTS_OF_SERVICE
MAKERS = MAKERS_OF_SERVICE | COUNTS_OF_ALL
NAMEABLE = TAKERS | MAKERS  # who holds one of these posts can be named as the officer responsible (SEC-5.4xiv)
DRAFT, SHARED, FINAL, REPLACED, WITHDRAWN = "draft", "shared", "final", "replaced", "withdrawn"
NOBODY = Q(pk__in=[])


def answers_for(user):
    """The keys of the services on whose cases this reader may report, with their parts; None for all. A post of the whole council is
    all of them."""
    if user.posts & COUNTS_OF_ALL:
        return None
    held = set(Principal.objects.filter(pk__in=user.principals, post__in=MAKERS_OF_SERVICE).values_list("service", flat=True))
    return None if None in held else with_parts(held)


@dataclass(frozen=True)
class Part:
    """What a reader is to a report, asked of the database and of one row. tests/reports hold the two together."""

    q: Callable
    holds: Callable


def of_person(user, column):
    """Rows that name this reader, while they are in office."""
    return Q(**{column: user.person_id}) if user.principals else NOBODY


def in_the_wards(user, report):
    """Is the reader a Member for one of its wards today?"""
    return bool(user.principals) and report.wards.filter(principal__in=user.principals).exists()


def both(one, other):
    """The part of who is the one and the other."""
    return Part(lambda user: one.q(user) & other.q(user), lambda user, report: one.holds(user, report) and other.holds(user, report))


MAKER = Part(lambda user: of_person(user, "maker") if user.posts & MAKERS else NOBODY,
             lambda user, report: report.maker_id == user.person_id and bool(user.posts & MAKERS))
RESPONSIBLE = Part(lambda user: of_person(user, "responsible"),
                   lambda user, report: report.responsible_id == user.person_id and bool(user.principals))
KEEPER = Part(lambda user: Q() if user.posts & DEMOCRATIC else NOBODY, lambda user, report: bool(user.posts & DEMOCRATIC))
WARD_MEMBER = Part(lambda user: Q(report_wards__ward__principal__in=user.principals), in_the_wards)
MEMBER_FOR_ALL = Part(lambda user: Q(all_wards=True) if SEATS in user.posts else NOBODY,
                      lambda user, report: report.all_wards and SEATS in user.posts)
NOT_AGREED = Part(lambda user: Q(agreed_at=None), lambda user, report: report.agreed_at is None)
# Agreed to by the officer responsible, or that officer is the one who asks: whoever finishes a report in their own name agrees to it.
STOOD_FOR = Part(lambda user: Q(agreed_at__isnull=False) | RESPONSIBLE.q(user),
                 lambda user, report: report.agreed_at is not None or RESPONSIBLE.holds(user, report))
ANYBODY = Part(lambda user: Q() if user.principals else NOBODY, lambda user, report: bool(user.principals))

MAKING = (MAKER, KEEPER)
AUTHORS = (MAKER, RESPONSIBLE, KEEPER)
MEMBERS = (WARD_MEMBER, MEMBER_FOR_ALL)


@dataclass(frozen=True)
class ReportRule(OfficeRule):
    """An action on a report. who: for each status, the parts of which any one gives it."""

    who: dict = field(default_factory=dict)

    def given_to(self, user, row=None):
        """row: a report. Asked without one: are there any that this reader might?"""
        if row is None:
            return super().given_to(user)
        return any(part.holds(user, row) for part in self.who.get(row.status, ()))

    def rows(self, queryset, user):
        """Those that the rule gives this reader."""
        wanted = NOBODY
        for status, parts in self.who.items():
            for part in parts:
                wanted |= Q(status=status) & part.q(user)
        return queryset.filter(pk__in=queryset.model.objects.filter(wanted).values("pk"))


REPORTS = {
    "make": OfficeRule("RUG-CASE-REPORT", MAKERS, says=_(
        "Only Councillor Liaison Officers, whoever answers for a service, the Chief Executive and Democratic Services make reports.")),
    "view": ReportRule("RUG-CASE-REPORT", who={
        DRAFT: AUTHORS, SHARED: AUTHORS + MEMBERS, FINAL: (ANYBODY,), REPLACED: (ANYBODY,), WITHDRAWN: MAKING}),
    "annex": ReportRule("RUG-CASE-REPORT", says=_(
        "The exempt annex is read by whoever made the report, the officer responsible, Democratic Services and Members of its wards."),
        who={DRAFT: AUTHORS, SHARED: (*AUTHORS, WARD_MEMBER), FINAL: (*AUTHORS, WARD_MEMBER), REPLACED: (*AUTHORS, WARD_MEMBER),
             WITHDRAWN: MAKING}),
    "read_comments": ReportRule("RUG-CASE-REPORT", says=_(
        "Comments are read by whoever made the report, the officer responsible and Democratic Services."),
        who={status: AUTHORS for status in (DRAFT, SHARED, FINAL, REPLACED)} | {WITHDRAWN: MAKING}),
    "comment": ReportRule("RUG-CASE-REPORT", frozenset({SEATS}), says=_(
        "Only Members of its wards comment on a report, and only while the draft is with them."), who={SHARED: MEMBERS}),
    "change": ReportRule("SEC-5.4xiv", MAKERS, says=_(
        "Only whoever made a report and Democratic Services change it, and only until it is final."), who={DRAFT: MAKING, SHARED: MAKING}),
    "count": ReportRule("RUG-CASE-REPORT", MAKERS, says=_(
        "Only whoever made a report and Democratic Services count it anew, and only while it is a draft."), who={DRAFT: MAKING}),
    "share": ReportRule("RUG-CASE-REPORT", MAKERS, says=_(
        "Only whoever made a report and Democratic Services show the draft to ward Members, and only once."), who={DRAFT: MAKING}),
    "agree": ReportRule("SEC-5.4xiv", says=_(
        "Only the officer responsible agrees to a report, only once to the same contents, and only until it is final."),
        who={status: (both(RESPONSIBLE, NOT_AGREED),) for status in (DRAFT, SHARED)}),
    "prepare": ReportRule("RUG-CASE-REPORT", MAKERS, says=_(
        "Only whoever made a report and Democratic Services make it final, and only after ward Members were shown the draft."),
        who={SHARED: MAKING}),
    "finish": ReportRule("SEC-5.4xiv", MAKERS, says=_(
        "Only whoever made a report and Democratic Services make it final, and only after ward Members were shown the draft and the "
        "officer responsible agreed to it."), who={SHARED: tuple(both(part, STOOD_FOR) for part in MAKING)}),
    "withdraw": ReportRule("RUG-CASE-REPORT", MAKERS, says=_(
        "Only whoever made a report and Democratic Services withdraw it, and only until it is final."), who={DRAFT: MAKING, SHARED:
            MAKING}),
    "renew": ReportRule("RUG-CASE-REPORT", MAKERS, says=_(
        "Only whoever made a report and Democratic Services begin a new version, and only of one that is final."), who={FINAL: MAKING}),
}
