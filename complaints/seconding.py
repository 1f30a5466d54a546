"""What the admin asks of whoever agrees to what another has entered, and says of it: powers and Independent Persons alike."""
from django import forms
from django.utils.translation import gettext as _

from council_portal.access.admin import GuardedAdmin

YES, NO = "yes", "no"
ONE_BUTTON = {"show_save_and_continue": False, "show_save_and_add_another": False}


class AnswerForm(forms.ModelForm):
    """Somebody else agrees to an entry that waits, or refuses it with a reason. A form that extends it has the field `agreed`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["agreed"] = None  # nothing is chosen beforehand
        self.fields["agreed"].error_messages["required"] = _("Select whether you agree.")

    def clean(self):
        """A refusal has a reason."""
        given = super().clean()
        if given.get("agreed") is False and not given.get("reason", "").strip():
            self.add_error("reason", _("Enter why you refuse it."))
        return given


def agreed_field(label, yes, no):
    """The field `agreed`: True, False, or nothing chosen. label, yes, no: words for the screen."""
    return forms.TypedChoiceField(label=label, widget=forms.RadioSelect, empty_value=None, coerce=lambda word: word == YES,
                                  choices=[(YES, yes), (NO, no)])


class SecondedAdmin(GuardedAdmin):
    """Entries of which each counts once a second has agreed. The services record what is done with them."""

    def log_addition(self, request, obj, message):
        """The service has recorded it."""

    def log_change(self, request, obj, message):
        """The service has recorded it."""


def who_can_agree(found):
    """A sentence on who can agree to what its reader enters. found: people, none of whom is the reader."""
    if found:
        return _("Who can agree to what you enter: %(names)s. The portal tells them that something waits, and not what.") % {
            "names": ", ".join(one.full_name for one in found)}
    return _("Nobody but you may enter one today, so nobody can agree to it, and what you enter waits. Ask Democratic Services to "
             "appoint the deputy whom you name (Local Government and Housing Act 1989, section 5(7)): the deputy can agree.")
