from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Signing in by allauth, without signing up: accounts are opened by the technical administrator."""

    def is_open_for_signup(self, request):
        """Never."""
        return False

    def save_user(self, request, user, form, commit=True):
        """Never reached: no form of ours makes a user."""
        raise NotImplementedError("accounts are opened by accounts.services.open_account")
