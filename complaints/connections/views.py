"""Declaring a connection, one's own declarations, and the register."""
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.whose import in_common
from complaints import begun
from complaints.connections import services, wording
from complaints.connections.forms import DeclareForm, EndForm
from complaints.connections.models import Connection
from complaints.connections.policy import KEEPER
from council_portal.access.decisions import can, require
from council_portal.access.queryset import held
from council_portal.access.views import Guarded, GuardedPage
from council_portal.drafts.pages import KeepsDraft
from council_portal.people.views.guided import PlainGuardedForm, paged


class Asking(Guarded, TemplateView):
    """A page for whom one action on the class is given; 403 with the reason to others."""

    model = Connection

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.action, self.model)
        return super().dispatch(request, *args, **kwargs)


class OwnPage(Asking):
    """What this reader declared, and the way to declare more. Seen alike by everybody in office."""

    action, template_name = "declare", "connections/own.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = own_of(user)
        people = services.people_of(rows)
        return super().get_context_data(
            why=[wording.why(*services.step_for(user)), wording.who_reads(services.readers([user.person])), {"text": wording.AVOIDED}],
            lines=[wording.line(row, people[row.pk], own=True) for row in rows], keeps=can(user, "keep", Connection), **kwargs)


def own_of(user):
    """The reader's own declarations, those that go on first."""
    kept = Connection.objects.permitted(user, "read").values("pk")
    return list(Connection.objects.permitted(user, "view").exclude(pk__in=kept).order_by("-running", "-made_at", "-pk"))


class DeclarePage(KeepsDraft, PlainGuardedForm):
    """Declare one. What is typed is kept while it is written, sealed, for whoever types it alone."""

    model, action, form_class = Connection, "declare", DeclareForm
    heading, button = gettext_lazy("Declare a personal connection"), gettext_lazy("Declare it")
    said = gettext_lazy("It is declared. You find it here.")

    def back_to(self):
        return reverse("connections:own")

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except services.CannotBe as error:
            if error.args[0] != "declared already":
                raise
            form.refused()
            return self.form_invalid(form)

    def draft_about(self):
        """A token, which does not say that it is of the register."""
        return begun.about(self.request.user, begun.CONNECTION)

    def get_context_data(self, **kwargs):
        user = self.request.user
        intro = [wording.why(*services.step_for(user)), wording.who_reads(services.readers([user.person]))]
        return super().get_context_data(**{"back_text": _("Personal connections"), "intro": intro, **kwargs})


class RegisterPage(Asking):
    """The register, without what concerns its reader."""

    action, template_name = "keep", "connections/register.html"

    def get_context_data(self, **kwargs):
        rows = Connection.objects.permitted(self.request.user, "read").order_by("-running", "-made_at", "-pk")
        shown, pages = paged(rows.prefetch_related("not_avoided"), self.request.GET)
        shown = list(shown)
        people = services.people_of(shown)
        lines = [{**wording.line(row, people[row.pk]), "cases": wording.not_avoided(row.not_avoided.all())} for row in shown]
        return super().get_context_data(lines=lines, pages=pages, **kwargs)


class ConnectionPage(GuardedPage):
    """One declaration, for whoever declared it and whoever keeps the register. That it was opened is recorded."""

    model, template_name, context_object_name = Connection, "connections/connection.html", "connection"

    def mark(self):
        """What may be done with it is asked below."""

    def get_context_data(self, **kwargs):
        context, user = super().get_context_data(**kwargs), self.request.user
        one = self.object
        people = services.people_of([one])[one.pk]
        keeps = KEEPER in held(user, Connection, [one.pk])[one.pk]
        services.note_read(one, actor=user)
        return {**context, "facts": wording.facts(one, people), "tag": wording.tag(one),
                "text": one.facts["text"], "ended_because": one.ended_because, "may_end": can(user, "end", one),
                "cases": wording.not_avoided(one.not_avoided.all()) if keeps else [],
                "common": in_common(user, people["declarer"], [people["other"]]) if keeps and one.running else [],
                "why": [wording.why_declared(one), {"text": wording.AVOIDED}],
                "back": reverse("connections:register" if keeps else "connections:own"),
                "back_text": _("The register") if keeps else _("Personal connections")}


class EndPage(PlainGuardedForm):
    """It is no longer so."""

    model, action, form_class = Connection, "end", EndForm
    heading, button = gettext_lazy("It is no longer so"), gettext_lazy("Say so")
    said = gettext_lazy("It is said. The declaration stays in the register as no longer so.")

    def back_to(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        intro = [{"text": _("It stays in the register, with your reason. From now on cases are given to the officer like any other.")}]
        return super().get_context_data(**{"back_text": _("Back"), "intro": intro, **kwargs})
