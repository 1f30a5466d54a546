"""Verbs on what Members and officers have in common: photographs, posts, absences. Each asks, changes and records.

actor: a person. Days are London's: what begins on a day begins at 00:00, what ends "from" a day ends at 00:00 of it, and what
ends today ends now, so that access is gone at the next request.
"""
import datetime
import logging

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from council_portal.access.decisions import Forbidden, require
from council_portal.accounts import services as accounts
from council_portal.accounts.confided import needs_two, nominate, refuse_own
from council_portal.accounts.models import Absence, Appointment, Person, Principal
from council_portal.accounts.policy import DEMOCRATIC
from council_portal.audit.services import record
from council_portal.clock.days import start_of
from council_portal.documents.services import NotInStorage, put_away
from council_portal.documents.uploads import Upload
from council_portal.people import policy
from council_portal.people.absences import handed_on
from council_portal.people.models import Photo, PhotoSize
from council_portal.people.pictures import small_pictures
from council_portal.people.words import post_name

log = logging.getLogger(__name__)


class Overtaken(accounts.Refused):
    """What a form has looked at is no longer so: somebody was first. The reader looks again."""


class AlreadyHeld(Overtaken):
    """The person holds, or is to hold, this post in this role already, from another day."""


class Waits(Overtaken):
    """The same appointment waits for a second person already, with another day, authority or end of others."""

    says = gettext_lazy("An appointment of this person to this post waits for a second person already. Nothing was saved: they agree to "
                        "it or refuse it on the page of the post.")


class AwayAlready(Overtaken):
    """Another absence of the person falls into these days. `args[0]` is that absence."""


# --- photographs ---------------------------------------------------------------------------------------------------------------


def keep_photo(person, upload, *, alt, actor):
    """Keep a photograph in its sizes, in the place of the one before, which goes. Returns the Photo, under a new uid.

    upload: of documents.uploads.check_upload. alt: what it shows, in words. The person themselves or Democratic Services (RUG-PROF).
    Raises ValidationError for what is no picture. Pixels are worked on, and files written, before the transaction.
    """
    require(actor, "write", Photo(person=person))
    pictures = small_pictures(upload)
    stored = [(width, height, len(data), put_away(PhotoSize, as_upload(data)).stored) for width, height, data in pictures]
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        take_away(Photo.objects.filter(person=person))
        photo = Photo.objects.create(person=person, alt=alt, added_by=actor)
        PhotoSize.objects.bulk_create(PhotoSize(photo=photo, width=width, height=height, size=size, stored=name)
                                      for width, height, size, name in stored)
        record(person, "photograph kept", actor=actor)
    return photo


@transaction.atomic
def remove_photo(photo, *, actor):
    """Take a photograph away, rows and files. Gone already: nothing happens."""
    require(actor, "write", photo)
    if take_away(Photo.objects.filter(pk=photo.pk)):
        record(photo.person, "photograph removed", actor=actor)


def take_away(photos):
    """The rows of these photographs and, once that is certain, their files. What fails is swept later. Returns how many."""
    sizes = list(PhotoSize.objects.filter(photo__in=photos))
    PhotoSize.objects.filter(pk__in=[size.pk for size in sizes]).delete()
    for size in sizes:
        transaction.on_commit(lambda file=size.stored: file.storage.delete(file.name), robust=True)
    return photos.delete()[0]


def as_upload(data):
    """Bytes of our own making, as documents.services.put_away takes them."""
    return Upload(name="", content_type="image/jpeg", size=len(data), digest="", content=ContentFile(data))


def open_size(size):
    """The open file of one size. Raises NotInStorage, and logs it by uid alone, when it is missing or has not its size."""
    try:
        content = size.stored.open("rb")
        if content.size == size.size:
            return content
        content.close()
    except OSError:
        pass
    log.error("a size of the photograph %s is not in storage as it was kept", size.photo.uid)
    raise NotInStorage(size.photo.uid)


# --- posts ---------------------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_post(word, *, service=None, group=None, actor):
    """A post that the council has not had yet, under its protocol's name. There already: that one is returned."""
    require(actor, "add", Principal)
    made = accounts.post_principal(word, service=service, group=group, name=post_name(word, service or group))
    record(made, "post made", actor=actor, acting_as=made.name)
    return made


