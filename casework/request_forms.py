"""What a Member types about a request that is with the contact centre."""
from django import forms
from django.utils.translation import gettext_lazy as _

from casework import services
from casework.forms import ActForm, chosen_post, long_text, urgent_tick
from council_portal.design.fields import Line
from council_portal.documents.fields import PapersField


class ReferForm(ActForm):
    slug, service, action = "refer", staticmethod(services.refer), "refer"
    heading, button = _("The contact centre’s reference"), _("Keep the reference")
    text = Line(label=_("Reference that you were given"), max_length=60, help_text=_("You can put it right later. The first one stays "
                                                                                    "in the thread."))
    messages = {"text": {"required": _("Enter the reference that you were given")}}


class TurnForm(ActForm):
    """choices: the posts that a concern about the service goes to first, [(word, in words)], as on the page where one is raised;
    preferred: which of them is chosen already."""

    slug, service, action = "turn", staticmethod(services.turn_into_concern), "turn"
    heading, button = _("It failed"), _("Raise it as a concern")
    text = long_text(_("What failed?"), help_text=_("For example: nobody came, it was refused, or it was done badly."))
    chosen = chosen_post()
    urgent = urgent_tick()
    papers = PapersField(label=_("Photos or papers"), required=False)
    messages = {"text": {"required": _("Enter what failed")}, "chosen": {"required": _("Select who it should go to")}}

    def __init__(self, *args, choices, preferred=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = choices
        if choices:
            self.fields["chosen"].initial = preferred or choices[0][0]
        else:
            del self.fields["chosen"]


FORMS: list[type[forms.Form]] = [ReferForm, TurnForm]
