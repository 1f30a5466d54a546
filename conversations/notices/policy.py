"""Who may do what with a ward notice. The only place that says so (docs/decisions/ward-notices.md)."""
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.policy import TAKERS
from council_portal.access.rules import Condition, OfficeRule, Rule
from council_portal.accounts.policy import CHIEF, DEMOCRATIC, MONITORING

ISSUER, LOCAL, AUTHORITY, KEEPER, PUBLIC, NAMED = "issuer", "local", "authority", "keeper", "public", "named"
CAPACITIES = {
    ISSUER: _("the office that issues it"),
    LOCAL: _("the Members of a ward that it affects"),
    AUTHORITY: _("the office that may agree to disclosure"),
    KEEPER: _("keep the wards true"),
    PUBLIC: _("from the hour of publication"),
    NAMED: _("named as having said that fewer days are lawful"),
}
# Whoever stands so reads the whole of it. A Member of the ward reads it in confidence once they have accepted that.
WHOLE = frozenset({ISSUER, AUTHORITY, KEEPER, PUBLIC, NAMED})

# Officers who answer for a service, and those through whom the council speaks. Never Members: a notice is the council's own word.
ISSUERS = TAKERS | DEMOCRATIC | {"communications"}

# Whose post decides whether fewer days before publication are lawful: the council's lawyers and its money, its head, and whoever leads the
# service of the notice. No protocol says who: the portal's own rule.
SAY_LAWFUL = MONITORING | CHIEF | {"section_151_officer", "chief_operating_officer", "executive_director", "director", "chief_officer"}

DRAFT, ISSUED, WITHDRAWN = "draft", "issued", "withdrawn"


def is_public(notice):
    """Has its hour come? Published is no status: nothing has to run for it."""
    return notice.status == ISSUED and notice.publish_at <= timezone.now()


# One that was withdrawn before its hour stays in confidence: it was never published.
IN_CONFIDENCE = Condition(
    "in_confidence",
    q=lambda: ~Q(status=ISSUED) | Q(publish_at__gt=timezone.now()),
    holds=lambda notice: not is_public(notice),
)

NOTICE = {
    "make": OfficeRule(
        "EXD-10.1", ISSUERS, says=_("Only officers who answer for a service, Communications and Democratic Services write ward notices.")),
    "view": Rule("decision access-by-standing"),
    "change": Rule(
        "EXD-10.3", frozenset({ISSUER}), {"status": [DRAFT]},
        says=_("Only the office that writes a notice changes it, and only until it is issued: then another one takes its place.")),
    "issue": Rule(
        "EXD-10.4", frozenset({ISSUER}), {"status": [DRAFT]}, says=_("Only the office that writes a notice issues it, and only once.")),
    "move": Rule(
        "EXD-10.4", frozenset({ISSUER}), {"status": [ISSUED]}, (IN_CONFIDENCE,),
        says=_("Only the office that issued a notice moves the hour of publication, and only before it.")),
    "withdraw": Rule(
        "SEC-4.4", frozenset({ISSUER}), {"status": [DRAFT, ISSUED]}, (IN_CONFIDENCE,),
        says=_("Only the office that issued a notice withdraws it, and only before the hour of publication.")),
    "add_paper": Rule(
        "EXD-10.1", frozenset({ISSUER}), {"status": [DRAFT, ISSUED]},
        says=_("Only the office that issues a notice adds papers to it, and not once it is withdrawn.")),
    "withdraw_paper": Rule(
        "EXD-10.1", frozenset({ISSUER}), {"status": [DRAFT, ISSUED]},
        says=_("Only the office that issues a notice withdraws its papers.")),
    "accept": Rule(
        "EXD-10.4", frozenset({LOCAL}), {"status": [ISSUED, WITHDRAWN]}, (IN_CONFIDENCE,),
        says=_("Only Members of the wards accept the confidence, and only until the notice is published.")),
    "ask_disclosure": Rule(
        "EXD-10.4", frozenset({LOCAL}), {"status": [ISSUED]}, (IN_CONFIDENCE,),
        says=_("Only Members of the wards ask for agreement to disclosure, and only until the notice is published.")),
    "answer_disclosure": Rule(
        "EXD-10.4", frozenset({AUTHORITY}), {"status": [ISSUED]}, (IN_CONFIDENCE,),
        says=_("Only the office that was asked answers, and only until the notice is published.")),
    "deny": Rule(
        "EXD-10.4", frozenset({NAMED}), {"status": [ISSUED, WITHDRAWN]},
        says=_("Only whoever was named as having said that fewer days are lawful says that they did not.")),
    "evidence": Rule(
        "EXD-10.2", frozenset({ISSUER, KEEPER}), {"status": [ISSUED, WITHDRAWN]},
        says=_("Only the office that issued a notice and Democratic Services see who was told and who has opened it.")),
    "replace": Rule(
        "EXD-10.1", frozenset({ISSUER}), {"status": [ISSUED, WITHDRAWN]},
        says=_("Only the office that issued a notice writes another in its place.")),
}
