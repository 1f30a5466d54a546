import datetime
import email
import email.policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.base import View

from council_portal.accounts.models import User
from council_portal.accounts.services import group_of
from council_portal.demo import roles
from council_portal.demo.council import wards_of
from council_portal.design.dates import moment

SHOWN = 50


def cards(request):
    """Context processor: one card for each role and for a few others, on the sign-in page only."""
    if not request.resolver_match or request.resolver_match.url_name != "account_login":
        return {}
    accounts = User.objects.filter(email__in=[r["email"] for r in roles.cards()]).select_related("person")
    there = {user.email: user.person for user in accounts}
    return {"demo_cards": [card(row, there[row["email"]]) for row in roles.cards() if row["email"] in there]}


def card(row, person):
    """What one card shows."""
    return {"role": row["label"], "name": person.name, "post": where(row, person), "description": about(row, person),
            "url": reverse("demo:sign_in", args=[row["role"]])}


def about(row, person):
    """What a card says: what roles.csv does; of a real Member with a post in the Cabinet no invented portfolio, but the feed's words."""
    if settings.DEMO_REAL_MEMBERS and row["role"] == "portfolio_holder":
        return "; ".join(person.member.key_posts)
    return row["description"]


def where(row, person):
    """Under the name on a card: the service of an officer; the wards and group of a Member, who may be an imported one."""
    if not row["ward"]:
        return row["service"]
    wards, group = wards_of(person), group_of(person)
    return ", ".join([*sorted(ward.name for ward in wards), *([group.name] if group else [])])


@method_decorator(login_not_required, name="dispatch")
class SignIn(View):
    """Sign in as one of the people on the cards with one press. SECURITY: only the accounts of the cards, and only in the demo."""

    http_method_names = ["post"]

    def post(self, request, role):
        address = next((r["email"] for r in roles.cards() if r["role"] == role), None)
        user = User.objects.filter(email=address, is_active=True).first()
        if user is None:
            raise Http404
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        target = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(target if safe else reverse("home"))


class Mail(TemplateView):
    """The mail that the portal has sent in the demo, newest first: references and links; of a briefing its words."""

    template_name = "demo/mail.html"

    def get_context_data(self, **kwargs):
        folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "/nonexistent")
        files = sorted(folder.glob("*.log"), reverse=True)[:SHOWN] if folder.is_dir() else []
        sent = [(one["at"], path.stat().st_mtime_ns, number, one) for path in files
                for number, one in enumerate(letters(path.read_bytes()))]
        newest = sorted(sent, key=lambda row: row[:3], reverse=True)[:SHOWN]  # a letter says its second: within it, as it was written
        return super().get_context_data(messages_sent=[one for *_when, one in newest], **kwargs)


def letters(data):
    """The letters of one file of Django's file mailer, which ends each with a line of dashes."""
    for part in data.split(b"-" * 79):
        if part.strip():
            letter = email.message_from_bytes(part.strip() + b"\n", policy=email.policy.default)
            at = timezone.localtime(parsedate_to_datetime(letter["Date"]).replace(tzinfo=datetime.UTC))  # written in UTC, as -0000
            yield {
                "at": at,
                "to": letter["To"],
                "subject": letter["Subject"],
                "when": moment(at),
                "enclosed": enclosed(letter),
                "body": letter.get_body(("plain",)).get_content(),  # of an invitation and a briefing the part that is words
            }


def enclosed(letter):
    """What is enclosed with a letter for a calendar, as a sentence; "" where nothing is."""
    files = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    if not files:
        return ""
    if files[0].get_param("method", "") == "CANCEL":
        return _("Enclosed for the calendar: a file that takes the entry out.")
    if "\nSEQUENCE:0" in files[0].get_content().replace("\r", ""):
        return _("Enclosed for the calendar: an invitation.")
    return _("Enclosed for the calendar: the entry as it is now, which updates the one that is there.")
