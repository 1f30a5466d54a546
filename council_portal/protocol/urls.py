from django.urls import path

from council_portal.protocol.version_views import ChangesPage, VersionPage, VersionsPage
from council_portal.protocol.views import ProtocolPage

urlpatterns = [
    path("", ProtocolPage.as_view(), name="protocol"),
    path("versions/", VersionsPage.as_view(), name="protocol_versions"),
    path("versions/<uuid:uid>/", VersionPage.as_view(), name="protocol_version"),
    path("versions/<uuid:uid>/changes/", ChangesPage.as_view(), name="protocol_changes"),
]
