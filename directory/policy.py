"""Who may do what with the directory of officers and services. The only place that says so."""
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, OwnRule
from council_portal.accounts.policy import DEMOCRATIC

SIGN_IN = _("Sign in as a Member or an officer to see this.")
ONLY_KEEPERS = _("Only Democratic Services keep this.")
ONLY_ANSWERABLE = _("Only those who answer for the service and Democratic Services keep this.")
OF_THE_SERVICE = ("clo", "head_of_service")  # whoever holds one of these posts of a service keeps what the directory says of it


@dataclass(frozen=True)
class ServiceRule(OfficeRule):
    """What is said of one service: theirs to do who hold one of the posts OF_THE_SERVICE there, and the holders' of `posts`."""

    def given_to(self, user, row=None):
        """row: an object with `service`, saved or not. Asked without one: does a post give it, whichever service it is about?"""
        if user.posts & self.posts:
            return True
        near = row is not None and user.posts & set(OF_THE_SERVICE)
        return bool(near) and row.service.principals.filter(pk__in=user.principals, post__in=OF_THE_SERVICE).exists()

    def rows(self, queryset, user):
        """All rows by a post; else those of the services that the reader holds such a post of."""
        if user.posts & self.posts:
            return queryset.all()
        mine = {"service__principals__pk__in": user.principals, "service__principals__post__in": OF_THE_SERVICE}
        return queryset.filter(**mine).distinct() if user.posts & set(OF_THE_SERVICE) else queryset.none()


OFFICERS = {
    "view": OfficeRule("RUG-DIR", says=SIGN_IN),
    "choose": OfficeRule("RUG-DIR", says=SIGN_IN),
    "write": OwnRule("RUG-DIR", DEMOCRATIC, says=_("Only the officer and Democratic Services write this.")),
    "confirm": OwnRule("RUG-DIR-FRESH", DEMOCRATIC, says=_("Only the officer and Democratic Services confirm this.")),
    "change": OfficeRule("RUG-DIR", DEMOCRATIC, says=ONLY_KEEPERS),
}
SERVICES = {
    "view": OfficeRule("RUG-DIR", says=SIGN_IN),
    "choose": OfficeRule("RUG-DIR", says=SIGN_IN),
    "change": ServiceRule("RUG-DIR", DEMOCRATIC, says=ONLY_ANSWERABLE),
    "confirm": ServiceRule("RUG-DIR-FRESH", DEMOCRATIC, says=ONLY_ANSWERABLE),
    "find_faults": OfficeRule("RUG-4-POINTS", DEMOCRATIC, says=ONLY_KEEPERS),
}
