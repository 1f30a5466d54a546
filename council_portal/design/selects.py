from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

_CHOSEN = mark_safe(" selected")


class PlainSelect(forms.Select):
    """A drop-down written in Python, with the markup of Django's own (no groups).

    Django renders each option by a template: on a list with a drop-down of wards and one of services that was 40 % of the page.
    """

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        options = format_html_join(
            "\n", '<option value="{}"{}>{}</option>',
            ((key, _CHOSEN if str(key) in chosen else "", label) for key, label in self.choices))
        return format_html("<select{}>\n{}\n</select>", flatatt({"name": name, **self.build_attrs(self.attrs, attrs)}), options)
