"""Generic views that ask before they show. A view names a model, an action, a template; it cannot start without a guarded model."""
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponseRedirect
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View

from council_portal.access.decisions import require
from council_portal.access.queryset import mark_actions
from council_portal.design.views import error_409

SALT = "page"


class Guarded(View):
    """Base of every view on guarded data. model: has RULES. action: what the reader must be allowed to do.

    For whoever is in no office today none of its addresses is there, empty lists and forms included (docs/decisions/no-office-nothing.md);
    but for `lets_in_by_name`.
    """

    model = None
    action = "view"
    lets_in_by_name = False  # is it there for somebody in no office, where its rules let them in by name?

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.model is not None and not hasattr(cls.model, "RULES") and not hasattr(cls.model, "guarded_by"):
            raise ImproperlyConfigured(f"{cls.__name__}: {cls.model.__name__} is not guarded")

    def setup(self, request, *args, **kwargs):
        """Before anything of the view runs, whatever its `dispatch` does first. No statement of its own: the menu asks the same."""
        super().setup(request, *args, **kwargs)
        if not (request.user.principals or self.lets_in_by_name):
            raise Http404

    def get_object(self, queryset=None):
        """The object of the URL, or the 404 of one that never was: one statement, whether unknown or forbidden."""
        rows = self.model._default_manager.all() if queryset is None else queryset
        found = next(iter(rows.permitted(self.request.user, "view").filter(uid=self.kwargs["uid"])[:1]), None)  # first() would sort
        if found is None:
            raise Http404
        return found


class GuardedPage(Guarded, TemplateView):
    """One object on a page, with what its reader may do (`object.may`)."""

    context_object_name = "object"
    related = ()

    def get_context_data(self, **kwargs):
        rows = self.model._default_manager.select_related(*self.related) if self.related else None
        self.object = self.get_object(rows)
        self.mark()
        return super().get_context_data(**{self.context_object_name: self.object}, **kwargs)

    def mark(self):
        """Give the object `.may`, what the reader may do to it: one statement, which a page that reads the standings itself may spare."""
        mark_actions(self.request.user, [self.object])


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
        if self.related:  # without a name it would read every relation, the protocol's whole text with each row
            shown = shown.select_related(*self.related)
        shown = self.with_more(shown)
        rows = list(shown.only(*self.only) if self.only else shown)
        more, rows = len(rows) > self.size, rows[: self.size]
        if self.buttons:
            mark_actions(self.request.user, rows)
        older = write_cursor(rows[-1], order) if more else None
        return super().get_context_data(rows=rows, filter=filters.form, older=older, **kwargs)

    def with_more(self, rows):
        """What a row shows besides its columns. rows: the queryset of one page."""
        return rows


class GuardedForm(Guarded, FormView):
    """One form on one object, or, on an address without a uid, the form that makes one (the action is asked of the class).

    Fetches what the reader may see (404), asks for the action (403 with the clause), saves by the form's `save()`, says `said`, and
    goes to what was saved. A form that knows what it was shown with (forms.Seen) is answered with 409 when that has changed, what
    was typed shown. The form gets `user` and, where there is one, `instance`.
    """

    action = "change"
    related = ()
    template_name = "form_page.html"
    heading, button, said = "", _("Save"), _("Saved.")
    object = None

    def dispatch(self, request, *args, **kwargs):
        if "uid" in kwargs:
            rows = self.model._default_manager.select_related(*self.related) if self.related else None
            self.object = self.get_object(rows)
        require(request.user, self.action, self.object or self.model)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        given = {**super().get_form_kwargs(), "user": self.request.user}
        return given | {"instance": self.object} if self.object else given

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if getattr(form, "stale", False):
            return error_409(request, typed=form.typed(), back=request.path)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form):
        saved = form.save()
        messages.success(self.request, self.said)
        return HttpResponseRedirect(self.where_to(saved))

    def where_to(self, saved):
        """The address after saving. saved: what the form's save() returned, or None."""
        return (saved or self.object).get_absolute_url()

    def get_context_data(self, **kwargs):
        """For form_page.html: heading, button, intro (sentences as {"text", "clause"}), back and back_text."""
        given = {"heading": self.heading, "button": self.button, "back": self.object.get_absolute_url() if self.object else ""}
        return super().get_context_data(**{**given, "object": self.object, **kwargs})


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
