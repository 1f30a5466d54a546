"""The three hundred cases of the demo, through the doors that every case goes through, and then dated back over two years.

What becomes of each is planned first (plans.py). SECURITY: nothing of it is mailed; the record keeps the time at which it was built.
"""
import contextlib
import uuid

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from casework import asking, clocks, owners
from casework import services as casework
from casework.due import JOBS
from casework.models import Case, CaseEntry, CasePaper, Status
from casework.services import first_step
from conversations import afterwards, due, open_days
from council_portal.access.models import OPEN_ENDED
from council_portal.accounts.holders import holders, holders_of
from council_portal.accounts.models import Service, User
from council_portal.demo.days import A_DAY, DAY
from council_portal.demo.papers import letter
from council_portal.outbox.models import Message
from council_portal.protocol.services import in_force, route_under

VERBS = {
    "update": casework.update, "answer": casework.answer, "escalate": casework.escalate, "come_back": casework.come_back,
    "close": casework.close, "refer": casework.refer, "turn": casework.turn_into_concern, "acknowledge": asking.acknowledge,
    "ask": asking.ask, "reply": asking.reply, "more_time": asking.ask_more_time, "agree": asking.answer_more_time,
    "decline": asking.answer_more_time, "want": asking.want, "contribute": asking.contribute, "join": asking.join,
    "hand_over": owners.hand_over}
GIVING = {"escalate", "turn", "want", "join", "hand_over"}  # the verbs that give somebody a standing, or end one
NAMESPACE = uuid.UUID("6f1c2f0e-3b0a-4a57-9d4b-2f5f4f1f2b11")  # of the forms' keys
WHY_NOT_MAILED = "built for the demo, never mailed"


