"""The pages of casework."""
from casework.views.assign import AssignCases
from casework.views.case import CasePage, PaperDownload
from casework.views.cases import CaseList
from casework.views.log import LogCase
from casework.views.request import RequestPage
from casework.views.search import CaseSearch
from casework.views.takeaway import CasePdf, CasesCsv, PrintPage

__all__ = [
    "AssignCases", "CaseList", "CasePage", "CasePdf", "CaseSearch", "CasesCsv", "LogCase", "PaperDownload", "PrintPage", "RequestPage",
]  # fmt: skip -- a list of names reads better as a paragraph
