"""A council with everybody on the routes of a concern, and concerns in it, by the doors that they go through."""

import datetime
import uuid

from django.core.files.base import ContentFile
from django.utils import timezone

from complaints import assessing, dealing, inquiry, reviewing, services
from complaints.independents import services as independents
from complaints.independents.models import IndependentPerson
from complaints.letters import services as letters
from complaints.letters.models import LetterText
from complaints.models import Concern
from complaints.policy import INDEPENDENT, INVESTIGATOR, MEMBER, OFFICER, PANEL
from complaints.sanctions.models import Commencement
from complaints.sanctions.services import answer, enter
from council_portal.accounts.services import appoint
from council_portal.documents.uploads import check_upload
from council_portal.outbox.models import Message
from tests import factories
from tests.factories import fresh

TEXT = "He shouted at me before the public."


def council(protocol="section-c"):
    """`factories.council` with more: the leaders of both groups, a Deputy Monitoring Officer, two directors."""
    made = factories.council(protocol)
    made.leader, made.town_member = made.colleague, factories.member("Halima Yusuf", of=made.wards.castle, in_group=made.groups.town)
    for user, group in ((made.leader, made.groups.harbour), (made.town_member, made.groups.town)):
        appoint(user.person, factories.post("group_leader", in_group=group), authority="Invented")
    made.deputy = factories.officer("Petra Wynn", "deputy_monitoring_officer")
    made.exec_director = factories.officer("Noor Castle", "executive_director", of=made.services.place)
    made.everybody = [*made.accounts.values(), made.town_member, made.deputy, made.exec_director]
    return made


def concern(raiser, *subjects, matter=None, **given):
    """A concern of this account's person about these. matter: when left out, an officer's conduct for a Member, else a Member's."""
    matter = matter or (OFFICER if "all_members" in fresh(raiser).posts else MEMBER)
    about = [(user.person, user.person.full_name) for user in subjects]
    return services.raise_concern(actor=fresh(raiser), matter=matter, subjects=about,
                                  **{"text": TEXT, "key": uuid.uuid4(), "wanted": "An apology.", **given})


def outsiders(at):
    """at, with three whom a concern can let in by name: at.investigator, an officer; at.independent, who holds no office; at.panellist,
    a Member."""
    at.investigator, at.panellist = factories.officer("Ivo Stern"), factories.member("Rosa Lind", of=at.wards.castle)
    at.independent = factories.account(factories.add_person("Edith Oakes", email="edith.oakes@independent.example"))
    edith(at)
    return at


def edith(at):
    """The council's Independent Person, of the `outsiders` of at where they are there: entered by its deputy, agreed to by its Monitoring
    Officer, who were told long ago."""
    account = getattr(at, "independent", None)
    person = account and account.person
    if account:  # the letters ask for her before they let her in
        IndependentPerson.objects.filter(name="Edith Oakes", person=None).update(person=person)
    return (IndependentPerson.objects.filter(name="Edith Oakes").first()
            or agreed(IndependentPerson(person=person, **appointed()), entered_by=at.deputy, agreed_by=at.monitoring))


def appointed(**changes):
    """What is entered of an Independent Person; invented."""
    return {"name": "Edith Oakes", "contact": "edith.oakes@independent.example", "appointed_on": datetime.date(2024, 5, 16),
            "minute": "Council of 16 May 2024, minute 9 (invented)", **changes}


def agreed(row, *, entered_by, agreed_by):
    """This entry, agreed to by a second, of whom nobody is told any more."""
    independents.enter(row, actor=fresh(entered_by))
    Message.objects.filter(kind="second_wanted", key__contains=row.uid).delete()
    return independents.answer(row, actor=fresh(agreed_by), agreed=True)


def let_in(one, at, handler):
    """Whom a concern is about is told, the second of two is not; the three `outsiders` of at are let in."""
    until = timezone.localdate() + datetime.timedelta(days=60)
    for user, capacity in ((at.investigator, INVESTIGATOR), (at.independent, INDEPENDENT), (at.panellist, PANEL)):
        inquiry.appoint(one, actor=handler, person=user.person, capacity=capacity, until=until, text="Please help.")
    told = one.facts["subjects"]
    services.set_facts(one, subjects=told[:1])
    inquiry.tell_subject(one, actor=handler, text="Somebody says that you shouted.", support="Ask Human Resources.",
                         independent=edith(at))
    services.set_facts(one, subjects=told)


def evidence(one, user, content="Notes of the day.", name="notes.txt"):
    """A paper added to a concern by this account."""
    upload = check_upload(ContentFile(content.encode(), name=name))
    return dealing.add_papers(one, actor=fresh(user), papers=dealing.store([upload]))


def heard(one):
    """The hearing of a concern took place an hour ago."""
    services.set_facts(one, hearing=(timezone.now() - datetime.timedelta(hours=1)).isoformat())


