"""The versions of the protocol: which was in force when, by which minute, and what changed from one to the next (SRB-VERSION, SEC-9.3)."""
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from council_portal.access.views import Guarded
from council_portal.design.dates import day
from council_portal.design.forms import PlainForm
from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.redline import changes
from council_portal.protocol.services import rules_of
from council_portal.protocol.views import ProtocolPage, routes

HOW = {"added": gettext_lazy("New"), "removed": gettext_lazy("Taken out"), "changed": gettext_lazy("Changed")}
COLOUR = {"added": "green", "removed": "red", "changed": "blue"}


def versions(user):
    """All versions that were adopted, the latest first, as this reader may see them. One statement, without their texts."""
    rows = ProtocolVersion.objects.permitted(user, "view").defer("text")
    return list(rows.order_by("-in_force_from", "-pk"))


def standing(row, rows, today):
    """(words, colour) for where a version stands among `rows`: to come, in force, or past."""
    if row.in_force_from > today:
        return _("From %(day)s") % {"day": day(row.in_force_from)}, "yellow"
    current = next(one for one in rows if one.in_force_from <= today)
    return (_("In force"), "green") if row == current else (_("Past"), "grey")


class VersionsPage(Guarded, TemplateView):
    """Every version with its date and its minute. Two statements of the page's own, whatever there is."""

    model, template_name = ProtocolVersion, "protocol/versions.html"

    def get_context_data(self, **kwargs):
        rows, today = versions(self.request.user), timezone.localdate()
        lines = []
        for row, earlier in zip(rows, [*rows[1:], None], strict=True):
            text, colour = standing(row, rows, today)
            lines.append({
                "title": row.title, "version": row.version, "from": day(row.in_force_from), "minute": row.minute, "digest": row.digest,
                "tag": {"text": text, "colour": colour}, "url": reverse("protocol_version", args=[row.uid]),
                "changes": reverse("protocol_changes", args=[row.uid]) if earlier else ""})
        return super().get_context_data(lines=lines, back=reverse("protocol"), **kwargs)


class VersionPage(ProtocolPage):
    """One version as it was adopted, in force or not."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=reverse("protocol_versions"), **kwargs)

    def get_version(self):
        """The version of the address."""
        return self.get_object()


class Since(PlainForm, forms.Form):
    """Which earlier version to compare with."""

    since = forms.ChoiceField(label=gettext_lazy("Compared with"), required=False)

    def __init__(self, *args, earlier, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].choices = [(str(row.uid), f"{row.title} ({row.version}), {day(row.in_force_from)}") for row in earlier]


class ChangesPage(Guarded, TemplateView):
    """What a version changed of the one before, or of an older one that is chosen."""

    model, template_name = ProtocolVersion, "protocol/changes.html"

    def get_context_data(self, **kwargs):
        row = self.get_object()
        rows = versions(self.request.user)
        earlier = rows[rows.index(row) + 1:]
        form = Since(self.request.GET or None, earlier=earlier)
        wanted = form.cleaned_data["since"] if form.is_valid() else ""
        before = next((one for one in earlier if str(one.uid) == wanted), earlier[0] if earlier else None)
        found = compared(before, row) if before else None
        return super().get_context_data(
            version=row, since=day(row.in_force_from), before=before and {"title": f"{before.title} ({before.version})",
                                                                         "from": day(before.in_force_from)},
            form=form if len(earlier) > 1 else None, back=reverse("protocol_versions"), found=found, **kwargs)


def compared(before, after):
    """{"clauses", "routes"}: what changed between two versions, for a page."""
    clauses = [{"number": one.number, "heading": one.heading, "runs": one.runs,
                "tag": {"text": HOW[one.how], "colour": COLOUR[one.how]}} for one in changes(rules_of(before), rules_of(after))]
    return {"clauses": clauses, "routes": rerouted(before, after)}


def rerouted(before, after):
    """The matters that go another way than they did: for each what was said of it and what is."""
    old, new = ({(one["matter_text"], str(one["raised_by"])): said(one) for one in routes(version, rules_of(version))}
                for version in (before, after))
    return [{"matter": " ".join(filter(None, key)), "was": old.get(key, []), "is": new.get(key, [])}
            for key in dict.fromkeys([*new, *old]) if old.get(key) != new.get(key)]


def said(route):
    """A route as sentences."""
    lines = [route["silent_text"]] if route["silent"] else []
    lines += [str(route["rule_text"])] if route["rule_text"] else []
    return [str(line) for line in lines] + [": ".join(filter(None, [step["text"], step["note"]])) for step in route["steps"]]

