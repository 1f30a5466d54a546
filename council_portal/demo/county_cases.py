"""The cases of the synthetic county, written with COPY: half a million to two million rows that the ORM would take an hour for.

What a case looks like depends on its number and the seed alone, so that the first 2,000 of 200,000 are the 2,000. Within those, one
open case in three is the measured readers' own (`shared`): it is raised by one Member in one ward about one service, so that each of
the readers fills a page at every size, filtered too, and a measured page does not grow for want of rows at the small one.
"""
import datetime
import functools
import io
import json
import random
import uuid

from django.db import connection
from django.utils import timezone

from casework import clocks, policy, search, texts
from casework.models import NO_DATE, Case, CaseClock, CaseEntry, CaseExclusion, CaseStanding, CaseText, Outcome, Status
from casework.routing import contact_centre
from casework.services import first_step
from casework.wording import kept, words_of
from council_portal.access import copies
from council_portal.access.models import OPEN_ENDED
from council_portal.clock.days import london_date
from council_portal.clock.due import ClockStopped
from council_portal.demo.county_clocks import NULL, Kind, Run, stamp
from council_portal.matters.models import CROCKFORD, Reference
from council_portal.protocol.services import route_under

SHARED = 2000  # cases among which one in twenty is the measured readers' own
CHUNK = 5000
DAY = 86400

TITLES = [
    "Bins missed in {}", "Street light out, {}", "Damp in a flat in {}", "Pothole by the school in {}",
    "Fly-tipping behind the shops, {}", "Drain blocked on the corner, {}", "Hedge grown over the path, {}", "Repair promised, not done, {}",
]
SENTENCES = [
    "Residents have reported this twice and heard nothing.", "The crew came, looked and left.", "It is worse after rain.",
    "An older neighbour can no longer get past with her frame.", "The contractor has been asked for a date.",
    "Work is booked for the second week of next month.", "We have found the fault and ordered the part.",
    "Photographs were sent with the first report.", "The inspection on Tuesday found nothing that needs making safe at once.",
    "This street is on the programme for the coming year.", "I shall write again when it is done.", "Thank you, it is settled.",
]
THREADS = {
    Status.UNROUTED: ["logged"],
    Status.WITH_CENTRE: ["logged"],
    Status.WITH_MEMBER: ["logged", "update", "asked"],
    Status.WITH_OFFICER: ["logged", "update", "update"],
    Status.ESCALATED: ["logged", "update", "escalated"],
    Status.ANSWERED: ["logged", "update", "answer"],
    Status.CLOSED: ["logged", "answer", "closed"],
}
LISTED = "is_open last_activity received status ward_id service_id owner_id next_on matter"
COLUMNS = {
    Reference: "text",
    Case: (f"id uid reference version raised_by_id protocol_id made_at {LISTED} title text urgent route clause sent_to_id "
           "due_on due_working told_overdue_on times_back taken_further outcome"),
    CaseStanding: f"case_id principal_id capacity since until clause reason {LISTED} due_order",
    CaseExclusion: "case_id principal_id since until clause reason",
    CaseEntry: "uid case_id kind author_id acting_as text clause at outcome",
    CaseClock: "case_id kind started_at days unit source clause pauses due_on working stopped_at",
    CaseText: "case_id words readers",
}
OUTCOMES = [Outcome.DONE] * 6 + [Outcome.NOT_OURS, Outcome.REFUSED, Outcome.NO_POWER]


