"""Who may do what with requests that officers attend, and with the parity ledger. The only place that says so."""
import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.models import in_force
from council_portal.access.rules import Condition, OfficeRule, Rule
from council_portal.accounts.models import GroupMembership, Principal
from council_portal.accounts.policy import MONITORING, SEATS, STAFF
from council_portal.protocol.services import NothingInForce, route_under
from council_portal.protocol.services import in_force as protocol_in_force

ASKED, AGREED, REFUSED, WITHDRAWN, DONE = "asked", "agreed", "refused", "withdrawn", "done"
GIVEN = [AGREED, DONE]
ASKER, INVITED, LEADER, RECEIVER, DECIDER = "asker", "invited", "leader", "receiver", "decider"
NAMED, GROUP, TOLD, REVIEWER = "named", "group", "told", "reviewer"
CAPACITIES = {
    ASKER: _("the Member who asks"),
    INVITED: _("the officer who asks"),
    LEADER: _("the leader of the group for which an officer asks"),
    RECEIVER: _("an office that the request goes to"),
    DECIDER: _("an office that decides"),
    NAMED: _("the officer who is named to attend"),
    GROUP: _("a Member of the group, as it was when the note was written"),
    TOLD: _("somebody who was told of it, with a reason"),
    REVIEWER: _("an office that looks at what groups are refused and given"),
}

# What became of a refusal to a political group, or of terms that differ from those of the first, before whoever looks at it. BEFORE: it
# was made before refusals were looked at. MAKE_GOOD, GOOD (they are those of the first now): of terms alone. OVERTAKEN: what was looked at
# was changed, or fell, before anything was said of it.
WAITS, STANDS, SET_ASIDE, MAKE_GOOD, BEFORE = "waits", "stands", "set_aside", "make_good", "before"
GOOD, OVERTAKEN = "good", "overtaken"

LATELY = datetime.timedelta(days=365)  # how long the ledger asks whether a request is about the same matter

# What is asked for: words of VOCABULARY, in the order in which they are offered.
GROUP_MEETING, WITH_OUTSIDERS, WARD_PARTY = "group_meeting", "group_meeting_with_outsiders", "ward_party_meeting"
BRIEFING, SCRUTINY, EXTERNAL = "private_briefing", "scrutiny_attendance", "external_elected_meeting"
GROUP_KINDS = [GROUP_MEETING, WITH_OUTSIDERS]
OFFERED = {"member": [*GROUP_KINDS, WARD_PARTY, BRIEFING, SCRUTINY], "officer": [*GROUP_KINDS, WARD_PARTY, SCRUTINY, EXTERNAL]}
KINDS = list(dict.fromkeys([*OFFERED["member"], *OFFERED["officer"]]))
# Who of the officers asks for scrutiny: on the committee's behalf, the portal's own rule.
FOR_THE_COMMITTEE = frozenset({"democratic_services"})

# What was said there is told on to those alone whom the Member who asked has named (EXD-7.2; for a group the portal's own rule).
OWN_ALONE = [BRIEFING, *GROUP_KINDS]


def begun(request):
    """Has the officer's time begun? While it is not agreed to there is none."""
    return request.slot_from is not None and request.slot_from <= timezone.now()


BEGUN = Condition("begun", q=lambda: Q(request__slot_from__lte=timezone.now()), holds=begun)
AHEAD = Condition("ahead", q=lambda: Q(request__slot_from=None) | Q(request__slot_from__gt=timezone.now()),
                  holds=lambda request: not begun(request))

NONE_WAITS = Condition("none_waits", q=lambda: ~Q(review=WAITS), holds=lambda request: request.review != WAITS)

