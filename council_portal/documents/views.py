from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views import View

from council_portal.documents.services import NotInStorage, hand_out
from council_portal.documents.stamps import NoStamp, name_of_copy

# SECURITY: on every answer, the empty one to HEAD too. A paper is saved, never shown, and can run nothing if it is opened anyway.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "none",
}


class GuardedDownload(LoginRequiredMixin, View):
    """Hands out one paper: `GuardedDownload.as_view(model=CasePaper)` on a path with <uuid:uid>.

    Unknown and forbidden are one 404, with the same queries. Answered is always the whole paper, after the question who may:
    no validators are sent and none are honoured, so that no 206, 304 or 412 tells anybody anything. A paper that storage has
    lost, or on which no stamp can be laid, is 503 for those who may view it. Reading is recorded; HEAD reads nothing, and of a
    restricted paper it tells no length: the copy that GET would make is not there yet, and the original's length is not its.
    """

    http_method_names = ["get", "head"]
    model = None

    def get(self, request, uid):
        paper = self.paper(uid)
        try:
            content = hand_out(paper, actor=request.user.person)
        except (NotInStorage, NoStamp):
            lost = render(request, "errors/503.html", status=503)
            lost.headers["Cache-Control"] = "private, no-store"
            return lost
        return FileResponse(content, as_attachment=True, filename=self.name_of(paper), content_type=paper.content_type, headers=HEADERS)

    def head(self, request, uid):
        paper = self.paper(uid)
        headers = {**HEADERS, "Content-Disposition": content_disposition_header(True, self.name_of(paper))}
        if paper.restricted:
            return StreamingHttpResponse((), content_type=paper.content_type, headers=headers)
        return HttpResponse(content_type=paper.content_type, headers={**headers, "Content-Length": paper.size})

    def name_of(self, paper):
        """The name under which the reader saves it: a copy says whose it is."""
        return name_of_copy(paper.name, self.request.user.person) if paper.restricted else paper.name

    def paper(self, uid):
        """The paper, if this reader may view its matter. Raises Http404."""
        try:
            return self.model.objects.permitted(self.request.user, "view").select_related(self.model.guarded_by).get(uid=uid)
        except self.model.DoesNotExist:
            raise Http404 from None
