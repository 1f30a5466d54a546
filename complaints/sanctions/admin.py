"""The Monitoring Officer enters in the admin that a power came into force, and a second agrees. Nothing entered is changed or deleted."""
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints.sanctions import catalogue, services
from complaints.sanctions.models import Commencement
from complaints.seconding import ONE_BUTTON, AnswerForm, SecondedAdmin, agreed_field, who_can_agree
from council_portal.sites import monitoring


class CommencementForm(forms.ModelForm):
    """A new entry. Choices are what the catalogue refuses in the council's own nation."""

    word = forms.ChoiceField(label=gettext_lazy("What becomes lawful"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "word" in self.fields:  # an entry that is there is only shown
            self.fields["word"].choices = [("", _("Choose what becomes lawful")), *choices()]

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
    """Was there an entry of this word that counts, or waits to?"""
    rows = catalogue.entries(settings.COUNCIL_NATION)
    found = catalogue.counting(rows).get(word)
    return (found is not None and not found.takes_back) or word in catalogue.waiting(rows)


class PowerAnswer(AnswerForm):
    """Somebody else agrees to an entry that waits, or refuses it with a reason."""

    agreed = agreed_field(gettext_lazy("Do you agree that it is in force?"),
                          gettext_lazy("I agree, and have looked the statute up: it counts from now on"),
                          gettext_lazy("I refuse it: it does not count"))


STATES = {True: gettext_lazy("Agreed to, and counts"), False: gettext_lazy("Refused, and does not count"),
          None: gettext_lazy("Waits for a second person, and does not count yet")}


class CommencementAdmin(SecondedAdmin):
    """What was entered, the last first. Whoever did not enter one that waits finds the answer to it on its page."""

    form = CommencementForm
    list_display = ["what", "state", "lawful_from", "lawful_until", "months", "statute", "entered_by", "entered_at"]
    ordering = ["-entered_at", "-pk"]
    list_select_related = ["entered_by"]
    nothing = gettext_lazy("No new power was entered. What the law has allowed before stands in the portal’s own list.")

    def told_on_index(self, request):
        waits = Commencement.objects.permitted(request.user, "change").count()
        text = ngettext("%(n)s entry waits for your word", "%(n)s entries wait for your word", waits) % {"n": waits}
        page = reverse("monitoring:sanctions_commencement_changelist")
        return {"intro": _("Powers that a new statute gives, such as to suspend a Member. They count once a second person has agreed."),
                "lines": [{"text": text, "url": page, "urgent": True}] if waits else [], "add_text": _("Enter a new power")}

    @staticmethod
    def what(row):
        """The sanction in words."""
        return dict(choices()).get(row.word, row.word)

    @staticmethod
    def state(row):
        """Does it count?"""
        return _("Takes an earlier entry back, at once") if row.takes_back else STATES[row.agreed]

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["word", "lawful_from", "lawful_until", "months", "statute"]
        said = ["what", "state", "lawful_from", "lawful_until", "months", "statute", "entered_by", "entered_at"]
        if self.has_change_permission(request, obj):
            return [*said, "agreed", "reason"]
        return said if obj.agreed is None else [*said, "answered_by", "answered_at", "reason"]

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.get_fields(request, obj) if name not in ("agreed", "reason")] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj and self.has_change_permission(request, obj):
            kwargs["form"] = PowerAnswer
        return super().get_form(request, obj, change, **kwargs)

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {
            "title": _("Enter a new power"), "why": why_two(request.user), **ONE_BUTTON, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        why = why_two(request.user) if row and row.waits else []
        return super().change_view(request, object_id, form_url, {"title": row and self.what(row), "subtitle": "", "why": why,
                                                                  **ONE_BUTTON, **(extra_context or {})})

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"why": why_two(request.user), **(extra_context or {})})

    def save_model(self, request, obj, form, change):
        if change:
            services.answer(obj, actor=request.user, agreed=obj.agreed, reason=obj.reason)
        else:
            services.enter(obj, actor=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, _("The earlier entry is taken back.") if obj.takes_back else _(
            "It is entered, and counts once a second person has agreed to it."))
        return self.response_post_save_add(request, obj)

    def response_change(self, request, obj):
        said = _("You have agreed to it: it counts now.") if obj.agreed else _("You have refused it: it does not count.")
        messages.success(request, said)
        return self.response_post_save_change(request, obj)


def why_two(user):
    """Sentences on who answers what is entered here."""
    said = [_("A new power counts once somebody else who may enter one has agreed to it: whoever entered it cannot. Taking one back counts "
              "at once. The protocol asks for no second person: the portal’s own rule, as a power that does not exist would have each "
              "decision on it quashed.")]
    return [*said, who_can_agree(services.seconds(user.person))]


CommencementAdmin.what.short_description = gettext_lazy("What becomes lawful")
CommencementAdmin.state.short_description = gettext_lazy("Does it count?")
monitoring.register(Commencement, CommencementAdmin)
