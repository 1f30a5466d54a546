"""The pages of casework."""
from casework.views.case import CasePage, PaperDownload
from casework.views.cases import CaseList
from casework.views.log import LogCase
from casework.views.search import CaseSearch
from casework.views.takeaway import CasePdf, CasesCsv, PrintPage

__all__ = ["CaseList", "CasePage", "CasePdf", "CaseSearch", "CasesCsv", "LogCase", "PaperDownload", "PrintPage"]
