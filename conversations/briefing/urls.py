from django.urls import path

from conversations.briefing.views.acts import BeginPage, BriefingAct, ItemAct, SubmitPage
from conversations.briefing.views.pages import BriefingList, BriefingPage, ItemList, ItemPage

app_name = "briefing"
urlpatterns = [
    path("", BriefingList.as_view(), name="list"),
    path("new/", BeginPage.as_view(), name="begin"),
    path("items/", ItemList.as_view(), name="items"),
    path("items/new/", SubmitPage.as_view(), name="submit"),
    path("items/<uuid:uid>/", ItemPage.as_view(), name="item"),
    path("items/<uuid:uid>/<slug:act>/", ItemAct.as_view(), name="item_act"),
    path("<uuid:uid>/", BriefingPage.as_view(), name="briefing"),
    path("<uuid:uid>/<slug:act>/", BriefingAct.as_view(), name="act"),
]
