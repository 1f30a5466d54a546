"""A report from draft to final: counted once, shown, commented on, withdrawn, replaced; told and recorded."""

import datetime

import pytest

from casework.models import Case
from casework.reports import services
from casework.reports.models import Report, ReportComment
from council_portal.access.decisions import Forbidden
from council_portal.access.holdings import open_work
from council_portal.accounts.models import Principal
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from tests.factories import fresh
from tests.reports.ground import agreed, cases, final, report, shared

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-CASE-REPORT")]


def again(made):
    return Report.objects.get(pk=made.pk)


def test_it_is_counted_when_it_is_made_and_anew_only_on_demand_while_it_is_a_draft(council):
    cases(council, 12)
    made = report(council)
    cases(council, 8)
    assert again(made).figures["total"] == 12

    services.count_again(again(made), actor=fresh(council.democratic))
    assert again(made).figures["total"] == 20

    services.share(again(made), actor=fresh(council.democratic))
    with pytest.raises(Forbidden, match="only while it is a draft"):
        services.count_again(again(made), actor=fresh(council.democratic))


@pytest.mark.requirement("SEC-5.4xiv")
def test_the_officer_responsible_is_named_with_their_post_of_that_day_and_told(council):
    made = report(council, "clo")

    assert (made.responsible, made.responsible_as) == (council.head.person, "Head of service, Street Scene")
    assert Message.objects.filter(kind="report_names_you", to=council.head.person).count() == 1
    services.rewrite(again(made), actor=fresh(council.clo), title="Other", body="Cabinet", responsible=council.clo.person,
                     introduction="", annex="", exemption="")
    assert again(made).responsible_as == "Clo, Street Scene"
    assert Message.objects.filter(kind="report_names_you").count() == 1, "whoever writes it knows"


def told(kind):
    return [one.to.name for one in Message.objects.filter(kind=kind).order_by("pk")]


@pytest.mark.requirement("SEC-5.4xiv")
def test_the_officer_responsible_is_told_when_named_when_shared_and_when_their_agreement_is_taken_back(council):
    made = report(council)
    assert (told("report_names_you"), told("report_with_wards")) == (["Priya Chandran"], [])
    agreed(made)
    assert told("report_agreed") == ["Ines Duarte"]

    services.count_again(again(made), actor=fresh(council.democratic))
    services.count_again(again(made), actor=fresh(council.democratic))
    services.share(again(made), actor=fresh(council.democratic))

    assert told("report_agree_again") == ["Priya Chandran"], "of the first count; at the second nothing was agreed to"
    assert told("report_with_wards") == ["Priya Chandran"]


@pytest.mark.requirement("SEC-5.4xiv")
def test_who_is_named_anew_is_told_each_time(council):
    report(council)
    given = {"title": "Ward matters", "body": "Cabinet", "introduction": "", "annex": "", "exemption": ""}

    for one in (council.other_head, council.head):
        services.rewrite(Report.objects.get(), actor=fresh(council.democratic), responsible=one.person, **given)

    assert told("report_names_you") == ["Priya Chandran", "Femi Adeyemi", "Priya Chandran"]


@pytest.mark.requirement("SEC-5.4xiv")
@pytest.mark.parametrize("change", [
    {"title": "Other"}, {"body": "Council"}, {"introduction": "Other."}, {"annex": "A price.", "exemption": "3"},
    {"first_on": datetime.date(2026, 2, 1), "last_on": datetime.date(2026, 6, 30)}])
def test_each_change_and_each_count_takes_the_agreement_back(council, change):
    given = {"title": "Ward matters", "body": "Cabinet", "introduction": "What was raised.", "annex": "", "exemption": "",
             "responsible": council.head.person}
    made = agreed(report(council))
    assert again(made).agreed_at is not None

    services.rewrite(again(made), actor=fresh(council.democratic), **(given | change))
    assert again(made).agreed_at is None

    agreed(again(made))
    services.count_again(again(made), actor=fresh(council.democratic))
    assert again(made).agreed_at is None


@pytest.mark.requirement("SEC-5.4xiv")
def test_no_report_is_final_in_the_name_of_an_officer_who_has_not_agreed(council):
    made = shared(council)
    with pytest.raises(Forbidden, match="the officer responsible agreed to it"):
        services.finish(again(made), actor=fresh(council.democratic))

    services.finish(agreed(again(made)), actor=fresh(council.democratic))

    assert again(made).status == "final"


@pytest.mark.requirement("SEC-5.4xiv")
def test_who_is_responsible_and_makes_their_report_final_agrees_by_that_and_nobody_else_for_them(council):
    made = shared(council, "clo", responsible=council.clo.person)
    with pytest.raises(Forbidden):
        services.finish(again(made), actor=fresh(council.democratic))

    services.finish(again(made), actor=fresh(council.clo))

    assert again(made).agreed_at == again(made).finished_at is not None


