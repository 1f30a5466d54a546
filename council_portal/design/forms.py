from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council_portal.design.dates import day
from council_portal.design.widgets import DateBoxes

# English that needs no article of ours; a translator has the whole sentence to work with.
_OWN_ARTICLE = ("your", "the", "a", "an", "this", "their", "any", "by", "as", "from", "of", "for", "in", "on",
                "who", "whom", "whose", "what", "when", "where", "which", "how", "why")
_CHOOSING = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


class Typed:
    """Mixin, before `forms.Form`: what was typed can be shown when somebody else was first."""

    def typed(self):
        """(label, value) of what was typed, for the page that says somebody was first."""
        return [(self.typed_label(field), typed_in_words(field)) for field in self.visible_fields()
                if field.value() and not isinstance(field.field, forms.FileField)]

    def typed_label(self, field):
        """What that page calls a field (bound)."""
        return str(field.label)


def typed_in_words(field):
    """What was typed into a field (bound), as people read it: choices by their labels, a day in words; what is none as it was typed."""
    value = field.value()
    if value is True:
        return _("Yes")
    if isinstance(value, list | tuple):
        return "\n".join(choice_in_words(field, one) for one in value if one)
    if isinstance(field.field, forms.DateField):
        try:
            return day(field.field.to_python(value))
        except forms.ValidationError:
            return str(value)
    return choice_in_words(field, value)


def choice_in_words(field, value):
    """The label of one choice of a field (bound); what is none of its choices as it was typed."""
    for choice, label in getattr(field.field, "choices", ()):
        inner = label if isinstance(label, list | tuple) else [(choice, label)]
        found = next((text for one, text in inner if str(one) == str(value)), None)
        if found:
            return str(found)
    return str(value)


class PlainForm:
    """Mixin for forms, before `forms.Form`: each message says what to do, dates are three boxes, no choice is a row of dashes.

    `layout`: a crispy `Layout` for order and groups, or None for the order of the fields. `messages`: {field name: {code:
    words}} where the words made from the label would not do ("What is it about?"). A message given to the field itself stays.
    `nothing_chosen`: the empty choice of a list that may be left (a filter says "All"). `needed_at_times`: names of fields that
    may be left empty at times only; their help says when, and they are not called optional.
    """

    layout = None
    messages = {}
    nothing_chosen = gettext_lazy("None")
    needed_at_times = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.needed_at_times = name in self.needed_at_times
            _use_date_boxes(field)
            words = {**_words(field, _label(name, field)), **self.messages.get(name, {})}
            _say(field, words, insist=self.messages.get(name, {}))
            _name_the_empty_choice(field, _label(name, field), self.nothing_chosen)

    def add_error(self, field, error):
        """A choice that cannot be one at all (no UUID) is answered like any other that is not shown."""
        asked = self.fields.get(field) if field else None
        if isinstance(asked, forms.ModelChoiceField) and getattr(error, "code", None) == "invalid":
            error = forms.ValidationError(asked.error_messages["invalid_choice"], code="invalid_choice")
        super().add_error(field, error)

    @cached_property
    def helper(self):
        """For {% crispy form %}: the fields without the <form> element, which the page's template writes."""
        helper = FormHelper(None if self.layout else self)
        if self.layout:
            helper.layout = Layout(*self.layout.fields)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        helper.render_hidden_fields = True
        return helper


def _label(name, field):
    return str(field.label) if field.label else name.replace("_", " ").capitalize()


def _use_date_boxes(field):
    if type(field) is forms.DateField and type(field.widget) is forms.DateInput:
        required = field.widget.is_required
        field.widget = DateBoxes()
        field.widget.is_required = required


def _words(field, label):
    """The messages of one field, made from its label."""
    whole = label.replace("%", "%%")
    words = {
        "required": _required(field, label),
        "max_length": _("%(label)s must be %%(limit_value)d characters or fewer") % {"label": whole},
        "min_length": _("%(label)s must be %%(limit_value)d characters or more") % {"label": whole},
    }
    if isinstance(field, forms.DateField):
        words["invalid"] = _("%(label)s must be a real date, like 27 3 2027") % {"label": label}
    elif isinstance(field, forms.EmailField):
        words["invalid"] = _("Enter an email address in the correct format, like name@example.com")
    elif isinstance(field, forms.IntegerField):
        words["invalid"] = _("%(label)s must be a whole number") % {"label": label}
        words["min_value"], words["max_value"] = _("Enter %(limit_value)s or more"), _("Enter %(limit_value)s at most")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        words["invalid_choice"] = _("Select one of the choices that are shown")
    if isinstance(field, forms.FileField):
        words["empty"] = _("The selected file is empty")
    return words


def _required(field, label):
    thing = _lower_first(label)
    if isinstance(field, forms.BooleanField):
        return _("Confirm: %(thing)s") % {"thing": thing}
    if isinstance(field, forms.FileField):
        return _("Select a file") if thing == _("file") else _("Select a file: %(thing)s") % {"thing": thing}
    if label.endswith("?"):
        return _("Answer “%(question)s”") % {"question": label}
    no_article = not thing[:2].islower() or thing.split(" ")[0] in _OWN_ARTICLE or (thing.endswith("s") and not thing.endswith("ss"))
    if no_article:
        return (_("Select %(thing)s") if isinstance(field.widget, _CHOOSING) else _("Enter %(thing)s")) % {"thing": thing}
    if isinstance(field, forms.DateField):
        return _("Enter the %(thing)s") % {"thing": thing}
    vowel = thing[:1].lower() in "aeiou"
    if isinstance(field.widget, _CHOOSING):
        return (_("Select an %(thing)s") if vowel else _("Select a %(thing)s")) % {"thing": thing}
    return (_("Enter an %(thing)s") if vowel else _("Enter a %(thing)s")) % {"thing": thing}


def _lower_first(label):
    # An abbreviation ("NHS number") keeps its capitals.
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _say(field, words, *, insist):
    """Put the words in the place of Django's own; a message that the field was declared with stays, unless insisted on."""
    for code, text in words.items():
        if code in insist or field.error_messages.get(code) in (None, _default(field, code)):
            field.error_messages[code] = text


def _default(field, code):
    for kind in type(field).__mro__:
        if code in getattr(kind, "default_error_messages", {}):
            return kind.default_error_messages[code]
    return None


def _name_the_empty_choice(field, label, nothing_chosen):
    if not isinstance(field.widget, forms.Select) or isinstance(field.widget, forms.SelectMultiple | forms.RadioSelect):
        return
    prompt = _required(field, label) if field.required else nothing_chosen
    if label.endswith("?") and field.required:
        prompt = _("Select")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None and set(str(field.empty_label)) == {"-"}:
            field.empty_label = prompt
            field.widget.choices = field.choices
    elif isinstance(field.widget.choices, list):
        field.widget.choices = [
            (value, prompt if value in ("", None) and set(str(text)) == {"-"} else text) for value, text in field.widget.choices
        ]
