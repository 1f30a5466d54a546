from django.urls import include, path

from council_portal.intake.urls import pages
from directory.views.faults import FaultList
from directory.views.finder import Directory
from directory.views.heads import Heads, HeadsCards, HeadsCsv, OfficerCard
from directory.views.imports import OfficersImport, OfficersIntake
from directory.views.officers import OfficerList, OfficerPage
from directory.views.services import ChangeService, ConfirmServiceEntry, ServicePage
from directory.views.writing import AddOfficer, ChangeOfficer, ConfirmEntry, LeaveCouncil, WriteEntry

app_name = "directory"
urlpatterns = [
    path("", Directory.as_view(), name="directory"),
    path("faults/", FaultList.as_view(), name="faults"),
    path("import/", include(pages(OfficersImport, OfficersIntake))),
    path("heads/", Heads.as_view(), name="heads"),
    path("heads.csv", HeadsCsv.as_view(), name="heads_csv"),
    path("heads.vcf", HeadsCards.as_view(), name="heads_cards"),
    path("officers/", OfficerList.as_view(), name="officers"),
    path("officers/new/", AddOfficer.as_view(), name="add_officer"),
    path("officers/<uuid:uid>/", OfficerPage.as_view(), name="officer"),
    path("officers/<uuid:uid>/card.vcf", OfficerCard.as_view(), name="card"),
    path("officers/<uuid:uid>/write/", WriteEntry.as_view(), name="write"),
    path("officers/<uuid:uid>/confirm/", ConfirmEntry.as_view(), name="confirm"),
    path("officers/<uuid:uid>/change/", ChangeOfficer.as_view(), name="change"),
    path("officers/<uuid:uid>/leave/", LeaveCouncil.as_view(), name="leave"),
    path("services/<uuid:uid>/", ServicePage.as_view(), name="service"),
    path("services/<uuid:uid>/change/", ChangeService.as_view(), name="change_service"),
    path("services/<uuid:uid>/confirm/", ConfirmServiceEntry.as_view(), name="confirm_service"),
]
