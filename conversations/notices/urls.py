from django.urls import path

from conversations.notices.views.acts import ActPage, MakePage, WithdrawPaperPage
from conversations.notices.views.lists import NoticeList
from conversations.notices.views.page import NoticePage
from conversations.notices.views.papers import NoticePaperDownload

app_name = "notices"
urlpatterns = [
    path("", NoticeList.as_view(), name="list"),
    path("new/", MakePage.as_view(), name="make"),
    path("papers/<uuid:uid>/", NoticePaperDownload.as_view(), name="paper"),
    path("papers/<uuid:uid>/withdraw/", WithdrawPaperPage.as_view(), name="withdraw_paper"),
    path("<uuid:uid>/", NoticePage.as_view(), name="notice"),
    path("<uuid:uid>/<slug:act>/", ActPage.as_view(), name="act"),
]
