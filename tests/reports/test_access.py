"""Who may do what with a report: by a table, for everybody, in every status; the two forms of each rule held together."""

import itertools

import pytest

from casework.reports import services
from casework.reports.models import Report
from council_portal.access.decisions import can
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.services import end_appointment
from tests import factories
from tests.reports.ground import cases, final, report, shared

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-CASE-REPORT")]
EVERYBODY = ["member", "other_member", "colleague", "head", "nominated", "clo", "other_head", "chief", "chief_executive", "democratic",
             "monitoring", "technical"]
AUTHORS, MAKING, WARD = {"clo", "head", "democratic"}, {"clo", "democratic"}, {"member", "colleague"}
# Of a report that the CLO made for Mill Hill, the Head of Service responsible: {action: {status: who}}.
WANTED = {
    "view": {"draft": AUTHORS, "shared": AUTHORS | WARD, "final": set(EVERYBODY), "replaced": set(EVERYBODY), "withdrawn": MAKING},
    "annex": {"draft": AUTHORS, "shared": AUTHORS | WARD, "final": AUTHORS | WARD, "replaced": AUTHORS | WARD, "withdrawn": MAKING},
    "read_comments": {"draft": AUTHORS, "shared": AUTHORS, "final": AUTHORS, "replaced": AUTHORS, "withdrawn": MAKING},
    "comment": {"shared": WARD},
    "change": {"draft": MAKING, "shared": MAKING},
    "count": {"draft": MAKING},
    "share": {"draft": MAKING},
    "agree": {"draft": {"head"}, "shared": {"head"}},
    "prepare": {"shared": MAKING},
    "finish": {},
    "withdraw": {"draft": MAKING, "shared": MAKING},
    "renew": {"final": MAKING},
}


def of_mill_hill(council, status, **changes):
    made = report(council, "clo", wards=[council.wards.mill_hill], annex="A price.", exemption="3", **changes)
    Report.objects.filter(pk=made.pk).update(status=status, is_open=status in Report.OPEN)
    return Report.objects.get(pk=made.pk)


@pytest.mark.parametrize("status", ["draft", "shared", "final", "replaced", "withdrawn"])
def test_each_reader_may_what_the_table_says_asked_of_a_row_and_of_all(council, status):
    made = of_mill_hill(council, status)

    assert set(WANTED) == set(Report.RULES) - {"make"}
    for action, who in itertools.product(WANTED, EVERYBODY):
        wanted, user = who in WANTED[action].get(status, set()), factories.fresh(council.accounts[who])
        assert can(user, action, made) == wanted, (action, who)
        assert (list(Report.objects.permitted(user, action)) == [made]) == wanted, (action, who)


@pytest.mark.requirement("SEC-5.4xiv")
@pytest.mark.parametrize("status", ["draft", "shared", "final", "replaced", "withdrawn"])
def test_once_agreed_a_shared_one_may_be_finished_and_nobody_agrees_again(council, status):
    made = of_mill_hill(council, status)
    Report.objects.update(agreed_at=made.made_at)
    made.refresh_from_db()

    for action, who in itertools.product(("agree", "finish"), EVERYBODY):
        wanted, user = action == "finish" and status == "shared" and who in MAKING, factories.fresh(council.accounts[who])
        assert can(user, action, made) == wanted, (action, who)
        assert (list(Report.objects.permitted(user, action)) == [made]) == wanted, (action, who)


@pytest.mark.requirement("SEC-5.4xiv")
def test_one_that_is_not_agreed_to_is_finished_by_the_officer_responsible_alone(council):
    made = of_mill_hill(council, "shared", responsible=council.clo.person)

    assert {who for who in EVERYBODY if can(factories.fresh(council.accounts[who]), "finish", made)} == {"clo"}
    assert {who for who in EVERYBODY if made in Report.objects.permitted(factories.fresh(council.accounts[who]), "finish")} == {"clo"}


def test_of_a_report_on_all_wards_every_member_sees_the_draft_and_none_the_annex(council):
    made = report(council, annex="A price.", exemption="3")
    Report.objects.filter(pk=made.pk).update(status="shared")
    made.refresh_from_db()
    for who in ("member", "other_member"):
        user = factories.fresh(council.accounts[who])
        assert [can(user, action, made) for action in ("view", "comment", "annex")] == [True, True, False]
        assert [made in Report.objects.permitted(user, action) for action in ("view", "comment", "annex")] == [True, True, False]


@pytest.mark.parametrize("who", EVERYBODY)
def test_reports_are_made_by_liaison_officers_who_answers_for_a_service_and_who_sees_all(council, who):
    makers = {"head", "clo", "other_head", "chief", "chief_executive", "democratic"}

    assert can(factories.fresh(council.accounts[who]), "make", Report) == (who in makers)


@pytest.mark.parametrize(("who", "services_of"), [
    ("clo", ["Street Scene"]), ("head", ["Street Scene"]), ("chief", ["Place"]), ("democratic", []), ("chief_executive", [])])
def test_without_a_choice_a_report_is_of_what_its_maker_answers_for(council, who, services_of):
    cases(council, 12)
    cases(council, 11, service=council.services.housing)

    made = report(council, who)

    assert [one.name for one in made.services.all()] == services_of
    assert made.figures["total"] == (12 if services_of else 23)


def test_nobody_counts_a_service_for_which_they_do_not_answer(council):
    with pytest.raises(services.Beyond, match="Housing"):
        report(council, "clo", services=[council.services.street_scene, council.services.housing])

    assert not Report.objects.exists()


def test_a_liaison_officer_of_the_whole_council_answers_for_all_of_it(council):
    everybodys = factories.officer("Una Bell", "clo")
    cases(council, 11, service=council.services.housing)
    council.accounts["everybodys"] = everybodys

    assert report(council, "everybodys").figures["total"] == 11


def test_who_made_one_and_holds_no_such_post_any_more_may_nothing(council):
    made = of_mill_hill(council, "draft")
    end_appointment(Appointment.objects.get(person=council.clo.person, principal=Principal.objects.get(post="clo")))
    user = factories.fresh(council.clo)

    assert not any(can(user, action, made) for action in WANTED)
    assert not any(Report.objects.permitted(user, action).exists() for action in WANTED)


def test_a_member_of_another_ward_never_hears_of_a_shared_draft(council):
    cases(council, 12)
    made = shared(council, wards=[council.wards.castle])

    assert [can(factories.fresh(council.accounts[who]), "view", made) for who in ("member", "other_member")] == [False, True]


def test_a_final_one_is_nobodys_to_change(council):
    made = final(council)

    assert [action for action in ("change", "count", "share", "finish", "withdraw", "comment") for who in EVERYBODY
            if can(factories.fresh(council.accounts[who]), action, made)] == []
