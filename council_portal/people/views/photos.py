from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from council_portal.accounts.models import Person
from council_portal.documents.services import NotInStorage
from council_portal.people.forms import PhotoForm, RemovePhotoForm
from council_portal.people.models import Photo, PhotoSize
from council_portal.people.portraits import LARGE, portrait
from council_portal.people.services import open_size
from council_portal.people.views.guided import PlainGuardedForm

# SECURITY: on every answer, the empty one to HEAD too. A picture of our own making; it can run nothing if it is opened by itself.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "none",
}


class PhotoOf(PlainGuardedForm):
    """The photograph of a person, to whoever may change it: themselves and Democratic Services."""

    model, action, template_name = Photo, "write", "people/photo.html"
    button = gettext_lazy("Keep this photograph")

    def get_object(self, queryset=None):
        """The photograph there is, or an unsaved one that names the person. Unknown person: 404."""
        found = Person.objects.permitted(self.request.user, "view").filter(uid=self.kwargs["uid"]).select_related("photo").first()
        if found is None:
            raise Http404
        return getattr(found, "photo", None) or Photo(person=found)

    def get_form_class(self):
        """The button that removes sends `act=remove`; a second press of it finds nothing to remove."""
        return RemovePhotoForm if self.request.POST.get("act") == "remove" else PhotoForm

    def form_valid(self, form):
        self.said = form.said
        try:
            return super().form_valid(form)
        except ValidationError as error:  # what can only be seen by reading the pixels
            form.add_error("photo", error)
            return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        person, there = self.object.person, self.object.pk is not None
        own = person.pk == self.request.user.person_id
        heading = _("Your photograph") if own else _("Photograph of %(person)s") % {"person": person.full_name}
        shown = portrait(person, self.object if there and self.object.widths else None, LARGE)
        return super().get_context_data(**{"heading": heading, "there": there, "portrait": shown, **kwargs})


class PhotoFile(LoginRequiredMixin, View):
    """One size of a photograph, to anybody in office. Unknown and forbidden are one 404, lost from storage is 503 for its readers.

    Always the whole picture, with no validators to compare. Looking at it is not recorded: it stands beside a name in lists.
    """

    http_method_names = ["get", "head"]

    def get(self, request, uid, width):
        try:
            content = open_size(self.size(uid, width))
        except NotInStorage:
            lost = render(request, "errors/503.html", status=503)
            lost.headers["Cache-Control"] = "private, no-store"
            return lost
        answer = FileResponse(content, content_type="image/jpeg", headers=HEADERS)
        answer.headers["Content-Disposition"] = "inline"  # without the name in storage, which Django would say
        return answer

    def head(self, request, uid, width):
        headers = {**HEADERS, "Content-Disposition": "inline", "Content-Length": self.size(uid, width).size}
        return HttpResponse(content_type="image/jpeg", headers=headers)

    def size(self, uid, width):
        """The size, if this reader may see photographs. Raises Http404."""
        try:
            return PhotoSize.objects.permitted(self.request.user, "view").select_related("photo").get(photo__uid=uid, width=width)
        except PhotoSize.DoesNotExist:
            raise Http404 from None