def found(one, user, finding="breach", text="He did."):
    """This account, of the panel, hands in its finding after the hearing."""
    heard(one)
    return inquiry.find(one, actor=fresh(user), finding=finding, text=text)


def commenced(user, word="suspend", agreed_by=None, **given):
    """An entry of this account that a power came into force, and its second's agreement where one is given; an invented Act."""
    said = {"statute": "Invented Act 2027, section 1", "lawful_from": datetime.date(2027, 5, 1), "months": 6, **given}
    row = enter(Commencement(word=word, **said), actor=fresh(user))
    return answer(row, actor=fresh(agreed_by), agreed=True) if agreed_by else row


def waiting(user):
    """An entry that waits for the Monitoring Officer's word, of this account, which held the deputy's post when it was entered."""
    return Commencement.objects.create(word="disqualify", nation="england", statute="Invented Act 2027, section 2",
                                       lawful_from=datetime.date(2027, 5, 1), entered_by=user.person)


def independent_of(of):
    """The Independent Person of a council whose deputy's post is vacant now: the chief executive held it when it was entered."""
    row = IndependentPerson.objects.create(entered_by=of["chief_executive"].person, **appointed())
    return independents.answer(row, actor=fresh(of["monitoring_officer"]), agreed=True)


def letter_text(user):
    """A text of the closing letter, entered by this account."""
    return letters.enter(LetterText(kind="closing", subject="It is closed", text="Dear {to}\n\n{said}"), actor=fresh(user))


def who_sees(made, one):
    """The people who see this concern, by account."""
    return {user for user in made.everybody if Concern.objects.permitted(fresh(user)).filter(pk=one.pk).exists()}


def inquired(of):
    """A nominated officer's concern about the portfolio holder, who is told; a Chief Officer investigates it; a view was asked
    for; a communications officer sits on the panel, and the hearing has taken place."""
    actor, soon = fresh(of["monitoring_officer"]), timezone.localdate() + datetime.timedelta(days=30)
    one = concern(of["nominated_officer"], of["portfolio_holder"])
    answers, edith = dict.fromkeys(assessing.QUESTIONS, assessing.YES), independent_of(of)
    dealing.assess(one, actor=actor, decision="early", text="We talk.", reasons="So.", answers=answers, branch=["breach", "code"])
    dealing.plan(one, actor=actor, what="An apology", who="The Member", due=soon)
    dealing.investigate(one, actor=actor, text="It did not settle it.")
    inquiry.tell_subject(one, actor=actor, text="You are said to have shouted.", support="Lee Moss", independent=edith)
    inquiry.appoint(one, actor=actor, person=of["chief_officer"].person, capacity=INVESTIGATOR, until=soon, text="Find out.")
    inquiry.appoint(one, actor=actor, person=of["communications"].person, capacity=PANEL, until=soon, text="Hear both.")
    inquiry.ask_view(one, actor=actor, independent=edith, text="What do you think?")
    heard(one)
    return one


def looked_at_again(of):
    """Another officer's concern about a Group Leader, which the Monitoring Officer closed and another office looks at again."""
    one = concern(of["other_officer"], of["group_leader"], text="He did not answer.")
    dealing.assess(one, actor=fresh(of["monitoring_officer"]), decision="nothing", text="Nothing was found.", reasons="So.",
                   answers=dict.fromkeys(assessing.QUESTIONS, assessing.YES), branch=["breach"])
    return reviewing.ask_review(one, actor=fresh(of["other_officer"]), text="Not all was heard.")


def furnish(made):
    """{"concern": uid, "talk": uid, "inquiry": uid, "decided": uid}: a Head of Service's about a Member; a Member's about an officer, which
    begins with a talk; one that is investigated; one that is looked at again; the keys of an entry that a power came into force, of one
    that waits for the Monitoring Officer, of an Independent Person and of one who waits, and of a text of a letter."""
    of = made.users
    own = concern(of["head_of_service"], of["other_member"])
    evidence(own, of["head_of_service"])
    investigated = inquired(of)
    return {"concern": own.uid, "concern_pk": own.pk, "evidence": own.papers.get().uid,
            "letter_text": letter_text(of["monitoring_officer"]).pk,
            "independent": IndependentPerson.objects.get(name="Edith Oakes").pk, "independent_waits": IndependentPerson.objects.create(
                entered_by=of["chief_executive"].person, **appointed(name="Owen Tarr")).pk,
            "commencement_waits": waiting(of["chief_executive"]).pk,
            "commencement": commenced(of["monitoring_officer"]).pk, "inquiry": investigated.uid,
            "decided": looked_at_again(of).uid,
            "talk": concern(of["member"], of["other_officer"], talk=True, text="May we talk?").uid}
