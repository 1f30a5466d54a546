"""What the pages of Members have in common: the menu of the four lists, and a page that is not there for whoever is in no office."""
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from council_portal.access.decisions import can
from council_portal.access.views import Guarded


def rooms(here):
    """The menu of the lists, for components in templates/profiles/rooms.html. here: the name of the address that is shown."""
    texts = {"list": _("Members"), "wards": _("Wards"), "bodies": _("Committees and other bodies"), "groups": _("Political groups")}
    return [{"url": reverse(f"profiles:{name}"), "text": text, "current": name == here} for name, text in texts.items()]


class Overview(Guarded, TemplateView):
    """A list that everybody in office reads whole. For others it is not there."""

    room = ""

    def get(self, request, *args, **kwargs):
        if not can(request.user, "view", self.model):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(rooms=rooms(self.room), **kwargs)
