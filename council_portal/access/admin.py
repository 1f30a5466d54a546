"""The base of every admin registration: rows and permissions come from the same rules as the portal's pages."""
from django import forms
from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council_portal.audit.services import record


class CappedPaginator(Paginator):
    """Counts no further than a thousand: a count of everything grows with the council."""

    LIMIT = 1000

    @cached_property
    def count(self):
        return self.object_list[: self.LIMIT + 1].count()


class PlainChangeList(ChangeList):
    """A list that says in plain words by what it can be sorted, where no row of headings is seen."""

    def sorts(self):
        """[{"text", "url", "sorted": by it now?}] of one column each, and the way back to the list's own order; [] for one row."""
        if self.result_count < 2:
            return []
        now = self.params.get(ORDER_VAR, "").split(".")[0]
        found = [self.sort_by(str(place), head["text"], now) for place, head in enumerate(result_headers(self)) if head["sortable"]]
        usual = {"text": _("As it was at first"), "url": self.get_query_string(remove=[ORDER_VAR]), "sorted": False}
        return [*found, usual] if now else found

    def sort_by(self, place, column, now):
        """The same of the column at this place. now: the place of the column that it is sorted by, "-" before it where from the end."""
        text = capfirst(column)
        turned = _("%(column)s, the other way round") % {"column": text}
        return {"text": turned if now == place else text, "sorted": now.removeprefix("-") == place,
                "url": self.get_query_string({ORDER_VAR: f"-{place}" if now == place else place})}


class GuardedAdmin(admin.ModelAdmin):
    """Shows `permitted(user, "view")`, changes by rule, deletes nothing, and records in the audit record instead of LogEntry."""

    show_full_result_count = False
    paginator = CappedPaginator
    actions = None
    list_select_related = True
    view_on_site = False  # the sites have no shortcut that tells which objects exist
    show_facets = admin.ShowFacets.NEVER  # a count beside each filter would be a statement for each
    nothing = gettext_lazy("Nothing is here yet.")  # said where the list is empty

    def told_on_index(self, request):
        """{"intro": what the list is for, "lines": [{"text", "url", "urgent"}] of what waits there for this reader, "add_text"
        where one can be entered} for the site's first page."""
        return {"intro": "", "lines": []}

    def changelist_view(self, request, extra_context=None):
        """Headed by what it lists, not by what is to be selected in it."""
        return super().changelist_view(request, {"title": capfirst(self.opts.verbose_name_plural), "nothing": self.nothing,
                                                 **(extra_context or {})})

    def get_changelist(self, request, **kwargs):
        return PlainChangeList

    def get_queryset(self, request):
        return self.model._default_manager.permitted(request.user, "view").order_by(*self.get_ordering(request) or ["pk"])

    def _may(self, request, action, obj):
        """The rule of the action, asked of one row; without a row, whether any row of the list gives it."""
        if action not in self.model.RULES:
            return False
        if obj is not None:
            return self.model._default_manager.allows(request.user, action, obj.pk)
        rule = self.model.RULES[action]
        return rule.given_to(request.user) if hasattr(rule, "given_to") else True

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", obj)

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change", obj)

    def has_add_permission(self, request):
        return self._may(request, "add", None)

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes: things are ended or closed."""
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A day is asked for with an example beside it, and refused with one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.DateField):
            field.help_text = " ".join(str(part) for part in (field.help_text, _("For example, 27 3 2027 or 27 March 2027.")) if part)
            field.error_messages["invalid"] = _("This must be a real date, like 27 3 2027 or 27 March 2027.")
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs["queryset"] = db_field.remote_field.model._default_manager.permitted(request.user, "choose")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_list_filter(self, request):
        """No filter by a related model: its titles would be listed to who may not see them."""
        for entry in (filters := super().get_list_filter(request)):
            name = entry[0] if isinstance(entry, tuple | list) else entry
            try:
                related = isinstance(name, str) and self.model._meta.get_field(name).is_relation
            except FieldDoesNotExist:
                related = True
            if related:
                raise TypeError(f"{type(self).__name__}: no list filter on {name}")
        return filters

    def _changeform_view(self, request, object_id, form_url, extra_context):
        """Unknown and forbidden are one and the same 404; Django would redirect for the one and refuse the other."""
        if object_id and self.get_object(request, object_id) is None:
            raise Http404
        if not object_id and not self.has_add_permission(request):
            raise Http404
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        raise Http404

    def history_view(self, request, object_id, extra_context=None):
        raise Http404

    def log_addition(self, request, obj, message):
        record(obj, "added", actor=request.user.person)

    def log_change(self, request, obj, message):
        record(obj, "changed", actor=request.user.person)


class ListOnly:
    """Mixin, before GuardedAdmin: its rows have no form of their own, and lead to pages of theirs."""

    list_display_links = None
    list_select_related = False

    def _changeform_view(self, request, object_id, form_url, extra_context):
        raise Http404
