"""The council that the browser walks through, and how a browser is opened in it."""

import uuid
from types import SimpleNamespace

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client

from casework import lines
from casework.models import CasePaper
from casework.services import keep_papers, store
from conversations.attendance import telling
from conversations.attendance.models import AttendanceRequest
from council_portal.accounts.models import Person, PoliticalGroup, Service, User, Ward
from council_portal.documents.uploads import check_upload
from council_portal.protocol.models import ProtocolVersion
from tests import factories
from tests.complaints import ground as complaints_ground
from tests.connections import ground as connections_ground
from tests.conversations import after_ground
from tests.conversations import ground as conversations_ground
from tests.conversations.notices import ground as notices_ground
from tests.conversations_attendance import ground as attendance_ground
from tests.conversations_briefing import ground as briefing_ground
from tests.directory import ground as directory_ground
from tests.intake import ground as intake_ground
from tests.matrix import people
from tests.people import ground as people_ground
from tests.profiles import ground as profiles_ground
from tests.reports import ground as reports_ground
from tests.signing import ground as signing_ground

PASSWORD = "a long sentence for a test"
HEIGHT = 900
MANY = 27  # more than fill a page of a list


def build():
    """Everybody of roles.csv with a case in every state, one case with a paper and a long thread, a list of two pages, and the Councillor
    Liaison Officer with a password and a second factor. Returns .users, .cases {state: Case} and .places for addresses.
    """
    made = people.build()
    own = made.cases["member"]
    file = ContentFile(b"Notes of a visit.\n", name="notes-of-a-visit-with-a-long-name-that-has-to-be-broken-somewhere-2026.txt")
    keep_papers(own["answered"], own["answered"].entries.first(), store([check_upload(file)]), made.users["member"])
    housing = Service.objects.get(name="Housing")
    for number in range(MANY):
        people.raise_case(made.users["other_member"], f"number {number}", service=housing, ward=Ward.objects.get(name="Castle"))
    made.secret = second_factor(made.users["clo"])
    places = {state: case.uid for state, case in own.items()} | {
        "unknown": uuid.UUID(int=7), "paper": CasePaper.objects.get().uid, "user": User.objects.order_by("pk")[0].pk,
        "person": Person.objects.order_by("pk")[0].pk, "service": Service.objects.get(name="Housing").pk,
        "ward": Ward.objects.order_by("pk")[0].pk, "group": PoliticalGroup.objects.order_by("pk")[0].pk,
        "version": ProtocolVersion.objects.get().pk}
    places |= people_ground.furnish(made) | profiles_ground.furnish(made) | directory_ground.furnish(made)
    places |= intake_ground.furnish(made)
    places |= reports_ground.furnish(made) | conversations_ground.furnish(made)
    places |= after_ground.furnish(made) | briefing_ground.furnish(made)
    places |= notices_ground.places(made)
    places |= attendance_ground.furnish(made)
    attended = AttendanceRequest.objects.get(uid=places["held"])
    telling.permit(attended, actor=factories.fresh(made.users["other_member"]), to=telling.may_be_named(attended)[:1], text="All of it.")
    places |= signing_ground.furnish(made) | complaints_ground.furnish(made) | connections_ground.furnish(made)
    places["line"] = lines.write(actor=made.users["head_of_service"], key=uuid.uuid4(), service=Service.objects.get(name="Street Scene"),
                                 title="Missed collection", text="It is made good within two working days.").uid
    places["involved"] = people.involved_one(made.users).uid
    places["news"] = people.told(made.users).uid
    return SimpleNamespace(users=made.users, cases=own, places=places)


def second_factor(user):
    """A password, an authenticator app and recovery codes for this account."""
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def context(chromium, origin, user=None, *, width=1280, **options):
    """A browser context, signed in as this account by its session's cookie."""
    made = chromium.new_context(base_url=origin, viewport={"width": width, "height": HEIGHT}, locale="en-GB", **options)
    made.set_default_timeout(10_000)
    if user:
        client = Client()
        client.force_login(factories.fresh(user))
        made.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "url": origin, "httpOnly": True, "sameSite": "Lax",
                           "value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
    return made
