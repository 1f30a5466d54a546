"""Who may do what with a case. The only place that says so; docs/roles.md is read from it."""
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import Condition, OfficeRule, OwnRule, Rule
from council_portal.accounts.models import Principal, Service

RAISER, HANDLER, ROUTER, FORMER = "raiser", "handler", "router", "former"
PARTICIPANT, CONTRIBUTOR, CONTRIBUTED = "participant", "contributor", "contributed"
CAPACITIES = {
    RAISER: _("the Member who raised it"),
    HANDLER: _("the office that it was sent to"),
    FORMER: _("an office that had it before the Member took it further"),
    ROUTER: _("Democratic Services, to find somebody for it"),
    PARTICIPANT: _("somebody who joined the correspondence"),
    CONTRIBUTOR: _("an office that was asked to contribute"),
    CONTRIBUTED: _("an office that contributed and reads it until it is closed"),
}
# Who reads a case from its beginning. Whoever joins later reads from then on.
WHOLE = frozenset({RAISER, HANDLER, ROUTER, FORMER})
HAVE_OR_HAD = (HANDLER, FORMER)  # the offices of officers whose matter it is or was
PARTS = sorted(set(CAPACITIES) - WHOLE)

# The posts with which Democratic Services may place a case: officers who answer, never Members or everybody.
TAKERS = frozenset({"clo", "nominated_officer", "head_of_service", "senior_officer", "chief_officer", "director", "executive_director",
                    "chief_operating_officer", "chief_executive"})
PLACERS = frozenset({"democratic_services"})  # who find somebody for a case that has nobody

UNROUTED, WITH_CENTRE, WITH_OFFICER, ESCALATED = "unrouted", "with_centre", "with_officer", "escalated"
WITH_MEMBER, ANSWERED, CLOSED = "with_member", "answered", "closed"

# What a Member may raise here: words of VOCABULARY, in the order in which they are offered.
REQUEST = "service_request"
QUESTION = "question_to_member"  # an officer asks, a Member is asked: nobody raises it here as a Member
TO_OFFICERS = ["service_failure", "operational", "strategic", "policy", "information_request"]
RAISABLE = [REQUEST, *TO_OFFICERS]


def answer_due(case):
    """The day by which an answer is awaited, None where none is. Once taken further that is the next date: no other clock runs then."""
    return {WITH_OFFICER: case.due_on, ESCALATED: case.next_on}.get(case.status)


def late_answer(case):
    """Has the day gone by on which an answer was due of whoever has this case? The condition of OVERDUE, for one case."""
    on = answer_due(case)
    return on is not None and on < timezone.localdate()


# Overdue from 00:00 London of the day after the due date (SEC-3.4). No due date: due_order is the end of time. Once a case was taken
# further the next date is that of the answer, because no other clock runs then.
OVERDUE = Condition(
    "overdue",
    q=lambda: Q(status=WITH_OFFICER, due_order__lt=timezone.localdate()) | Q(status=ESCALATED, next_on__lt=timezone.localdate()),
    holds=late_answer,
)

IN_TIME = Condition("in_time", q=lambda: ~OVERDUE.q(), holds=lambda case: not late_answer(case))

# A question that officers put to a Member outside any case is no matter that a Member raised: it is settled, not answered.
RAISED = Condition("raised", q=lambda: ~Q(matter=QUESTION), holds=lambda case: case.matter != QUESTION)
ASKED = Condition("asked", q=lambda: Q(matter=QUESTION), holds=lambda case: case.matter == QUESTION)

