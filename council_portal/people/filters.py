"""Narrowing the list of posts, which everybody in office may see."""
from django import forms
from django.utils.translation import gettext_lazy as _

from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Service
from council_portal.design.forms import PlainForm
from council_portal.people.posts import vacant


class PostFilter(PlainForm, GuardedFormMixin, forms.Form):
    """By words of the name, by service, and by whether anybody is there."""

    q = forms.CharField(label=_("Name of the post"), required=False, max_length=100)
    service = forms.ModelChoiceField(label=_("Service"), queryset=Service.objects.all(), to_field_name="uid", required=False,
                                     empty_label=_("All services"))
    vacant = forms.BooleanField(label=_("Only posts with nobody there today"), required=False)

    def narrow(self, rows):
        """Those of these posts that are asked for; none while what was asked makes no sense."""
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        for word in asked["q"].split():
            rows = rows.filter(name__icontains=word)
        if asked["service"]:
            rows = rows.filter(service=asked["service"])
        return vacant(rows) if asked["vacant"] else rows