REQUESTS = {
    "ask": OfficeRule("SEC-7.4", frozenset({SEATS, STAFF}), says=_(
        "Only Members and officers of the council ask that an officer attends.")),
    "view": Rule("decision access-by-standing"),
    "agree": Rule("SEC-7.4", frozenset({DECIDER}), {"status": [ASKED]}, says=_(
        "Only an office that decides can agree to the request, and only while it is not decided.")),
    "refuse": Rule("SEC-7.4", frozenset({DECIDER}), {"status": [ASKED]}, (NONE_WAITS,), says=_(
        "Only an office that decides can refuse the request, while it is not decided and no refusal of it waits to be looked at.")),
    "uphold": Rule("NNC-PARITY", frozenset({REVIEWER}), {
        "status": [ASKED, REFUSED, *GIVEN, WITHDRAWN], "review": [WAITS, MAKE_GOOD]}, says=_(
        "Only the office that looks at a refusal to a political group, or at terms that differ, says that it stands, and only once.")),
    "make_good": Rule("NNC-PARITY", frozenset({REVIEWER}), {"status": [*GIVEN, WITHDRAWN], "review": [WAITS]}, says=_(
        "Only the office that looks at terms that differ from those of the first group says that they are to be made good, and only "
        "once.")),
    "set_aside": Rule("NNC-PARITY", frozenset({REVIEWER}), {"status": [ASKED, REFUSED], "review": [WAITS]}, says=_(
        "Only the office that looks at a refusal to a political group sets it aside, and only while nothing was said of it.")),
    "list_refusals": OfficeRule("NNC-PARITY", MONITORING, says=_(
        "The Monitoring Officer and the Deputy read the list of refusals to political groups.")),
    "change": Rule("SEC-7.4", frozenset({DECIDER, NAMED}), {"status": [AGREED]}, (AHEAD,), says=_(
        "Only an office that decides and the officer who is named change what was agreed, and only until the meeting begins.")),
    "cancel": Rule("SEC-7.4", frozenset({DECIDER, NAMED}), {"status": [AGREED]}, (AHEAD,), says=_(
        "Only an office that decides and the officer who is named cancel what was agreed, and only until the meeting begins.")),
    "withdraw": Rule("SEC-7.4", frozenset({ASKER, INVITED, LEADER}), {"status": [ASKED, AGREED]}, (AHEAD,), says=_(
        "Only whoever asked can withdraw the request, or the leader of the group for which an officer asked, and only until the meeting "
        "begins.")),
    "note": Rule("SEC-7.6", frozenset({ASKER, NAMED}), {"status": GIVEN}, (BEGUN,), says=_(
        "Only the Member who asked and the officer who was there write a note, and only once the meeting has begun.")),
    "read_notes": Rule("SEC-7.6", frozenset({ASKER, NAMED, GROUP, TOLD}), says=_(
        "What was said is for those who were there, the group, and whoever was told with a reason.")),
    "pass_on": Rule("SEC-7.6", frozenset({NAMED}), {"status": GIVEN, "may_be_told": [True]}, says=_(
        "Only the officer who was there passes on what was said, to an officer whose duties need it. Of a private briefing and of a "
        "group’s meeting the Member who asked has to permit it first.")),
    "permit": Rule("EXD-7.2", frozenset({ASKER, LEADER}), {"status": GIVEN, "kind": OWN_ALONE}, says=_(
        "Only the Member who asked permits that others are told, or the leader of the group for which an officer asked.")),
}


def still_of_the_group():
    """The condition on a standing in a request: that of a Member's office in a group's request holds while the Member is of that group.

    SECURITY: asked at every reading, so that a change of group closes the group's requests on its very day (London); `closing` ends the
    rows afterwards, so that they stay closed.
    """
    today = timezone.localdate()
    member = GroupMembership.objects.filter(
        Q(began_on=None) | Q(began_on__lte=today), Q(ended_on=None) | Q(ended_on__gt=today),
        person=OuterRef("principal__person"), group=OuterRef("group"))
    return Q(group=None) | ~Q(principal__kind=Principal.Kind.OFFICE) | Exists(member)


