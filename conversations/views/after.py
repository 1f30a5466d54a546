"""What stands on the page of an event that has taken place, and what is done there."""
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.models import Case
from conversations import afterwards
from conversations.after_forms import NO_NAMES, CaseFromRemark, CorrectRemark, ReportForm, WithdrawRemark, raised_already
from conversations.models import Consent, FollowUp, Remark, Status
from conversations.views.form import OfEvent
from council_portal.access.decisions import can
from council_portal.design.dates import day, moment

AFTER = (Status.HELD, Status.CLOSED)


def after(event, user):
    """What was said and what follows, for the page: {} before the event has taken place. Five statements, whatever there is."""
    if event.status not in AFTER:
        return {}
    raises = Exists(Remark.objects.permitted(user, "raise").filter(pk=OuterRef("pk")))
    amends = Exists(Remark.objects.permitted(user, "amend").filter(pk=OuterRef("pk")))
    said = list(event.remarks.select_related("author", "ward", "changed_by", "withdrawn_by").annotate(raises=raises, amends=amends))
    cases = {one.pk: one for one in Case.objects.permitted(user).filter(pk__in=[one.case_id for one in said if one.case_id])}
    rows = list(event.follow_ups.select_related("owner", "remark").prefetch_related("progress__author"))
    open_ones = [one for one in rows if one.done_at is None]
    lines = [withdrawn_line(one, event) if one.withdrawn_at else remark_line(one, cases.get(one.case_id)) for one in said]
    return {"remarks": lines, "remarks_door": event.may["remark"],
            "follow_ups": [follow_up_line(one, event, user) for one in rows],
            "all_done": bool(rows) and not open_ones, "is_after": True, **who_came(event)}


def who_came(event):
    """How many came, once it is recorded, and for whoever records it their names."""
    if event.came_at is None:
        return {"came_text": _("It is not recorded yet who came.") if event.may["follow_up"] else ""}
    names = [one.person.full_name for one in event.presences.select_related("person").order_by("person__name")]
    members = ngettext("%(n)s Member came.", "%(n)s Members came.", len(names)) % {"n": len(names)}
    residents = "" if event.residents is None else ngettext("%(n)s resident came.", "%(n)s residents came.", event.residents) % {
        "n": event.residents}
    return {"came_text": f"{members} {residents}".strip(), "came_names": ", ".join(names) if event.may["follow_up"] else ""}


AGREED = {Consent.UNASKED: "", Consent.GIVEN: gettext_lazy("They agree that a case is made of it."),
          Consent.REFUSED: gettext_lazy("They do not agree that a case is made of it.")}


def remark_line(one, case):
    """What was said, with the case that was raised from it for who may see that, and the way to raise one for a Member whom it concerns."""
    return {"text": one.text, "ward": one.ward.name if one.ward else "", "agreed": AGREED[one.consent], "said_by": one.said_by,
            "by": _("Written down by %(who)s on %(when)s") % {
                "who": one.author.full_name, "when": moment(one.at)},
            "changed": _("Corrected by %(who)s on %(when)s") % {
                "who": one.changed_by.full_name, "when": moment(one.changed_at)} if one.changed_at else "",
            "correct": reverse("conversations:correct", args=[one.uid]) if one.amends else "",
            "withdraw": reverse("conversations:withdraw_said", args=[one.uid]) if one.amends else "",
            "case": {"url": case.get_absolute_url(), "text": case.reference} if case else None,
            "raise": reverse("conversations:case_from", args=[one.uid]) if one.raises and one.case_id is None else ""}


def withdrawn_line(one, event):
    """That there was one, and nothing else; for Democratic Services who withdrew it, when and why."""
    told = _("By %(who)s on %(when)s: %(why)s. Only Democratic Services see this.") % {
        "who": one.withdrawn_by.full_name, "when": moment(one.withdrawn_at), "why": one.why_withdrawn.rstrip(".")}
    return {"gone": True, "told": told if event.may["see_people"] else ""}


def answered_words(said):
    """The words that a follow-up answers; "" where it answers none."""
    if said is None:
        return ""
    if said.withdrawn_at:
        return _("it was withdrawn since.")
    return _("%(who)s: “%(text)s”") % {"who": said.said_by, "text": said.text} if said.said_by else f"“{said.text}”"


