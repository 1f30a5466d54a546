"""Every page of the portal: the walk that axe, the pictures and the eye take. Each part of the portal lists its own stops."""

from tests.browser.stops import ADMIN, CASEWORK, ELSEWHERE, FAILURES, OWN, PUBLIC
from tests.browser.stops_after import AFTER
from tests.browser.stops_asking import ASKING
from tests.browser.stops_attendance import ATTENDANCE
from tests.browser.stops_briefing import BRIEFING
from tests.browser.stops_concerns import CONCERNS
from tests.browser.stops_directory import DIRECTORY
from tests.browser.stops_intake import INTAKE
from tests.browser.stops_keeping import KEEPING
from tests.browser.stops_notices import NOTICES
from tests.browser.stops_people import PEOPLE
from tests.browser.stops_profiles import PROFILES
from tests.browser.stops_programme import PROGRAMME
from tests.browser.stops_protocol import PROTOCOL

STOPS = [*PUBLIC, *FAILURES, *OWN, *CASEWORK, *ASKING, *PROGRAMME, *AFTER, *BRIEFING, *KEEPING, *NOTICES, *ATTENDANCE, *CONCERNS, *PEOPLE,
         *PROFILES, *DIRECTORY, *PROTOCOL, *INTAKE, *ELSEWHERE, *ADMIN]


def named(stop):
    return stop.name.replace(" ", "-")
