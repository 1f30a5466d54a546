from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from council_portal.access.decisions import can
from council_portal.accounts.models import Absence, Appointment, Principal


class Acts(TemplateView):
    """What has happened? The acts that keep the council's offices true, and what everybody keeps of themselves."""

    template_name = "people/acts.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        if not user.principals:
            raise Http404
        return super().get_context_data(
            happened=[*happened(user), *kept(user)], files=files(user), looking=looking(), own=own(user.person), **kwargs)


def act(text, name, note="", args=()):
    return {"text": text, "url": reverse(name, args=args), "note": note}


def happened(user):
    """Acts of Democratic Services; none for others."""
    found = []
    if can(user, "appoint", Appointment):
        found.append(act(_("Somebody takes up or leaves a post"), "people:posts",
                         _("Choose the post, then appoint to it or end an appointment.")))
    if can(user, "record", Absence):
        found.append(act(_("Somebody is away"), "people:new_absence", _("Say from when to when, and who stands in.")))
    if can(user, "add", Principal):
        found.append(act(_("There is a new post"), "people:new_post", _("A post of the protocol that the portal does not have yet.")))
    return found


def kept(user):
    """The acts of the rooms above, by the names of their addresses: shown to whoever keeps people and posts (Democratic Services)."""
    if not can(user, "appoint", Appointment):
        return []
    return [
        act(_("A Member’s term ends"), "profiles:list", _("Choose the Member. Everything that they hold ends with their last day.")),
        act(_("A Member changes group"), "profiles:list", _("Choose the Member. The group before stays on record.")),
        act(_("There is a new Member"), "profiles:new", _("Elected, co-opted or lay; new to the council or back again.")),
        act(_("A seat, a Cabinet post or an outside appointment changes"), "profiles:list",
            _("Choose the Member, and begin or end it on the profile.")),
        act(_("A committee is set up or ends"), "profiles:bodies"),
        act(_("There is a new officer"), "directory:add_officer"),
        act(_("An officer leaves"), "directory:officers", _("Choose the officer. You see first which posts fall vacant.")),
        act(_("A service promises other times"), "casework:times", _("How long it takes to acknowledge, to answer, to tell what is new.")),
    ]


def files(user):
    """Files that Democratic Services take in, and what these leave to be mended; none for others."""
    if not can(user, "appoint", Appointment):
        return []
    return [act(_("Members from the ModernGov feed"), "profiles:import", _("Tried out first, shown in words, then applied.")),
            act(_("Officers from the HR list"), "directory:import", _("Tried out first, shown in words, then applied.")),
            act(_("Members who are missing from the feed"), "profiles:leavings", _("Confirm that they have left, or that they have not.")),
            act(_("Faults of the directory"), "directory:faults", _("Services without a point of contact, entries that are out of date."))]


def looking():
    """What everybody in office may look up."""
    return [act(_("Posts"), "people:posts", _("Every post of the council, who holds it, and who held it.")),
            act(_("Absences"), "people:absences", _("Who is away, until when, and who stands in."))]


def own(person):
    """What everybody keeps of themselves."""
    return [act(_("Your photograph"), "people:edit_photo", args=[person.uid]),
            act(_("Your private contact details"), "people:private",
                _("Seen by you and Democratic Services only, unless you tick otherwise."), [person.uid])]
