"""What the walks over every page find in the people room: made once, for the tables of addresses and for the browser. All invented."""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from council_portal.accounts.models import Appointment, Person, Principal
from council_portal.accounts.services import keep_private_contact
from council_portal.clock.days import start_of
from council_portal.documents.uploads import check_upload
from council_portal.people import services
from tests import factories
from tests.documents import files

DAY = datetime.timedelta(days=1)


def picture(kind="JPEG", size=(300, 400), name="portrait.jpg", **options):
    """A checked upload of a noisy picture."""
    return check_upload(ContentFile(files.picture(kind, size, **options), name=name))


def photograph(person, *, actor=None, alt="Somebody invented, in front of a wall", **options):
    """A photograph of this person, kept by themselves unless an actor is given. Returns the Photo."""
    return services.keep_photo(person, picture(**options), alt=alt, actor=actor or person)


def fresh_person(user):
    """The person of an account, read again: what somebody holds is kept on the instance."""
    return factories.fresh(user).person


def absence(person, actor, *, first=0, last=6, stand_in=None):
    """An absence so many days from today, by this person of Democratic Services. Returns the Absence."""
    today = timezone.localdate()
    return services.note_absence(person, first=today + first * DAY, last=today + last * DAY, stand_in=stand_in, actor=actor)


def furnish(made):
    """Fill the people pages of the council of the matrices (tests/matrix/people.py). Returns the places of addresses, by name."""
    member, other, democratic = (fresh_person(made.users[name]) for name in ("member", "other_member", "democratic_services"))
    head = Principal.objects.get(post="head_of_service", service__name="Street Scene")
    technical = Appointment.objects.get(principal__post="technical_administrator")
    photo = photograph(member)
    keep_private_contact(member, phone="01632 960001", address="1 Invented Row", phone_shown=True, address_shown=False, actor=member)
    away = absence(fresh_person(made.users["clo"]), democratic, last=13, stand_in=fresh_person(made.users["stand_in"]))
    absence(other, democratic, first=3, last=5)
    services.make_post("director", service=head.service, actor=democratic)  # nobody holds it
    held = Appointment.objects.get(principal=head, person=made.users["head_of_service"].person)
    confided = Principal.objects.get(post="monitoring_officer")
    second = services.fill_post(confided, fresh_person(made.users["chief_officer"]), role=Appointment.Role.DEPUTY, day=timezone.localdate(),
                                authority="Council, 14 May 2026, minute 12 (invented)", actor=democratic)
    before = Person.objects.get(user=made.users["other_officer"])
    past = Appointment.objects.create(person=before, principal=head, authority="HR record (invented)",
                                      since=factories.LONG_AGO, until=start_of(datetime.date(2026, 5, 1)))
    return {"me": member.uid, "other": other.uid, "chief": made.users["chief_executive"].person.uid, "photo": photo.uid,
            "post": head.uid, "technical_post": technical.principal.uid, "appointment": held.uid,
            "technical_appointment": technical.uid, "past_appointment": past.uid, "absence": away.uid,
            "confided_post": confided.uid, "nomination": second.uid}