def posts_named(stages):
    """The posts that the protocol in force names at these stages of a request of a political group; none where none is in force.

    Where it has no deciding step, whoever the request goes to first decides (docs/decisions/attendance.md).
    """
    try:
        version = protocol_in_force()
    except NothingInForce:
        return set()
    steps = [steps_of(route_under(version, kind, side)) for kind in GROUP_KINDS for side in ("member", "officer")]
    return {post for first, decide in steps for stage, step in (("first", first), ("decide", decide)) if step and stage in stages
            for post in step.to}


def steps_of(route):
    """(the step where a request formally goes first, the step that decides) of a route; the same where it names one of them alone.

    Both are None of what is forbidden.
    """
    formal = [step for step in route.to_follow if step.formal]
    decide = next((step for step in formal if step.stage == "decide"), None)
    first = next((step for step in formal if step.stage != "decide"), None)
    return first or decide, decide or first


def may_ask_for_a_group(user):
    """Does the protocol in force let this Member ask for an officer at a meeting of their group?"""
    if SEATS not in user.posts:
        return False
    try:
        route = route_under(protocol_in_force(), GROUP_MEETING, "member")
    except NothingInForce:
        return False
    return route.rule != "forbidden" and (not route.who_may_raise or bool(user.posts & set(route.who_may_raise)))


@dataclass(frozen=True)
class LedgerRule(OfficeRule):
    """An act on the parity ledger: officers whose post the protocol in force names at one of these stages of a group's request, and
    whoever decides on such a request by a standing; and the posts named. SECURITY: never a Member, whatever post a council's file names.
    """

    stages: tuple = ("decide",)

    def given_to(self, user, row=None):
        """The same for every topic."""
        if STAFF not in user.posts or SEATS in user.posts:
            return False
        return bool(user.posts & (self.posts | posts_named(self.stages))) or decides(user)


def decides(user):
    """Does a standing make this reader decide on a group's request today?"""
    from conversations.attendance.models import AttendanceStanding  # its module reads this one

    return AttendanceStanding.objects.filter(
        in_force(), principal__in=user.principals, capacity=DECIDER, kind__in=GROUP_KINDS).exists()


@dataclass(frozen=True)
class OfferRule(LedgerRule):
    """Reading a standing offer: every Group Leader, each Member who may ask for a group, and whoever reads the ledger."""

    def given_to(self, user, row=None):
        return bool(user.posts & self.posts) or may_ask_for_a_group(user) or super().given_to(user, row)

    def rows(self, queryset, user):
        """Those that are open."""
        return super().rows(queryset, user).exclude(offered_at=None)


@dataclass(frozen=True)
class CopyRule(OfficeRule):
    """Reading what was copied to somebody: the holders of the offices that it went to."""

    def given_to(self, user, row=None):
        return bool(user.principals) and (row is None or row.to.filter(pk__in=user.principals).exists())

    def rows(self, queryset, user):
        """Those that went to an office of the reader."""
        return queryset.filter(pk__in=queryset.model.objects.filter(to__in=user.principals).values("pk"))


LEDGER_IS_FOR = _("The ledger is for the officers to whom the protocol sends requests of political groups, and for those who look at "
                  "refusals.")
TOPICS = {
    "make": LedgerRule("NNC-PARITY", says=LEDGER_IS_FOR),
    "view": LedgerRule("NNC-PARITY", MONITORING, stages=("first", "decide"), says=LEDGER_IS_FOR),
    "change": LedgerRule("NNC-PARITY", says=_("Only officers who decide on requests of political groups keep the ledger.")),
    "read_offer": OfferRule("NNC-PARITY", frozenset({"group_leader"}), stages=("first", "decide"), says=_(
        "Standing offers are read by all Group Leaders, by the Members who may ask for their group, and by the officers who keep the "
        "ledger.")),
}
COPIES = {"view": CopyRule("EXD-6.6", says=_("A decision that is copied is read by the offices that it was copied to."))}