def test_the_same_form_twice_makes_one(council):
    key = "6b1c5b0e-4f0d-4f2a-9f39-0a1d7a2b3c4d"

    assert report(council, key=key) == report(council, key=key)
    assert Report.objects.count() == 1


def test_ward_members_are_told_and_nobody_else_and_may_comment_once(council):
    made = shared(council, wards=[council.wards.mill_hill])
    told = set(Message.objects.filter(kind="report_for_ward").values_list("to__name", flat=True))
    assert told == {"Aisha Rahman", "Tomasz Wolny"}

    services.comment(made, actor=fresh(council.member), text="It leaves out the school.")
    with pytest.raises(services.Commented):
        services.comment(made, actor=fresh(council.member), text="Once more.")

    assert [one.text for one in ReportComment.objects.all()] == ["It leaves out the school."]
    assert set(Message.objects.filter(kind="report_comment").values_list("to__name", flat=True)) == {"Ines Duarte", "Priya Chandran"}


def test_no_report_is_final_before_ward_members_had_it(council):
    made = report(council)

    with pytest.raises(Forbidden, match="only after ward Members were shown the draft"):
        services.finish(made, actor=fresh(council.democratic))


def test_what_was_changed_meanwhile_is_not_made_final(council):
    made = agreed(shared(council))
    stale = again(made)
    services.withdraw(made, actor=fresh(council.democratic))

    with pytest.raises(Changed):
        services.finish(stale, actor=fresh(council.democratic))


def test_a_new_version_takes_the_place_of_a_final_one_when_it_is_final_itself(council):
    cases(council, 12)
    old = final(council, wards=[council.wards.mill_hill], annex="A price.", exemption="3")
    cases(council, 3)
    new = services.renew(old, actor=fresh(council.democratic), key="0d6d3a52-94a0-4a5e-8b3e-2f1a6a0f1b11")
    assert (new.status, new.figures["total"], new.annex, list(new.wards.all())) == ("draft", 15, "A price.", [council.wards.mill_hill])
    with pytest.raises(Changed):
        services.renew(again(old), actor=fresh(council.democratic), key="0d6d3a52-94a0-4a5e-8b3e-2f1a6a0f1b12")
    assert again(old).status == "final"

    services.share(new, actor=fresh(council.democratic))
    assert again(new).agreed_at is None, "what was agreed to was the old one"
    services.finish(agreed(again(new)), actor=fresh(council.democratic))

    assert (again(old).status, again(new).status, again(old).figures["total"]) == ("replaced", "final", 12)


def test_what_is_done_is_recorded_without_a_word_of_the_report(council):
    made = shared(council, title="Secret title", introduction="Secret words.", annex="Secret price.", exemption="3")
    services.comment(made, actor=fresh(council.member), text="Secret comment.")
    services.note_taken(made, actor=fresh(council.head))
    services.note_annex_taken(made, actor=fresh(council.head))
    services.finish(agreed(again(made)), actor=fresh(council.democratic))

    events = Event.objects.filter(object_uid=made.uid).order_by("pk")
    assert list(events.values_list("verb", flat=True)) == [
        "report made", "report shown to ward Members", "report commented on", "report taken as PDF", "exempt annex taken as PDF",
        "report agreed to", "report made final"]
    assert not any("Secret" in str(vars(event)) for event in events)


def test_reports_that_count_some_of_the_same_cases_are_found_and_others_are_not(council):
    made = report(council, wards=[council.wards.mill_hill])
    wider = report(council)
    withdrawn = services.withdraw(report(council), actor=fresh(council.democratic))
    same = report(council, wards=[council.wards.mill_hill])
    elsewhere = report(council, wards=[council.wards.castle])
    earlier = report(council, first_on=datetime.date(2025, 1, 1), last_on=datetime.date(2025, 12, 31))
    longer = report(council, "clo", last_on=datetime.date(2026, 7, 31))

    found = services.overlapping(made)

    assert set(found) == {wider, longer}
    assert not {withdrawn, same, elsewhere, earlier} & set(found)


def test_no_report_holds_a_key_to_a_case(council):
    made = report(council)

    assert not any(field.related_model is Case for model in (Report, ReportComment) for field in model._meta.get_fields())
    assert not any(str(one.uid) in str(made.figures) or one.reference in str(made.figures) for one in cases(council, 12))


def test_an_unfinished_report_of_a_leaver_is_open_work(council):
    report(council, "clo")
    final(council)
    own = Principal.objects.get(kind="person", person=council.clo.person)
    named = Principal.objects.get(kind="person", person=council.head.person)

    assert ("reports not finished", 1) in open_work([own.pk])
    assert ("reports that wait for their agreement", 1) in open_work([named.pk])
