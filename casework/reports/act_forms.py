"""What is done with one report: each a form, and a word of its address."""
import uuid

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from casework.reports import services
from casework.reports.forms import Written
from casework.reports.models import Status
from council_portal.access.decisions import can
from council_portal.design.dates import moment
from council_portal.design.forms import PlainForm, Typed


def agreement_taken_back(report):
    """What saving does to what the officer responsible agreed to, as sentences."""
    if not report.agreed_at:
        return []
    return [now("%(who)s has agreed to the report as it is. That is taken back by this, they are told, and asked to agree again: the "
                "portal’s own rule.") % {"who": report.responsible.full_name}]


def not_agreed(report, user):
    """Why a report cannot be final yet, and what can be done, as sentences; none when it can be."""
    if can(user, "finish", report):
        return []
    return [now("One thing is missing: %(who)s, the officer responsible, has not agreed to the report as it is now.") % {
                "who": report.responsible.full_name},
            now("They find “Agree to the report” on its page. If they cannot stand for it, change the report, or name another officer "
                "who can. That a report is not final before is the portal’s own rule: nobody is named for what they had no say in.")]


def commented(report, user):
    """That a ward Member has commented already, as sentences; none when they have not."""
    own = report.comments.filter(author=user.person_id).first()
    if own is None:
        return []
    return [now("You commented on this draft on %(when)s. Each Member comments once, and your comment is on the page of the report: the "
                "portal’s own rule.") % {"when": moment(own.at)},
            now("If you have more to say, tell whoever made the report: %(who)s.") % {"who": report.maker.full_name}]


class Act:
    """Mixin: what the page of an act says beside its form, each as a list of sentences. overlaps: does it warn of reports that overlap?
    cites: does it say under which clause the officer responsible answers for the report?"""

    overlaps = cites = False

    @classmethod
    def hindered(cls, report, user):
        """Why there is no form, or nothing."""
        return []

    @classmethod
    def notes(cls, report):
        """What else there is to know of this report before it is done."""
        return []


class AsRead(Act):
    """Mixin, before `forms.Form`: an act on the report as it was when the page was read, and on no other."""

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=instance.version)

    @property
    def stale(self):
        """Was it changed since?"""
        return self.is_bound and self.data.get("version") != str(self.instance.version)


class ChangeReport(AsRead, Written):
    """Other words; while it is a draft another scope too, and then it is counted anew."""

    slug, action, button = "change", "change", _("Save")
    heading, said = _("Change the report"), _("Saved.")
    intro = [_("A draft is counted anew when it is saved. Once ward Members have it, only the words can be changed.")]

    def __init__(self, *args, instance, **kwargs):
        shown = {name: getattr(instance, name) for name in ("title", "body", "first_on", "last_on", "kinds", "introduction", "annex",
            "exemption")}
        shown |= {"wards": [one.uid for one in instance.wards.all()], "services": [one.uid for one in instance.services.all()],
                  "responsible": instance.responsible.uid}
        super().__init__(*args, instance=instance, **{**kwargs, "initial": shown})
        if instance.status != Status.DRAFT:
            for name in services.SCOPE:
                del self.fields[name]

    @classmethod
    def notes(cls, report):
        """That it takes back what was agreed."""
        return agreement_taken_back(report)

    def save(self):
        """Keep them."""
        return services.rewrite(self.instance, actor=self.user, **self.given())


class OnePress(Typed, AsRead, PlainForm, forms.Form):
    """Nothing to fill in but the button."""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)


class CountAgain(OnePress):
    """The numbers as they are now."""

    slug, action, heading, button = "count", "count", _("Count it anew"), _("Count it anew")
    said, intro = _("Counted anew."), [_("The numbers of the draft become those of this moment.")]

    @classmethod
    def notes(cls, report):
        """That it takes back what was agreed."""
        return agreement_taken_back(report)

    def save(self):
        return services.count_again(self.instance, actor=self.user)


