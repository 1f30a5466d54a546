from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from council_portal.access.holdings import open_work
from council_portal.access.views import GuardedForm
from directory.cards import holdings, the_rules
from directory.forms import ConfirmOfficer, LeaveForm, NewOfficerForm, OfficerForm, WriteForm
from directory.models import Officer


class OfOfficer(GuardedForm):
    """A form on the entry of one officer."""

    model, related = Officer, ("person", "service", "line_manager")
    intro = ()

    def get_context_data(self, **kwargs):
        name = self.object.person.full_name if self.object else ""
        return super().get_context_data(**{"intro": self.intro, "back_text": name, **kwargs})


class WriteEntry(OfOfficer):
    """What an officer says of themselves."""

    action, form_class, heading, said = "write", WriteForm, _("Your entry in the directory"), _("Saved, and confirmed as of today.")
    intro = [{"text": _("Members and officers read it. Saving confirms that it is right today.")}]

    def get_context_data(self, **kwargs):
        own = self.object.person_id == self.request.user.person_id
        heading = self.heading if own else now("The entry of %(name)s") % {"name": self.object.person.full_name}
        return super().get_context_data(heading=heading, **kwargs)


class ConfirmEntry(OfOfficer):
    """One press: the entry is right."""

    action, form_class, heading, button, said = "confirm", ConfirmOfficer, _("Confirm the entry"), _("Confirm"), _("Confirmed as of today.")
    intro = [{"text": _("You say that this entry of the directory is right as it stands today.")}]


class ChangeOfficer(OfOfficer):
    """Who an officer is and where they work."""

    form_class, heading = OfficerForm, _("Change an officer’s entry")
    intro = [{"text": _("Posts of the protocol, such as Head of Service, are appointments and are not changed here.")}]


class AddOfficer(OfOfficer):
    """An officer who is new to the council."""

    form_class, heading, button = NewOfficerForm, _("Add an officer"), _("Add")
    said = _("Added. The technical administrator opens an account.")
    intro = [{"text": _("They are an officer of the council from the day that you give. To sign in they need an account, which the "
                        "technical administrator opens.")}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=reverse("directory:officers"), back_text=now("Officers"), **kwargs)


class LeaveCouncil(OfOfficer):
    """The day on which an officer leaves. What that leaves open is said first."""

    form_class, heading, button, said = LeaveForm, _("An officer leaves"), _("Let them leave"), _("Recorded.")
    template_name = "directory/leave.html"

    def get_context_data(self, **kwargs):
        _version, rules = the_rules()
        person = self.object.person
        posts, _statutory = holdings(self.request.user, person, rules)
        return super().get_context_data(officer=self.object, posts_held=posts, work=open_work(person.principals), **kwargs)
