"""What the tests of the demo have in common: a digest of what was built, and where real feeds lie."""

from django.conf import settings

from casework.models import Case, CaseEntry, CasePaper
from council_portal.accounts.models import Absence, Appointment, Person
from directory.models import Officer, ServiceEntry
from profiles.models import Duty, Member, Seat, Term

FEEDS = settings.BASE_DIR.parent / "shared" / "data" / "moderngov"


def digest():
    """Everything of a built council that must be the same at the next build, as lists in order. Instants are left out: they move on."""
    return {
        "people": list(Person.objects.order_by("name").values_list("name", "email", "is_demo", "user__email")),
        "held": list(Appointment.objects.order_by("person__name", "principal__name", "role").values_list(
            "person__name", "principal__name", "role", "since__date")),
        "members": list(Member.objects.order_by("person__name").values_list("person__name", "skills", "surgeries", "confirmed_on")),
        "terms": list(Term.objects.order_by("person__name", "began_on").values_list("person__name", "ward__name", "began_on", "ended_on")),
        "seats": list(Seat.objects.order_by("body__name", "person__name", "began_on").values_list(
            "body__name", "person__name", "role", "began_on", "ended_on")),
        "duties": list(Duty.objects.order_by("title", "person__name").values_list("title", "person__name", "began_on")),
        "absences": list(Absence.objects.order_by("person__name").values_list("person__name", "stand_in__name")),
        "officers": list(Officer.objects.order_by("staff_id").values_list("staff_id", "person__name", "post", "confirmed_on")),
        "services": list(ServiceEntry.objects.order_by("service__name").values_list("service__name", "about", "confirmed_on")),
        "cases": list(Case.objects.order_by("title", "ward__name").values_list(
            "title", "text", "status", "ward__name", "raised_by__name", "sent_to__name", "urgent", "departure", "due_on")),
        "turns": list(CaseEntry.objects.order_by("case__title", "case__ward__name", "at", "pk").values_list(
            "case__title", "kind", "author__name", "acting_as", "text")),
        "papers": list(CasePaper.objects.order_by("case__title", "name").values_list("case__title", "name", "digest")),
    }
