"""Every address of the portal. With home.py the only module that knows every app."""
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import include, path

from council_portal.design import views as design
from council_portal.home import Home
from council_portal.sites import monitoring, technical

handler400, handler404, handler500 = design.error_400, design.error_404, design.error_500
handler403 = "council_portal.protocol.views.forbidden"
handler429 = design.error_429


def nobodys(request):
    """Addresses come from the council's records: allauth's page to change one's own is not there for anybody."""
    raise Http404


urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("casework/reports/", include("casework.reports.urls")),  # before the cases, whose acts are slugs
    path("casework/", include("casework.urls")),
    path("briefing/", include("conversations.briefing.urls")),
    path("notices/", include("conversations.notices.urls")),
    path("programme/attendance/", include("conversations.attendance.urls")),  # before the events, whose acts are slugs
    path("programme/", include("conversations.urls")),
    path("concerns/", include("complaints.letters.urls")),
    path("concerns/", include("complaints.urls")),
    path("connections/", include("complaints.connections.urls")),
    path("members/", include("profiles.urls")),
    path("directory/", include("directory.urls")),
    path("people/", include("council_portal.people.urls")),
    path("drafts/", include("council_portal.drafts.urls")),
    path("messages/", include("council_portal.outbox.urls")),
    path("protocol/signing/", include("complaints.signing.urls")),
    path("protocol/", include("council_portal.protocol.urls")),
    path("theme.css", login_not_required(design.theme), name="theme"),
    path("accounts/email/", nobodys, name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("admin/", technical.urls),
    path("monitoring/", monitoring.urls),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("council_portal.demo.urls"))]