CASE = {
    "ask_member": OfficeRule(
        "RUG-4-OFFICERS", TAKERS, cites="question_to_member",
        says=_("Only an officer who takes cases can ask a Member something.")),
    "log": OfficeRule(
        "SEC-3.2", frozenset({"all_members"}), cites="service_failure",
        says=_("Only a Member of the council can raise a case.")),
    "view": Rule("decision access-by-standing"),
    "acknowledge": Rule(
        "NNC-TIME", frozenset({HANDLER}), {"status": [WITH_OFFICER, ESCALATED]}, (RAISED,),
        says=_("Only the office that has the case can acknowledge it, and only while an answer is awaited.")),
    "answer": Rule(
        "SEC-3.2", frozenset({HANDLER, FORMER}), {"status": [WITH_OFFICER, ESCALATED, WITH_MEMBER]}, (RAISED,), cites="service_failure",
        says=_("Only an office that has or had the case can answer it, and only while an answer is awaited.")),
    "ask": Rule(
        "SEC-3.4", frozenset({HANDLER}), {"status": [WITH_OFFICER, ESCALATED]}, (IN_TIME,), cites="question_to_member",
        says=_("Only the office that has the case can ask the Member something, and only before the answer is overdue: a question stops "
               "the clock, and what is late stays late. An update can ask too.")),
    "reply": Rule(
        "SEC-3.4", frozenset({RAISER}), {"status": [WITH_MEMBER]}, cites="question_to_member",
        says=_("Only the Member who is asked can reply, and only while there is a question.")),
    "go_on": Rule(
        "SEC-3.4", frozenset({HANDLER}), {"status": [WITH_MEMBER]}, cites="question_to_member",
        says=_("Only the office that asked can go on without a reply, and only while there is a question.")),
    "more_time": Rule(
        "NNC-TIME", frozenset({HANDLER}), {"status": [WITH_OFFICER]}, (RAISED,),
        says=_("Only the office that has the case can ask for more time, and only while its answer is awaited.")),
    "agree": Rule(
        "NNC-TIME", frozenset({RAISER}), {"status": [WITH_OFFICER, WITH_MEMBER]}, (RAISED,),
        says=_("Only the Member who raised the case can agree to more time, and only while an answer is awaited.")),
    "update": Rule(
        "RUG-CASE-CHANNEL", frozenset({RAISER, HANDLER, FORMER, PARTICIPANT}), {"is_open": [True]},
        says=_("Updates can be posted while the case is open, by the Member whose it is, the office that has it and who joined.")),
    "escalate": Rule(
        "SEC-3.5", frozenset({RAISER}), {"status": [WITH_OFFICER, ESCALATED]}, (OVERDUE, RAISED), cites="unanswered",
        says=_("A case can be taken further by the Member who raised it, once the reply is overdue.")),
    "come_back": Rule(
        "RUG-CASE", frozenset({RAISER}), {"status": [ANSWERED, CLOSED], "matter": TO_OFFICERS},
        says=_("The Member who raised a case can come back on it once it has been answered or closed.")),
    "close": Rule(
        "RUG-CASE", frozenset({RAISER}), {"is_open": [True]}, (RAISED,),
        says=_("The Member who raised a case can close it while it is open.")),
    "settle": Rule(
        "RUG-4-OFFICERS", frozenset({HANDLER}), {"status": [WITH_OFFICER]}, (ASKED,), cites="question_to_member",
        says=_("Only the office that asks can settle a question to a Member, once there is a reply or it has gone on without one.")),
    "place": Rule(
        "VOCABULARY-ladder", frozenset({ROUTER}), {"status": [UNROUTED, ESCALATED]},
        says=_("Only Democratic Services place a case, and only one that has nobody to go to.")),
    "assign": Rule(
        "RUG-CASE", frozenset({HANDLER}), {"status": [WITH_OFFICER, ESCALATED, WITH_MEMBER, ANSWERED]},
        says=_("Only the office that has the case can give it to one of its officers, and only while it is open.")),
    "hand_over": Rule(
        "RUG-CASE", frozenset({HANDLER}), {"status": [WITH_OFFICER, ESCALATED, WITH_MEMBER]},
        says=_("Only the office that has the case can hand it over, and only while an answer is awaited.")),
    "want": Rule(
        "RUG-CASE", frozenset({HANDLER}), {"status": [WITH_OFFICER, ESCALATED, WITH_MEMBER]}, (RAISED,),
        says=_("Only the office that has the case can ask another for a contribution, and only while an answer is awaited.")),
    "contribute": Rule(
        "RUG-CASE", frozenset({CONTRIBUTOR}), {"is_open": [True]},
        says=_("Only an office that was asked for a contribution can give it, and only while the case is open.")),
    "join": Rule(
        "RUG-CASE-CHANNEL", frozenset({RAISER, HANDLER}), {"is_open": [True]},
        says=_("Only the Member whose case it is and the office that has it can add somebody, and only while it is open.")),
    "refer": Rule(
        "SEC-3.1", frozenset({RAISER}), {"status": [WITH_CENTRE]}, cites="service_request",
        says=_("Only the Member who raised the request can enter its reference, and only while it is with the contact centre.")),
    "turn": Rule(
        "SEC-3.2", frozenset({RAISER}), {"status": [WITH_CENTRE, CLOSED], "matter": [REQUEST]}, cites="service_failure",
        says=_("Only the Member who raised a request can turn it into a concern.")),
}

