"""What a page with one form shares so that the form keeps a draft: form_page.html shows it, nothing else is to be written for it."""
import logging
from http import HTTPStatus

from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from council_portal.access.decisions import can
from council_portal.documents.fields import say_not_kept
from council_portal.drafts.models import Draft
from council_portal.drafts.offers import offer
from council_portal.drafts.papers import held, hold, take_out
from council_portal.drafts.services import begun, keep_what_fits, throw_away

log = logging.getLogger(__name__)


class KeepsDraft:
    """Mixin, before a guarded form view. The class of a form says by `keeps`, a word, that what is typed into it is kept.

    A form that has none keeps nothing. What is sent (the answer leads on) goes; what failed, or came too late, stays kept.
    """

    def draft_form(self):
        """The word of the form, "" where nothing is kept: of whoever holds no office, whose form works without."""
        return getattr(self.form_class, "keeps", "") if can(self.request.user, "begin", Draft) else ""

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


class KeepsPapers(KeepsDraft):
    """The same where the class of the form says by `keeps_papers` that its `papers`, a PapersField, wait with the draft until it is sent.

    What was chosen and can be taken waits as soon as it has come, whatever else is wrong with the form. The form has `held`: the papers
    that wait, those included; and, as a post says which of them its page showed, `unseen`: does another one wait, or one less?
    """

    def draft_now(self):
        """The Draft, or None. One statement."""
        return begun(self.request.user, self.draft_form(), self.draft_about())

    def with_papers(self):
        """Do papers wait with the draft of this form?"""
        return getattr(self.form_class, "keeps_papers", False) and bool(self.draft_form())

    def get_form(self, form_class=None):
        """The form with the papers that wait; those that come with a post are put to them."""
        form = super().get_form(form_class)
        if self.with_papers():
            form.held = held(self.draft_now())
            form.unseen = {str(paper.uid) for paper in form.held} != set(self.request.POST.getlist("held"))
            if form.is_bound:
                self.take_in(form)
        return form

    def take_in(self, form):
        """Let what was chosen wait; what is refused is said at the field, and that a browser forgets the others."""
        form.full_clean()
        try:
            hold(self.request.user, self.draft_form(), form.cleaned_data.get("papers"), about=self.draft_about())
        except OSError as fault:
            log.error("papers that were chosen for a form could not be stored: %s", type(fault).__name__)
            form.add_error("papers", _("What you chose could not be stored just now: choose it again."))
        if "papers" in form.errors:
            say_not_kept(form)
        form.held = held(self.draft_now())

    def post(self, request, *args, **kwargs):
        """To add papers or take one out sends nothing: the form is shown again with what was typed."""
        if not self.with_papers() or not ({"take_out", "add"} & request.POST.keys()):
            return super().post(request, *args, **kwargs)
        if "take_out" in request.POST:
            take_out(request.user, self.draft_now(), request.POST["take_out"])
        form = self.get_form()
        self.keep_typed()
        for name in [name for name in form.errors if name != "papers"]:  # it is not sent yet, and may be half done
            del form.errors[name]
        return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.with_papers() and context["draft"]:
            context["draft"] = {**context["draft"], "lists_papers": True}
        return context


def as_left(form, data):
    """{field: what stood in it}, each as its own widget reads it. data: of a draft."""
    typed = MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in data.items()})
    shown = {name: field.widget for name, field in form.fields.items() if not field.widget.is_hidden}
    return {name: widget.value_from_datadict(typed, {}, form.add_prefix(name)) for name, widget in shown.items()
            if not widget.value_omitted_from_data(typed, {}, form.add_prefix(name))}
