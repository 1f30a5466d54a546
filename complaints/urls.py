from django.urls import path

from complaints.views.act import ActPage
from complaints.views.concern import ConcernPage
from complaints.views.door import Door, RaisePage
from complaints.views.papers import ConcernPaperDownload
from complaints.views.statistics import StatisticsCsv, StatisticsPage, StatisticsPdf

app_name = "concerns"
urlpatterns = [
    path("", Door.as_view(), name="door"),
    path("raise/<slug:matter>/", RaisePage.as_view(), name="raise"),
    path("statistics/", StatisticsPage.as_view(), name="statistics"),
    path("statistics/numbers.csv", StatisticsCsv.as_view(), name="statistics_csv"),
    path("statistics/report.pdf", StatisticsPdf.as_view(), name="statistics_pdf"),
    path("papers/<uuid:uid>/", ConcernPaperDownload.as_view(), name="paper"),
    path("<uuid:uid>/", ConcernPage.as_view(), name="concern"),
    path("<uuid:uid>/<slug:act>/", ActPage.as_view(), name="act"),
]
