from crispy_forms.layout import Fieldset


class Folded(Fieldset):
    """Questions that few need, folded under a line that says what they are; open once one of them is answered or failed."""

    template = "%s/layout/folded.html"

    def render(self, form, context, template_pack="govuk", **kwargs):
        asked = [form[name] for name in self.fields]
        self.open = any(field.errors or field.value() for field in asked)
        return super().render(form, context, template_pack, **kwargs)