# How long a service takes over a kind of matter (NNC-TIME): everybody in office may read it, Democratic Services keep it.
TIMES = {
    "view": OfficeRule("NNC-TIME"),
    "change": OfficeRule("NNC-TIME", frozenset({"democratic_services"}), says=_("Only Democratic Services set how long a service takes.")),
}


def services_of(user, posts):
    """The keys of the services in which this reader holds one of these posts, with everything that is part of them. Two statements."""
    held = Principal.objects.filter(pk__in=user.principals, post__in=posts).exclude(service=None).values_list("service", flat=True)
    return with_parts(held)


def with_parts(keys, parts=None):
    """The keys of these services and of everything that is part of them, a set. One statement, or none.

    parts: (whole, part) of all services, for who asks more than once.
    """
    found, more = set(), set(keys)
    parts = list(Service.objects.values_list("part_of", "pk")) if more and parts is None else parts
    while more:
        found |= more
        more = {part for whole, part in parts if whole in more} - found
    return found


@dataclass(frozen=True)
class LineRule(OfficeRule):
    """Keeping one standard line: whoever takes cases in its service or above it; one of the whole council, the holders of `posts`."""

    def given_to(self, user, row=None):
        """row: a line, saved or not. Asked without one: are there any that this reader may keep?"""
        if row is None:
            return bool(user.posts & (self.posts | TAKERS))
        return row.service_id in services_of(user, TAKERS) if row.service_id else bool(user.posts & self.posts)

    def rows(self, queryset, user):
        """Those of the reader's services; by a post those of the whole council too."""
        mine = Q(service__in=services_of(user, TAKERS))
        return queryset.filter(mine | Q(service=None) if user.posts & self.posts else mine)


@dataclass(frozen=True)
class LiveRule(OfficeRule):
    """What may be put into a text: only what has not ended."""

    def rows(self, queryset, user):
        """Those that have not ended, or none."""
        return super().rows(queryset, user).filter(ended_at=None)


@dataclass(frozen=True)
class InvolvedRule(OwnRule):
    """Reading that a Member is openly involved: the Member, whoever takes cases of that service or above it, and `posts`."""

    def given_to(self, user, row=None):
        """row: an involvement. Asked without one: can there be any that this reader may see?"""
        if row is None:
            return bool(user.posts & (self.posts | TAKERS | {"all_members"}))
        if super().given_to(user, row):
            return row.until is None or row.person_id == user.person_id
        return row.until is None and row.service_id in services_of(user, TAKERS)

    def rows(self, queryset, user):
        """The reader's own, and of those that have not been ended the ones of the reader's services, or by a post all."""
        own = Q(person=user.person_id) if user.principals else Q(pk=None)
        others = Q(until=None) if user.posts & self.posts else Q(until=None, service__in=services_of(user, TAKERS))
        return queryset.filter(own | others)


