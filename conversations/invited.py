"""Who is invited to an event today: the principals that it invites, and the people who hold them."""
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person


def people_of(principals):
    """{key: Person} of those who hold one of these principals now; not who only stands in for a Member who is away."""
    rows = Appointment.objects.filter(in_force(), principal__in=principals).exclude(role=Appointment.Role.STAND_IN).values("person")
    return {person.pk: person for person in Person.objects.filter(pk__in=rows)}


def invited_people(event):
    """{key: Person} of those who are invited to an event today."""
    return people_of([row.principal_id for row in event.invitations.filter(until=None)])
