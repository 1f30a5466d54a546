"""The Monitoring Officer enters in the admin that a power came into force. Nothing entered is changed or deleted."""
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.sanctions import catalogue, services
from complaints.sanctions.models import Commencement
from council_portal.access.admin import GuardedAdmin
from council_portal.sites import monitoring


class CommencementForm(forms.ModelForm):
    """A new entry. Choices are what the catalogue refuses in the council's own nation."""

    word = forms.ChoiceField(label=gettext_lazy("What becomes lawful"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "word" in self.fields:  # an entry that is there is only shown
            self.fields["word"].choices = [("", "---------"), *choices()]

    def clean(self):
        """A sanction that lasts has its limit, one that does not has none; what is taken back was entered; days stand in order."""
        given = super().clean()
        word, first, last = given.get("word"), given.get("lawful_from"), given.get("lawful_until")
        if first and last and last < first:
            self.add_error("lawful_until", _("This is before the first day."))
        if word and first is None and "lawful_from" not in self.errors and not entered(word):
            self.add_error("lawful_from", _("Enter the day from which it is lawful. Nothing was entered that could be taken back."))
        if last and first is None and "lawful_from" not in self.errors:
            self.add_error("lawful_until", _("Without a first day there is no last one."))
        self.check_months(word, first, given.get("months"))
        return given

    def check_months(self, word, first, months):
        """The limit belongs to what lasts."""
        lasts = word in {one.word for one in catalogue.can_commence(settings.COUNCIL_NATION) if one.limited}
        if lasts and first and not months and "months" not in self.errors:
            self.add_error("months", _("Enter the longest time that the statute allows."))
        if months == 0:
            self.add_error("months", ValidationError(_("At least one month.")))
        if months and word and not lasts:
            self.add_error("months", _("This sanction does not last for a time. Leave it empty."))


def choices():
    """[(word, text)] of what can be entered."""
    return [(one.word, one.text) for one in catalogue.can_commence(settings.COUNCIL_NATION)]


def entered(word):
    """Was there an entry of this word?"""
    return word in catalogue.commencements(settings.COUNCIL_NATION)


class CommencementAdmin(GuardedAdmin):
    """What was entered, the last first."""

    form = CommencementForm
    list_display = ["what", "lawful_from", "lawful_until", "months", "statute", "entered_by", "entered_at"]
    fields = ["word", "lawful_from", "lawful_until", "months", "statute"]
    ordering = ["-entered_at", "-pk"]

    @staticmethod
    def what(row):
        """The sanction in words."""
        return dict(choices()).get(row.word, row.word)

    def save_model(self, request, obj, form, change):
        services.enter(obj, actor=request.user)

    def log_addition(self, request, obj, message):
        """The service has recorded it."""


CommencementAdmin.what.short_description = gettext_lazy("What becomes lawful")
monitoring.register(Commencement, CommencementAdmin)
