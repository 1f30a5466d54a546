"""The papers of a notice: stamped copies until its hour has come, then as they are."""
from conversations.notices.models import NoticePaper
from council_portal.documents.views import GuardedDownload


class NoticePaperDownload(GuardedDownload):
    """A paper, to whoever may read the notice."""

    model = NoticePaper

    def paper(self, uid):
        """SECURITY: the stamp is lifted by the hour of publication and by nothing else; a withdrawn notice was never published."""
        paper = super().paper(uid)
        paper.restricted = paper.restricted and not paper.notice.is_public
        return paper
