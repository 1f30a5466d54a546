from django.urls import include, path

from council_portal.intake.urls import pages
from directory.views.imports import OfficersImport, OfficersIntake

app_name = "directory"
urlpatterns = [
    path("import/", include(pages(OfficersImport, OfficersIntake))),
]
