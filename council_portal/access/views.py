"""Generic views that ask before they show. A view names a model, an action, a template; it cannot start without a guarded model."""
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.utils.dateparse import parse_date, parse_datetime
from django.views.generic import TemplateView
from django.views.generic.base import View

from council_portal.access.decisions import require
from council_portal.access.queryset import mark_actions

SALT = "page"


class Guarded(View):
    """Base of every view on guarded data. model: has RULES. action: what the reader must be allowed to do."""

    model = None
    action = "view"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.model is not None and not hasattr(cls.model, "RULES") and not hasattr(cls.model, "guarded_by"):
            raise ImproperlyConfigured(f"{cls.__name__}: {cls.model.__name__} is not guarded")

    def get_object(self, queryset=None):
        """The object of the URL, or the 404 of one that never was: one statement, whether unknown or forbidden."""
        rows = self.model._default_manager.all() if queryset is None else queryset
        found = next(iter(rows.permitted(self.request.user, "view").filter(uid=self.kwargs["uid"])[:1]), None)  # first() would sort
        if found is None:
            raise Http404
        return found


class GuardedPage(Guarded, TemplateView):
    """One object on a page, with what its reader may do (`object.may`). left_out: columns that the page does not need."""

    context_object_name = "object"
    related = ()
    left_out = ()

    def get_context_data(self, **kwargs):
        rows = self.model._default_manager.select_related(*self.related).defer(*self.left_out) if self.related else None
        self.object = self.get_object(rows)
        mark_actions(self.request.user, [self.object])
        return super().get_context_data(**{self.context_object_name: self.object}, **kwargs)


class GuardedList(Guarded, TemplateView):
    """A list of matters: filters and ordering on listed columns, pages by cursor, buttons in one statement. Never counts everything.

    only: the columns that a row shows, where a matter carries more than that. buttons: whether its rows offer acts (`row.may`).
    """

    filterset = None
    related = ()
    only = ()
    buttons = True
    size = 25

    def get_context_data(self, **kwargs):
        filters = self.filterset(self.request.GET, queryset=self.model._default_manager.none(), request=self.request)
        where, order = filters.as_q(), filters.order()
        after = read_cursor(self.request.GET.get("after"), order)
        shown = self.model._default_manager.page(self.request.user, order, where=where, after=after, size=self.size + 1)
        shown = shown.select_related(*self.related)
        rows = list(shown.only(*self.only) if self.only else shown)
        more, rows = len(rows) > self.size, rows[: self.size]
        if self.buttons:
            mark_actions(self.request.user, rows)
        older = write_cursor(rows[-1], order) if more else None
        return super().get_context_data(rows=rows, filter=filters.form, older=older, **kwargs)


class GuardedAct(Guarded):
    """One act on one object, by POST. Fetches what the reader may see, then asks for the action itself."""

    http_method_names = ["post"]

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        require(self.request.user, self.action, found)
        return found


def write_cursor(row, order):
    """Where the next page begins, signed: the value of the ordering column, the key, the ordering."""
    return signing.dumps([getattr(row, order.lstrip("-")).isoformat(), row.pk, order], salt=SALT)


def read_cursor(text, order):
    """(value, key) of a cursor, or None: no cursor, one that was tampered with, or one of another ordering starts at the first page."""
    if not text:
        return None
    try:
        value, pk, made_for = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return (parse_datetime(value) or parse_date(value), pk) if made_for == order else None
