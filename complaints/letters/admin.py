"""The Monitoring Officer keeps the council's own texts of letters in the admin. Nothing entered is changed or deleted."""
from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.letters import services, texts
from complaints.letters.models import LetterText
from council_portal.access.admin import GuardedAdmin
from council_portal.sites import monitoring


def name_of(kind):
    """A kind and whom it is to, in a line."""
    return f"{kind.name}, {kind.addressee}"


class LetterTextForm(forms.ModelForm):
    """A text of one kind, which begins with the one that counts."""

    kind = forms.ChoiceField(choices=[(word, word) for word in texts.KINDS], widget=forms.HiddenInput)

    class Meta:
        widgets = {"text": forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = texts.KINDS.get(self.data.get("kind") or self.initial.get("kind"))
        if kind and "text" in self.fields:  # a text that is there is only shown
            self.fields["subject"].help_text = _("Fields: %(fields)s.") % {"fields": listed(texts.IN_SUBJECT)}
            self.fields["text"].help_text = _(
                "An empty line parts paragraphs. “## ” begins a heading, “- ” a line of a list. A paragraph with a field that has nothing "
                "is left out, with a heading right above it. Fields: %(fields)s.") % {"fields": listed(kind.fields)}

    def clean(self):
        """Only fields that there are."""
        given = super().clean()
        kind = texts.KINDS.get(given.get("kind"))
        for name, fields in (("subject", texts.IN_SUBJECT), ("text", kind.fields if kind else ())):
            if kind and given.get(name):
                self.check(name, given[name], fields)
        return given

    def check(self, name, text, fields):
        """Say at its field what is wrong with a text."""
        try:
            texts.check(text, fields)
        except texts.Wrong as wrong:
            self.add_error(name, str(wrong))


def listed(fields):
    """The fields, each with what it stands for."""
    return "; ".join(f"{{{name}}} {texts.FIELDS[name]}" for name in fields)


class LetterTextAdmin(GuardedAdmin):
    """What was entered, the last first. A new text begins with a choice of the letter."""

    form = LetterTextForm
    list_display = ["letter", "subject", "by", "at"]
    nothing = gettext_lazy("The council has entered no text of its own: each letter has the portal’s.")
    ordering = ["-at", "-pk"]

    @staticmethod
    def letter(row):
        """The letter in words."""
        return name_of(texts.KINDS[row.kind]) if row.kind in texts.KINDS else row.kind

    def told_on_index(self, request):
        return {"intro": _("What the letters of a concern say, in the council’s own words."), "lines": [],
                "add_text": _("Enter a text of the council’s own")}

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        return super().change_view(request, object_id, form_url, {"title": row and self.letter(row), "subtitle": "",
                                                                  **(extra_context or {})})

    def get_fields(self, request, obj=None):
        return ["letter", "subject", "text", "by", "at"] if obj else ["kind", "subject", "text"]

    def get_readonly_fields(self, request, obj=None):
        return ["letter", "by", "at"] if obj else []

    def get_changeform_initial_data(self, request):
        """The text that counts."""
        word = request.GET.get("kind")
        subject, text = services.text_of(word)
        return {"kind": word, "subject": subject, "text": text}

    def add_view(self, request, form_url="", extra_context=None):
        kind = texts.KINDS.get(request.GET.get("kind"))
        if request.method == "GET" and kind is None and self.has_add_permission(request):
            return self.choose(request)
        title = _("%(letter)s: a text of the council’s own") % {"letter": name_of(kind)} if kind else None
        return super().add_view(request, form_url, {**(extra_context or {}), **({"title": title} if title else {})})

    def choose(self, request):
        """Of which letter?"""
        own = services.latest()
        lines = [{"word": word, "name": name_of(kind), "row": own.get(word)} for word, kind in texts.KINDS.items()]
        return render(request, "admin/letters/choose.html", {
            **self.admin_site.each_context(request), "title": _("A text of which letter?"), "lines": lines, "opts": self.model._meta})

    def save_model(self, request, obj, form, change):
        services.enter(obj, actor=request.user)

    def log_addition(self, request, obj, message):
        """The service has recorded it."""


LetterTextAdmin.letter.short_description = gettext_lazy("Letter")
monitoring.register(LetterText, LetterTextAdmin)
