"""The home page, and the menu: composed from what each app offers."""
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.panels import panels as casework_panels
from council_portal.accounts.policy import MONITORING, TECHNICAL


class Home(TemplateView):
    """What needs me, from each app's panels."""

    template_name = "home.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        if not user.principals:
            return super().get_context_data(intro=_("You hold no office in the council today, so there is nothing here for you."), **kwargs)
        return super().get_context_data(panels=casework_panels(user), **kwargs)


def navigation(request):
    """Context processor: the menu of this reader, and the offices that they act for."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    entries = [("home", _("Home"))]
    entries += [("casework:list", _("Casework")), ("protocol", _("The protocol"))] if user.principals else []
    entries += [("technical:index", _("Administration"))] if user.posts & TECHNICAL else []
    entries += [("monitoring:index", _("Monitoring"))] if user.posts & MONITORING else []
    here = request.resolver_match.view_name.split(":")[0] if request.resolver_match else ""
    menu = [{"url": reverse(name), "text": text, "current": here == name.split(":")[0]} for name, text in entries]
    return {"navigation": menu, "signed_in_as": user.person.full_name, "reads_protocol": bool(user.principals)}
