"""Who may do what with photographs, and which posts are filled here. The only place that says so."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, OwnRule
from council_portal.accounts.policy import DEMOCRATIC, NEVER_STOOD_IN, SEATS, STAFF, TECHNICAL
from council_portal.protocol.words import DEFAULT_OF, POSTS, side_of

PHOTOS = {
    "view": OfficeRule("RUG-PROF", says=_("Sign in as a Member or an officer to see this.")),
    "write": OwnRule("RUG-PROF", DEMOCRATIC, says=_("Only the person and Democratic Services change a photograph.")),
}
PLACES = {
    "view": OfficeRule("RUG-DIR", says=_("Sign in as a Member or an officer to see this.")),
}

# A seat comes with an election and employment with the HR record: neither is a post to be filled.
NO_POSTS = frozenset({SEATS, STAFF})
# What works outside the portal: nobody needs to be appointed to it, and it is no vacancy (SEC-3.1).
OUTSIDE = frozenset({"contact_centre"})
# What nobody stands in for: accounts.services.spread keeps to the same.
NEVER_HANDED_ON = NO_POSTS | NEVER_STOOD_IN
# Whom a protocol means, but nobody is appointed to.
NOBODYS = frozenset({"ward_members", SEATS, "group_leaders", "member_concerned", "officer_concerned", "line_manager"})
OF_A_GROUP = frozenset({"group_leader", "group_spokesperson"})
OF_A_SERVICE = frozenset(post for post, of in DEFAULT_OF.items() if of == "service")
OF_A_SERVICE_OR_NONE = frozenset(post for post, of in DEFAULT_OF.items() if of == "matter") - OF_A_GROUP
MAKEABLE = tuple(post for post in POSTS if post not in NOBODYS)

NOT_HERE = OfficeRule("decision no-superuser", says=_(
    "Nobody is made technical administrator by a page of the portal: whoever runs the machine does that, by a command."))


def is_filled_here(principal):
    """Do Democratic Services appoint to this post? Not to the technical administrator's, so that nobody lets themselves in."""
    return principal.kind == principal.Kind.POST and principal.post not in NO_POSTS | TECHNICAL


def wanted_of(post):
    """What somebody must be before they hold this post: SEATS (a Member), STAFF (an officer), or "" (either or neither)."""
    side = side_of(post)
    return {"member": SEATS, "officer": STAFF}.get(side, "")
