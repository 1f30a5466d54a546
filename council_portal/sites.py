"""The two admin sites: /admin/ for the technical administrator, /monitoring/ for the Monitoring Officer. Neither has a superuser."""
from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from council_portal.access.admin import GuardedAdmin
from council_portal.accounts.models import Person, PoliticalGroup, Service, User, Ward
from council_portal.accounts.policy import MONITORING, TECHNICAL
from council_portal.accounts.services import give_own_principal
from council_portal.protocol.models import ProtocolVersion


class PortalSite(AdminSite):
    """An admin site for the holders of certain posts. Whoever is signed in without one gets the 404 of a page that is not there."""

    posts = frozenset()
    enable_nav_sidebar = True

    def has_permission(self, request):
        return request.user.is_active and request.user.is_authenticated and bool(request.user.posts & self.posts)

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return guarded

    def get_urls(self):
        """Django's own, without the shortcut that tells which objects exist, and without passwords set for others."""
        left_out = {"view_on_site", "password_change", "password_change_done"}
        return [url for url in super().get_urls() if getattr(url, "name", None) not in left_out]

    def logout(self, request, extra_context=None):
        """Signing out is the portal's."""
        raise Http404


class TechnicalSite(PortalSite):
    """Accounts and reference data."""

    posts = TECHNICAL
    site_header = site_title = _("Technical administration")
    index_title = _("Accounts and reference data")


class MonitoringSite(PortalSite):
    """The Monitoring Officer's desk."""

    posts = MONITORING
    site_header = site_title = _("Monitoring Officer")
    index_title = _("The Monitoring Officer's desk")


technical = TechnicalSite(name="technical")
monitoring = MonitoringSite(name="monitoring")
technical.login = secure_admin_login(technical.login)
monitoring.login = secure_admin_login(monitoring.login)


class AccountAdmin(GuardedAdmin):
    """Accounts: opened and closed here; a password is nobody's to set but its owner's (security: no way in as somebody else)."""

    list_display = ["email", "person", "is_active"]
    search_fields = ["email"]
    fields = ["person", "email", "is_active"]

    def get_readonly_fields(self, request, obj=None):
        return ["person"] if obj else []

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


class PersonAdmin(GuardedAdmin):
    """People. What they hold is not changed here: offices are appointed to, with a date and an authority."""

    list_display = ["name", "honorific", "email"]
    search_fields = ["name"]
    fields = ["honorific", "name", "email"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            give_own_principal(obj)


class ServiceAdmin(GuardedAdmin):
    """Services and the directorates that they are part of."""

    list_display = ["name", "part_of", "ended_on"]
    search_fields = ["name"]
    fields = ["name", "part_of", "ended_on"]


class WardAdmin(GuardedAdmin):
    """Wards and divisions."""

    list_display = ["name", "code", "ended_on"]
    search_fields = ["name"]
    fields = ["name", "code", "ended_on"]


class GroupAdmin(GuardedAdmin):
    """Political groups."""

    list_display = ["name"]
    fields = ["name"]


class VersionAdmin(GuardedAdmin):
    """Versions of the protocol: read here, adopted by `manage.py protocol adopt`."""

    list_display = ["title", "version", "in_force_from", "minute"]
    fields = ["title", "version", "source", "in_force_from", "minute", "digest", "text"]


technical.register(User, AccountAdmin)
technical.register(Person, PersonAdmin)
technical.register(Service, ServiceAdmin)
technical.register(Ward, WardAdmin)
technical.register(PoliticalGroup, GroupAdmin)
monitoring.register(ProtocolVersion, VersionAdmin)
