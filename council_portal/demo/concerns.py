"""Concerns of the demo: one that begins with a talk, one with the Monitoring Officer, one that is investigated, one that was decided and
waits for a second look, one question that was answered; and a personal connection. All invented."""
import datetime
import uuid

from django.utils import timezone

from complaints import assessing, dealing, deciding, inquiry, reading, reviewing, services
from complaints.connections.services import declare
from complaints.independents import services as independents
from complaints.independents.models import IndependentPerson
from complaints.policy import ADVICE, INVESTIGATOR, MEMBER, OFFICER
from complaints.routing import talk_for, way_for
from council_portal.accounts.models import User
from council_portal.demo.data import data
from council_portal.demo.keeping import NAMESPACE
from council_portal.demo.roles import MORE, roles


def raise_concerns():
    """By the doors that they go through. Where the protocol asks for no talk, there is none."""
    said, people = data("concerns"), {row["role"]: User.objects.get(email=row["email"]) for row in roles()}
    independent, *_others = appoint_independents(said["independent_person"], people["monitoring_officer"])
    if talk_for(way_for(people["member"], OFFICER), raiser=people["member"].person):
        talk = begin(people["member"], OFFICER, people["other_officer"], text=said["talk"], talk=True)
        services.answer_talk(talk, actor=people["group_leader"], text=said["talk_answer"])
    held = begin(people["clo"], MEMBER, people["other_member"], text=said["form"], wanted=said["wanted"], withheld=said["withheld"],
                 kinds=["breach", "code"])
    asked = begin(people["nominated_officer"], ADVICE, text=said["question"])
    deal_with(held, said["first_word"], note=said["note"])
    deal_with(asked, said["advice"])
    investigate(begin(people["nominated_officer"], MEMBER, people["portfolio_holder"], text=said["second_form"]), said, people, independent)
    decide_and_ask_again(begin(people["other_officer"], MEMBER, people["group_leader"], text=said["third_form"], kinds=["breach"]), said,
                         people["other_officer"])
    declare(actor=people["communications"], key=uuid.uuid5(NAMESPACE, "connection"), other=people["other_member"].person, kind="family",
            text=said["connection"], since=said["connection_since"])


def appoint_independents(rows, agreed_by):
    """The council's Independent Persons: entered by the deputy, agreed to by the Monitoring Officer."""
    deputy, since = User.objects.get(email=MORE[0]["email"]), timezone.localdate() - datetime.timedelta(days=400)
    entered = [independents.enter(IndependentPerson(appointed_on=since, **row), actor=deputy) for row in rows]
    return [independents.answer(one, actor=agreed_by, agreed=True) for one in entered]


def investigate(concern, said, people, independent):
    """The second of them is investigated: whoever it is about is told, an officer is let in by name, the Independent Person was asked."""
    [office, *_others] = reading.people_of(concern, "handler")
    actor = office.user
    dealing.acknowledge(concern, actor=actor, text=said["acknowledged"])
    dealing.assess(concern, actor=actor, decision=assessing.INVESTIGATE, text=said["assessed"], reasons=said["reasons"],
                   answers=dict.fromkeys(assessing.QUESTIONS, assessing.YES), branch=["breach", "code"])
    inquiry.tell_subject(concern, actor=actor, text=said["notice"], support=said["support"], independent=independent)
    inquiry.appoint(concern, actor=actor, person=people["chief_officer"].person, capacity=INVESTIGATOR, text=said["asked_of_investigator"],
                    until=timezone.localdate() + datetime.timedelta(days=60))
    inquiry.ask_view(concern, actor=actor, independent=independent, text=said["asked_of_independent"])


def decide_and_ask_again(concern, said, raiser):
    """The third was decided by the Monitoring Officer, and whoever raised it asks for a second look, which the deputy has."""
    [office, *_others] = reading.people_of(concern, "handler")
    actor = office.user
    dealing.acknowledge(concern, actor=actor, text=said["acknowledged"])
    dealing.assess(concern, actor=actor, decision=assessing.INVESTIGATE, text=said["third_assessed"], reasons=said["third_reasons"],
                   answers=dict.fromkeys(assessing.QUESTIONS, assessing.YES), branch=["breach"])
    inquiry.tell_subject(concern, actor=actor, text=said["third_notice"], support=said["support"])
    inquiry.report(concern, actor=actor, text=said["third_report"])
    deciding.decide(concern, actor=actor, finding=deciding.NO_BREACH, reasons=said["third_why"], text=said["third_decided"],
                   to_subject=said["third_decided"])
    reviewing.ask_review(concern, actor=raiser, text=said["second_look"])


def begin(raiser, matter, about=None, **given):
    """One concern of this account."""
    subjects = [(about.person, about.person.full_name)] if about else []
    return services.raise_concern(actor=raiser, key=uuid.uuid5(NAMESPACE, f"concern {matter} {raiser.email}"), matter=matter,
                                  subjects=subjects, **given)


def deal_with(concern, text, note=""):
    """Whoever has it answers."""
    [office, *_others] = reading.people_of(concern, "handler")
    if concern.facts["matter"] == ADVICE:
        dealing.give_advice(concern, actor=office.user, text=text)
    else:
        dealing.say(concern, actor=office.user, text=text)
        dealing.keep_note(concern, actor=office.user, text=note)
