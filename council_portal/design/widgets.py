import datetime

from django import forms
from django.template.loader import render_to_string
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

ENGLISH = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


class DateBoxes(forms.Widget):
    """A date as three boxes: day, month, year. Gives a DateField `YYYY-MM-DD`; what is no date comes back as it was typed.
    A month may be typed as its name.

    Not `type=date`: browsers show that in the order of their own language, and people mistake day and month.
    """

    use_fieldset = True
    template_name = "govuk/date_boxes.html"
    parts = (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["invalid"] = bool(context["widget"]["attrs"].get("aria-invalid"))
        typed = self._split(value)
        base_id = context["widget"]["attrs"].get("id", f"id_{name}")
        context["boxes"] = [
            {"name": f"{name}_{part}", "id": f"{base_id}_{part}", "label": label, "width": width, "value": typed.get(part, "")}
            for part, label, width in self.parts
        ]
        return context

    def render(self, name, value, attrs=None, renderer=None):
        # By the project's own template engine: Django's form renderer does not look into templates/.
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data, files, name):
        typed = {part: (data.get(f"{name}_{part}") or "").strip() for part, _label, _width in self.parts}
        if not any(typed.values()):
            return data.get(name)
        read = century(typed["year"]), number_of_month(typed["month"]), typed["day"]
        return "-".join(read if is_date(*read) else (typed["year"], typed["month"], typed["day"]))

    def value_omitted_from_data(self, data, files, name):
        return name not in data and not any(f"{name}_{part}" in data for part, _label, _width in self.parts)

    def id_for_label(self, id_, index=None):
        return f"{id_}_day" if id_ else id_

    @staticmethod
    def _split(value):
        if not value:
            return {}
        if hasattr(value, "day"):
            return {"day": value.day, "month": value.month, "year": value.year}
        return dict(zip(("year", "month", "day"), [*str(value).split("-", 2), "", ""], strict=False))


def number_of_month(text):
    """The number of a month that is typed as a word, "Dec" or "December", in English or the language of the page; else as it was typed."""
    word = text.lower().rstrip(".")
    names = {number: {name, str(MONTHS[number]).lower()} for number, name in enumerate(ENGLISH, 1)}
    return next((str(number) for number, called in names.items() if len(word) >= 3 and any(name.startswith(word) for name in called)), text)


def century(text):
    """A year of two digits is one of this century; else as it was typed."""
    return f"20{text}" if len(text) == 2 and text.isdecimal() else text


def is_date(year, month, day):
    """Do these three words make a date?"""
    try:
        datetime.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
