"""The two admin sites: /admin/ for the technical administrator, /monitoring/ for the Monitoring Officer. Neither has a superuser."""
from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from council_portal.access.admin import GuardedAdmin
from council_portal.accounts.models import Person, PoliticalGroup, Service, User, Ward
from council_portal.accounts.policy import MONITORING, TECHNICAL
from council_portal.accounts.services import give_own_principal, has_account
from council_portal.people import closing
from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.services import version_before
from council_portal.protocol.version_views import compared


class PortalSite(AdminSite):
    """An admin site for the holders of certain posts. Whoever is signed in without one gets the 404 of a page that is not there."""

    posts = frozenset()
    enable_nav_sidebar = True

    def each_context(self, request):
        """With what the first page is called, for the way back to it."""
        return {**super().each_context(request), "first_page": self.index_title}

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
    index_template = "admin/monitoring_index.html"
    site_header = site_title = _("Monitoring Officer")
    index_title = _("The Monitoring Officer’s desk")
    enable_nav_sidebar = False  # there are six lists: the first page leads to each
    ORDER = ("concern", "lettertext", "commencement", "independentperson", "connection", "protocolversion")  # of the first page

    def get_app_list(self, request, app_label=None):
        """Of no app: all lists under one heading, the desk first; nobody who works here knows the parts of the program."""
        found = super().get_app_list(request, app_label)
        if app_label is not None:
            return found
        place = {name: number for number, name in enumerate(self.ORDER)}
        models = sorted((model for app in found for model in app["models"]),
                        key=lambda one: place.get(one["model"]._meta.model_name, len(place)))
        return [{"name": self.index_title, "app_label": "desk", "app_url": reverse("monitoring:index"), "models": models}]

    def index(self, request, extra_context=None):
        [desk] = self.get_app_list(request)
        lists = [{"name": one["name"], "url": one["admin_url"], "add": one["add_url"],
                  **self.get_model_admin(one["model"]).told_on_index(request)} for one in desk["models"]]
        return super().index(request, {"lists": lists, **(extra_context or {})})

    def app_index(self, request, app_label, extra_context=None):
        return super().app_index(request, app_label, {"title": self.index_title, **(extra_context or {})})


technical = TechnicalSite(name="technical")
monitoring = MonitoringSite(name="monitoring")


def hidden_login(site):
    """The site's sign-in by allauth's page, second factor included; a 404 to whoever is signed in without the post."""
    sign_in = secure_admin_login(site.login)

    def login(request, extra_context=None):
        if request.user.is_authenticated and not site.has_permission(request):
            raise Http404
        return sign_in(request, extra_context)

    return login


technical.login = hidden_login(technical)
monitoring.login = hidden_login(monitoring)


class AccountForm(forms.ModelForm):
    """An account signs in with the council address of its person. SECURITY: whoever may type an address could become anybody, by
    asking for a new password to be sent there; so nobody types one here."""

    def clean_person(self):
        """Somebody with a council address and without an account."""
        person = self.cleaned_data["person"]
        if not person.email:
            raise ValidationError(_("The council’s records hold no email address for this person, so there is nothing to sign in with."))
        if has_account(person):
            raise ValidationError(_("This person, or somebody with the same address, has an account already."))
        return person

    def save(self, commit=True):
        """Take the address from the person; the password is nobody's to set but its owner's."""
        if self.instance.pk is None:
            self.instance.email = self.instance.person.email.lower()
            self.instance.set_unusable_password()
        return super().save(commit)


class AccountAdmin(GuardedAdmin):
    """Accounts: opened and closed here. Neither address nor password can be set: no way in as somebody else."""

    form = AccountForm
    list_display = ["email", "person", "is_active"]
    search_fields = ["email", "person__name"]
    fields = ["person", "is_active"]

    def get_readonly_fields(self, request, obj=None):
        return ["person", "email"] if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            closing.set_open(obj, actor=request.user, is_open=obj.is_active)
        else:
            super().save_model(request, obj, form, change)

    def get_fields(self, request, obj=None):
        return ["person", "email", "is_active"] if obj else ["person", "is_active"]


class PersonAdmin(GuardedAdmin):
    """People. What they hold is not changed here: offices are appointed to, with a date and an authority. SECURITY: nor are name and
    address, once the person is there: a new password would be sent to the address, and a concern is kept from whom it names by the name.
    A name is corrected by those who keep the people: on the profile of a Member, by the list of officers."""

    list_display = ["name", "honorific", "email"]
    search_fields = ["name"]
    fields = ["honorific", "name", "email"]

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
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
    fields = readonly_fields = ["title", "version", "in_force_from", "minute", "adopted_at", "changed", "source", "sha_256", "file"]
    nothing = _("No version of the protocol was adopted yet.")

    def told_on_index(self, request):
        return {"intro": _("Which was in force when, by which minute, and what it changed."), "lines": []}

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        return super().change_view(request, object_id, form_url, {
            "title": row and row.title, "subtitle": "", **(extra_context or {})})

    @staticmethod
    def changed(row):
        """How much it changed of the version before, leading to what."""
        before = version_before(row)
        if before is None:
            return format_html('{} <a href="{}">{}</a>', now("Nothing: it is the first."), reverse("protocol_version", args=[row.uid]),
                               now("Read it"))
        found = compared(before, row)
        clauses, routes = len(found["clauses"]), len(found["routes"])
        said = ", ".join([ngettext("%(n)s clause", "%(n)s clauses", clauses) % {"n": clauses},
                          ngettext("the way of %(n)s matter", "the ways of %(n)s matters", routes) % {"n": routes}])
        return format_html('{} <a href="{}">{}</a>', now("Of the version before: %(said)s.") % {"said": said},
                           reverse("protocol_changes", args=[row.uid]), now("Read what changed"))

    @staticmethod
    def sha_256(row):
        """By which it can be proved that a file is this one."""
        return row.digest

    @staticmethod
    def file(row):
        """The file as it was adopted, folded."""
        return format_html('<details class="cp-file"><summary>{}</summary><pre>{}</pre></details>', now("Show the file"), row.text)


VersionAdmin.changed.short_description = _("what it changed")
VersionAdmin.sha_256.short_description = _("digest of the file (SHA-256)")
VersionAdmin.file.short_description = _("file, as it was adopted")


technical.register(User, AccountAdmin)
technical.register(Person, PersonAdmin)
technical.register(Service, ServiceAdmin)
technical.register(Ward, WardAdmin)
technical.register(PoliticalGroup, GroupAdmin)
monitoring.register(ProtocolVersion, VersionAdmin)
