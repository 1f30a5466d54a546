"""Who is invited to an event today: the principals that it invites, and the people who hold them."""
from django.db.models import Case, CharField, F, OuterRef, Prefetch, Subquery, Value, When
from django.db.models.functions import Concat

from conversations.models import Answer, Invitation
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person

NOT_COMING = "not_coming"


def people_of(principals):
    """{key: Person} of those who hold one of these principals now; not who only stands in for a Member who is away."""
    rows = Appointment.objects.filter(in_force(), principal__in=principals).exclude(role=Appointment.Role.STAND_IN).values("person")
    return {person.pk: person for person in Person.objects.filter(pk__in=rows)}


def invited_people(event):
    """{key: Person} of those who are invited to an event today."""
    return people_of([row.principal_id for row in event.invitations.filter(until=None)])


def invitations_of_many():
    """For `prefetch_related` of events: whom each invites now, with the principal."""
    return Prefetch("invitations", Invitation.objects.filter(until=None).select_related("principal"))


MOVED = "moved since "  # before what was said before the event was moved


def said_by(user, of):
    """What this reader said to an event, as an expression: a state, after MOVED where the event was moved since; None where they said
    nothing since they were invited. of: where the outer query has the key of the event."""
    said = Answer.objects.filter(event=OuterRef(of), person=user.person_id).exclude(state=Answer.State.LEFT)
    state = Case(When(moved__gte=F("event__moved"), then="state"), default=Concat(Value(MOVED), "state"), output_field=CharField())
    return Subquery(said.values_list(state)[:1])


def everybody(event):
    """For `post`: whoever is invited and has not declined, and the officers named; once for each state of the event."""
    declined = set(event.answers.filter(state=NOT_COMING).values_list("person", flat=True))
    people = {pk: person for pk, person in invited_people(event).items() if pk not in declined}
    people |= people_of([row.principal_id for row in event.officers.filter(until=None)])
    return {"to": people.values(), "key": str(event.version)}