def cell(text):
    """A text as COPY reads it."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def left_over(model):
    """The columns of a model that are not written here, each with its default: {column: cell}."""
    named = {"id", *COLUMNS[model].split()}
    fields = [f for f in model._meta.concrete_fields if f.column not in named and not f.generated]
    return {f.column: NULL if (value := f.get_default()) is None else cell(str(value)) for f in fields}


class Cases:
    """Makes the rows of one case after another, and hands them to COPY a chunk at a time."""

    def __init__(self, county, seed):
        self.county, self.random = county, random.Random(f"cases {seed}")
        self.now = timezone.now().replace(microsecond=0)
        self.today = timezone.localdate()
        self.out = {model: io.StringIO() for model in COLUMNS}
        self.rest = {model: left_over(model) for model in COLUMNS}
        routes = {matter: route_under(county.version, matter, "member") for matter in ("service_failure", policy.REQUEST)}
        self.step = first_step(routes["service_failure"])
        asking = first_step(route_under(county.version, "question_to_member", "officer"))
        self.routes = {matter: cell(json.dumps(route.as_json(), ensure_ascii=False)) for matter, route in routes.items()}
        self.clause, self.centre = cell(self.step.clause or ""), contact_centre().pk
        self.times = {kind: clocks.own_time(kind) for kind in Kind}
        self.times[Kind.ANSWER] = clocks.protocol_time(self.step) or self.times[Kind.ANSWER]
        self.times[Kind.MEMBER] = clocks.protocol_time(asking) or self.times[Kind.MEMBER]
        self.counted = {}
        self.words_of = functools.cache(words_of)  # of the few sentences that there are
        self.words = set()  # of all cases

    def write(self, number):
        """Write this many cases. The caller has taken the triggers away, or each standing fetches its case again."""
        for at in range(number):
            self.case(at)
            if at % CHUNK == CHUNK - 1:
                self.flush()
        self.flush()

    def flush(self):
        """Send what has gathered to PostgreSQL, cases before what belongs to them."""
        with connection.cursor() as cursor:
            for model, named in COLUMNS.items():
                self.out[model].seek(0)
                columns = ", ".join(connection.ops.quote_name(column) for column in [*named.split(), *self.rest[model]])
                cursor.copy_expert(f"COPY {model._meta.db_table} ({columns}) FROM STDIN", self.out[model])
                self.out[model] = io.StringIO()

    def row(self, model, *cells):
        self.out[model].write("\t".join([*cells, *self.rest[model].values()]) + "\n")

    def case(self, at):
        """One case with its reference, standings, thread and perhaps an exclusion."""
        rnd, county = self.random, self.county
        shared = at < SHARED and at % 20 == 0
        is_open = at % 20 < 3  # 15 in a hundred
        status = self.status(is_open, shared)
        seat = county.seats[0] if shared else rnd.choice(county.seats)
        posts = county.services[0] if shared else rnd.choice(county.services)
        ward = seat.ward if shared or rnd.random() < 0.7 else rnd.choice([*county.wards, None])
        nominated = rnd.random() < 0.6
        received = self.received(is_open)
        turns, moments = self.thread(status, received)
        authors = [kind in ("answer", "asked") or (kind == "update" and rnd.random() < 0.5) for kind in turns]
        matter = policy.REQUEST if status == Status.WITH_CENTRE else "service_failure"
        run = Run(self, matter).through(turns, moments, authors)
        due_on, working = run.answer
        office = posts.nominated if nominated else posts.head
        sent_to, owner = {Status.UNROUTED: (NULL, NULL), Status.WITH_CENTRE: (str(self.centre), NULL)}.get(
            status, (str(office), str(county.holders[office])))
        next_on = clocks.next_on(status, run.running(), moments[-1])
        listed = ("t" if is_open else "f", stamp(moments[-1]), stamp(received), str(status), str(ward or NULL), str(posts.service), owner,
                  str(next_on if is_open else NO_DATE), matter)
        overdue = status == Status.WITH_OFFICER and due_on and due_on < self.today
        key, reference = str(at + 1), reference_of(at)
        self.row(Reference, reference)
        title, text, outcome = rnd.choice(TITLES).format(f"road {rnd.randrange(1, 400)}"), self.text(2), rnd.choice(OUTCOMES)
        self.row(
            Case, key, self.uid(), reference, str(len(turns)), str(seat.person), str(county.version.pk), listed[2], *listed,
            title, text, "t" if at % 50 == 7 else "f", self.routes[matter], self.clause, sent_to, str(due_on or NULL),
            working, str(due_on + datetime.timedelta(days=1)) if overdue else NULL, str(turns.count("came_back")),
            "t" if status == Status.ESCALATED else "f", outcome if turns[-1] in ("answer", "closed") else "")
        due_order = str(due_on or "9999-12-31")
        readers = set()
        for standing in self.standings(at, shared, status, seat, posts, nominated, received, moments[-1]):
            self.row(CaseStanding, key, *standing, *listed, due_order)
            readers.add(standing[0])
        said = self.entries(key, seat, turns, moments, authors, outcome)
        for clock in run.cells():
            self.row(CaseClock, key, *clock)
        words = words_of(reference).union(words_of(title), *(self.words_of(one) for one in sentences_in(text, *said)))
        self.words |= words
        self.row(CaseText, key, kept(words), "{" + ",".join(sorted(readers)) + "}")
        self.exclusion(at, shared, key, seat, posts, listed[2])

    def status(self, is_open, shared):
        """Where it stands. Of the shared ones three in four await an answer."""
        if not is_open:
            return Status.CLOSED
        dice = self.random.random()
        if dice < (0.75 if shared else 0.55):
            return Status.WITH_OFFICER
        if dice < 0.85:
            return Status.ANSWERED if dice < 0.75 or shared else Status.WITH_CENTRE if dice < 0.79 else Status.WITH_MEMBER
        return Status.UNROUTED if dice > 0.95 and not shared else Status.ESCALATED

    def received(self, is_open):
        """Open cases came mostly in the last weeks, closed ones evenly over two years."""
        days = min(self.random.expovariate(1 / 20), 700) if is_open else self.random.uniform(10, 730)
        return self.now - datetime.timedelta(seconds=int((days + 0.1) * DAY))

    def count(self, time, at, pauses=()):
        """A due date and its working as JSON, worked out once for each day where nothing paused; (None, NULL) while it stands still."""
        key = (time, london_date(at), tuple(map(tuple, pauses)))
        if key not in self.counted:
            try:
                counted = clocks.count(time, at, pauses=pauses)
                found = counted.on, cell(json.dumps(counted.as_json(), ensure_ascii=False))
            except ClockStopped:
                found = None, NULL
            if pauses:
                return found
            self.counted[key] = found
        return self.counted[key]

    def thread(self, status, received):
        """The turns of the thread and their moments, in order: about three, six at most."""
        turns = list(THREADS[status])
        dice = self.random.random()
        if status == Status.WITH_OFFICER and dice < 0.5:
            del turns[-1]
        if dice > 0.95 and status in (Status.WITH_OFFICER, Status.ANSWERED, Status.CLOSED):
            turns[1:1] = ["answer", "came_back"]
        elif dice > 0.92 and status in (Status.WITH_OFFICER, Status.ANSWERED, Status.CLOSED):
            turns[1:1] = ["asked", "replied"]
        elif dice > 0.8 and status not in (Status.UNROUTED, Status.WITH_CENTRE):
            turns[1:1] = ["update"] * self.random.randint(1, 3)
        span = min((self.now - received).total_seconds() - 60, 30 * DAY)
        after = sorted(int(self.random.uniform(60, span)) for _ in turns[1:])
        moments = [received, *(received + datetime.timedelta(seconds=seconds) for seconds in after)]
        if status == Status.ANSWERED:  # a Member has a few days to come back, then it closes by itself
            moments[-1] = max(moments[-1], self.now - datetime.timedelta(seconds=int(self.random.uniform(60, 4 * DAY))))
        return turns, moments

    def standings(self, at, shared, status, seat, posts, nominated, received, last):
        """About five: (principal, capacity, since, until, clause, reason), some ended, coming, ending soon, and two of one principal."""
        rnd, county = self.random, self.county
        dice = [rnd.random() for _ in range(8)]
        always = {(seat.office, policy.RAISER): "raised it"}
        if status == Status.WITH_CENTRE:
            pass  # the contact centre works outside the portal
        elif status != Status.UNROUTED:
            always[posts.nominated if nominated else posts.head, policy.HANDLER] = "the protocol sends it here"
        else:
            always[county.democratic_services, policy.ROUTER] = "nobody holds the post that the protocol names, nor one above it"
        if status == Status.ESCALATED:
            always = {(who, policy.FORMER if capacity == policy.HANDLER else capacity): why for (who, capacity), why in always.items()}
            always[posts.chief, policy.HANDLER] = "raised as unanswered"
        if shared:
            always |= {(who, policy.HANDLER): "the protocol sends it here" for who in (posts.nominated, posts.head, posts.clo)}
        perhaps = {
            (posts.head, policy.HANDLER): 0.6, (posts.clo, policy.HANDLER): 0.6, (rnd.choice(posts.officers), policy.HANDLER): 0.6,
            (rnd.choice(county.seats).office, policy.RAISER): 0.4, (seat.ward_members, policy.RAISER): 0.4,
            (county.democratic_services, policy.ROUTER): 0.2, (posts.chief, policy.HANDLER): 0.15, (posts.head, policy.ROUTER): 0.03,
        }
        begun, ever = stamp(received), stamp(OPEN_ENDED)
        for (principal, capacity), reason in always.items():
            yield str(principal), capacity, begun, ever, self.clause, reason
        for (who, chance), fell in zip(perhaps.items(), dice, strict=True):
            if who not in always and fell < chance:
                since, until = self.dates(who[1], rnd.random(), begun, ever, last)
                yield str(who[0]), who[1], since, until, "", "helps with it"
        if at % 40 == 11:  # ended once and given again
            yield str(seat.office), policy.RAISER, begun, stamp(received + datetime.timedelta(seconds=60)), "", "raised it"

    def dates(self, capacity, dice, begun, ever, last):
        """Most open-ended; some ended, some not begun yet, some with an end to come."""
        if dice < 0.1 or (capacity == policy.ROUTER and dice < 0.7):
            return begun, stamp(last)
        if dice > 0.98:
            return stamp(self.now + datetime.timedelta(days=1 + dice * 30)), ever
        return begun, stamp(self.now + datetime.timedelta(days=dice * 60)) if dice > 0.94 else ever

    def entries(self, key, seat, turns, moments, authors, outcome):
        """The thread: the Member's turns and the officers'. Returns the sentences in it."""
        sentences = set()
        officer = self.random.choice(self.county.officer_people)
        for kind, moment, by_officer in zip(turns, moments, authors, strict=True):
            author, acting_as = (officer, "Nominated officer") if by_officer else (seat.person, "Member")
            said = "" if kind == "logged" else self.text(3)
            ended = str(outcome) if kind == "answer" else ""
            self.row(CaseEntry, self.uid(), key, kind, str(author), acting_as, said, self.clause, stamp(moment), ended)
            sentences.add(said)
        return sentences

    def exclusion(self, at, shared, key, seat, posts, since):
        """A few are closed to somebody: about one in a hundred, and of the shared ones a few to each of the measured readers."""
        who, until = None, OPEN_ENDED
        if shared:
            who = {3: seat.own, 7: posts.officers[0], 8: posts.officers[1], 9: posts.officers[4]}.get(at // 20 % 50)
        elif at % 100 == 57:
            who = self.random.choice(self.random.choice(self.county.services).officers)
            until = self.now if at % 1000 == 557 else until
        if who is not None:
            self.row(CaseExclusion, key, str(who), since, stamp(until), "", "declared an interest")

    def uid(self):
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def text(self, sentences):
        return " ".join(self.random.choices(SENTENCES, k=sentences))


def sentences_in(*texts):
    """The different sentences of these texts, without their full stops."""
    return {sentence.rstrip(".") for text in texts for sentence in text.split(". ")}


def reference_of(number):
    """A reference for this number: every one of them different, in no order (an odd factor is a permutation of 2^40)."""
    scattered = (number * 685_243_914_113 + 271_828_182_845) % 2**40
    letters = "".join(CROCKFORD[scattered >> shift & 31] for shift in range(0, 40, 5))
    return f"{letters[:4]}-{letters[4:]}"


def write(county, number, seed=0):
    """Write `number` cases of this county, inside the caller's transaction. PostgreSQL only.

    Without the triggers: the copies are written with the standings, and untrue() is the check. Without the indexes of the lists,
    which are built in one go afterwards in half the time.
    """
    with connection.cursor() as cursor, connection.schema_editor(atomic=False) as schema:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be pending on a table whose indexes are taken away
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        copies.KIT.remove(connection)
        texts.KIT.remove(connection)
        cursor.execute("DROP INDEX casetext_words_readers")
        for index in CaseStanding._meta.indexes:
            schema.remove_index(CaseStanding, index)
        cases = Cases(county, seed)
        cases.write(number)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for index in CaseStanding._meta.indexes:
            schema.add_index(CaseStanding, index)
        search.learn(cases.words)
        texts.index(cursor)
        texts.KIT.install(connection)
        copies.KIT.install(connection)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [Case._meta.db_table, max(number, 1)])


def analyse():
    """Let the planner know what is there, and mark the pages as seen by all, which index-only reads need. Outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
