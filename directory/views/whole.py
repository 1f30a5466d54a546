from django.http import Http404
from django.views.generic import TemplateView
from django.views.generic.base import View

from council_portal.access.decisions import can, require
from council_portal.access.views import Guarded


class Whole(Guarded, View):
    """Something over all rows of a model. Whoever may view none of them gets the 404, as on an address that never was; whoever may view
    them and not do `action`, the 403 with its clause."""

    def dispatch(self, request, *args, **kwargs):
        if not can(request.user, "view", self.model):
            raise Http404
        require(request.user, self.action, self.model)
        return super().dispatch(request, *args, **kwargs)


class WholePage(Whole, TemplateView):
    """A page of that kind."""
