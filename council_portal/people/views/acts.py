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
        return super().get_context_data(happened=happened(user), looking=looking(), own=own(user.person), **kwargs)


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


def looking():
    """What everybody in office may look up."""
    return [act(_("Posts"), "people:posts", _("Every post of the council, who holds it, and who held it.")),
            act(_("Absences"), "people:absences", _("Who is away, until when, and who stands in."))]


def own(person):
    """What everybody keeps of themselves."""
    return [act(_("Your photograph"), "people:photo_of", args=[person.uid]),
            act(_("Your private contact details"), "people:private",
                _("Seen by you and Democratic Services only, unless you tick otherwise."), [person.uid])]
