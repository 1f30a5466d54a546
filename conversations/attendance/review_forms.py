"""What whoever looks at a refusal to a political group, or at terms that differ, says of it: that it stands, that it is set aside, that it
is to be made good."""
from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from conversations import reasons
from conversations.attendance import parity, reviewing, texts
from conversations.attendance.as_read import AsRead, long, not_for_a_group
from conversations.attendance.models import Topic
from council_portal.access.forms import GuardedFormMixin


class Uphold(AsRead):
    """The refusal stands, or the terms that differ."""

    slug, action, heading, button = "uphold", "uphold", _("Let the decision stand"), _("Let it stand")
    said = _("The decision stands. It is on record that you looked at it.")
    intro = [_("It goes on record that you looked at it and let it stand. Of a refusal whoever reads the request reads that, and not your "
               "reason; of terms that differ from those of the first group no group reads anything. Nobody is sent a message, as nothing "
               "changes for them. A refusal that was made after another was set aside holds only then: whoever asked is told, and reads "
               "its reason.")]
    why = long(_("Why does it stand?"), validators=[reasons.in_words], help_text=_(
        "In words: how this is another matter than what other groups were briefed on, or why no group is treated worse. Kept in the "
        "ledger; no group reads it."))
    messages = {"why": {"required": _("Enter why it stands")}}

    def save(self):
        return reviewing.uphold(self.instance, actor=self.user, why=self.cleaned_data["why"])


class MakeGood(AsRead):
    """Terms that differ are to be made good."""

    slug, action, heading, button = "make-good", "make_good", _("Say that it is to be made good"), _("Say so")
    said = _("It is on record, and the office that decided is told.")
    intro = [_("The agreement stays until the office that decided changes it. That office is told, reads your words with the ledger, and "
               "has it on the home page until the terms are those of the first group, or you say that it stands. The group reads nothing "
               "of it but the change.")]
    why = long(_("What is to be made good, and why?"), validators=[reasons.in_words], help_text=_(
        "In words, for the office that decided. Kept in the ledger; no group reads it."))
    messages = {"why": {"required": _("Enter what is to be made good, and why")}}

    def save(self):
        return reviewing.make_good(self.instance, actor=self.user, why=self.cleaned_data["why"])


class SetAside(AsRead, GuardedFormMixin):
    """The request is decided anew."""

    slug, action, heading, button = "set-aside", "set_aside", _("Set the refusal aside"), _("Set it aside")
    said = _("The refusal is set aside. The office that decides and whoever asked are told.")
    intro = [_("The request is open again before the office that decides, which decides anew. That office and the group read your reason.")]
    why = long(_("Why?"), validators=[reasons.in_words], help_text=_(
        "In words: the group reads this. Say nothing of any other group."))
    topic = forms.ModelChoiceField(label=_("Is it about one of these topics of the ledger?"), queryset=Topic.objects.none(),
                                   to_field_name="uid", required=False, empty_label=_("None of these"), help_text=_(
        "Other groups were briefed on these. If you choose one, the request is decided under it, and a refusal is blocked there. No group "
        "reads what you choose."))
    messages = {"why": {"required": _("Enter why")}}
    choose = {"topic": "view"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if hasattr(self.instance, "briefing"):  # it was agreed to and cancelled: it stays under its topic
            del self.fields["topic"]
            return
        self.fields["topic"].queryset = parity.briefed_others(self.instance)
        self.fields["topic"].label_from_instance = lambda topic: topic.title

    def save(self):
        """Set it aside. Returns the request, or None with an error on the form."""
        try:
            return reviewing.set_aside(self.instance, actor=self.user, why=self.cleaned_data["why"], topic=self.cleaned_data.get("topic"))
        except texts.NamesAGroup as named:
            self.add_error("why", not_for_a_group(named))
        except reviewing.NotOfTheLedger:
            self.add_error("topic", now("No other group has a briefing on this topic any more. Choose another, or none"))
        return None
