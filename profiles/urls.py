from django.urls import include, path

from council_portal.intake.urls import pages
from profiles.views.imports import MembersImport, MembersIntake

app_name = "profiles"
urlpatterns = [
    path("import/", include(pages(MembersImport, MembersIntake))),
]
