"""Who may do what with people, places and accounts. The only place that says so."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, OwnRule, SecondRule

TECHNICAL = frozenset({"technical_administrator"})
MONITORING = frozenset({"monitoring_officer", "deputy_monitoring_officer"})
DEMOCRATIC = frozenset({"democratic_services"})
CHIEF = frozenset({"chief_executive"})
# Nobody is let in by somebody's holiday: not to accounts (decision no-superuser), and not to what is confided to the Monitoring
# Officer, who names the deputy (Local Government and Housing Act 1989, section 5(7)).
NEVER_STOOD_IN = TECHNICAL | MONITORING
CONFIDED = MONITORING | CHIEF  # posts to which complaints are confided: nobody appoints themselves, nor the technical administrator
SECONDS = DEMOCRATIC | CONFIDED  # one of them enters an appointment to such a post, another agrees to it
SEATS = "all_members"  # whoever holds it is a Member today
CO_OPTED = "co_opted_members"  # whoever holds it is a co-opted or lay member today; no rule names it, so it gives reading only
IN_OFFICE = frozenset({SEATS, CO_OPTED})  # the one or the other: who is a Member today, of whatever kind
STAFF = "officers"  # whoever holds it is an officer today

ONLY_KEEPERS = _("Only Democratic Services and the technical administrator keep this.")
ONLY_DEMOCRATIC = _("Only Democratic Services do this.")

PLACES = {
    "view": OfficeRule("RUG-DIR", says=_("Sign in as a Member or an officer to see this.")),
    "choose": OfficeRule("RUG-DIR", says=_("Sign in as a Member or an officer to see this.")),
    "change": OfficeRule("decision no-superuser", TECHNICAL | DEMOCRATIC, says=ONLY_KEEPERS),
    "add": OfficeRule("decision no-superuser", TECHNICAL | DEMOCRATIC, says=ONLY_KEEPERS),
}
PEOPLE = {
    "view": OfficeRule("RUG-PROF", says=_("Sign in as a Member or an officer to see this.")),
    "choose": OfficeRule("RUG-PROF", says=_("Sign in as a Member or an officer to see this.")),
    "change": OfficeRule("decision no-superuser", TECHNICAL | DEMOCRATIC, says=ONLY_KEEPERS),
    "add": OfficeRule("decision no-superuser", TECHNICAL | DEMOCRATIC, says=ONLY_KEEPERS),
}
OFFICES = {
    "view": OfficeRule("RUG-DIR", says=_("Sign in as a Member or an officer to see this.")),
    "appoint": OfficeRule("NNC-WARDS", DEMOCRATIC, says=ONLY_DEMOCRATIC),
    "end": OfficeRule("NNC-WARDS", DEMOCRATIC, says=ONLY_DEMOCRATIC),
    "oversee": OfficeRule("RUG-4-POINTS", DEMOCRATIC | CHIEF, says=_("Only Democratic Services and the Chief Executive are told of gaps.")),
}
NOMINATIONS = {
    "view": OfficeRule("decision two-for-confided-posts", SECONDS, says=_("Only those who keep offices or hold such a post see this.")),
    "agree": SecondRule("decision two-for-confided-posts", SECONDS, says=_(
        "Somebody else agrees to it or refuses it: not whoever entered it, nor whoever is to be appointed.")),
}
ABSENCES = {
    "view": OfficeRule("RUG-DIR", says=_("Sign in as a Member or an officer to see this.")),
    "record": OfficeRule("RUG-DIR", DEMOCRATIC, says=ONLY_DEMOCRATIC),
    "end": OfficeRule("RUG-DIR", DEMOCRATIC, says=ONLY_DEMOCRATIC),
}
PRIVATE = {
    "view": OwnRule("SEC-5.9", DEMOCRATIC, says=_("Only the person and Democratic Services see this.")),
    "change": OwnRule("SEC-5.9", DEMOCRATIC, says=_("Only the person and Democratic Services change this.")),
}
ACCOUNTS = {
    "view": OfficeRule("decision no-superuser", TECHNICAL, says=_("Only the technical administrator keeps accounts.")),
    "change": OfficeRule("decision no-superuser", TECHNICAL, says=_("Only the technical administrator keeps accounts.")),
    "add": OfficeRule("decision no-superuser", TECHNICAL, says=_("Only the technical administrator keeps accounts.")),
}
