import itertools

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import TemplateView
from django.views.generic.base import View

from council_portal.accounts.models import User
from council_portal.accounts.services import group_of
from council_portal.demo import roles
from council_portal.demo.council import wards_of
from council_portal.demo.mails import sent_to_show
from council_portal.design.files import attachment

SHOWN = 50
CALENDAR = "invitation.ics"


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
    """The mail that the portal has sent in the demo, newest first: references and links; of a briefing its words. What went to somebody in
    confidence is shown to that one alone."""

    template_name = "demo/mail.html"

    def get_context_data(self, **kwargs):
        sent = itertools.islice(sent_to_show(self.request.user), SHOWN)
        newest = sorted(sent, key=lambda row: row[:3], reverse=True)  # a letter says its second: within it, as it was written
        return super().get_context_data(messages_sent=[one for *_when, one in newest], calendar_name=CALENDAR, **kwargs)


class Calendar(View):
    """The file for a calendar that is enclosed with one letter, whose number (the uid of its message) the address says."""

    http_method_names = ["get", "head"]

    def get(self, request, uid):
        file = next((one["calendar"] for *_when, one in sent_to_show(request.user) if one["number"] == str(uid) and one["calendar"]), None)
        if file is None:
            raise Http404
        return attachment(file.get_content(), CALENDAR, "text/calendar")
