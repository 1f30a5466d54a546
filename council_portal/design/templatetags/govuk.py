"""What the `govuk` templates ask: which GOV.UK class a control has, where an error links to, which form failed."""

import re
from urllib.parse import quote

from django import forms, template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from council_portal.design.widgets import DateBoxes

register = template.Library()

# The first that fits counts: a password box and a file box are inputs too.
_KINDS = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (DateBoxes, "date"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (forms.SelectMultiple, "select"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
)
_CLASSES = {
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "file": "govuk-file-upload",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "input": "govuk-input",
}


@register.filter
def kind(field):
    """Which control a bound field is: checkboxes, radios, checkbox, date, password, file, select, textarea or input."""
    for widget, name in _KINDS:
        if isinstance(field.field.widget, widget):
            return name
    return "input"


@register.simple_tag
def control(field, describedby=""):
    """The control of a bound field with its GOV.UK classes. Ids for hint and error are Django's own (`_helptext`, `_error`)."""
    name = kind(field)
    base = _CLASSES.get(name, "")
    classes = [field.field.widget.attrs.get("class", ""), base]
    if field.errors and base:
        classes.append(f"{base.split()[0]}--error")
    # A placeholder vanishes when it is needed, and is too pale to read.
    attrs = {"class": " ".join(filter(None, classes)), "placeholder": False}
    if name == "textarea":
        attrs["rows"] = field.field.widget.attrs.get("rows") if field.field.widget.attrs.get("rows") != "10" else "6"
        if limit(field):
            attrs["class"] += " govuk-js-character-count"
            attrs["maxlength"] = False
    if describedby:
        attrs["aria-describedby"] = " ".join(filter(None, [field.aria_describedby, describedby]))
    return field.as_widget(attrs=attrs)


@register.simple_tag
def filter_field(field):
    """A question of a filter: small, never called optional. A drop-down or a few boxes without help or error are written in Python: a
    list shows seven of them, and through templates they cost as much as its rows."""
    name = kind(field)
    if field.errors or field.help_text or name not in ("select", "checkboxes"):
        return render_to_string("govuk/field.html", {"field": field, "small": True, "all_optional": True})
    label = escape(field.label)
    if name == "select":
        inside = f'<label class="govuk-label" for="{field.id_for_label}">{label}</label>{control(field)}'
    else:
        inside = f'<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend">{label}</legend>{boxes(field)}</fieldset>'
    return mark_safe(f'<div class="govuk-form-group">{inside}</div>')  # noqa: S308 -- each text is escaped


def boxes(field):
    """The boxes of a question with several answers, as HTML."""
    chosen = {str(value) for value in field.value() or []}
    rows = "".join(
        f'<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" name="{field.html_name}" '
        f'value="{escape(value)}" id="{field.auto_id}_{number}"{" checked" if str(value) in chosen else ""}>'
        f'<label class="govuk-label govuk-checkboxes__label" for="{field.auto_id}_{number}">{escape(text)}</label></div>'
        for number, (value, text) in enumerate(field.field.choices))
    return f'<div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">{rows}</div>'


@register.filter
def limit(field):
    """The most characters of a long text, or None: then nothing is counted."""
    return getattr(field.field, "max_length", None)


@register.filter
def first_control(field):
    """The id that an error links to: the first box of a group, otherwise the control itself."""
    name = kind(field)
    if name in ("radios", "checkboxes"):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.simple_tag(takes_context=True)
def failed_form(context):
    """The bound form of the page that has errors, or None: `form`, or the form of one of `acts`."""
    forms_here = [context.get("form"), *(_form_of(act) for act in context.get("acts") or [])]
    return next((form for form in forms_here if getattr(form, "is_bound", False) and form.errors), None)


@register.filter
def clause_anchor(number):
    """The fragment of a clause on the protocol page: "5.5(xi)" gives clause-5-5-xi."""
    return "clause-" + re.sub(r"[^a-z0-9]+", "-", str(number).lower()).strip("-")


@register.simple_tag(takes_context=True)
def clause(context, number, url=""):
    """A link to a clause of the protocol in force, its number alone for whoever holds no office and finds no protocol here; nothing for an
    empty number. In Python: a case cites a dozen."""
    if not number:
        return ""
    reader = getattr(context.get("request"), "user", None)
    if not getattr(reader, "principals", True):
        return format_html('<span class="cp-clause">{}</span>', _("clause %(number)s") % {"number": number})
    target = url or f"{reverse('protocol')}#{clause_anchor(number)}"
    return format_html('<a class="govuk-link cp-clause" href="{}">{}</a>', target, _("clause %(number)s") % {"number": number})


@register.simple_tag
def email_link(address):
    """A link to write to this address, which may be broken before its @ and nowhere else; nothing for an empty one."""
    if not address:
        return ""
    name, _at, domain = address.rpartition("@")
    return format_html('<a class="govuk-link cp-email" href="mailto:{}">{}<wbr>@{}</a>', quote(address, safe="@+"), name, domain)


@register.filter
def own_classes(names):
    """Of crispy's button classes those that are GOV.UK's or the portal's; it adds Bootstrap's by itself."""
    return " ".join(name for name in str(names or "").split() if name.startswith(("govuk-", "cp-")))


def _form_of(act):
    return act.get("form") if isinstance(act, dict) else getattr(act, "form", None)
