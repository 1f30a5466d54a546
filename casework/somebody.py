"""The part of forms that choose somebody for a case: those who are there today, narrowed where they are many."""
import uuid

from django.utils.functional import lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework import owners, services
from casework.forms import ActForm
from council_portal.accounts.models import Principal
from council_portal.design.fields import Line

AT_ONCE = 20  # posts and Members in one list; more are found by typing: the portal's own rule


def as_uid(text):
    """A UUID, or None for what is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def grouped(rows, empty):
    """Choices from [(group, principal, names)], grouped in the order of the rows."""
    groups = {}
    for group, principal, names in rows:
        groups.setdefault(group, []).append((str(principal.uid), f"{principal.name}: {names}"))
    return [("", empty), *groups.items()]


class ToSomebody(ActForm):
    """An act that sends the case, or asks of it, somewhere: `principal` is chosen among those who are there today.

    Of a long list the first AT_ONCE are shown, and the page says how many more there are; `find` narrows it, also without script. Whoever
    is not shown can be chosen all the same.
    """

    find = Line(label=_("Find them by a few letters"), required=False, max_length=100, help_text=_("Of a name, a post or a service."))
    needed_at_times = ("find",)
    messages = {"principal": {"required": _("Select who it is"), "invalid_choice": _("Select one of those that are shown")}}
    whom = _("Officers in posts that take cases can be chosen.")
    members_too = leaves = False  # leaves: the reader may not see the case any more once it has been done

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = self.in_order(owners.to_choose_from(self.user, self.case, offices=self.members_too))
        self.found = {str(principal.uid): principal for _group, principal, _names in self.rows}
        field = self.fields["principal"]
        field.choices = grouped(self.rows, _("Select"))
        if len(self.rows) > AT_ONCE:
            field.widget.choices, field.help_text = self.shown, lazy(self.how_many, str)()
        else:
            del self.fields["find"]

    def fitting(self):
        """The rows that hold every word that was typed to find somebody; all of them where none was."""
        wanted = str(self["find"].value() or "").casefold().split()
        return [row for row in self.rows if all(word in " ".join([row[0], row[1].name, row[2]]).casefold() for word in wanted)]

    def shown(self):
        """The choices of the list: the first of those that fit, and whoever is chosen already."""
        fitting, chosen = self.fitting()[:AT_ONCE], str(self["principal"].value() or "")
        return grouped([row for row in self.rows if row in fitting or str(row[1].uid) == chosen], _("Select"))

    def how_many(self):
        """How many are shown and how many are not, and what to do."""
        fit, typed = len(self.fitting()), self["find"].value()
        if not fit:
            return self.nobody(typed)
        if fit > AT_ONCE:
            return _now("%(shown)s of %(all)s are shown. Type a few letters to find the other %(more)s.") % {
                "shown": AT_ONCE, "all": fit, "more": fit - AT_ONCE}
        if not typed:
            return ""
        said = ngettext("%(n)s of %(all)s fits “%(typed)s”.", "%(n)s of %(all)s fit “%(typed)s”.", fit)
        return said % {"n": fit, "all": len(self.rows), "typed": typed}

    def nobody(self, typed):
        """What is said where nobody fits: who can be chosen at all, since fewer letters may not help. typed: what was looked for."""
        return _now("Nobody fits “%(typed)s”. %(whom)s Try fewer letters, or the name of a service.") % {"typed": typed, "whom": self.whom}

    def in_order(self, rows):
        """The choices in the order in which they are shown."""
        return rows

    def clean_principal(self):
        return self.found[self.cleaned_data["principal"]]

    @property
    def sent_before(self):
        return self.sent_by(self.user, self.case.uid, self.data)

    @classmethod
    def sent_by(cls, user, uid, data):
        """Did this reader send this very form already? Whom it was sent to cannot be chosen a second time, so it is asked of the words."""
        key, text = as_uid(data.get(f"{cls.slug}-key")), cls.base_fields["text"].to_python(data.get(f"{cls.slug}-text", ""))
        return services.done_before(uid, cls.service, key=key, actor=user, text=text)

    @classmethod
    def done_for(cls, user, data):
        """What is said once it has been done, with the name of whom was chosen."""
        chosen = Principal.objects.permitted(user, "choose").filter(uid=as_uid(data.get(f"{cls.slug}-principal"))).first()
        return cls.said % {"name": chosen.name} if chosen else ""

    @property
    def done(self):
        return self.done_for(self.user, self.data)
