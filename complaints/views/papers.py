"""Evidence handed out: opened for its reader alone, after the check, and recorded."""
import io
import logging

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views import View

from complaints import dealing
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
        facts = paper.facts
        return FileResponse(
            io.BytesIO(data), as_attachment=True, filename=facts["name"], content_type=facts["content_type"], headers=HEADERS)