def follow_up_line(one, event, user):
    """What follows, whose it is, how it stands."""
    late = one.done_at is None and one.due_on < timezone.localdate()
    may = one.done_at is None and (event.may["close"] or (event.status == Status.HELD and afterwards.owns(user, one)))
    return {"text": one.text, "owner": one.owner.name, "late": late, "answers": answered_words(one.remark),
            "state": _("Done on %(day)s") % {"day": day(timezone.localdate(one.done_at))} if one.done_at else
            _("By %(day)s") % {"day": day(one.due_on)},
            "progress": [{"text": word.text, "by": f"{word.author.full_name}, {moment(word.at)}"} for word in one.progress.all()],
            "report": reverse("conversations:report", args=[one.uid]) if may else ""}


class ReportPage(OfEvent):
    """How one follow-up stands."""

    model, action, form_class, related = FollowUp, "view", ReportForm, ("event", "owner")
    heading, button, said = gettext_lazy("Say how it stands"), gettext_lazy("Tell those who were there"), gettext_lazy(
        "Those who were there are told.")
    settled = gettext_lazy("This is followed up already")

    def dispatch(self, request, *args, **kwargs):
        if not afterwards.may_report(request.user, self.get_object()):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def is_settled(self):
        return afterwards.is_over(self.object)

    def settled_how(self):
        if self.object.done_at is None:
            return _("Everything that followed from the event is followed up, so there is nothing more to report.")
        return _("It was done on %(day)s: there is nothing more to report.") % {"day": day(timezone.localdate(self.object.done_at))}

    def back_to(self):
        return self.object.event.get_absolute_url()

    def saved(self, saved):
        return self.done(self.back_to())

    def get_context_data(self, **kwargs):
        given = [self.object.text, _("%(office)s, by %(day)s") % {"office": self.object.owner.name, "day": day(self.object.due_on)}]
        return super().get_context_data(intro=given, **kwargs)


class OfRemark(OfEvent):
    """A form on what was said. rule: of REMARKS, who finds it."""

    model, action, related, rule = Remark, "view", ("event", "ward", "case"), ""

    def dispatch(self, request, *args, **kwargs):
        if not can(request.user, self.rule, self.get_object()):
            raise Http404  # also for whoever reads the event: what they may not do here is no page of theirs
        return super().dispatch(request, *args, **kwargs)

    def back_to(self):
        return self.object.event.get_absolute_url()


class AmendPage(OfRemark):
    """What was said, to be corrected or withdrawn."""

    rule, settled = "amend", gettext_lazy("What was said here is withdrawn")

    def is_settled(self):
        return self.object.withdrawn_at is not None

    def settled_how(self):
        """SECURITY: by whom, when and why is told on the page of the event, to Democratic Services alone."""
        return _("It was withdrawn, and the words are gone for good: there is nothing left to correct or to withdraw.")

    def saved(self, saved):
        return self.done(self.back_to())

    def get_context_data(self, **kwargs):
        raised = [_("A case was raised from it already. The case keeps its own words: what is done here does not change it.")]
        return super().get_context_data(intro=[*self.intro, *(raised if self.object.case_id else [])], **kwargs)


class CorrectPage(AmendPage):
    """Other words, who said them, and whether they agree."""

    form_class, heading, button = CorrectRemark, gettext_lazy("Correct what was said"), gettext_lazy("Save the correction")
    said, intro = gettext_lazy("It is corrected."), [NO_NAMES, gettext_lazy(
        "What it was before is kept nowhere. The page says that it was corrected, by whom and when. That is the portal’s own rule.")]


class WithdrawRemarkPage(AmendPage):
    """It goes."""

    form_class, heading, button = WithdrawRemark, gettext_lazy("Withdraw what was said"), gettext_lazy("Withdraw it")
    said, intro = gettext_lazy("It is withdrawn."), [gettext_lazy(
        "The words, and who said them, go for good. The page says only that there was something. That is the portal’s own rule.")]


class CaseFromPage(OfRemark):
    """A Member raises a case from what was said."""

    form_class, rule = CaseFromRemark, "raise"
    heading, button, said = gettext_lazy("Raise it as a case"), gettext_lazy("Raise it"), gettext_lazy(
        "It is raised. The page says who has it, and why.")
    settled = gettext_lazy("A case was raised from this already")

    def is_settled(self):
        return self.object.case_id is not None

    def settled_how(self):
        return raised_already(self.request.user, self.object)

    def get_context_data(self, **kwargs):
        intro = [_("It goes where the protocol sends it, as any matter that you raise. Only you, the officers who have it and those who "
                   "are added to it read it. Another Member who comes to raise one from the same words is told "
                   "that there is one, and nothing of it.")]
        return super().get_context_data(intro=intro, **kwargs)
