"""The pages of casework."""
from casework.views.assign import AssignCases
from casework.views.case import CasePage, PaperDownload
from casework.views.cases import CaseList
from casework.views.log import LogCase

__all__ = ["AssignCases", "CaseList", "CasePage", "LogCase", "PaperDownload"]
