"""What is typed to change or cancel a meeting that was agreed to."""
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from conversations import reasons
from conversations.attendance import changing, parity, policy, services, texts
from conversations.attendance.as_read import AsRead, long, not_for_a_group
from conversations.attendance.forms import Hours, hour
from conversations.attendance.models import Topic
from conversations.attendance.officers import OfficerField, clashes
from conversations.attendance.wording import OWN_RULE, given_words, hours, posts, said
from council_portal.access.decisions import can
from council_portal.access.forms import GuardedFormMixin
from council_portal.design.fields import of_our_time


class Change(Hours, AsRead, GuardedFormMixin):
    """Another day, other hours, another officer, other arrangements."""

    slug, action, heading, button = "change", "change", _("Change what was agreed"), _("Change it")
    said = _("Changed. Whoever asked is told, and so is the officer.")
    intro = [_("Whoever asked is told, and the entry in calendars moves along. What was agreed before is kept.")]
    officer = OfficerField(label=_("Which officer attends?"), help_text=_("Whoever asked reads the name."))
    on = forms.DateField(label=_("Day"), validators=[of_our_time])
    begins = hour(_("The officer’s time, from"))
    ends = hour(_("Until"))
    decides = hour(_("When does the group begin to decide?"), required=False, help_text=_(
        "On that day, if it will: as the group has told you. The officer’s time ends before. London time."))
    arrangements = long(_("Arrangements"), help_text=_(
        "How the officer attends, what is prepared, what is sent. Whoever asked reads this. Name no other group."))
    difference = long(_("Why is it not what the first group was given?"), required=False, help_text=_(
        "Only where you change the arrangements, the length or the post of the officer to what the first group was not given. In words. It "
        "is put before the Monitoring Officer and kept in the ledger; no group reads it. The change stands meanwhile."))
    needed_at_times = ("difference",)

    def __init__(self, *args, instance, **kwargs):
        local = timezone.localtime
        shown = {"on": local(instance.slot_from).date(), "begins": f"{local(instance.slot_from):%H:%M}",
                 "ends": f"{local(instance.slot_until):%H:%M}", "arrangements": instance.arrangements,
                 "decides": f"{local(instance.decides_at):%H:%M}" if instance.decides_at else ""}
        super().__init__(*args, instance=instance, **{**kwargs, "initial": shown})
        self.fields["officer"].offer()
        values, post = [value for value, _label in self.fields["officer"].choices], str(instance.officer.uid)
        both = f"{post}.{instance.attends.uid}" if instance.attends else post
        self.initial["officer"] = both if both in values else post
        if not instance.is_of_group:
            del self.fields["decides"], self.fields["difference"]

    @classmethod
    def notes(cls, request):
        """What is agreed now, and who is taken at that hour."""
        lines = [said(f"{now('Agreed for')}: {hours(request.slot_from, request.slot_until)}.")]
        return lines + [said(now("Named elsewhere at that hour already: %(names)s.") % {"names": ", ".join(taken)})
                        for taken in [clashes(request, request.slot_from, request.slot_until)] if taken]

    def about(self):
        """For the ledger's readers: what the first group was given, and what is to be made good. SECURITY: the officer who is named is
        shown nothing of another group here."""
        request = self.instance
        if not request.is_of_group or not can(self.user, "view", Topic):
            return []
        first, last = parity.proposed(request.briefing.topic, request.group), request.refusals.filter(outcome=policy.MAKE_GOOD).last()
        lines = [said(now("The Monitoring Officer has said that it is to be made good: %(why)s") % {"why": last.why})] if last else []
        return lines + ([said(now("The first group was given: %(given)s") % {"given": given_words(first, request.protocol)},
                              parity.clause_of(request.protocol))] if first else [])

    def clean(self):
        """Hours in their order and to come, before the group decides."""
        data = super().clean()
        self.clean_hours(data, "begins", "ends", *(["decides"] if "decides" in self.fields else []))
        self.clean_ahead(data)
        return data

    def save(self):
        """Change it. Returns the request, or None with an error on the form."""
        data, (officer, person) = self.cleaned_data, self.cleaned_data["officer"]
        decides = data.get("decides") or None
        try:
            return changing.change(
                self.instance, actor=self.user, officer=officer, person=person, slot_from=data["begins"],
                slot_until=data["ends"], arrangements=data["arrangements"], difference=data.get("difference", ""),
                decides_at=decides if "decides" in self.fields else self.instance.decides_at)
        except changing.NothingChanged:
            self.add_error(None, now("That is what is agreed already: change something"))
        except services.TooLate:
            self.add_error("ends", now("The officer’s time must end before the group begins to decide"))
        except texts.NamesAGroup as named:
            self.add_error("arrangements", not_for_a_group(named))
        except parity.Differs:
            self.add_error("difference", now(
                "These terms are not those of the first group: change nothing but the day and the hour, or say in a sentence of at least "
                "%(letters)d letters why they differ") % {"letters": reasons.LETTERS})
        return None


class Cancel(AsRead):
    """What was agreed to does not take place."""

    slug, action, heading, button = "cancel", "cancel", _("Cancel what was agreed"), _("Cancel the meeting")
    said = _("Cancelled. All who have it are told.")
    intro = [_("Whoever asked is told, the officer too, and it goes from their calendars. To move it to another day, change it instead.")]
    reason = long(_("Why?"), validators=[reasons.in_words], help_text=_(
        "In words: whoever asked reads this. Say nothing of any other group."))
    messages = {"reason": {"required": _("Enter why")}}

    @classmethod
    def notes(cls, request):
        """Who looks at it."""
        if not request.is_of_group:
            return []
        return [said(now("For a political group this has the effect of a refusal. So it is put before the %(post)s at once, who lets it "
                         "stand or sets it aside; then you decide anew. %(rule)s") % {
                             "post": posts(request.protocol, ["monitoring_officer"]), "rule": OWN_RULE})]

    def save(self):
        """Cancel it. Returns the request, or None with an error on the form."""
        try:
            return changing.cancel(self.instance, actor=self.user, reason=self.cleaned_data["reason"])
        except texts.NamesAGroup as named:
            self.add_error("reason", not_for_a_group(named))
        return None
