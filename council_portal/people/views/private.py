from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council_portal.access.decisions import require
from council_portal.accounts.models import Person, PrivateContact
from council_portal.people.forms import PrivateForm
from council_portal.people.views.guided import PlainGuardedForm
from council_portal.people.words import clause_on_homes


class Private(PlainGuardedForm):
    """A personal telephone number and a home address, to the person and Democratic Services. For others there is no such page."""

    model, form_class = PrivateContact, PrivateForm
    said = gettext_lazy("The private contact details are kept.")

    def get_object(self, queryset=None):
        """The details there are, or unsaved ones that name the person. SECURITY: not allowed is 404, whether there are any or not."""
        person = Person.objects.permitted(self.request.user, "view").filter(uid=self.kwargs["uid"]).first()
        if person is None:
            raise Http404
        none = PrivateContact(person=person)
        require(self.request.user, "view", none)
        return PrivateContact.objects.permitted(self.request.user, "view").filter(person=person).first() or none

    def where_to(self, saved):
        return reverse("people:private", args=[self.kwargs["uid"]])

    def get_context_data(self, **kwargs):
        own = self.object.person_id == self.request.user.person_id
        heading = _("Your private contact details") if own else _("Private contact details of %(person)s") % {
            "person": self.object.person.full_name}
        return super().get_context_data(**{"heading": heading, "intro": explained(own), **kwargs})


def explained(own):
    """Who can see it, and what the protocol says about homes."""
    clause = clause_on_homes()
    homes = _("Council business is not done at a Member’s home.")
    return [
        {"text": _("Only you and Democratic Services see this page. That anything is kept here is not shown to anybody else.") if own else
         _("Only this person and Democratic Services see this page. That anything is kept here is not shown to anybody else.")},
        {"text": _("What is ticked is shown to Members and officers, beside the council’s own contact details. Without a tick it goes "
                   "into no page, list, export or email. Hidden unless ticked: that is the portal’s own rule.")},
        {"text": homes if clause else homes + " " + _("This is the portal’s own rule: the protocol in force has no clause for it."),
         "clause": clause}]
