"""One act on a concern: its form, and what comes of it."""
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from complaints import begun, nations, reading, services
from complaints.acts import ACTS
from complaints.forms import say_not_stored
from complaints.models import Concern
from complaints.sanctions.catalogue import Unlawful
from complaints.views.desk import AtDesk
from council_portal.access.decisions import Forbidden, can
from council_portal.design.views import error_409
from council_portal.documents.services import NotInStorage
from council_portal.drafts.pages import KeepsPapers
from council_portal.matters.services import Changed
from council_portal.people.views.guided import PlainGuardedForm


class ActPage(AtDesk, KeepsPapers, PlainGuardedForm):
    """One act on one concern; an act that there is not is 404, as on a concern that there is not. What is typed is kept, sealed."""

    model, related, template_name = Concern, ("protocol",), "concerns/act.html"

    def dispatch(self, request, *args, **kwargs):
        kind = ACTS.get(kwargs["act"])
        if kind is None:
            raise Http404
        self.form_class, self.action, self.heading, self.button = kind, kind.action, kind.heading, kind.button
        try:
            return super().dispatch(request, *args, **kwargs)
        except Forbidden:
            if request.method == "POST" and request.POST.get("version") and self.was_theirs():
                return self.too_late()
            raise

    def was_theirs(self):
        """Is it only the state that does not allow it any more? SECURITY: what the form knows is shown to nobody whose act it never was."""
        return bool(self.model.RULES[self.action].capacities & reading.stands_as(self.request.user, self.object))

    def too_late(self):
        """What was sent after it had moved on, by a second press perhaps, is not lost."""
        return error_409(self.request, typed=self.get_form().typed(), back=self.back_to(), heading=_("This has moved on"), says=_(
            "It is at another stage than when you opened the form: %(stage)s. What you sent now changed nothing. If you pressed the button "
            "twice, the first press counted, and its page shows it. What you typed stands below.") % {
                "stage": self.object.get_status_display()})

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.form_class.fits(self.object) else self.none_here()

    def none_here(self):
        """An act that does not fit this concern is as little there as one that there is not."""
        raise Http404

    def post(self, request, *args, **kwargs):
        if self.form_class.fits(self.object):
            return super().post(request, *args, **kwargs)
        return self.too_late() if request.POST.get("version") else self.none_here()

    def form_valid(self, form):
        try:
            form.save()
        except Changed:
            return error_409(self.request, typed=form.typed(), back=self.back_to())
        except (services.CannotBe, nations.NotHere, Unlawful) as error:
            form.refused(error)
            return self.form_invalid(form)
        except (NotInStorage, OSError):
            if "papers" not in form.fields:
                raise
            say_not_stored(form)
            return self.form_invalid(form)
        messages.success(self.request, form.said)
        there = not form.leaves or can(self.request.user, "view", self.object)
        return HttpResponseRedirect(self.back_to() if there else self.list_url())

    def back_to(self):
        return self.page_url(self.object)

    def draft_about(self):
        """Of each act one draft."""
        return begun.about_act(self.request.user, self.object, self.form_class)

    def get_context_data(self, **kwargs):
        why = self.form_class.not_yet(self.object)
        said = [{"text": _("Not yet: %(why)s.") % {"why": why}}] if why else []
        return super().get_context_data(**{"back_text": _("Back"), "intro": [*said, *self.form_class.intro(self.object)],
                                            "refused": self.form_class.not_offered(self.object), **kwargs})
