from django.urls import path

from council_portal.people import views

app_name = "people"
urlpatterns = [
    path("", views.Acts.as_view(), name="acts"),
    path("posts/", views.Posts.as_view(), name="posts"),
    path("posts/new/", views.NewPost.as_view(), name="new_post"),
    path("posts/<uuid:uid>/", views.PostPage.as_view(), name="post"),
    path("posts/<uuid:uid>/appoint/", views.Appoint.as_view(), name="appoint"),
    path("appointments/<uuid:uid>/end/", views.EndAppointment.as_view(), name="end_appointment"),
    path("agreements/<uuid:uid>/", views.Agree.as_view(), name="agree"),
    path("absences/", views.Absences.as_view(), name="absences"),
    path("absences/new/", views.NewAbsence.as_view(), name="new_absence"),
    path("absences/<uuid:uid>/end/", views.EndAbsence.as_view(), name="end_absence"),
    path("<uuid:uid>/photo/", views.PhotoOf.as_view(), name="edit_photo"),
    path("<uuid:uid>/private/", views.Private.as_view(), name="private"),
    path("photos/<uuid:uid>/<int:width>/", views.PhotoFile.as_view(), name="photo"),
]
