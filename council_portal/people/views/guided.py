"""What the guided acts share: a person found by typing, a page that says what changes before anything is saved, pages of a list."""
import uuid

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from council_portal.access.views import GuardedForm
from council_portal.accounts.services import Refused
from council_portal.people.choosing import find
from council_portal.people.forms import SearchForm

EACH = 25  # rows of a page


class PlainGuardedForm(GuardedForm):
    """A guarded form whose object has no page of its own: `back_to()` says where it leads back."""

    http_method_names = ["get", "post", "head", "options"]  # a form view takes PUT for POST, and some buttons have nothing to fill in

    def back_to(self):
        """An address, or ""."""
        return ""

    def get_context_data(self, **kwargs):
        given = {"heading": self.heading, "button": self.button, "back": self.back_to(), "object": self.object, **kwargs}
        return super(GuardedForm, self).get_context_data(**given)  # not GuardedForm's own, which asks the object for its page


class Checked(PlainGuardedForm):
    """A form that is shown once more with what it changes, and saved by a second press. `effects(data)`: the sentences of that page."""

    check_template = "people/check.html"
    button, check_heading, check_button = _("Continue"), _("Check what changes, and save it"), _("Save")

    def effects(self, data):
        """[(text, is a warning)] of what was typed and is valid."""
        raise NotImplementedError

    def facts(self, data):
        """(label, value) of what was typed."""
        raise NotImplementedError

    def post(self, request, *args, **kwargs):
        form, stage = self.get_form(), request.POST.get("stage")
        if not form.is_valid() or stage == "change":
            return self.form_invalid(form)
        if stage != "save":
            return self.ask(form)
        try:
            return self.form_valid(form)
        except Refused as refused:
            form.add_error(None, refused.says)
            return self.form_invalid(form)

    def ask(self, form):
        """The page between."""
        self.template_name = self.check_template
        given = [(key, values) for key, values in self.request.POST.lists() if key not in ("csrfmiddlewaretoken", "stage")]
        typed = [(key, value) for key, values in given for value in values]
        return self.render_to_response(self.get_context_data(
            form=form, heading=self.check_heading, button=self.check_button, typed=typed, facts=self.facts(form.cleaned_data),
            effects=self.effects(form.cleaned_data)))


def picked(request, people, keep=()):
    """What people/pick.html shows: the search, its first few results, each with the address of this page with them chosen.

    people: whom one may choose from. keep: names of the query that stay.
    """
    search = SearchForm(request.GET)
    typed = search.cleaned_data["q"] if search.is_valid() else ""
    rows, more = find(people, typed)
    return {"search": search, "rows": rows, "more": more, "typed": typed, "kept": [(name, request.GET[name]) for name in keep]}


def paged(rows, query, name="page"):
    """One page of these rows, and the queries that lead to the one before and the one after: (rows, {"before", "after"})."""
    page = Paginator(rows, EACH).get_page(query.get(name))

    def leading(number):
        asked = query.copy()
        asked[name] = number
        return asked.urlencode()

    return page.object_list, {"before": leading(page.previous_page_number()) if page.has_previous() else "",
                              "after": leading(page.next_page_number()) if page.has_next() else "",
                              "count": page.paginator.count, "number": page.number, "pages": page.paginator.num_pages}


def chosen(form, name):
    """The person whom a form that was sent carries, when it is one that can be; else None."""
    return getattr(form, "cleaned_data", {}).get(name) if form is not None and form.is_bound else None


def uid_or_none(text):
    """A uid out of an address, or None for what is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
