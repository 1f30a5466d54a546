"""The letters of a concern, for the office that deals with it. Everybody else gets the 404 of a concern that never was."""
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from django.views.generic.base import View

from complaints.letters import exports, making, services
from complaints.models import Concern
from complaints.services import CannotBe
from council_portal.access.views import Guarded
from council_portal.clock.days import london_date
from council_portal.design.dates import day
from council_portal.design.files import as_attachment
from council_portal.documents.pdf import NoPdf

FORMS = {"docx": gettext_lazy("Word"), "pdf": gettext_lazy("PDF")}


@method_decorator(require_safe, name="dispatch")
class OfLetters(Guarded):
    """What only the office that deals with the concern opens."""

    model, action = Concern, "take_letter"

    def get_object(self, queryset=None):
        """The concern, for its office."""
        rows = Concern.objects.select_related("protocol").permitted(self.request.user, self.action)
        found = next(iter(rows.filter(uid=self.kwargs["uid"])[:1]), None)
        if found is None:
            raise Http404
        return found


class LettersPage(OfLetters, TemplateView):
    """Those for which something has happened."""

    template_name = "letters/letters.html"

    def get_context_data(self, **kwargs):
        concern = self.get_object()
        own = services.latest()
        lines = [line_of(one, own.get(word), len(each)) for word, source in making.happened(concern).items()
                 for each in [making.to_each(source)] for one in each]
        return super().get_context_data(concern=concern, lines=lines, **kwargs)


def line_of(source, row, many):
    """One letter in the list. row: the council's LetterText, or None. many: to how many it goes; then each has the name beside."""
    kind, concern = source.kind, source.concern
    text = _("The council’s text of %(day)s") % {"day": day(london_date(row.at))} if row else _("The portal’s own text")
    happened = _("done on %(day)s") % {"day": making.VALUES["on"](source)}
    to = capfirst(kind.addressee) if many == 1 else f"{capfirst(kind.addressee)}, {making.addressee(source)}"
    which = f"?to={source.number + 1}" if many > 1 else ""
    return {"name": kind.name, "note": f"{to} · {happened} · {text}", "files": [
        {"url": reverse(f"letters:{form}", args=[concern.uid, kind.word]) + which, "text": text_of_link}
        for form, text_of_link in FORMS.items()]}


class LetterFile(OfLetters, View):
    """One letter, filled now. form: of exports.FORMS, from the address."""

    def get(self, request, uid, kind, form):
        concern = self.get_object()
        source = self.source(making.happened(concern).get(kind))
        which = f"-{source.number + 1}" if len(making.to_each(source)) > 1 else ""
        make, content_type = exports.FORMS[form]
        try:
            content = make(making.letter(source))
        except CannotBe:
            return self.not_made(409, _("This letter would name whoever raised it"), _(
                "What was written for whoever it is about names whoever raised it, and they are not to know it. Write the letter yourself, "
                "without the name."))
        except NoPdf:
            return self.not_made(503, _("The portal cannot make PDFs at the moment"), _(
                "Pango, the library that sets text for PDF, is missing on the machine that runs the portal. Whoever runs it can install "
                "it. Until then take the letter as a Word file."))
        if request.method == "GET":
            services.take(concern, actor=request.user)
        return as_attachment(HttpResponse(content, content_type=content_type), f"{concern.reference}-{kind}{which}.{form}")

    def source(self, source):
        """The letter to the one whom the address says (`to`, from 1; the first where it says nothing). Http404 where there is none."""
        number = self.request.GET.get("to", "1")
        each = {str(one.number + 1): one for one in making.to_each(source)} if source else {}
        if number not in each:
            raise Http404
        return each[number]

    def not_made(self, status, heading, says):
        """Why there is no letter."""
        back = reverse("letters:letters", args=[self.kwargs["uid"]])
        return render(self.request, "letters/not_made.html", {"heading": heading, "says": says, "back": back}, status=status)
