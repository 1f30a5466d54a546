from django.urls import path

from conversations.views.after import CaseFromPage, CorrectPage, ReportPage, WithdrawRemarkPage
from conversations.views.calendar import Feed, MeetingsPage, MyCalendar, RevokePage
from conversations.views.event import ActPage, EventIcs, EventPage, MakePage, PaperPage, UnnamePage, WithdrawPage
from conversations.views.export import YearCsv
from conversations.views.open_day import BookPage, GiveBackPage, ProgrammePdf, TakeOutStand, TakeOutVisit
from conversations.views.programme import EventList, MonthPage, YearPage
from conversations.views.proposals import ProposalAct, ProposalList, ProposalPage, ProposePage

app_name = "conversations"
urlpatterns = [
    path("", EventList.as_view(), name="list"),
    path("new/", MakePage.as_view(), name="make"),
    path("<int:year>/", YearPage.as_view(), name="year"),
    path("<int:year>/programme.csv", YearCsv.as_view(), name="year_csv"),
    path("<int:year>/<int:month>/", MonthPage.as_view(), name="month"),
    path("calendar/", MyCalendar.as_view(), name="calendar"),
    path("calendar/revoke/", RevokePage.as_view(), name="revoke_feed"),
    path("feed/<str:token>/calendar.ics", Feed.as_view(), name="feed"),
    path("meetings/", MeetingsPage.as_view(), name="meetings"),
    path("proposals/", ProposalList.as_view(), name="proposals"),
    path("proposals/new/", ProposePage.as_view(), name="propose"),
    path("proposals/<uuid:uid>/", ProposalPage.as_view(), name="proposal"),
    path("proposals/<uuid:uid>/<slug:act>/", ProposalAct.as_view(), name="proposal_act"),
    path("papers/<uuid:uid>/", PaperPage.as_view(), name="paper"),
    path("papers/<uuid:uid>/withdraw/", WithdrawPage.as_view(), name="withdraw_paper"),
    path("follow-ups/<uuid:uid>/", ReportPage.as_view(), name="report"),
    path("said/<uuid:uid>/case/", CaseFromPage.as_view(), name="case_from"),
    path("said/<uuid:uid>/correct/", CorrectPage.as_view(), name="correct"),
    path("said/<uuid:uid>/withdraw/", WithdrawRemarkPage.as_view(), name="withdraw_said"),
    path("visits/<uuid:uid>/book/", BookPage.as_view(), name="book"),
    path("visits/<uuid:uid>/give-back/", GiveBackPage.as_view(), name="give_back"),
    path("visits/<uuid:uid>/take-out/", TakeOutVisit.as_view(), name="take_out_visit"),
    path("stands/<uuid:uid>/take-out/", TakeOutStand.as_view(), name="take_out_stand"),
    path("<uuid:uid>/", EventPage.as_view(), name="event"),
    path("<uuid:uid>/event.ics", EventIcs.as_view(), name="ics"),
    path("<uuid:uid>/programme.pdf", ProgrammePdf.as_view(), name="programme_pdf"),
    path("<uuid:uid>/officer/<uuid:office>/", UnnamePage.as_view(), name="unname"),
    path("<uuid:uid>/<slug:act>/", ActPage.as_view(), name="act"),
]
