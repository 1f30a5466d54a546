"""The page of the search, and the line that says where each case was found."""
import functools
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.filters import SearchFilter
from casework.forms import SearchForm
from casework.models import Case
from casework.search import IN_PART, NEWEST, fetched, look, threads, turns_read
from casework.views.cases import RELATED, SHOWN, row_of
from casework.views.table import table_rows
from casework.wording import MOST_TERMS, WORD, composed, left_out, plain, terms
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
        query = self.request.GET
        form = SearchForm(query) if "q" in query else SearchForm()
        asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
        narrow = SearchFilter(query, queryset=Case.objects.none(), request=self.request) if offers_to_narrow(query) else None
        if narrow and not narrow.is_valid():
            asked = ""
        found = self.results(asked, narrow.as_q() if narrow else Q()) if asked else {}
        return super().get_context_data(form=form, asked=asked, narrow=narrow.form if narrow else None, narrower=narrower(query),
                                        narrowed=any(query.get(name) for name in SearchFilter.base_filters), **found, **kwargs)

    def results(self, asked, where):
        """The rows that answer, each with the places where it was found, and the query of the next page. where: of the filters."""
        user, query = self.request.user, self.request.GET
        found = look(user, terms(asked), after=read_cursor(query.get("after"), NEWEST), near=query.get("near") == "1", size=self.size + 1,
                     where=where)
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
        return {"rows": rows, "table": table_rows(rows), "near": found.near, "limits": limits(asked, found),
                "older": self.older(cases[ids[-1]], found.near) if more else None}

    def older(self, last, near):
        """The query string of the next page, after this case."""
        query = self.request.GET.copy()
        query["after"] = write_cursor(last, NEWEST)
        query.pop("near", None)
        if near:
            query["near"] = "1"
        return query.urlencode()


def offers_to_narrow(query):
    """Are the filters shown? Before anything is asked, when one is used, and when they are asked for: they read two lists of places."""
    return "q" not in query or bool({"narrow", *SearchFilter.base_filters} & query.keys())


def narrower(query):
    """The query string of the same words with the filters shown."""
    return urlencode({"q": query.get("q", ""), "narrow": "1"})


def limits(asked, found):
    """What was not looked for or looked through, in sentences."""
    said = []
    if words := left_out(asked):
        said.append(_("Only the first %(most)s words are looked for; these were left out: %(words)s.") % {
            "most": MOST_TERMS, "words": ", ".join(words)})
    if found.cut:
        said.append(_("Of the cases that you joined later, or contribute to, only the newest %(most)s are looked through at once: narrow "
                      "the search to reach the others.") % {"most": IN_PART})
    return said


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
