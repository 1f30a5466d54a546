"""Standard lines: who keeps which, what a change leaves behind, what is offered."""

import uuid

import pytest
from django.urls import reverse

from casework import lines
from casework.models import StandardLine
from council_portal.access.decisions import Forbidden, can
from council_portal.matters.services import Changed
from tests.casework.ground import browser, hidden, words
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def write(council, by="head", service="street_scene", title="Missed bin", text="It is collected on the next working day.", key=None):
    """A line of a service, or of the whole council."""
    of = getattr(council.services, service) if service else None
    return lines.write(actor=fresh(council.accounts[by]), key=key or uuid.uuid4(), service=of, title=title, text=text)


def offered(council, by):
    """The titles that this account may put into a text."""
    return list(StandardLine.objects.permitted(fresh(council.accounts[by]), "choose").values_list("title", flat=True))


@pytest.mark.parametrize(("by", "service", "may"), [
    ("head", "street_scene", True), ("clo", "street_scene", True), ("nominated", "street_scene", True), ("chief", "street_scene", True),
    ("other_head", "street_scene", False), ("chief_executive", "street_scene", False), ("democratic", "street_scene", False),
    ("member", "street_scene", False), ("monitoring", "street_scene", False), ("head", "place", False), ("chief", "place", True),
    ("head", None, False), ("chief", None, False), ("chief_executive", None, True), ("democratic", None, True), ("technical", None, False),
])
def test_a_line_is_kept_by_who_takes_cases_there_or_above_and_the_councils_by_who_is_over_all(council, by, service, may):
    of = getattr(council.services, service) if service else None
    user, line = fresh(council.accounts[by]), StandardLine(service=of, title="x", text="x", written_by=council.head.person)

    said = can(user, "change", line)
    line.save()

    assert said == may
    assert StandardLine.objects.permitted(user, "change").filter(pk=line.pk).exists() == may


def test_writing_for_another_service_is_refused(council):
    with pytest.raises((Forbidden, Exception)) as refused:
        write(council, by="other_head")

    assert isinstance(refused.value, Forbidden)
    assert StandardLine.objects.count() == 0


def test_the_same_form_sent_twice_makes_one_line(council):
    key = uuid.uuid4()

    assert write(council, key=key) == write(council, key=key)
    assert StandardLine.objects.count() == 1


def test_a_change_ends_the_old_words_and_begins_new_ones(council):
    old = write(council)

    new = lines.rewrite(old, actor=fresh(council.clo), title="Missed bin", text="It is collected tomorrow.")

    old.refresh_from_db()
    assert (old.text, old.ended_at is None) == ("It is collected on the next working day.", False)
    assert (new.text, new.service, new.written_by, new.ended_at) == (
        "It is collected tomorrow.", council.services.street_scene, council.clo.person, None)
    with pytest.raises(Changed):
        lines.rewrite(old, actor=fresh(council.head), title="Again", text="Again")


def test_only_lines_in_use_are_offered_and_only_to_who_takes_cases(council):
    write(council, title="Kept")
    lines.end(write(council, title="Ended"), actor=fresh(council.head))
    write(council, by="democratic", service=None, title="Everywhere")

    assert offered(council, "head") == offered(council, "other_head") == ["Everywhere", "Kept"]
    assert offered(council, "member") == offered(council, "democratic") == offered(council, "monitoring") == []


def test_the_page_offers_change_for_ones_own_and_is_not_there_for_members(council):
    write(council, title="Bins")
    write(council, by="other_head", service="housing", title="Repairs")

    page = browser(council.head).get(reverse("casework:lines"))

    assert [title in words(page) for title in ("Bins", "Repairs")] == [True, True]
    assert page.content.decode().count("/change/") == 1
    assert browser(council.member).get(reverse("casework:lines")).status_code == 404


def test_form_offers_the_services_of_the_writer_alone(council):
    page = browser(council.chief).get(reverse("casework:write_line"))
    refused = browser(council.head).post(reverse("casework:write_line"), {
        "key": uuid.uuid4(), "service": council.services.housing.uid, "title": "Repairs", "text": "Soon."})

    assert [name in words(page) for name in ("Place", "Street Scene", "Housing")] == [True, True, False]
    assert "Select one of the choices" in words(refused)
    assert StandardLine.objects.count() == 0


def test_democratic_services_write_for_the_whole_council_without_being_asked_for_a_service(council):
    client = browser(council.democratic)
    page = client.get(reverse("casework:write_line"))

    client.post(reverse("casework:write_line"), {"key": hidden(page, "key"), "title": "Thanks", "text": "Thank you for telling us."})

    assert "For which service?" not in words(page)
    assert StandardLine.objects.get().service is None


def test_a_line_is_changed_and_ended_by_its_pages_and_an_overtaken_change_loses_nothing(council):
    client, line = browser(council.head), write(council)
    change = reverse("casework:rewrite_line", args=[line.uid])
    seen = hidden(client.get(change), "seen")

    client.post(change, {"seen": seen, "title": "Missed bin", "text": "Tomorrow."})
    again = client.post(change, {"seen": seen, "title": "Missed bin", "text": "The day after."})
    new = StandardLine.objects.get(ended_at=None)
    client.post(reverse("casework:end_line", args=[new.uid]))

    assert new.text == "Tomorrow."
    assert (again.status_code, "The day after." in words(again)) == (409, True)
    assert client.get(change).status_code == 404
    assert StandardLine.objects.filter(ended_at=None).count() == 0


def test_the_page_asks_as_often_for_one_line_as_for_three(council, django_assert_num_queries):
    client = browser(council.head)
    for number in (1, 2):
        for more in range(number):
            write(council, title=f"Line {number} {more}")
        with django_assert_num_queries(7):
            client.get(reverse("casework:lines"))


@pytest.mark.parametrize("by", ["member", "head", "clo", "nominated", "chief", "chief_executive", "democratic", "monitoring", "technical"])
def test_a_line_is_begun_by_exactly_those_whose_list_offers_the_button(council, by):
    client, new = browser(council.accounts[by]), reverse("casework:write_line")

    button = f'href="{new}"' in client.get(reverse("casework:lines")).content.decode()

    assert client.get(new).status_code == (200 if button else 404)
    assert client.post(new, {}).status_code == (200 if button else 404)
    assert button is (by not in ("member", "monitoring", "technical"))