@transaction.atomic
def fill_post(principal, person, *, role, day, authority, ending=(), actor):
    """Appoint this person to this post from a day (a date, London), and end these appointments of the post from the same day.

    A second press changes nothing. The record carries the authority. Raises Forbidden for a post that is not filled here (decision
    no-superuser), AlreadyHeld and Waits. Returns the Appointment; access follows at the next request after `day` begins (NNC-WARDS). To a
    post to which complaints are confided nobody appoints alone: then the Nomination, which waits for a second person, and nothing ends.
    """
    require(actor, "appoint", Appointment)
    if not policy.is_filled_here(principal):
        raise Forbidden(policy.NOT_HERE, principal)
    Principal.objects.select_for_update().get(pk=principal.pk)  # two at once: the second finds what the first has made
    held = held_already(principal, person, role, start_of(day))
    if held and held.since != start_of(day):
        raise AlreadyHeld(held)
    if needs_two(principal, actor) and not held:
        return entered(principal, person, role, start_of(day), authority, ending, actor)
    made = held or accounts.appoint(person, principal, role=role, since=start_of(day), authority=authority, actor=actor)
    for row in ending:
        vacate(row, day=day, authority=authority, actor=actor)
    return made


def entered(principal, person, role, since, authority, ending, actor):
    """The Nomination that this appointment is until a second person agrees."""
    for row in ending:
        require(actor, "end", row)
    made, new = nominate(person, principal, role=role, since=since, authority=authority, ending=ending, actor=actor)
    same = (made.since, made.authority, {row.pk for row in made.ending.all()}) == (since, authority, {row.pk for row in ending})
    if not new and not same:
        raise Waits(made)
    return made


def held_already(principal, person, role, since):
    """The appointment of this person to this post in this role that runs on beyond `since`, or None."""
    rows = Appointment.objects.filter(principal=principal, person=person, role=role, until__gt=since).exclude(until=F("since"))
    return rows.order_by("since").first()


@transaction.atomic
def vacate(appointment, *, day, authority, actor):
    """End an appointment to a post: from today, now; from a later day (a date, London), as that day begins. Never earlier than now.

    What was held stays as it is on record. Ended already: nothing happens. Raises accounts.services.LastKeeper, and Forbidden as
    fill_post does.
    """
    require(actor, "end", appointment)
    if not policy.is_filled_here(appointment.principal):
        raise Forbidden(policy.NOT_HERE, appointment)
    Principal.objects.select_for_update().get(pk=appointment.principal_id)  # two who end one another: the second finds the first gone
    at = max(timezone.now(), start_of(day))
    accounts.end_appointment(appointment, actor=actor, at=at, authority=authority)


def is_last_keeper(appointment, at):
    """Would nobody be left in Democratic Services at this instant? They could not be appointed by anybody."""
    if appointment.principal.post not in DEMOCRATIC or appointment.until <= at:
        return False
    return not accounts.is_kept(at, without=appointment)


# --- absences ------------------------------------------------------------------------------------------------------------------


@transaction.atomic
def note_absence(person, *, first, last, stand_in=None, actor):
    """Record that this person is away from one day to another (dates, London, both inclusive), and who stands in (RUG-DIR).

    A second press changes nothing. Raises AwayAlready when another absence of theirs falls into these days, and TwoHats and
    OwnAppointment of accounts.confided. What is confided is handed on once a second person agrees.
    """
    require(actor, "record", Absence)
    Person.objects.select_for_update().get(pk=person.pk)
    since, until = start_of(first), start_of(last + datetime.timedelta(days=1))
    other = away_already(person, since, until)
    if other and (other.since, other.until, other.stand_in) == (since, until, stand_in):
        return other
    if other:
        raise AwayAlready(other)
    for post in handed_on(person, since, until) if stand_in else ():
        refuse_own(stand_in, post, actor)
    return accounts.record_absence(person, since=since, until=until, stand_in=stand_in, actor=actor)


def away_already(person, since, until):
    """An absence of this person that overlaps these instants, or None."""
    rows = Absence.objects.filter(person=person, since__lt=until, until__gt=since).exclude(until=F("since"))
    return rows.select_related("stand_in").order_by("since").first()


@transaction.atomic
def end_absence(absence, *, actor):
    """The person is back, or does not go: the absence ends now, and so does standing in under it."""
    require(actor, "end", absence)
    accounts.end_absence(absence, actor=actor)
