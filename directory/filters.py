"""Narrowing the list of officers that are permitted already."""
import json

from django import forms
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from council_portal.access.forms import GuardedFormMixin
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Service
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm
from council_portal.design.selects import PlainSelect
from directory.cards import STATUTORY


class OfficerFilter(PlainForm, GuardedFormMixin, forms.Form):
    """By words, service and team; politically restricted posts, statutory roles."""

    nothing_chosen = _("All services")
    q = Line(label=_("Name, post or what they deal with"), required=False, max_length=100)
    service = forms.ModelChoiceField(label=_("Service"), queryset=Service.objects.filter(ended_on=None), to_field_name="uid",
                                     required=False, widget=PlainSelect)
    team = Line(label=_("Team"), required=False, max_length=120)
    restricted = forms.BooleanField(label=_("Politically restricted posts"), required=False)
    statutory = forms.BooleanField(label=_("Statutory roles"), required=False)

    def narrow(self, rows):
        """Those of these officers that answer to what was chosen; a choice that is none narrows to nothing and says so."""
        if not self.is_valid():
            return rows.none()
        said = self.cleaned_data
        rows = rows.annotate(deals=Cast("deals_with", TextField()))
        for word in said["q"].split():
            rows = rows.filter(holds(word))
        if said["service"]:
            rows = rows.filter(Q(service=said["service"]) | Q(service__part_of=said["service"]))
        if said["team"]:
            rows = rows.filter(team__icontains=said["team"])
        if said["restricted"]:
            rows = rows.filter(politically_restricted=True)
        return rows.filter(person__in=statutory(self.user).values("person")) if said["statutory"] else rows


def holds(word):
    """Somewhere in what an entry says. SQLite keeps a letter beyond ASCII in JSON as \\u…, PostgreSQL as itself: both are looked for."""
    spelt = json.dumps(word)[1:-1]
    said = Q(deals__icontains=word) | Q(deals__icontains=spelt)
    return said | Q(person__name__icontains=word) | Q(post__icontains=word) | Q(team__icontains=word) | Q(service__name__icontains=word)


def statutory(user):
    """The appointments of today to a post that carries a statutory role, held and not only stood in for."""
    rows = Appointment.objects.permitted(user, "view").filter(in_force(), role=Appointment.Role.HOLDER)
    return rows.filter(principal__kind="post", principal__post__in=STATUTORY)
