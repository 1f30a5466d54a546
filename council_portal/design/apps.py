from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    name = "council_portal.design"
    label = "design"
    verbose_name = _("Design")

    def ready(self):
        from council_portal.design.checks import check_council_colour  # imports settings users: after the apps are loaded

        register(check_council_colour)
