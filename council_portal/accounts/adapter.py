from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class Adapter(DefaultAccountAdapter):
    """Signing in by allauth, without signing up: accounts are opened by the technical administrator.

    SECURITY: nothing in a message comes from the Host header. Whoever asks for a new password on another's behalf chooses that header,
    and a link of their choosing would bring them the key.
    """

    def is_open_for_signup(self, request):
        """Never."""
        return False

    def save_user(self, request, user, form, commit=True):
        """Never reached: no form of ours makes a user."""
        raise NotImplementedError("accounts are opened by accounts.services.open_account")

    def get_reset_password_from_key_url(self, key):
        """Where a new password is chosen, from the portal's own origin on."""
        return settings.PORTAL_ORIGIN.rstrip("/") + urlsplit(super().get_reset_password_from_key_url(key)).path

    def format_email_subject(self, subject):
        """As the template says it: allauth would put the name of the requested host before it."""
        return str(subject)

    def send_mail(self, template_prefix, email, context):
        """Send one message in the council's name. Templates get `council_name`, and `link_minutes`, how long a reset link works."""
        site = SimpleNamespace(name=settings.COUNCIL_NAME, domain=urlsplit(settings.PORTAL_ORIGIN).netloc)
        ours = {"current_site": site, "council_name": settings.COUNCIL_NAME, "link_minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
        super().send_mail(template_prefix, email, context | ours)
