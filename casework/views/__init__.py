"""The pages of casework."""
from casework.views.case import CasePage, PaperDownload
from casework.views.cases import CaseList
from casework.views.log import LogCase
from casework.views.search import CaseSearch

__all__ = ["CaseList", "CasePage", "CaseSearch", "LogCase", "PaperDownload"]
