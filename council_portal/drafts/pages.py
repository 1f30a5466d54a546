"""What a page with one form shares so that the form keeps a draft: form_page.html shows it, nothing else is to be written for it."""
from http import HTTPStatus

from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from council_portal.drafts.offers import offer
from council_portal.drafts.services import keep_what_fits, throw_away


class KeepsDraft:
    """Mixin, before a guarded form view. The class of a form says by `keeps`, a word, that what is typed into it is kept.

    A form that has none keeps nothing. What is sent (the answer leads on) goes; what failed, or came too late, stays kept.
    """

    def draft_form(self):
        """The word of the form, "" where nothing is kept."""
        return getattr(self.form_class, "keeps", "")

    def draft_about(self):
        """The uid of what the form is about, or None."""
        return self.object.uid if self.object else None

    @cached_property
    def kept(self):
        """What form_page.html is given as `draft`; None where nothing is kept. One statement."""
        form = self.draft_form()
        return offer(self.request.user, form, about=self.draft_about(), back=self.request.path) if form else None

    def get_form(self, form_class=None):
        """The form as it was left; what the address asks for goes before that."""
        form = super().get_form(form_class)
        if self.kept and self.kept["data"] and not form.is_bound:
            form.initial = {**form.initial, **as_left(form, self.kept["data"]), **self.get_initial()}
        return form

    def post(self, request, *args, **kwargs):
        """Throw the draft away with what was sent; keep it with what was not."""
        answer, form = super().post(request, *args, **kwargs), self.draft_form()
        if form and answer.status_code == HTTPStatus.FOUND:
            throw_away(request.user, form, self.draft_about())
        elif form:
            self.keep_typed()
        return answer

    def keep_typed(self):
        """Keep what was posted, as far as it fits."""
        keep_what_fits(self.request.user, self.draft_form(), self.request.POST, about=self.draft_about())

    def get_context_data(self, **kwargs):
        """A form that was sent and failed is no news to whoever typed it."""
        shown = {**self.kept, "said": ""} if self.kept and self.request.method == "POST" else self.kept
        return super().get_context_data(**{"draft": shown, **kwargs})


def as_left(form, data):
    """{field: what stood in it}, each as its own widget reads it. data: of a draft."""
    typed = MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in data.items()})
    shown = {name: field.widget for name, field in form.fields.items() if not field.widget.is_hidden}
    return {name: widget.value_from_datadict(typed, {}, form.add_prefix(name)) for name, widget in shown.items()
            if not widget.value_omitted_from_data(typed, {}, form.add_prefix(name))}
