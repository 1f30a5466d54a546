"""The pages of casework."""
from casework.views.case import CasePage, PaperDownload
from casework.views.cases import CaseList
from casework.views.log import LogCase
from casework.views.request import RequestPage

__all__ = ["CaseList", "CasePage", "LogCase", "PaperDownload", "RequestPage"]
