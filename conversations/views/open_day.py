"""The programme of an open day on its page, what is booked, and the programme as a file to print."""
from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic.base import View

from conversations.models import Booking, Event, Feedback, Kind, Stand, Status, Visit
from conversations.open_day_forms import Book, GiveBack, TakeOut
from conversations.views.form import OfEvent
from conversations.when import in_words
from council_portal.access.views import Guarded
from council_portal.design.files import as_attachment
from council_portal.documents.pdf import NoPdf, write_pdf


def open_day(event, user):
    """Stands and visits, for the page: {} of other events. Three statements, whatever there is; one more for the organisers
    once it has taken place, for what people said of it."""
    if event.kind != Kind.OPEN_DAY:
        return {}
    may, books, organises = event.may["arrange"], event.may["book"], event.may["see_people"]
    booked = {}
    for one in Booking.objects.permitted(user).filter(event=event, until=None).select_related("person"):
        booked.setdefault(one.visit_id, []).append(one.person)
    visits = event.visits.filter(gone_at=None).annotate(taken=Count("bookings", filter=Q(bookings__until=None)))
    return {"stands": [stand_line(one, may) for one in event.stands.filter(gone_at=None).select_related("service")],
            "visits": [visit_line(one, booked.get(one.pk, []), user, may=may, books=books, organises=organises)
                       for one in visits.order_by("starts_at", "pk")],
            "feedback": feedback(event, user) if organises and event.status in (Status.HELD, Status.CLOSED) else None,
            "programme_pdf": reverse("conversations:programme_pdf", args=[event.uid]), "is_open_day": True}


def feedback(event, user):
    """What people said of it: how many, and each. SECURITY: a name only with the leave of whose it is."""
    said = list(Feedback.objects.permitted(user).filter(event=event).select_related("person"))
    return {"count": ngettext("%(n)s person has said something.", "%(n)s people have said something.", len(said)) % {"n": len(said)},
            "rows": [{"useful": one.useful, "missing": one.missing, "who": one.person.full_name if one.named else _("Without a name")}
                     for one in said]}


def stand_line(one, may=False):
    """A stand."""
    return {"service": one.service.name, "shows": one.shows, "where": one.where,
            "out": reverse("conversations:take_out_stand", args=[one.uid]) if may else ""}


def visit_line(one, people, user, *, may=False, books=False, organises=False):
    """A visit: its hours, how many places are free, and what the reader may do. people: who booked, as this reader may know it."""
    mine = any(person.pk == user.person_id for person in people)
    free = None if one.room_for is None else max(one.room_for - getattr(one, "taken", 0), 0)
    room = _("No limit") if free is None else ngettext("%(n)s place is free", "%(n)s places are free", free) % {"n": free}
    return {"title": one.title, "where": one.where, "when": in_words(one.starts_at, one.ends_at), "room": room, "mine": mine,
            "book": reverse("conversations:book", args=[one.uid]) if books and not mine and free != 0 else "",
            "give_back": reverse("conversations:give_back", args=[one.uid]) if books and mine else "",
            "out": reverse("conversations:take_out_visit", args=[one.uid]) if may else "",
            "people": [person.full_name for person in people] if organises else []}


class OnPart(OfEvent):
    """A press of a button on a stand or a visit of an open day; back to its page. One that was taken out is 404."""

    related = ("event",)

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        if found.gone_at:
            raise Http404
        return found

    def back_to(self):
        return self.object.event.get_absolute_url()

    def saved(self, saved):
        return self.done(self.back_to())

    def get_context_data(self, **kwargs):
        one = self.object
        about = one.service.name if isinstance(one, Stand) else f"{one.title}, {in_words(one.starts_at, one.ends_at)}"
        return super().get_context_data(intro=[about], **kwargs)


class BookPage(OnPart):
    """Book a visit."""

    model, action, form_class = Visit, "book", Book
    heading, button, said = gettext_lazy("Book this visit"), gettext_lazy("Book it"), gettext_lazy("It is booked.")


class GiveBackPage(OnPart):
    """Give it back."""

    model, action, form_class = Visit, "book", GiveBack
    heading, button, said = gettext_lazy("Give this visit back"), gettext_lazy("Give it back"), gettext_lazy(
        "Somebody else can book it now.")


class TakeOutVisit(OnPart):
    """No part of the open day any more."""

    model, action, form_class = Visit, "arrange", TakeOut
    heading, button, said = gettext_lazy("Take this visit out"), gettext_lazy("Take it out"), gettext_lazy(
        "It is taken out. Whoever had booked it is told.")


class TakeOutStand(OnPart):
    """No part of the open day any more."""

    model, action, form_class, related = Stand, "arrange", TakeOut, ("event", "service")
    heading, button, said = gettext_lazy("Take this stand out"), gettext_lazy("Take it out"), gettext_lazy("It is taken out.")


@method_decorator(require_safe, name="dispatch")
class ProgrammePdf(Guarded, View):
    """The programme of an open day to print and put up: stands and visits, nobody's name."""

    model = Event

    def get(self, request, uid):
        event = self.get_object()
        if event.kind != Kind.OPEN_DAY:
            raise Http404
        context = {"event": event, "council_name": settings.COUNCIL_NAME, "when": in_words(event.starts_at, event.ends_at),
                   "stands": [stand_line(one) for one in event.stands.filter(gone_at=None).select_related("service")],
                   "visits": [visit_line(one, [], request.user) for one in event.visits.filter(gone_at=None)]}
        try:
            content = write_pdf(render_to_string("conversations/open_day_pdf.html", context))
        except NoPdf:
            return render(request, "casework/reports/no_pdf.html", {"report": event}, status=503)
        return as_attachment(HttpResponse(content, content_type="application/pdf"), f"{slugify(event.title)[:60] or 'open-day'}.pdf")
