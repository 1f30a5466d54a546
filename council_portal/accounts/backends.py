from allauth.account.auth_backends import AuthenticationBackend

from council_portal.accounts.models import User


class PortalBackend(AuthenticationBackend):
    """allauth's backend; the person comes with the account in one statement, and permissions are nobody's."""

    def get_user(self, user_id):
        """The account with its person, or None when it may not sign in (any more)."""
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None):
        """Never."""
        return False
