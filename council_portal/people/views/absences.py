import datetime

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from council_portal.access.decisions import can
from council_portal.access.views import Guarded
from council_portal.accounts.confided import needs_two
from council_portal.accounts.models import Absence
from council_portal.accounts.policy import SEATS
from council_portal.clock.days import start_of
from council_portal.people.absences import begun, chain_in_words, handed_on, listed
from council_portal.people.choosing import may_hold, of_the_council, side_of
from council_portal.people.forms import AbsenceForm, EndAbsenceForm
from council_portal.people.views.guided import Checked, PlainGuardedForm, chosen, paged, picked, uid_or_none
from council_portal.people.words import day, span

NOBODY = "nobody"
WHEN = {"now": gettext_lazy("Away now"), "coming": gettext_lazy("Coming"), "past": gettext_lazy("The past 30 days")}


class Absences(Guarded, TemplateView):
    """Who is away, who is going to be, and who has been. Everybody in office may look."""

    model, template_name = Absence, "people/absences.html"

    def get_context_data(self, **kwargs):
        user, asked = self.request.user, self.request.GET.get("when", "now")
        if not can(user, "view", Absence()):
            raise Http404
        when = asked if asked in WHEN else "now"
        rows, pages = paged(listed(user, when), self.request.GET)
        tabs = [{"key": key, "text": text, "current": key == when} for key, text in WHEN.items()]
        may_end = can(user, "end", Absence()) and when != "past"
        return super().get_context_data(rows=[row_of(one) for one in rows], tabs=tabs, heading_text=WHEN[when], pages=pages,
                                        may_record=can(user, "record", Absence), may_end=may_end, past=when == "past", **kwargs)


def row_of(absence):
    """An absence as the list shows it."""
    return {"uid": absence.uid, "name": absence.person.full_name, "days": span(absence.since, absence.until),
            "stand_in": absence.stand_in.full_name if absence.stand_in else ""}


class NewAbsence(Checked):
    """Record an absence: whose, who stands in, from when to when; then what changes; then it is saved."""

    model, action, form_class, said = Absence, "record", AbsenceForm, gettext_lazy("The absence is recorded.")

    def get(self, request, *args, **kwargs):
        people = of_the_council(request.user, "")
        self.person = people.filter(uid=uid_or_none(request.GET.get("person"))).first()
        if self.person is None:
            return self.pick(_("Who is away?"), people, "person")
        others = of_the_council(request.user, side_of(self.person)).exclude(pk=self.person.pk)
        wanted = request.GET.get("stand_in", "")
        self.stand_in = others.filter(uid=uid_or_none(wanted)).first()
        if self.stand_in or wanted == NOBODY:
            return super().get(request, *args, **kwargs)
        return self.pick(_("Who stands in for %(person)s?") % {"person": self.person.full_name}, others, "stand_in", keep=["person"],
                         none={"value": NOBODY, "text": _("Nobody stands in")}, hint=never_handed_on(self.person))

    def pick(self, heading, people, name, **context):
        """The page on which a person is chosen."""
        self.template_name = "people/pick.html"
        keep = context.pop("keep", ())
        return self.render_to_response(super(Checked, self).get_context_data(
            heading=heading, form=None, name=name, **picked(self.request, people, keep), **context))

    def get_initial(self):
        return {"person": self.request.GET.get("person", ""), "stand_in": self.stand_in.uid if getattr(self, "stand_in", None) else ""}

    def get_context_data(self, **kwargs):
        form = kwargs.get("form")
        person = getattr(self, "person", None) or chosen(form, "person")
        stand_in = getattr(self, "stand_in", None) or chosen(form, "stand_in")
        heading = _("%(person)s is away") % {"person": person.full_name} if person else _("Somebody is away")
        intro = [{"text": _("%(person)s stands in.") % {"person": stand_in.full_name} if stand_in else _("Nobody stands in.")}]
        return super().get_context_data(**{"heading": heading, "intro": intro, **kwargs})

    def back_to(self):
        return reverse("people:absences")

    def where_to(self, saved):
        return reverse("people:absences") + ("" if begun(saved) else "?when=coming")

    def facts(self, data):
        stand_in = data["stand_in"].full_name if data["stand_in"] else _("Nobody")
        return [(_("Who is away"), data["person"].full_name), (_("First day"), day(data["first"])), (_("Last day"), day(data["last"])),
                (_("Who stands in"), stand_in)]

    def effects(self, data):
        person, stand_in = data["person"], data["stand_in"]
        since, until = start_of(data["first"]), start_of(data["last"] + datetime.timedelta(days=1))
        handed = handed_on(person, since, until)
        posts = ", ".join(post.name for post in handed)
        said = []
        if not posts:
            said.append((_("%(person)s holds no post that somebody could stand in for.") % {"person": person.full_name}, False))
        elif stand_in:
            said += [(text, True) for text in waiting(handed, stand_in, self.request.user)]
            posts = ", ".join(post.name for post in handed if not needs_two(post, self.request.user))
        if posts and stand_in:
            said.append((_("Handed on in that time, with sight of its matters: %(posts)s.") % {"posts": posts}, False))
        kept = never_handed_on(person)
        return [*said, *chain_in_words(person, stand_in, since, until), *([(kept, False)] if kept else [])]


def waiting(posts, stand_in, user):
    """What of these posts is handed on only once a second person agrees, a sentence each."""
    text = _("Complaints are confided to %(post)s: %(person)s stands in there only once a second person agrees, the one who is away or "
             "somebody else who keeps the offices or holds such a post. That is the portal’s own rule.")
    return [text % {"post": post.name, "person": stand_in.full_name} for post in posts if needs_two(post, user)]


def never_handed_on(person):
    """What of a Member's nobody stands in for; "" for an officer."""
    if not may_hold(person, SEATS):
        return ""
    return _("A Member’s seat is never handed on, nor the ward, nor their own cases: only other posts that they hold. "
             "This is the portal’s own rule.")


class EndAbsence(PlainGuardedForm):
    """Somebody is back before the day, or does not go."""

    model, action, form_class = Absence, "end", EndAbsenceForm
    button, said = gettext_lazy("End the absence"), gettext_lazy("The absence has ended.")

    def get_object(self, queryset=None):
        """The absence, or 404."""
        found = Absence.objects.permitted(self.request.user, "view").filter(uid=self.kwargs["uid"])
        found = found.select_related("person", "stand_in").first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs):
        absence = self.object
        names = {"person": absence.person.full_name, "days": span(absence.since, absence.until)}
        heading = (_("%(person)s is back") if absence.since <= timezone.now() else _("%(person)s does not go away")) % names
        intro = [{"text": _("%(person)s is down as away %(days)s.") % names}]
        if absence.stand_in:
            intro.append({"text": _("%(person)s stops standing in from the next page that they open. So does whoever stands in for them in "
                                    "this. What was done stays on record.") % {"person": absence.stand_in.full_name}})
        return super().get_context_data(**{"heading": heading, "intro": intro, **kwargs})

    def back_to(self):
        return reverse("people:absences")

    def where_to(self, saved):
        return reverse("people:absences")
