"""The two pages of taking a file in. profiles and directory each say what kind of file, and of which model it changes the rows."""
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from council_portal.access.decisions import can, require
from council_portal.access.queryset import beyond
from council_portal.access.views import Guarded, GuardedForm, read_cursor, write_cursor
from council_portal.intake.forms import DecideForm, UploadForm
from council_portal.intake.models import KEPT, Intake
from council_portal.intake.services import Changed, Settled

MOST = 200  # sentences on a page; the rest are counted
FOLDED = 20  # a group of more sentences is folded, so that the decision stays near
COLOURS = {Intake.Outcome.OPEN: "blue", Intake.Outcome.APPLIED: "green", Intake.Outcome.THROWN_AWAY: "grey"}
COLUMNS = ("kind", "file_name", "figures", "by__name", "by__honorific", "at", "outcome", "settled_at", "settled_by__name",
           "settled_by__honorific")  # fmt: skip
NEWEST = "-at"
CHANGES = ("created", "updated", "missing")


class TakesIn:
    """Mixin of both pages. changes: the model whose rows the file changes, and whose rule "change" is asked. kind: a Kind.

    words: {figure: what it is called}, in the order in which the figures stand. together: what they count.
    """

    changes = None
    kind = None
    words = {}
    together = ""

    def dispatch(self, request, *args, **kwargs):
        if not can(request.user, "view", self.changes):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def address(self, name, *args):
        """The address of one of the two pages, in the app that has them."""
        return reverse(f"{self.request.resolver_match.namespace}:{name}", args=args)

    def figures(self, intake):
        """[(what, how many), ...] as they are shown."""
        return [(text, f"{intake.figures.get(word, 0):,}") for word, text in self.words.items()]


class ImportPage(TakesIn, GuardedForm):
    """Choose a file and try it out; below, what was taken in before."""

    action = "change"
    form_class = UploadForm
    template_name = "intake/import.html"
    button = gettext_lazy("Try it out")
    hint, accept, intro = "", "", ()
    size = 20

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "kind": self.kind, "hint": self.hint, "accept": self.accept}

    def form_valid(self, form):
        intake = form.save()
        return HttpResponseRedirect(self.address("intake", intake.uid)) if intake else self.form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(intro=self.intro, **kwargs)
        after = read_cursor(self.request.GET.get("after"), NEWEST)
        rows = Intake.objects.permitted(self.request.user).filter(beyond(NEWEST, after, "pk"), kind=self.kind.word)
        rows = list(rows.select_related("by", "settled_by").only(*COLUMNS, "uid")[: self.size + 1])
        older = f"after={write_cursor(rows[self.size - 1], NEWEST)}" if len(rows) > self.size else ""
        return context | {"earlier": [self.row(one) for one in rows[: self.size]], "older": older, "first_page": after is None,
                          **listed(getattr(context["form"], "faults", []))}

    def row(self, intake):
        """One line of the list of earlier files."""
        return {"url": self.address("intake", intake.uid), "name": intake.file_name, "by": intake.by.full_name, "at": intake.at,
                "state": state_of(intake), "colour": colour_of(intake), "settled": settled_words(intake),
                "figures": self.in_words(intake)}


    def in_words(self, intake):
        """What of the figures is a change, in words."""
        found = [f"{self.words[word]}: {intake.figures[word]:,}" for word in CHANGES if intake.figures.get(word)]
        return ", ".join(found) or _("Nothing to change")


class IntakePage(TakesIn, Guarded, TemplateView):
    """What a file would change, to be applied or thrown away; afterwards, what became of it."""

    model = Intake
    template_name = "intake/intake.html"
    heading = ""
    faults = ()

    def dispatch(self, request, *args, **kwargs):
        require(request.user, "view", self.changes)
        return super().dispatch(request, *args, **kwargs)

    def get_intake(self):
        """The intake of this address; one of the other kind is not here."""
        rows = Intake.objects.select_related("by", "settled_by").only(*COLUMNS, "shown", "uid").permitted(self.request.user)
        return self.get_object(rows.filter(kind=self.kind.word))

    def post(self, request, *args, **kwargs):
        intake = self.get_intake()
        require(request.user, "change", self.changes)
        form = DecideForm(request.POST, user=request.user, kind=self.kind, instance=intake)
        if not form.is_valid():
            raise BadRequest("a decision that is none")
        try:
            messages.success(request, form.save())
        except Settled:
            messages.info(request, _("This file was settled before, or has lain for too long. Nothing was done twice."))
        except Changed:
            messages.warning(request, _("Something changed since you looked, so nothing was applied. See below what would change now."))
        except self.kind.refused as refused:
            self.faults = self.kind.wrong(refused)
            return self.render_to_response(self.get_context_data(**kwargs))
        return HttpResponseRedirect(self.address("intake", intake.uid))

    def get_context_data(self, **kwargs):
        intake = self.get_intake()
        return super().get_context_data(
            intake=intake, heading=self.heading, back=self.address("import"), figures=self.figures(intake), together=self.together,
            state=state_of(intake), colour=colour_of(intake), settled=settled_words(intake), days=KEPT.days,
            groups=cut(intake.shown), **self.decisions(intake), **listed(self.faults), **kwargs)  # fmt: skip

    def decisions(self, intake):
        """What may be decided, and why not."""
        may = can(self.request.user, "apply", intake) and can(self.request.user, "change", self.changes)
        changes = any(intake.figures.get(word) for word in CHANGES)
        return {"may_apply": may and intake.is_open and not intake.is_stale and changes, "may_throw_away": may and intake.is_open,
                "nothing": intake.is_open and not changes, "by_age": not intake.is_open and intake.settled_by is None}


def listed(faults):
    """The first of these faults, and how many more there are."""
    return {"faults": list(faults)[:MOST], "more_faults": max(0, len(faults) - MOST)}


def cut(groups):
    """The groups, MOST of their sentences together: [{"heading", "lines", "many", "left", "folded"}, ...]; left: how many are left out."""
    shown, room = [], MOST
    for heading, lines in groups:
        given = lines[:room]
        room -= len(given)
        shown.append({"heading": heading, "lines": given, "many": len(lines), "left": len(lines) - len(given),
                      "folded": len(given) > FOLDED})
    return shown


def state_of(intake):
    """What became of it, in a word or two."""
    return _("Lain too long") if intake.is_stale else capfirst(intake.get_outcome_display())


def colour_of(intake):
    """The colour of its tag."""
    return "orange" if intake.is_stale else COLOURS[intake.outcome]


def settled_words(intake):
    """Who applied it or threw it away; "" while it is open."""
    if intake.is_open:
        return ""
    return intake.settled_by.full_name if intake.settled_by else _("the portal, by age")
