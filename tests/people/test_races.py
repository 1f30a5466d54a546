"""Two people, or two presses, at the same moment, each on a connection of its own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.urls import reverse

from council_portal.accounts.models import Absence, Appointment, Principal
from council_portal.people.models import Photo, PhotoSize
from tests import factories
from tests.casework.ground import browser
from tests.casework.test_races import at_once
from tests.documents import files
from tests.people import test_absences, test_posts


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_appoint_record_and_keep_once():
    council = factories.council()
    post = Principal.objects.get(post="head_of_service", service=council.services.street_scene)
    appointing = reverse("people:appoint", args=[post.uid])
    photo_of = reverse("people:photo_of", args=[council.member.person.uid])
    appointment = test_posts.typed(council.other_head.person) | {"stage": "save"}
    pictures = [{"photo": SimpleUploadedFile("me.jpg", files.picture("JPEG", (200, 250))), "alt": alt} for alt in ("One", "Two")]
    absence = test_absences.typed(council.head.person, council.clo.person, stage="save")

    def twice(address, *sent):
        acts = [lambda client=client, data=data: client.post(address, data).status_code
                for client, data in zip([browser(council.democratic), browser(council.democratic)], sent, strict=True)]
        return at_once(*acts)

    answers = [
        twice(appointing, appointment, appointment), twice("/people/absences/new/", absence, absence), twice(photo_of, *pictures)]

    assert answers == [[302, 302]] * 3
    assert Appointment.objects.filter(person=council.other_head.person, principal=post).exclude(until=F("since")).count() == 1
    assert Absence.objects.count() == 1
    assert (Photo.objects.count(), PhotoSize.objects.count()) == (1, 2)
