from django.urls import path

from conversations.attendance.models import PackPaper
from conversations.attendance.views.acts import ActPage, AskPage
from conversations.attendance.views.pages import CopyPage, NewPage, RequestList, RequestPage
from conversations.attendance.views.refusals import RefusalList
from conversations.attendance.views.topics import MakeTopic, TopicAct, TopicList, TopicPage
from council_portal.documents.views import GuardedDownload

app_name = "attendance"
urlpatterns = [
    path("", RequestList.as_view(), name="list"),
    path("new/", NewPage.as_view(), name="new"),
    path("new/<slug:kind>/", AskPage.as_view(), name="ask"),
    path("refusals/", RefusalList.as_view(), name="refusals"),
    path("topics/", TopicList.as_view(), name="topics"),
    path("topics/new/", MakeTopic.as_view(), name="make_topic"),
    path("topics/<uuid:uid>/", TopicPage.as_view(), name="topic"),
    path("topics/<uuid:uid>/<slug:act>/", TopicAct.as_view(), name="topic_act"),
    path("papers/<uuid:uid>/", GuardedDownload.as_view(model=PackPaper), name="paper"),
    path("copies/<uuid:uid>/", CopyPage.as_view(), name="copy"),
    path("<uuid:uid>/", RequestPage.as_view(), name="request"),
    path("<uuid:uid>/<slug:act>/", ActPage.as_view(), name="act"),
]