# Openly involved (docs/decisions/officers-ask.md): of a Member's own will, told to those who work on it and to nobody else.
INVOLVED = {
    "view": InvolvedRule(
        "RUG-4-OFFICERS", frozenset({"democratic_services"}),
        says=_("Only the Member, whoever takes cases of the service and Democratic Services see who is involved.")),
    "say": OfficeRule(
        "RUG-4-OFFICERS", frozenset({"all_members"}), says=_("Only a Member of the council says that they are involved.")),
    "end": OwnRule("RUG-4-OFFICERS", says=_("Only the Member who said it can end it.")),
}


@dataclass(frozen=True)
class NewsRule(OfficeRule):
    """News to the Members who are involved: whoever takes cases of its service or above it, and `posts`.

    told: the Members too who were told when it was sent, while they are in office.
    """

    told: bool = False

    def given_to(self, user, row=None):
        """row: an InvolvedNews, saved or not. Asked without one: is there any that this reader could?"""
        if user.posts & self.posts or (self.told and "all_members" in user.posts and (row is None or row.was_told(user.person_id))):
            return True
        mine = services_of(user, TAKERS)
        return bool(mine) if row is None else row.service_id in mine

    def rows(self, queryset, user):
        """All by a post; else those of the reader's services, and of which they were told."""
        if user.posts & self.posts:
            return queryset.all()
        own = Q(pk__in=queryset.model.keys_told(user.person_id)) if self.told and "all_members" in user.posts else Q(pk=None)
        return queryset.filter(own | Q(service__in=services_of(user, TAKERS)))


# How matters stand, told to all who are openly involved at once (docs/decisions/officers-ask.md).
NEWS = {
    "view": NewsRule(
        "RUG-4-FOLLOW", frozenset({"democratic_services"}), told=True,
        says=_("Only the Members who were told, whoever takes cases of the service and Democratic Services read it.")),
    "tell": NewsRule(
        "RUG-4-FOLLOW", frozenset({"democratic_services"}),
        says=_("Only whoever takes cases of the service and Democratic Services tell the Members who are involved in it.")),
}

# Standard lines (docs/decisions/standard-lines.md): for those who answer; those of the whole council are kept centrally.
LINES = {
    "view": OfficeRule("RUG-CASE", TAKERS | {"democratic_services"}, says=_("Only officers who take cases read the standard lines.")),
    "choose": LiveRule("RUG-CASE", TAKERS, says=_("Only officers who take cases use the standard lines.")),
    "change": LineRule(
        "RUG-CASE", frozenset({"chief_executive", "chief_operating_officer", "democratic_services"}),
        says=_("Only whoever takes cases of a service keeps its lines; those of the whole council whoever is over all of it "
               "and Democratic Services.")),
}

# The count of both clocks (docs/decisions/counting.md): numbers of the services that one answers for, or of all.
COUNTS_OF_SERVICE = frozenset({"head_of_service", "chief_officer", "director", "executive_director"})
COUNTS_OF_ALL = frozenset({"chief_executive", "democratic_services"})


@dataclass(frozen=True)
class CountRule(OfficeRule):
    """Reading how a service is counted: whoever answers for it or is above it, and those who see all."""

    def given_to(self, user, row=None):
        """row: a count. Asked without one: are there any that this reader may see?"""
        if row is None or user.posts & COUNTS_OF_ALL:
            return super().given_to(user)
        return row.service_id in services_of(user, COUNTS_OF_SERVICE)

    def rows(self, queryset, user):
        """Those of the reader's services, or all."""
        return queryset.all() if user.posts & COUNTS_OF_ALL else queryset.filter(service__in=services_of(user, COUNTS_OF_SERVICE))


COUNTS = {
    "view": CountRule("NNC-TIME", COUNTS_OF_SERVICE | COUNTS_OF_ALL, says=_("Only whoever answers for a service sees how it is counted.")),
}
