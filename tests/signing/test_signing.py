"""Who must sign, what a signature binds, what still counts under a new version, and who is reminded."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints.signing import services
from complaints.signing.bound import bound
from complaints.signing.models import Signature
from council_portal.access.decisions import Forbidden
from council_portal.accounts.services import leave_office
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from council_portal.protocol.load import read
from council_portal.protocol.services import adopt
from directory.models import Officer
from profiles.models import Member
from profiles.services import take_office
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SRB-SIGN")]
MODEL = read("model")[0]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def council(db):
    return factories.council("model")


def revised(words, on=None):
    """The model protocol, changed in a word, in force from a day (today)."""
    text = MODEL.replace("regularly", words)
    assert text != MODEL
    return adopt(text, "revised", on or timezone.localdate(), f"Invented minute, {words}")


def names(version):
    return {one.person.name: one.kinds for one in bound(version)}


def outstanding(version):
    return {line.person.name for line in services.register(version) if line.signature is None}


def entry(user, **columns):
    return Officer.objects.update_or_create(person=user.person, defaults=columns)[0]


def test_members_must_sign_and_officers_by_tier_and_by_restricted_post(council):
    entry(council.head, tier=3)
    entry(council.chief, tier=5)
    entry(council.clo, tier=6, politically_restricted=True)
    entry(council.chief_executive, tier=1, politically_restricted=True)

    assert names(council.protocol) == {
        "Aisha Rahman": ["member"], "Gwen Pritchard": ["member"], "Tomasz Wolny": ["member"], council.head.person.name: ["tier"],
        council.clo.person.name: ["restricted"], council.chief_executive.person.name: ["tier", "restricted"]}


@pytest.mark.requirement("SEC-1.9")
def test_a_co_opted_member_must_sign_where_members_do(council):
    made = take_office(kind=Member.Kind.CO_OPTED, name="Beatrix Lund", honorific="", began_on=timezone.localdate(), authority="Minute 4",
                       actor=council.democratic.person)
    person = getattr(made, "person", made)

    assert names(council.protocol)[person.name] == ["co_opted"]


def test_the_list_keeps_itself_as_people_come_rise_and_leave(council):
    assert council.head.person.name not in names(council.protocol)
    entry(council.head, tier=4)
    assert council.head.person.name in names(council.protocol)
    leave_office(council.head.person)
    leave_office(council.member.person)
    assert not {council.head.person.name, "Aisha Rahman"} & set(names(council.protocol))


@pytest.mark.parametrize("preset", ["section-c", "rugby", "north-northamptonshire", "executive-directors"])
def test_a_protocol_that_asks_nobody_to_sign_has_an_empty_register_and_nobody_can_sign(preset):
    made = factories.council(preset)

    assert services.register(made.protocol) == []
    with pytest.raises(services.NotAsked):
        services.sign(digest=made.protocol.digest, actor=made.member)
    assert services.remind() == 0


def test_a_signature_binds_version_digest_both_statements_and_time_and_is_recorded(council):
    made = services.sign(digest=council.protocol.digest, actor=council.member)
    again = services.sign(digest=council.protocol.digest, actor=council.member)

    assert made.pk == again.pk
    assert (made.version, made.digest, made.signed_on) == (council.protocol, council.protocol.digest, timezone.localdate())
    assert "accept" in made.acceptance
    assert "commit" in made.commitment
    assert made.as_what == "Member of the council"
    assert Event.objects.filter(verb="protocol signed", actor_uid=council.member.person.uid).count() == 1


def test_what_was_shown_is_what_is_signed(council):
    shown = council.protocol.digest
    revised("every year")

    with pytest.raises(Changed):
        services.sign(digest=shown, actor=council.member)
    assert not Signature.objects.exists()


def test_who_is_out_of_office_or_not_asked_signs_nothing(council):
    with pytest.raises(services.NotAsked):
        services.sign(digest=council.protocol.digest, actor=council.technical)
    leave_office(council.member.person)
    with pytest.raises(Forbidden):
        services.sign(digest=council.protocol.digest, actor=factories.fresh(council.member))


def test_a_new_version_asks_everybody_again_and_the_old_signature_stays(council):
    first = services.sign(digest=council.protocol.digest, actor=council.member)
    new = revised("every year")

    assert "Aisha Rahman" in outstanding(new)
    assert services.signed_before(council.member.person, new) == first
    services.sign(digest=new.digest, actor=council.member)
    assert "Aisha Rahman" not in outstanding(new)
    assert Signature.objects.filter(person=council.member.person).count() == 2


def test_where_it_is_not_signed_again_the_signatures_before_count_and_no_others(council):
    services.sign(digest=council.protocol.digest, actor=council.member)
    new = revised("every year")
    services.decide_renewal(new, again=False, why="One word.", actor=council.monitoring)
    assert outstanding(new) == {"Gwen Pritchard", "Tomasz Wolny"}

    newest = revised("twice a year")
    assert outstanding(newest) == {"Aisha Rahman", "Gwen Pritchard", "Tomasz Wolny"}
    services.decide_renewal(newest, again=False, why="One word more.", actor=council.monitoring)
    assert outstanding(newest) == {"Gwen Pritchard", "Tomasz Wolny"}


def test_the_same_text_adopted_again_is_not_signed_again(council):
    services.sign(digest=council.protocol.digest, actor=council.member)
    again = adopt(MODEL, "model", timezone.localdate(), "Invented minute 7")

    assert "Aisha Rahman" not in outstanding(again)


def test_it_is_decided_once_by_the_monitoring_officer_with_a_reason(council):
    with pytest.raises(Forbidden):
        services.decide_renewal(council.protocol, again=False, why="Because.", actor=council.democratic)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.decide_renewal(council.protocol, again=False, why="", actor=council.monitoring)
    services.decide_renewal(council.protocol, again=True, why="All of it is new.", actor=council.monitoring)
    with pytest.raises(Changed):
        services.decide_renewal(council.protocol, again=False, why="No.", actor=council.monitoring)


def test_a_signature_on_paper_is_entered_with_its_day_and_by_whom(council):
    given = {"digest": council.protocol.digest, "actor": council.democratic}
    with pytest.raises(Forbidden):
        services.enter_paper(council.member.person, signed_on=timezone.localdate(), digest=council.protocol.digest, actor=council.head)
    for day in (timezone.localdate() + DAY, council.protocol.in_force_from - DAY):
        with pytest.raises(ValueError, match="outside the time"):
            services.enter_paper(council.member.person, signed_on=day, **given)

    made = services.enter_paper(council.member.person, signed_on=timezone.localdate() - DAY, **given)
    assert (made.method, made.entered_by, made.signed_on) == ("paper", council.democratic.person, timezone.localdate() - DAY)


def test_nobody_enters_their_own_signature_on_paper(council):
    entry(council.democratic, tier=2)
    given = {"signed_on": timezone.localdate(), "digest": council.protocol.digest}
    with pytest.raises(Forbidden, match="somebody else"):
        services.enter_paper(council.democratic.person, actor=council.democratic, **given)

    assert not Signature.objects.exists()
    assert services.enter_paper(council.democratic.person, actor=council.monitoring, **given).entered_by == council.monitoring.person


def test_whoever_has_not_signed_is_reminded_every_fourteen_days_and_a_new_member_the_day_after(council):
    told = Message.objects.filter(kind="protocol_to_sign")
    services.sign(digest=council.protocol.digest, actor=council.member)

    assert services.remind() == 2
    assert services.remind() == 0
    assert set(told.values_list("to__name", flat=True)) == {"Gwen Pritchard", "Tomasz Wolny"}
    factories.member("Nell Ashby", of=council.wards.castle, in_group=council.groups.town)
    with time_machine.travel(timezone.now() + DAY, tick=False):
        told_now = services.remind()
    with time_machine.travel(timezone.now() + 14 * DAY, tick=False):
        assert services.remind() == 3
    assert told_now >= 1
    assert told.filter(to__name="Nell Ashby").count() == 2
    assert all(one.path == "/protocol/signing/" and not one.about for one in told)
