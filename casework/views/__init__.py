"""The pages of casework."""
from casework.views.acts import ActPage
from casework.views.case import CasePage, PaperDownload
from casework.views.cases import CaseList
from casework.views.log import LogCase

__all__ = ["ActPage", "CaseList", "CasePage", "LogCase", "PaperDownload"]
