"""The acts on a case: each has a page of its own, and the next one stands on the page of the case too."""
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from casework.act_forms import ACTS, BESIDE, EscalateForm
from casework.asking import owed_by
from casework.models import Case
from casework.services import last_turn, moved_on
from casework.views import words
from casework.views.one import OneCase
from council_portal.access.decisions import Forbidden, can, require
from council_portal.access.views import Guarded
from council_portal.design.views import error_409
from council_portal.documents.fields import say_not_kept
from council_portal.drafts.offers import said
from council_portal.drafts.services import begun, initial, keep_what_fits, throw_away
from council_portal.matters.services import AnothersForm, Changed


class Pressed:
    """The button of an act was pressed: `response` is the answer, or None when the form has to be shown again."""

    def __init__(self, request, case, kind, **options):
        self.request, self.case, self.kind, self.user = request, case, kind, request.user
        self.form = kind(request.POST, request.FILES, case=case, user=request.user, **options)
        self.response = self.answer(request)

    def answer(self, request):
        """403 with the clause when it may not be done, 409 with what was typed when somebody was first; the same form twice acts once."""
        if self.form.sent_before:
            return self.done()
        try:
            if self.form.stale and not (self.kind.on_any_version and can(self.user, self.kind.action, self.case)):
                raise Changed(self.case)
            require(self.user, self.kind.action, self.case)
            if self.form.is_valid() and self.form.act():
                throw_away(self.user, self.kind.slug, self.case.uid)
                return self.done()
            say_not_kept(self.form)
            keep_what_fits(self.user, self.kind.slug, request.POST, about=self.case.uid)
            return None
        except (Changed, Forbidden) as refused:
            if isinstance(refused, Forbidden) and not moved_on(self.case):
                raise
            return self.somebody_was_first(request)
        except AnothersForm:
            raise BadRequest("the key of a form that somebody else sent") from None

    def done(self):
        """Back to the case with what has been done; to the list, where the reader may see the case no more."""
        if getattr(self.kind, "leaves", False) and not Case.objects.permitted(self.user, "view").filter(pk=self.case.pk).exists():
            return to_the_list(self.request, self.form.done)
        if self.form.done:
            messages.success(self.request, self.form.done)
        return HttpResponseRedirect(self.case.get_absolute_url())

    def somebody_was_first(self, request):
        """What was typed, who did what meanwhile, and what can be done now. The case is read anew: it is no longer as it was."""
        case = next(iter(Case.objects.permitted(self.user, "view").filter(pk=self.case.pk)), None)
        if case is None:
            raise Http404
        last = last_turn(case, self.user)
        yourself = last is not None and last.author_id == self.user.person_id
        return error_409(request, typed=self.form.typed(), back=self.case.get_absolute_url(), says=words.overtaken(case, last),
                         yourself=yourself)


def to_the_list(request, said):
    """The list of cases, with what has been done."""
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("casework:list"))


def pressed_again(request, uid, slug):
    """The answer to a second press of the button that sent a case where its reader may not follow; None without a first press.

    SECURITY: asked when the case may not be seen. Only whoever sent this very form gets another answer than the 404.
    """
    kind = next((kind for kind in ACTS if kind.slug == slug and getattr(kind, "leaves", False)), None)
    if kind and request.method == "POST" and kind.sent_by(request.user, uid, request.POST):
        return to_the_list(request, kind.done_for(request.user, request.POST))
    return None


class ActPage(OneCase, Guarded, TemplateView):
    """One act on one case, on its own page. 404 for an act that is none, or a case that may not be seen; 403 with the clause."""

    model, template_name = Case, "casework/act.html"
    related = ("service", "raised_by", "owner", "sent_to")

    def dispatch(self, request, *args, **kwargs):
        try:
            self.case = self.get_object(Case.objects.select_related(*self.related))
        except Http404:
            if again := pressed_again(request, kwargs["uid"], kwargs["act"]):
                return again
            raise
        self.kind = next((kind for kind in [*ACTS, *BESIDE] if kind.slug == kwargs["act"]), None)
        if self.kind is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        require(request.user, self.kind.action, self.case)
        draft = begun(request.user, self.kind.slug, self.case.uid)
        form = self.kind(case=self.case, user=request.user, lines=True)
        form.initial |= initial(draft, self.kind.slug)
        if replaced := request.GET.get("replaces"):  # the door beside a paper; one that may not be replaced is chosen by nobody
            form.initial["replaces"] = replaced
        return self.shown(form, draft)

    def post(self, request, **kwargs):
        if {"put_in", "narrow"} & request.POST.keys():
            require(request.user, self.kind.action, self.case)
            keep_what_fits(request.user, self.kind.slug, request.POST, about=self.case.uid)
            return self.shown(self.kind(request.POST, request.FILES, case=self.case, user=request.user, lines=True).anew())
        pressed = Pressed(request, self.case, self.kind, lines=True)
        return pressed.response or self.shown(pressed.form)

    def shown(self, form, draft=None):
        """The page with this form. draft: what it is filled in from, where that is news to the reader."""
        owed = owed_by(self.case, self.request.user) if form.action == "contribute" else None
        act = act_of(self.case, form) | {"draft": draft_of(self.case, form, self.request.user, draft)}
        return self.render_to_response({"case": self.case, "acts": [act], "owed": owed})


def draft_of(case, form, user, draft=None):
    """What the page is given so that the form keeps a draft. No statement."""
    about, back = case.uid, f"{case.get_absolute_url()}{form.slug}/"
    return {"form": form.slug, "of": user.person.uid, "about": about, "back": back, "said": said(draft) if draft else "",
            "seen": draft.saved_at.isoformat() if draft else ""}


def act_of(case, form):
    """What the template of an act shows: heading, explanation with its clause, form, button."""
    explanation, clause = form.explanation, words.route_clause(case.protocol, *form.cites) if form.cites else ""
    if isinstance(form, EscalateForm) and case.due_on:
        explanation, clause = words.escalation(case)
    in_short = getattr(form, "in_short", False)
    return {
        "slug": form.slug, "heading": form.heading, "explanation": explanation, "clause": clause, "form": form,
        "button": getattr(form, "button", ""), "url": words.act_address(case, form), "fields": "" if in_short else form.fields_template,
        "in_short": in_short, "buttons": form.buttons, "may_put_in": getattr(form, "may_put_in", False), "lines": "line" in form.fields,
        "may_narrow": "find" in form.fields, "nobody": getattr(form, "nobody", False), "instead": instead(case, form)}


def instead(case, form):
    """The act that can be done in place of one for which there is nobody, {"url", "text"}; None where there is none."""
    other = getattr(form, "instead", None)
    return {"url": words.act_address(case, other), "text": other.heading} if other else None
