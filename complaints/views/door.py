"""One door for whatever went wrong: what has been raised, what can be, and by which way it goes."""
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from complaints import begun, kinds, policy, reading, routing, services, wording
from complaints.connections.models import Connection
from complaints.forms import RaiseForm, say_not_stored
from complaints.models import Concern
from council_portal.access.decisions import can, require
from council_portal.access.views import Guarded
from council_portal.accounts.models import Person
from council_portal.documents.services import NotInStorage
from council_portal.drafts.pages import KeepsPapers
from council_portal.people.views.guided import PlainGuardedForm


class Door(Guarded, TemplateView):
    """Everything in confidence that this reader stands in, and what they can raise. Seen alike by everybody in office.

    Whoever holds no office raises nothing, and sees it only where they stand in a concern by name: they raised it, were told of it, or are
    let in.
    """

    model, action, template_name = Concern, "raise", "concerns/door.html"
    lets_in_by_name = True

    def get_context_data(self, **kwargs):
        user = self.request.user
        found = reading.listed(user)
        if not (found or user.principals):
            raise Http404
        ways = {matter: routing.way_for(user, matter) for matter in policy.MATTERS} if can(user, self.action, self.model) else {}
        return super().get_context_data(lines=[self.line(*row) for row in found],
                                        doors=wording.doors(ways, begun.matters_begun(user, ways) if ways else ()),
                                        others=kinds.OTHER_WAYS, counts=can(user, "statistics", Concern),
                                        keeps=can(user, "keep", Connection), in_office=bool(user.principals),
                                        lost=wording.LOST if reading.has_lost() else "", **kwargs)


    def line(self, concern, at, capacities):
        """One of them. SECURITY: whoever it is about reads their own name and no other."""
        user = self.request.user
        own = user.person_id if policy.SUBJECT in capacities else None
        return wording.line_of(concern, at, own=own, capacities=capacities) if at else wording.line_decided(concern, user)


class Raising(PlainGuardedForm):
    """A form that is looked over, with who would read it, and sent by a second press."""

    model, action, form_class = Concern, "raise", RaiseForm
    template_name, button = "concerns/raise.html", gettext_lazy("Continue")
    said = gettext_lazy("It is sent. What comes of it is told here.")

    def dispatch(self, request, *args, **kwargs):
        self.matter = wording.MATTER_OF.get(kwargs["matter"])
        if self.matter is None:
            raise Http404
        require(request.user, "raise", Concern)
        self.way = routing.way_for(request.user, self.matter)
        self.heading = wording.HEADINGS[self.matter]
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "way": self.way, "matter": self.matter}

    def back_to(self):
        return reverse("concerns:door")

    def post(self, request, *args, **kwargs):
        form, stage = self.get_form(), request.POST.get("stage")
        if not form.is_valid() or stage == "change":
            return self.form_invalid(form)
        if stage == "save" and (made := form.sent_before()):
            return self.there_already(made, form)
        concerned = self.concerned()
        office = form.office(concerned)
        unanswered = stage == "save" and form.unknown() and office and not request.POST.get("none")
        if stage != "save" or self.not_seen(office, concerned) or unanswered or form.unseen:
            return self.ask(form, office, concerned, unanswered=unanswered)
        try:
            saved = form.save(concerned)
        except services.CannotBe:
            form.add_error("begin", _("Whoever would have this talk with you is concerned in the matter. Send the form"))
            return self.form_invalid(form)
        except (NotInStorage, OSError):
            say_not_stored(form)
            return self.form_invalid(form)
        messages.success(request, self.said)
        return HttpResponseRedirect(saved.get_absolute_url())

    def there_already(self, made, form):
        """The same form again leads to what it has made; a paper that was chosen since is not with it, and that is said."""
        if form.held:
            messages.warning(self.request, _("This was sent before. Look whether all its papers are there, and add what is missing."))
        else:
            messages.success(self.request, self.said)
        return HttpResponseRedirect(made.get_absolute_url())

    def concerned(self):
        """The people of whom the sender said, on the page between, that they are concerned."""
        try:
            found = Person.objects.permitted(self.request.user, "choose").filter(uid__in=self.request.POST.getlist("concerned"))
            return list(found.exclude(pk=self.request.user.person_id))
        except (ValueError, TypeError, ValidationError):
            raise BadRequest("no uid of a person") from None

    def not_seen(self, office, concerned):
        """Would it go to somebody whom the sender was not shown, or was one who was shown ticked just now? Then it is shown again."""
        readers = {str(person.uid) for person in office.people} if office else set()
        shown = set(self.request.POST.getlist("shown"))
        return not readers <= shown or any(str(person.uid) in shown for person in concerned)

    def ask(self, form, office, concerned, *, unanswered=False):
        """The page between: who would read it, and whether one of them is concerned."""
        own = ("csrfmiddlewaretoken", "stage", "concerned", "shown", "none", "held", "add", "take_out")
        typed = [(key, value) for key, values in self.request.POST.lists() if key not in own for value in values]
        step, shown = self.way.talk if form.wants_talk else self.way.form, form.shown(concerned)
        readers = dict.fromkeys([person for one in (*shown, office) if one for person in one.people])
        beyond = [office] if office and office.principal not in [one.principal for one in shown] else []
        return self.render_to_response(self.get_context_data(
            form=form, checking=True, typed=typed, readers=list(readers), concerned=concerned,
            why=wording.why_shown([*shown, *beyond], step), heading=_("Look it over, and send it"),
            unknown=form.unknown(), unanswered=unanswered,
            before=[wording.line_of(one) for one in reading.raised_before(self.request.user, form.known())],
            out=[person.full_name for person in [*form.known(), *concerned]],
            facts=form.looked_over()))



class RaisePage(KeepsPapers, Raising):
    """Raise one. What is typed is kept while it is written, encrypted, for whoever types it alone."""

    def draft_about(self):
        """Of each matter one draft."""
        return begun.about(self.request.user, self.matter)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{
            "back_text": _("Something went wrong"), "drawn": wording.drawing(self.way), "others": kinds.OTHER_WAYS,
            "advice": self.matter == policy.ADVICE, **kwargs})
