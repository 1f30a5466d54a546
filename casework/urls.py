from django.urls import path

from casework import views
from casework.views.ask import AskMember
from casework.views.counts import CountCsv, CountPage
from casework.views.involved import EndInvolved, Involved, SayInvolved
from casework.views.lines import Lines, RewriteLine, StopLine, WriteLine
from casework.views.news import NewsPage, TellInvolved
from casework.views.times import ChangeTimes, Times, TimesOfService

app_name = "casework"
urlpatterns = [
    path("", views.CaseList.as_view(), name="list"),
    path("assign/", views.AssignCases.as_view(), name="assign"),
    path("cases.csv", views.CasesCsv.as_view(), name="csv"),
    path("search/", views.CaseSearch.as_view(), name="search"),
    path("log/", views.LogCase.as_view(), name="log"),
    path("ask/", AskMember.as_view(), name="ask_member"),
    path("involved/", Involved.as_view(), name="involved"),
    path("involved/new/", SayInvolved.as_view(), name="say_involved"),
    path("involved/<uuid:uid>/end/", EndInvolved.as_view(), name="end_involved"),
    path("involved/tell/", TellInvolved.as_view(), name="tell_involved"),
    path("involved/told/<uuid:uid>/", NewsPage.as_view(), name="news"),
    path("times/", Times.as_view(), name="times"),
    path("times/<uuid:uid>/", TimesOfService.as_view(), name="times_of"),
    path("times/<uuid:uid>/<slug:matter>/", ChangeTimes.as_view(), name="change_times"),
    path("counts/", CountPage.as_view(), name="counts"),
    path("counts.csv", CountCsv.as_view(), name="counts_csv"),
    path("lines/", Lines.as_view(), name="lines"),
    path("lines/new/", WriteLine.as_view(), name="write_line"),
    path("lines/<uuid:uid>/change/", RewriteLine.as_view(), name="rewrite_line"),
    path("lines/<uuid:uid>/end/", StopLine.as_view(), name="end_line"),
    path("papers/<uuid:uid>/", views.PaperDownload.as_view(), name="paper"),
    path("<uuid:uid>/request/", views.RequestPage.as_view(), name="request"),
    path("<uuid:uid>/", views.CasePage.as_view(), name="case"),
    path("<uuid:uid>/print/", views.PrintPage.as_view(), name="print"),
    path("<uuid:uid>/case.pdf", views.CasePdf.as_view(), name="pdf"),
    path("<uuid:uid>/<slug:act>/", views.ActPage.as_view(), name="act"),  # last: other pages of a case have addresses of their own
]
