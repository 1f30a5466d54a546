from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council_portal.accounts.confided import Refused
from council_portal.accounts.models import Nomination
from council_portal.design.views import error_409
from council_portal.people.agreeing import Answered
from council_portal.people.forms import AgreeForm
from council_portal.people.posts import entry
from council_portal.people.views.guided import PlainGuardedForm


class Agree(PlainGuardedForm):
    """The second of two people says yes or no to an appointment to a post to which complaints are confided."""

    model, action, form_class, template_name = Nomination, "agree", AgreeForm, "people/agree.html"
    heading, button = gettext_lazy("An appointment that waits for a second person"), gettext_lazy("Save")
    said = gettext_lazy("Your answer is recorded.")

    def get_object(self, queryset=None):
        """The nomination, answered or not, or 404."""
        rows = Nomination.objects.permitted(self.request.user, "view").filter(uid=self.kwargs["uid"])
        found = rows.select_related("person", "principal", "entered_by", "decided_by", "absence__person").first()
        if found is None:
            raise Http404
        return found

    def get(self, request, *args, **kwargs):
        if self.object.answer:
            return error_409(request, back=self.back_to(), says=Answered.says)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Answered as answered:
            return error_409(self.request, typed=form.typed(), back=self.back_to(), says=answered.says)
        except Refused as refused:
            form.add_error(None, refused.says)
            return self.form_invalid(form)

    def back_to(self):
        return reverse("people:post", args=[self.object.principal.uid])

    def where_to(self, saved):
        return self.back_to()

    def get_context_data(self, **kwargs):
        one = entry(self.object, self.request.user)
        as_what = _("%(role)s for %(person)s") % {"role": one["role"], "person": one["for"]} if one["for"] else one["role"]
        facts = [(_("Post"), self.object.principal.name), (_("Who"), one["name"]), (_("As"), as_what), (_("Days"), one["days"]),
                 (_("By what authority"), one["authority"]),
                 (_("Entered by"), _("%(person)s on %(day)s") % {"person": one["entered_by"], "day": one["entered_on"]})]
        ending = [row.person.full_name for row in self.object.ending.select_related("person").order_by("pk")]
        facts += [(_("Ends with it"), ", ".join(ending))] if ending else []
        return super().get_context_data(facts=facts, **kwargs)
