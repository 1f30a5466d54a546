"""The Monitoring Officer keeps the list of Independent Persons in the admin: entered by one, agreed to by a second, ended by a last day."""
from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints.independents import services
from complaints.independents.models import IndependentPerson
from complaints.seconding import ONE_BUTTON, AnswerForm, SecondedAdmin, agreed_field, who_can_agree
from council_portal.sites import monitoring

BARRED = gettext_lazy("Somebody of this name was a Member, a co-opted member or an officer of the council within the last five years, and "
                      "cannot be its Independent Person (Localism Act 2011, section 28(8)).")


class IndependentForm(forms.ModelForm):
    """A new entry."""

    account = forms.EmailField(label=gettext_lazy("Email address of their account"), required=False, help_text=gettext_lazy(
        "Only where they have an account of the portal. With one they can be let into a concern and write their view there; without one "
        "they are asked by letter."))

    def clean_account(self):
        """The one person with an open account of this address, or None."""
        typed = self.cleaned_data["account"].strip()
        self.instance.person = services.by_account(typed) if typed else None
        if typed and self.instance.person is None:
            raise forms.ValidationError(_("No open account has this address."))
        return typed

    def clean(self):
        """Days stand in order; nobody who is barred."""
        given = super().clean()
        first, last = given.get("appointed_on"), given.get("until")
        if first and last and last < first:
            self.add_error("until", _("This is before the first day."))
        today, person = timezone.localdate(), self.instance.person
        if given.get("name") and services.is_barred_by_name(given["name"], today):
            self.add_error("name", BARRED)
        elif person and services.is_barred(person, today):
            self.add_error("account", BARRED)
        return given


class AppointmentAnswer(AnswerForm):
    """Somebody else agrees to an entry that waits, or refuses it with a reason."""

    agreed = agreed_field(
        gettext_lazy("Do you agree that they were appointed?"),
        gettext_lazy("I agree, and have looked the minute up: the vacancy was advertised, they applied, a majority of all Members approved "
                     "it, and they are neither barred nor a relative or close friend of a Member or officer"),
        gettext_lazy("I refuse it: it does not count"))


class EndForm(forms.ModelForm):
    """The last day of an appointment."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreed_until = self.instance.until
        self.fields["until"].required = True
        self.fields["until"].error_messages["required"] = _("Enter the last day.")

    def clean_until(self):
        """Within the appointment."""
        until = self.cleaned_data["until"]
        if until < self.instance.appointed_on:
            raise forms.ValidationError(_("This is before the first day."))
        if self.agreed_until and until > self.agreed_until:
            raise forms.ValidationError(_("This is later than the day that was agreed to. Enter the new appointment instead."))
        return until


class IndependentAdmin(SecondedAdmin):
    """The list, ended appointments too. Whoever did not enter one that waits finds the answer to it on its page."""

    form = IndependentForm
    list_display = ["name", "state", "appointed_on", "until", "minute", "contact", "entered_by"]
    ordering = ["-entered_at", "-pk"]
    list_select_related = ["entered_by"]
    nothing = gettext_lazy("No Independent Person was entered. None can be asked for a view until one is, and a second has agreed.")

    def told_on_index(self, request):
        waits = IndependentPerson.objects.permitted(request.user, "change").count()
        text = ngettext("%(n)s entry waits for your word", "%(n)s entries wait for your word", waits) % {"n": waits}
        page = reverse("monitoring:independents_independentperson_changelist")
        return {"intro": _("Whom the council has appointed, and may ask for a view (Localism Act 2011, section 28(7) and (8))."),
                "lines": [{"text": text, "url": page, "urgent": True}] if waits else [], "add_text": _("Enter an Independent Person")}

    @staticmethod
    def state(row):
        """Does it count today?"""
        today = timezone.localdate()
        if row.agreed is None:
            return _("Waits for a second person, and does not count yet")
        if row.agreed is False:
            return _("Refused, and does not count")
        if row.is_over(today):
            return _("Ended")
        return _("Appointed") if row.serves(today) else _("Agreed to, and not begun")

    @staticmethod
    def known(row):
        """The address of the account, or that there is none."""
        return row.person.email if row.person else _("No account: asked by letter")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) or self._may(request, "end", obj)

    def answers(self, request, obj):
        """Is it this reader's to agree to or to refuse?"""
        return self._may(request, "change", obj)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["name", "contact", "appointed_on", "until", "minute", "account"]
        said = ["name", "state", "contact", "appointed_on", "until", "minute", "known", "entered_by", "entered_at"]
        if self.answers(request, obj):
            return [*said, "agreed", "reason"]
        said += [] if obj.agreed is None else ["answered_by", "answered_at", "reason"]
        return [*said, "ended_by"] if obj.ended_by_id else said

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        asked = {"agreed", "reason"} if self.answers(request, obj) else {"until"} if self._may(request, "end", obj) else set()
        return [name for name in self.get_fields(request, obj) if name not in asked]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj and self.answers(request, obj):
            kwargs["form"] = AppointmentAnswer
        elif obj:
            kwargs["form"] = EndForm if self._may(request, "end", obj) else forms.ModelForm
        return super().get_form(request, obj, change, **kwargs)

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {
            "title": _("Enter an Independent Person"), "why": why_two(request.user), **ONE_BUTTON, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        why = why_two(request.user) if row and row.waits else why_end() if row and self._may(request, "end", row) else []
        return super().change_view(request, object_id, form_url, {"title": row and row.name, "subtitle": "", "why": why, **ONE_BUTTON,
                                                                  **(extra_context or {})})

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"why": why_two(request.user), **(extra_context or {})})

    def save_model(self, request, obj, form, change):
        if not change:
            services.enter(obj, actor=request.user)
        elif isinstance(form, AppointmentAnswer):
            services.answer(obj, actor=request.user, agreed=obj.agreed, reason=obj.reason)
        else:
            services.end(obj, actor=request.user, until=obj.until)

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, _("It is entered, and counts once a second person has agreed to it."))
        return self.response_post_save_add(request, obj)

    def response_change(self, request, obj):
        obj.refresh_from_db()
        said = _("Its last day is kept.") if obj.ended_by_id else _("You have agreed to it: it counts now.") if obj.agreed else _(
            "You have refused it: it does not count.")
        messages.success(request, said)
        return self.response_post_save_change(request, obj)


def why_two(user):
    """Sentences on who can be one, and who answers what is entered here."""
    said = [_("An Independent Person is somebody who applied for a vacancy that was advertised, and whom a majority of all Members "
              "approved; not a Member, co-opted member or officer of the council, nor one within the last five years, nor a relative or "
              "close friend of one (Localism Act 2011, section 28(8)). Only who stands here is asked for a view."),
            _("An entry counts once somebody else who may enter one has agreed to it. No statute asks for a second person: the portal’s "
              "own rule, as a view of somebody who was not appointed would have the decision quashed.")]
    return [*said, who_can_agree(services.seconds(user.person))]


def why_end():
    """A sentence on the last day."""
    return [_("Where the appointment ends, enter its last day. That counts at once. It stays in the list, and concerns keep the name of "
              "whom they had asked.")]


IndependentAdmin.state.short_description = gettext_lazy("Does it count?")
IndependentAdmin.known.short_description = gettext_lazy("Account")
monitoring.register(IndependentPerson, IndependentAdmin)
