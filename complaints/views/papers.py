"""Evidence handed out: opened for its reader alone, after the check, and recorded."""
import io
import logging

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views import View

from complaints import dealing, inquiry, name_words, reading
from complaints.models import ConcernPaper
from council_portal.documents.views import HEADERS
from council_portal.sealing.keys import KeyFault

log = logging.getLogger(__name__)


class ConcernPaperDownload(LoginRequiredMixin, View):
    """One paper. Unknown and forbidden are one 404. One that does not open as it was kept is 503 for those who may read it."""

    http_method_names = ["get"]

    def get(self, request, uid):
        paper = ConcernPaper.objects.permitted(request.user).select_related("concern").filter(uid=uid).first()
        if paper is None:
            raise Http404
        try:
            data = dealing.open_paper(paper, actor=request.user)
        except (KeyFault, OSError) as fault:
            log.error("paper %s of a concern does not open: %s", paper.uid, type(fault).__name__)
            lost = render(request, "errors/503.html", status=503)
            lost.headers["Cache-Control"] = "private, no-store"
            return lost
        return FileResponse(io.BytesIO(data), as_attachment=True, filename=self.name_of(paper), content_type=paper.facts["content_type"],
                            headers=HEADERS)

    def name_of(self, paper):
        """What the file is called, as its reader may know it: as its line on the page (`ConcernPage.papers`)."""
        user, concern, facts = self.request.user, paper.concern, paper.facts
        kept = inquiry.words_kept_from(concern, reading.stands_as(user, concern)) if facts["person"] != user.person_id else set()
        return name_words.without(facts["name"], kept) if kept else facts["name"]