class Agree(OnePress):
    """The officer responsible stands for the contents."""

    cites = True
    slug, action, heading, button = "agree", "agree", _("Agree to the report"), _("Agree to it")
    said = _("You have agreed to the report. Whoever made it can make it final once ward Members have had the draft.")
    intro = [_("The report names you as the officer responsible. Read it first: by this you stand for its words, its numbers and its "
               "exempt annex, where there is one, as they are on its page now."),
             _("It cannot be final without that. When anything in it is changed or it is counted anew, your agreement no longer counts, "
               "you are told, and asked again. All this is the portal’s own rule. If you cannot agree, tell whoever made it what has to be "
               "changed.")]

    def save(self):
        return services.agree(self.instance, actor=self.user)


class Share(OnePress):
    """To ward Members, in draft."""

    overlaps = True
    slug, action, heading, button = "share", "share", _("Show the draft to ward Members"), _("Show them the draft")
    said = _("The Members of the wards have the draft, and are told.")
    intro = [_("The Members of its wards, of all wards where none was chosen, may read the draft and comment once. From then on its "
               "numbers "
               "stay as they are."),
             _("They see it before it is published: the portal’s own rule says that it cannot be made final before. How long they have "
               "no protocol says: it is yours to judge.")]

    def save(self):
        return services.share(self.instance, actor=self.user)


class Finish(OnePress):
    """For the agenda pack."""

    overlaps = cites = True
    slug, action, heading, button = "finish", "prepare", _("Make the report final"), _("Make it final")
    said = _("The report is final. Its files can go into the agenda pack.")
    intro = [_("Everybody in office may read it then, but for the exempt annex, and nobody can change it. What was wrong is put right "
               "by a new "
               "version that replaces it.")]

    @classmethod
    def hindered(cls, report, user):
        """What is missing."""
        return not_agreed(report, user)

    @classmethod
    def notes(cls, report):
        """Who agreed, or that this is the agreement."""
        who = report.responsible.full_name
        if report.agreed_at:
            return [now("%(who)s, the officer responsible, agreed to it on %(when)s.") % {"who": who, "when": moment(report.agreed_at)}]
        return [now("You are the officer responsible: by this you agree to what it says.")]

    def save(self):
        return services.finish(self.instance, actor=self.user)


class Withdraw(OnePress):
    """It will not be used."""

    slug, action, heading, button = "withdraw", "withdraw", _("Withdraw the report"), _("Withdraw it")
    said = _("The report is withdrawn.")
    intro = [_("Ward Members no longer see it. It is kept, for whoever made it and Democratic Services, and that it was withdrawn is "
               "on record.")]

    def save(self):
        return services.withdraw(self.instance, actor=self.user)


class Renew(OnePress):
    """A new version of a final one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    slug, action, heading, button = "renew", "renew", _("Begin a new version"), _("Begin it")
    said = _("The new version is a draft, counted now.")
    intro = [_("A draft with the same bounds and words, counted now. The final report stays until the new one is final.")]

    def save(self):
        return services.renew(self.instance, actor=self.user, key=self.cleaned_data["key"])


class Comment(OnePress):
    """What a ward Member says of the draft."""

    slug, action, heading, button = "comment", "comment", _("Comment on the draft"), _("Send the comment")
    said = _("Your comment is with whoever made the report and the officer responsible.")
    intro = [_("Once, while it is a draft. It is read by whoever made the report, the officer responsible and Democratic Services, "
               "and does not "
               "become part of it.")]
    text = LongText(label=_("Your comment"), widget=forms.Textarea, max_length=4000)

    @classmethod
    def hindered(cls, report, user):
        """That it was done."""
        return commented(report, user)

    def save(self):
        return services.comment(self.instance, actor=self.user, text=self.cleaned_data["text"])


ACTS = {form.slug: form for form in (ChangeReport, CountAgain, Agree, Share, Comment, Finish, Withdraw, Renew)}
