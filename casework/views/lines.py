from django.core.exceptions import BadRequest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms_keeping import ChangeLine, EndLine, NewLine
from casework.models import StandardLine
from council_portal.access.decisions import can
from council_portal.design.dates import day
from council_portal.design.views import error_409
from council_portal.matters.services import AnothersForm, Changed
from council_portal.people.views.guided import PlainGuardedForm
from directory.views.whole import WholePage


class Lines(WholePage):
    """The standard lines that are in use, those of the whole council first, then by service (RUG-CASE)."""

    model, template_name = StandardLine, "casework/lines.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = StandardLine.objects.permitted(user, "view").filter(ended_at=None).select_related("service", "written_by")
        kept = set(StandardLine.objects.permitted(user, "change").filter(ended_at=None).values_list("pk", flat=True))
        groups = {}
        for one in sorted(rows, key=lambda one: (one.service.name if one.service else "", one.title)):
            name = one.service.name if one.service else _("The whole council")
            groups.setdefault(name, []).append(line(one, kept))
        return super().get_context_data(groups=[{"name": name, "lines": lines} for name, lines in groups.items()],
                                        may_add=can(user, "change", StandardLine), **kwargs)


def line(one, kept):
    """A line as the page shows it. kept: the keys of those that the reader may change."""
    by = _("%(who)s, %(day)s") % {"who": one.written_by.full_name, "day": day(timezone.localtime(one.written_at))}
    return {"uid": one.uid, "title": one.title, "text": one.text, "by": by, "may_change": one.pk in kept}


class OfLine(PlainGuardedForm):
    """A form on one line, or the one that makes one; back to the list."""

    model = StandardLine

    def get_object(self, queryset=None):
        """One that is in use; posted to, one that has ended meanwhile too, so that what was typed is not lost in a 404."""
        lines = StandardLine.objects.permitted(self.request.user, "view").select_related("service")
        return super().get_object(lines if self.request.method == "POST" else lines.filter(ended_at=None))

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Changed:
            return error_409(self.request, typed=form.typed() if hasattr(form, "typed") else [], back=self.back_to())
        except AnothersForm:
            raise BadRequest("the key of a form that somebody else sent") from None

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"back_text": _("Standard lines"), "intro": [{"text": text} for text in self.intro], **kwargs})

    def back_to(self):
        return reverse("casework:lines")

    def where_to(self, saved):
        return self.back_to()


class WriteLine(OfLine):
    """A new standard line."""

    form_class, heading, said = NewLine, gettext_lazy("A new standard line"), gettext_lazy("Everybody who takes cases may use it.")
    intro = [gettext_lazy("A passage that officers may put into what they write, and change before they send it.")]

    def dispatch(self, request, *args, **kwargs):
        """404, as the list is to most of them, for whoever is offered no button there."""
        if not can(request.user, "change", StandardLine):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class RewriteLine(OfLine):
    """Other words for a standard line."""

    form_class, heading, said = ChangeLine, gettext_lazy("Change a standard line"), gettext_lazy("The line has its new words.")
    intro = [gettext_lazy("The old words stay wherever they were used.")]


class StopLine(OfLine):
    """Nobody uses it any more."""

    form_class, heading, button = EndLine, gettext_lazy("End a standard line"), gettext_lazy("End it")
    said = gettext_lazy("The line has ended.")
    intro = [gettext_lazy("It is no longer offered to anybody. Where it was used in a letter it stays.")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(intro=[{"text": self.object.title}, *({"text": text} for text in self.intro)], **kwargs)