class Cases:
    """Writes planned cases one after another. hours: days.Hours. version: the protocol's in force."""

    def __init__(self, hours):
        self.hours, self.version = hours, in_force()
        self.planned = {}  # case: what becomes of it
        self.logged, self.numbers, self.turns, self.holders, self.began = {}, {}, [], {}, timezone.now()
        self.read_accounts()

    def read_accounts(self):
        """Know the accounts that there are now."""
        self.users = {user.person_id: user for user in User.objects.select_related("person")}

    def log_early(self, plans):
        """Log these before there are officers who could take them; what becomes of them is written with the others."""
        self.logged |= {plan.number: self.log(plan) for plan in plans}

    def write(self, plans):
        """Write these plans, in their order."""
        self.read_accounts()
        for plan in plans:
            self.one(plan)
        CaseEntry.objects.bulk_update(self.turns, ["at"], batch_size=300)
        when = CaseEntry.objects.filter(pk=OuterRef("entry"))
        CasePaper.objects.update(added_at=Subquery(when.values("at")))

    def one(self, plan):
        """One case with everything that happens in it."""
        case = self.logged.get(plan.number) or self.log(plan)
        at = plan.received
        for turn in plan.turns:
            before = at
            at = min(max(at + turn.after, at + 7), self.hours.latest)
            if turn.ago is not None:
                at = max(at, self.hours.latest - turn.ago)
            if turn.verb == "escalate":
                at = min(max(at, self.first_minute_after(case.due_on)), self.hours.latest)
            self.act(case, turn, self.hours.at(at), turn.text.replace("{past}", self.past(at, before)))
        self.date(case, self.hours.at(at))

    def log(self, plan):
        """Log it, and let it have been received when it was planned."""
        step = first_step(route_under(self.version, plan.matter, "member"))
        chosen, departure = plan.chosen, plan.departure
        if departure and (step is None or step.force == "must" or "clo" in step.to):
            chosen, departure = None, ""  # this protocol knows no such departure
        elif not departure and (step is None or chosen not in step.to):
            chosen = None
        key = uuid.uuid5(NAMESPACE, f"{plan.number}")
        case = casework.log_case(
            actor=self.user(plan.raiser), key=key, title=plan.title, text=plan.text, service=plan.service, ward=plan.ward,
            matter=plan.matter, chosen=chosen, departure=departure, urgent=plan.urgent, papers=plan.papers)
        self.numbers[case.pk], self.planned[case.pk] = plan.number, plan.became
        received = self.hours.at(plan.received)
        case.received = case.made_at = received
        case.save(update_fields=["received", "made_at"])
        self.date_clocks(case, received)
        [entry] = case.entries.all()
        self.date_turn(entry, received)
        case.standings.update(since=received)
        return case

    def past(self, at, before):
        """When what a turn reports was done, in words: on the working day before it, where the turn before that is older, or today."""
        yesterday = at // A_DAY - 1
        return f"on {self.hours.days[yesterday]:%A}" if yesterday > before // A_DAY else "today"

    def act(self, case, turn, moment, text):
        """One turn, by whoever may take it today. text: the turn's, with its days worked out."""
        raiser, given = self.user(case.raised_by), {"text": text}
        if turn.lettered:
            given["papers"] = (letter(case.title, text.rpartition("\n\n")[0]),)
        if case.status == Status.UNROUTED and (turn.by_officer or turn.verb == "place"):
            self.place(case, moment)
        if turn.verb == "answer":
            given |= {"outcome": turn.outcome or "done", "outcome_note": turn.note, "outcome_on": self.named(turn, moment)}
        if turn.verb == "place":
            return
        if turn.verb in ("agree", "decline"):
            given["agreed"] = turn.verb == "agree"
        given |= self.given_to(case, turn, moment)
        verb = VERBS[turn.verb]
        with asked_in_time(case) if turn.verb == "ask" else contextlib.nullcontext():
            entry = verb(case, actor=self.actor(case, turn, raiser), **given)
        if turn.verb in GIVING:
            self.date_standings(case, moment)
        self.date_pauses(case, turn, moment)
        self.date_clocks(case, moment)
        self.date_turn(entry, moment)

    def actor(self, case, turn, raiser):
        """Whose turn it is: the Member's, of the office that was asked to contribute, or of the office that has the case."""
        if turn.verb == "contribute":
            return self.users[holders_of(case.contributions.get().principal)[0].person.pk]
        return self.officer(case) if turn.by_officer or turn.verb == "answer" else raiser

    def given_to(self, case, turn, moment):
        """Whom a turn brings in, by when; how many days are asked for."""
        if turn.verb == "more_time":
            return {"days": 5}
        if turn.verb == "want":
            late = self.planned[case.pk] == "wanted_late"
            return {"principal": self.another(case), "due_on": self.hours.today - DAY if late else self.hours.today + 5 * DAY}
        return {"principal": self.another(case)} if turn.verb in ("hand_over", "join") else {}

    def another(self, case):
        """The Head of another service, which such a case might touch or belong to."""
        name = "Highways" if case.service.name != "Highways" else "Parks and Open Spaces"
        return holders("head_of_service", service=Service.objects.get(name=name))[0].principal

    def named(self, turn, moment):
        """The day that an outcome names: when it was done, or for when it is scheduled."""
        if turn.outcome == "scheduled":
            return self.hours.today + 21 * DAY
        return timezone.localdate(moment) if not turn.outcome else None

    def place(self, case, moment):
        """Democratic Services find somebody: the first post of the service, or above it, that somebody holds."""
        found = next(there for post in ("head_of_service", "nominated_officer", "chief_officer", "chief_executive")
                     if (there := holders(post, service=case.service)))
        keeper = self.users[holders("democratic_services")[0].person.pk]
        entry = casework.place(case, actor=keeper, principal=found[0].principal, text="This service has the matter in hand.")
        self.date_standings(case, moment)
        self.date_turn(entry, moment)

    def date_standings(self, case, moment):
        """Who was given the case in this turn has it from then on; whose part in it ended, until then."""
        case.standings.filter(since__gte=self.began).update(since=moment)
        case.standings.filter(until__gte=self.began).exclude(until=OPEN_ENDED).update(until=moment)

    def date_pauses(self, case, turn, moment):
        """The officers' clocks stood still, or an extension was agreed, on the day of the turn."""
        place = {"ask": ("pauses", 0), "reply": ("pauses", 1), "agree": ("extensions", 1)}.get(turn.verb)
        for clock in case.clocks.filter(stopped_at=None, kind__in=clocks.OFFICERS) if place else ():
            column, at = place
            if dated := getattr(clock, column):
                dated[-1][at] = timezone.localdate(moment).isoformat()
                clocks.wind(clock)

    def officer(self, case):
        """The account of somebody who holds the post that the case was sent to: the same person throughout where there are several."""
        if case.sent_to_id not in self.holders:
            self.holders[case.sent_to_id] = sorted(holder.person.pk for holder in holders_of(case.sent_to))
        there = self.holders[case.sent_to_id]
        return self.users[there[self.numbers[case.pk] % len(there)]]

    def user(self, person):
        """The account of this Member; a real one has none and acts here without."""
        return self.users.setdefault(person.pk, User(person=person))

    def date_clocks(self, case, moment):
        """The clocks that began or ended in this turn did so when it was planned."""
        for clock in case.clocks.filter(started_at__gte=self.began):
            clock.started_at = moment
            clocks.wind(clock)
        case.clocks.filter(stopped_at__gte=self.began).update(stopped_at=moment)
        dates = clocks.dates(case, case.status, moment)
        Case.objects.filter(pk=case.pk).update(**dates)
        for name, value in dates.items():
            setattr(case, name, value)

    def first_minute_after(self, day):
        """The first working minute after a day (a date)."""
        later = next((index for index, one in enumerate(self.hours.days) if one > day), len(self.hours.days) - 1)
        return later * A_DAY + 35

    def date_turn(self, entry, moment):
        """Remember when a turn was taken; written with all the others at the end."""
        entry.at = moment
        self.turns.append(entry)

    def date(self, case, last):
        """What the case as a whole shows: its latest activity, and that its Member was told when it fell due."""
        overdue = case.status == Status.WITH_OFFICER and case.due_on and case.due_on < self.hours.today
        told = case.due_on + DAY if overdue else None
        owner = {"owner": self.officer(case).person} if case.owner_id else {}
        Case.objects.filter(pk=case.pk).update(last_activity=last, told_overdue_on=told, **owner)


def mail_nothing():
    """Nothing that was told while building is ever mailed, nor what had fallen due by then: it counts as told."""
    for job in (*JOBS, due.remind, afterwards.remind, open_days.remind):
        job()
    Message.objects.filter(status=Message.Status.QUEUED).update(status=Message.Status.CANCELLED, why_not=WHY_NOT_MAILED)


@contextlib.contextmanager
def asked_in_time(case):
    """On the day of which this tells, the answer was not overdue yet, and the Member could be asked."""
    due_on = case.due_on
    Case.objects.filter(pk=case.pk).update(due_on=None)
    yield
    Case.objects.filter(pk=case.pk).update(due_on=due_on)
    case.due_on = due_on
