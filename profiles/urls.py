from django.urls import include, path

from council_portal.intake.urls import pages
from profiles.views import acts, lists, places, profile
from profiles.views.imports import MembersImport, MembersIntake

app_name = "profiles"
urlpatterns = [
    path("", lists.MemberList.as_view(), name="list"),
    path("new/", acts.New.as_view(), name="new"),
    path("wards/", places.WardList.as_view(), name="wards"),
    path("wards/<uuid:uid>/", places.WardPage.as_view(), name="ward"),
    path("bodies/", places.BodyList.as_view(), name="bodies"),
    path("bodies/new/", acts.AddBody.as_view(), name="add_body"),
    path("bodies/<uuid:uid>/", places.BodyPage.as_view(), name="body"),
    path("bodies/<uuid:uid>/change/", acts.ChangeBody.as_view(), name="change_body"),
    path("groups/", places.GroupList.as_view(), name="groups"),
    path("leavings/", acts.Leavings.as_view(), name="leavings"),
    path("leavings/<uuid:uid>/", acts.Settle.as_view(), name="leaving"),
    path("import/", include(pages(MembersImport, MembersIntake))),
    path("seats/<uuid:uid>/end/", acts.EndSeat.as_view(), name="end_seat"),
    path("duties/<uuid:uid>/end/", acts.EndDuty.as_view(), name="end_duty"),
    path("<uuid:uid>/", profile.MemberPage.as_view(), name="member"),
    path("<uuid:uid>/write/", acts.Write.as_view(), name="write"),
    path("<uuid:uid>/confirm/", profile.Confirm.as_view(), name="confirm"),
    path("<uuid:uid>/change/", acts.Change.as_view(), name="change"),
    path("<uuid:uid>/term/", acts.EndTerm.as_view(), name="term"),
    path("<uuid:uid>/group/", acts.ChangeGroup.as_view(), name="group"),
    path("<uuid:uid>/seats/new/", acts.AddSeat.as_view(), name="add_seat"),
    path("<uuid:uid>/duties/new/", acts.AddDuty.as_view(), name="add_duty"),
]
