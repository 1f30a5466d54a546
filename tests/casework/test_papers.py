"""The papers of a case on its page: joined by version, and the door by which one is added without writing a message."""
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import asking, services
from casework.models import CaseEntry, CasePaper
from council_portal.accounts.models import Principal
from tests.casework.ground import browser, words
from tests.casework.test_acts import errors, send
from tests.casework.test_pages import upload_of
from tests.documents import files
from tests.factories import fresh, log

pytestmark = pytest.mark.django_db


def add(case, user, name, **how):
    """A paper that somebody adds with an update."""
    services.update(case, actor=fresh(user), text=f"With {name}.", papers=services.store([upload_of(b"Words.\n", name)], **how))
    return CasePaper.objects.get(case=case, name=name)


def listed(user, case):
    """The papers of the page: [(name, [earlier ones], is a new version offered?)]."""
    context = browser(user).get(case.get_absolute_url()).context
    return [(one["name"], [old["name"] for old in one["earlier"]], bool(one["again"])) for one in context["papers"]]


def test_versions_stand_under_the_newest_the_last_first(council):
    case = log(council)
    first = add(case, council.member, "plan 1.txt")
    add(case, council.member, "other.txt")
    second = add(case, council.head, "plan 2.txt", replaces=first)
    add(case, council.head, "plan 3.txt", replaces=second)

    page = words(browser(council.member).get(case.get_absolute_url()))

    assert listed(council.member, case) == [("other.txt", [], True), ("plan 3.txt", ["plan 2.txt", "plan 1.txt"], True)]
    assert "2 earlier versions" in page
    printed = browser(council.member).get(f"{case.get_absolute_url()}print/").context["papers"]
    assert [one["name"] for one in printed] == ["plan 1.txt", "other.txt", "plan 2.txt", "plan 3.txt"]


@pytest.mark.requirement("SEC-4.2")
def test_whoever_joined_later_reads_nothing_of_the_versions_before(council):
    case = log(council)
    first = add(case, council.member, "plan 1.txt")
    office = Principal.objects.get(kind="office", person=council.other_member.person)
    asking.join(case, actor=fresh(council.member), principal=office, text="It is on the border of her ward.")
    add(case, council.head, "plan 2.txt", replaces=first)

    assert listed(council.other_member, case) == [("plan 2.txt", [], True)]


@pytest.mark.requirement("SEC-4.2")
def test_whoever_joined_later_is_not_told_what_a_paper_was_called_before_nor_how_often_it_was_replaced(council):
    case = log(council)
    first = add(case, council.member, "gravestone.txt")
    second = add(case, council.member, "headland.txt", replaces=first)
    office = Principal.objects.get(kind="office", person=council.other_member.person)
    asking.join(case, actor=fresh(council.member), principal=office, text="It is on the border of her ward.")
    send(council.head, case, "papers", papers=SimpleUploadedFile("third.txt", b"Words.\n"), replaces=second.uid)
    third = CasePaper.objects.get(name="third.txt")
    joiner, address = browser(council.other_member), case.get_absolute_url()

    pages = [words(joiner.get(one)) for one in (address, f"{address}print/", f"{address}papers/?replaces={third.uid}")]
    found = [words(browser(user).get(f"/casework/search/?q={word}")) for user in (council.other_member, council.member)
             for word in ("third", "headland")]

    assert all("third.txt" in page for page in pages)
    assert not any(told in page for page in pages for told in ("gravestone", "headland", "version 3", "of 3", "version 1"))
    assert [case.reference in page for page in found] == [True, False, True, True]
    assert "version 3 of 3" in words(browser(council.member).get(address))

    send(council.head, case, "papers", papers=SimpleUploadedFile("fourth.txt", b"Words.\n"), replaces=third.uid)

    assert "version 2 of 2" in words(joiner.get(address))


@pytest.mark.requirement("RUG-CASE-REPO")
def test_a_paper_is_added_by_a_door_of_its_own_and_the_thread_says_so(council):
    case = log(council)
    door = f"{case.get_absolute_url()}papers/"
    assert f'href="{door}"' in browser(council.member).get(case.get_absolute_url()).content.decode()

    send(council.member, case, "papers", papers=SimpleUploadedFile("photo.png", files.picture("PNG")), restricted="on")

    paper = CasePaper.objects.get()
    assert (paper.name, paper.restricted, paper.entry.text) == ("photo.png", True, "Added: photo.png")


@pytest.mark.requirement("RUG-CASE-REPO")
def test_the_door_beside_a_paper_has_chosen_it_already(council):
    case = log(council)
    first = add(case, council.member, "plan 1.txt")

    page = browser(council.head).get(f"{case.get_absolute_url()}papers/?replaces={first.uid}")
    send(council.head, case, "papers", papers=SimpleUploadedFile("plan 2.txt", b"Other words.\n"), replaces=first.uid)

    assert f'<option value="{first.uid}" selected>' in page.content.decode()
    assert CasePaper.objects.get(name="plan 2.txt").replaces == first
    assert CaseEntry.objects.last().text == "A new version of a paper: plan 2.txt"


def test_without_a_file_the_form_says_so_and_keeps_what_was_typed(council):
    case = log(council)

    page = send(council.member, case, "papers", text="The crossing, seen from the shop.")

    assert errors(page) == {"papers": ["Choose the file that you want to add"]}
    assert "The crossing, seen from the shop." in words(page)
    assert not CasePaper.objects.exists()


@pytest.mark.requirement("SEC-4.2")
def test_who_may_not_write_has_no_door_and_who_may_not_see_gets_the_same_404(council):
    case = log(council)
    door = f"{case.get_absolute_url()}papers/"
    services.close(case, actor=fresh(council.member))

    assert browser(council.member).get(door).status_code == 403
    assert "Add a paper" not in words(browser(council.member).get(case.get_absolute_url()))
    assert browser(council.other_member).get(door).status_code == 404


def test_the_page_leads_from_its_top_to_what_can_be_done_and_back(council):
    page = browser(council.member).get(log(council).get_absolute_url()).content.decode()

    for anchor in ("acts", "thread", "papers", "readers", "top"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
