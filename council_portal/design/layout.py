from crispy_forms.layout import Fieldset, LayoutObject
from django.template.loader import render_to_string


class Folded(Fieldset):
    """Questions that few need, folded under a line that says what they are; open once one of them is answered or failed."""

    template = "%s/layout/folded.html"

    def render(self, form, context, template_pack="govuk", **kwargs):
        asked = [form[name] for name in self.fields]
        self.open = any(field.errors or field.value() for field in asked)
        return super().render(form, context, template_pack, **kwargs)


class Revealing(LayoutObject):
    """Checkboxes, each with questions that are shown under it while it is ticked, and without script at all times.

    name: the field. under: {value of a choice: [names of the fields that belong to it]}.
    """

    template = "%s/layout/revealing.html"

    def __init__(self, name, under):
        self.fields, self.under = [name, *(field for names in under.values() for field in names)], under

    def render(self, form, context, template_pack="govuk", **kwargs):
        field = form[self.fields[0]]
        choices = [{"box": box.data, "id": box.id_for_label, "text": box.choice_label,
                    "fields": [form[one] for one in self.under.get(str(box.data["value"]), ())]} for box in field]
        form.rendered_fields.update(self.fields)
        return render_to_string(self.template % template_pack, {"field": field, "choices": choices})
