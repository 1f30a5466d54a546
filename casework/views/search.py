"""The page of the search, and the line that says where each case was found."""
import functools

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.forms import SearchForm
from casework.models import Case
from casework.search import NEWEST, fetched, look, threads, turns_read
from casework.views.cases import RELATED, SHOWN, row_of
from casework.views.table import table_rows
from casework.wording import WORD, composed, plain, terms
from council_portal.access.views import Guarded, read_cursor, write_cursor

BEFORE, LENGTH = 50, 150  # characters that are shown before the first word that was found, and in all
MOST_PLACES = 3
PLACES = {"title": gettext_lazy("In the title"), "raiser": gettext_lazy("Raised by"), "text": gettext_lazy("In the text"),
          "turn": gettext_lazy("In the thread"), "paper": gettext_lazy("In the name of a paper")}


class CaseSearch(Guarded, TemplateView):
    """Search in the cases that the reader may see. SECURITY: what was asked stands in the address, and in no record of ours."""

    model, template_name = Case, "casework/search.html"
    size = 25

    def get_context_data(self, **kwargs):
        form = SearchForm(self.request.GET) if "q" in self.request.GET else SearchForm()
        asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
        return super().get_context_data(form=form, asked=asked, **(self.results(asked) if asked else {}), **kwargs)

    def results(self, asked):
        """The rows that answer, each with the places where it was found, and the query of the next page."""
        user, query = self.request.user, self.request.GET
        found = look(user, terms(asked), after=read_cursor(query.get("after"), NEWEST), near=query.get("near") == "1", size=self.size + 1)
        ids = found.ids[: self.size]
        cases = {case.pk: case for case in
                 fetched(ids).select_related(*RELATED).only(*SHOWN, "text")}
        part = found.part.intersection(cases)
        said = threads([pk for pk in cases if pk not in part]) | {pk: [] for pk in part}
        for pk, text in turns_read(user, list(part)):
            said[pk].append(("turn", text))
        met = functools.cache(lambda piece: {term for term in found.terms if term.met_by(plain(piece))})  # one word stands in many cases
        rows = [{**row_of(cases[pk]), "found": places(cases[pk], said[pk], found.terms, met, whole=pk not in part)}
                for pk in ids if pk in cases]
        more = len(found.ids) > self.size and ids[-1] in cases
        return {"rows": rows, "table": table_rows(rows), "near": found.near,
                "older": self.older(cases[ids[-1]], found.near) if more else None}

    def older(self, last, near):
        """The query string of the next page, after this case."""
        query = self.request.GET.copy()
        query["after"] = write_cursor(last, NEWEST)
        query.pop("near", None)
        if near:
            query["near"] = "1"
        return query.urlencode()


def places(case, thread, asked, met, *, whole=True):
    """Where the words stand, as HTML: a line for each place that adds a word to those before it, three at most.

    asked: the terms. met: gives the set of terms that a piece of a text answers. whole: does the reader have the case from its
    beginning, its text too?

    SECURITY: made of what this reader may read, here and now, never of what the search keeps.
    """
    missing, lines = set(asked), []
    if any(plain(case.reference.replace("-", "")).startswith(term.word) for term in asked if term.begins):
        lines.append((_("Reference"), format_html("<mark>{}</mark>", case.reference)))
        missing = set()
    for place, text in [("title", case.title), ("raiser", case.raised_by.name), *([("text", case.text)] if whole else []), *thread]:
        if not missing or len(lines) == MOST_PLACES:
            break
        text = composed(text)
        spans = [(found.start(), found.end()) for found in WORD.finditer(text) if met(found.group())]
        here = set().union(*(met(text[start:end]) for start, end in spans))
        if here & missing:
            only = format_html_join(", ", "<mark>{}</mark>", ((text[start:end],) for start, end in spans))
            # The title itself stands above.
            lines.append((place_of(case, place), only if place in ("title", "raiser") else marked(text, spans)))
            missing -= here
    return format_html_join("", '<span class="cp-hit"><span class="cp-hit__where">{}:</span> {}</span>', lines)


def place_of(case, place):
    """What a place is called: a Member who was asked has raised nothing."""
    return _("Asked of") if place == "raiser" and case.is_question else PLACES[place]


def marked(text, spans):
    """A piece of the text around the first of these words, with all of them in it marked, as HTML."""
    first = text.rfind(" ", 0, max(0, spans[0][0] - BEFORE)) + 1 if spans[0][0] > BEFORE else 0
    last = text.find(" ", first + LENGTH) if len(text) > first + LENGTH else len(text)
    last = max(last if last > 0 else first + LENGTH, spans[0][1])
    parts, at = ["… " if first else ""], first
    for start, end in spans:
        if end <= last:
            parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
    return mark_safe("".join([*parts, escape(text[at:last]), " …" if last < len(text) else ""]))  # noqa: S308 -- each part is escaped
