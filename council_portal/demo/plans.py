"""What becomes of each of the three hundred cases of the demo: drawn from a fixed seed, so that two builds give the same council."""
import random
from collections import Counter, deque
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from council_portal.demo import papers
from council_portal.demo.data import data
from council_portal.demo.days import A_DAY, DAY

# How many of each there are. The first two came in while nobody above was there: strategic ones, around real Members dull ones.
MIX = {"unrouted": 4, "placed": 2, "with_officer": 8, "overdue": 8, "escalated": 5, "answered": 7, "came_back": 4,
       "asked": 2, "asked_late": 1, "replied": 1, "more_time": 2, "agreed": 1, "declined": 1, "wanted": 1, "wanted_late": 1, "given": 1,
       "handed_over": 2, "joined": 1, "request": 3, "request_bare": 2, "turned": 1,
       "scheduled": 2, "not_ours": 1, "refused": 1, "no_power": 1, "closed": 237}
EARLY = ("unrouted", "placed")  # logged before there is anybody to take them
EARLY_SERVICE = "Libraries and Leisure"  # of the dull ones: its Head is vacant, and so they climb
CASES = sum(MIX.values())
DEPARTING, URGENT, WITH_PAPERS = 5, 14, 30
OFTEN = {"Street Scene": 3, "Highways": 2, "Housing": 2}  # how many times more often than the others
WAITING = ("overdue", "escalated", "asked_late")  # for weeks: a danger would not be left so long
STARRED = {"with_officer": 1, "overdue": 3, "escalated": 1, "answered": 1, "came_back": 1, "asked": 1, "more_time": 1, "request": 1}
STARRED_SERVICE = "Street Scene"
STARS_OTHERS = 4  # of the Member of the first card, beside the starred ones, at most
WHEN = {  # working days ago, between which it came in, so that what is to become of it fits between then and now
    "unrouted": (2, 6), "placed": (3, 6), "with_officer": (0, 4), "overdue": (14, 42), "escalated": (17, 45), "answered": (10, 60),
    "came_back": (16, 28), "closed": (28, 498), "asked_late": (17, 24), "turned": (1, 4)}
FRESH = ("with_officer", "placed", "asked", "replied", "more_time", "agreed", "declined", "wanted", "wanted_late", "given", "handed_over",
         "joined", "request", "request_bare", "turned")  # six days old at most, over holidays too, so that none is overdue
NEW = (2, 5)  # the fates of FRESH that WHEN does not name
REQUESTS = ("request", "request_bare", "turned")
ENDS = ("scheduled", "not_ours", "refused", "no_power")  # answered, by an outcome that is not "done"
TRIES = {"closed": 12}  # days that are drawn for a case (3 for others); the one whose month has had the fewest is taken


# What happens in the cases that show one thing: verb, working days after the turn before (from, to), the text of data/turns.toml.
FATES = {
    "asked": [("acknowledge", (0.1, 0.3), "acknowledge"), ("ask", (0.2, 0.6), "ask")],
    "asked_late": [("ask", (0.3, 1), "ask")],
    "replied": [("ask", (0.1, 0.4), "ask"), ("reply", (0.3, 0.9), "reply")],
    "more_time": [("acknowledge", (0.1, 0.3), "acknowledge"), ("more_time", (0.3, 0.9), "more_time")],
    "agreed": [("more_time", (0.3, 0.6), "more_time"), ("agree", (0.1, 0.6), "agree")],
    "declined": [("more_time", (0.3, 0.6), "more_time"), ("decline", (0.1, 0.6), "decline")],
    "wanted": [("want", (0.2, 0.6), "want")],
    "wanted_late": [("want", (0.1, 0.2), "want")],
    "given": [("want", (0.1, 0.3), "want"), ("contribute", (0.2, 0.8), "contribute")],
    "handed_over": [("hand_over", (0.2, 0.8), "hand_over")],
    "joined": [("acknowledge", (0.1, 0.2), "acknowledge"), ("join", (0.2, 0.6), "join")],
    "request": [("refer", (0.1, 0.4), "reference")],
    "request_bare": [],
    "turned": [("refer", (0.1, 0.3), "reference"), ("turn", (0.5, 0.9), "turned")],
}
OWN = ("reply", "agree", "decline", "refer", "turn")  # the verbs of the Member


@dataclass
class Turn:
    """One turn after the first: a verb of casework, so many working minutes after the turn before. ago: no earlier than that before now.

    lettered: an answer that comes with itself as a letter. outcome: how an answer ends; note: what is said beside it.
    """

    verb: str
    after: int
    text: str = ""
    by_officer: bool = False
    lettered: bool = False
    ago: int | None = None
    outcome: str = ""
    note: str = ""


@dataclass
class Plan:
    """One case. received: a working minute of days.Hours. became: a word of MIX."""

    number: int
    became: str
    received: int
    raiser: Any
    ward: Any
    service: Any
    title: str
    text: str
    turns: list
    matter: str = "service_failure"
    chosen: str | None = None
    departure: str = ""
    urgent: bool = False
    papers: tuple = ()
    may_be_urgent: bool = False
    on_site: bool = False


class Planner:
    """Draws the plans. hours: days.Hours. services: {name: Service}. members: {ward: [(person, in office since, a date)]}.

    star: the Member of the first card on the sign-in page, who has something of everything with the Head of Service of the cards.
    """

    def __init__(self, hours, services, members, star):
        self.hours, self.services, self.members, self.star = hours, services, members, star
        self.random = random.Random("cases")
        self.told, self.more = self.texts(), data("turns")
        self.deck, self.recent, self.used = [], deque(maxlen=6), set()
        self.month_of = [(day.year, day.month) for day in hours.days]
        self.long, self.had = Counter(self.month_of), Counter()  # working days of each month, cases that came in it
        self.of_ward, self.last_of, self.stars = Counter(), {}, 0

    def texts(self):
        """What there is to say."""
        self.places = {row["name"]: row["places"] for row in data("council")["ward"]}
        found = data("cases")
        self.early = cycle(found["strategy"])
        return found

    def draw(self):
        """All of them, the oldest first."""
        fates = [became for became, many in MIX.items() for _ in range(many)]
        received = [self.received(number, became) for number, became in enumerate(fates)]
        self.starred = {fates.index(became) + more for became, many in STARRED.items() for more in range(many)}
        order = sorted(range(len(fates)), key=received.__getitem__)
        plans = [self.plan(number, fates[number], received[number]) for number in order]
        self.mark(plans)
        for plan in plans:
            self.finish(plan)
        return plans

    def received(self, number, became):
        """When it came in, a working minute: no month has many more than another. Whole days are drawn, so that a build a minute later
        draws the same."""
        last = self.hours.latest // A_DAY
        between = WHEN.get(became, WHEN["answered"] if became in ENDS else NEW)
        days = [max(last - self.random.randint(*between), 0) for _ in range(TRIES.get(became, 3))]
        day = min(days, key=lambda one: self.had[self.month_of[one]] / self.long[self.month_of[one]])
        if became in FRESH:
            day = max(day, next(at for at, one in enumerate(self.hours.days) if one >= self.hours.today - 6 * DAY))
        day = min(day, last)
        self.had[self.month_of[day]] += 1
        return min(day * A_DAY + self.random.randrange(A_DAY - 60), self.hours.latest)

    def plan(self, number, became, received):
        """One case."""
        starred = number in self.starred
        plain = became in FRESH or became in ENDS  # no strategy: its route may be another
        told = next(self.early) if became in EARLY else self.next_matter(
            STARRED_SERVICE if starred else "", calm=became in WAITING, plain=plain and became != "placed")
        ward, raiser = self.by_whom(received, starred)
        words = self.words(told, ward) | {"past": "{past}"}
        return Plan(
            number=number, became=became, received=received, raiser=raiser, ward=ward,
            matter="strategic" if told in self.told.get("strategy", ()) else "service_request" if became in REQUESTS else "service_failure",
            service=self.services[told["service"]], title=told["title"].format(**words)[:120], text=told["text"].format(**words),
            turns=self.turns(became, self.sayings(told, words), self.hours.latest - received),
            chosen=None if starred or became in EARLY else self.random.choice([None, "nominated_officer"]),
            may_be_urgent=told.get("urgent", False), on_site=self.on_site(told))

    def by_whom(self, received, starred):
        """(ward, Member): wards in turn, and in each the Members who sat then in turn, neither strictly."""
        day = self.hours.days[received // A_DAY]
        there = {ward: people for ward, sat in self.members.items() if (people := [who for who, since in sat if since <= day])}
        if starred:
            there = {ward: [self.star] for ward, people in there.items() if self.star in people} or there
        elif self.stars >= STARS_OTHERS:
            there = {ward: others for ward, people in there.items() if (others := [one for one in people if one != self.star])} or there
        ward = min(there, key=lambda one: self.of_ward[one] + self.random.uniform(0, 5))
        raiser = min(there[ward], key=lambda one: self.last_of.get(one, -1) + self.random.uniform(0, 25))
        self.of_ward[ward] += 1
        self.last_of[raiser] = sum(self.of_ward.values())
        self.stars += raiser == self.star and not starred
        return ward, raiser

    def next_matter(self, service="", *, calm=False, plain=False):
        """What it is about, perhaps of one service: never the same as one of the few before it. calm: nothing that cannot wait. plain:
        no strategy."""
        if not self.deck:
            self.deck = [one for one in self.told["matter"] for _ in range(OFTEN.get(one["service"], 1))]
            self.deck += self.told.get("strategy", ())[:2]
            self.random.shuffle(self.deck)
        all_of_it = [one for one in self.told["matter"] if service in ("", one["service"])]
        there = [one for one in [*self.deck, *all_of_it] if one["title"] not in self.recent and service in ("", one["service"])
                 and not (calm and one.get("urgent")) and not (plain and one in self.told.get("strategy", ()))]
        told = next(iter(there), self.deck[0])
        if told in self.deck:
            self.deck.remove(told)
        self.recent.append(told["title"])
        return told

    def words(self, told, ward):
        """Place and number, so that no two cases about one thing are about the same place while there are others."""
        fit = [place for place in self.places[ward.name] if not (told.get("homes") and is_landmark(place))]
        places = [place for place in fit if (told["title"], place) not in self.used] or fit
        place = self.random.choice(places)
        self.used.add((told["title"], place))
        return {"place": place, "n": self.random.randint(2, 9)}

    def on_site(self, told):
        """Is there something to look at, or is it a matter of papers?"""
        return told["service"] in self.told["closings"]["on_site"]

    def sayings(self, told, words):
        """What may be said afterwards, by name: of the matter itself, or what fits any matter of its kind."""
        choose, more = self.random.choice, self.told["closings"]
        kind = more["site" if self.on_site(told) else "desk"]
        return {name: told[name].format(**words) for name in ("update", "answer", "back", "again")} | {
            "asked": choose(kind["members"]), "noted": choose(kind["officers"]), "closed": choose(kind["closed"]),
            "received": choose(more["received"]), "further": choose(more["further"]), "early": choose(more["early"])}

    def turns(self, became, say, room):
        """What happens after it was raised: at most seven turns. room: working minutes from then to now."""
        rnd = self.random
        received = Turn("update", rnd.randint(20, 110), say["received"], by_officer=True)
        update = Turn("update", self.days(0.2, 1.6), say["update"], by_officer=True)
        asked = Turn("update", self.days(0.1, 0.9), say["asked"])
        noted = Turn("update", self.days(0.7, 1.3), say["noted"], by_officer=True)
        answer = Turn("answer", self.days(1.5, 5), say["answer"], by_officer=True)
        back = Turn("come_back", self.days(5, 10), say["back"])
        again = Turn("answer", self.days(1.1, 3), say["again"], by_officer=True)
        closed = Turn("close", self.days(0.5, 4), say["closed"])
        early = Turn("close", self.days(1, 4), say["early"])
        further = Turn("escalate", self.days(10, 11), say["further"])
        some = [turn for turn, odds in ((update, 0.6), (asked, 0.3), (noted, 0.25)) if rnd.random() < odds]
        if became == "closed":
            return rnd.choices([
                [*some, answer, closed], [answer, closed], [update, asked, noted, answer, back, again, closed],
                [*some, answer, back, again, closed], [*some[:1], further, answer, closed], [*some[:2], early]], [46, 20, 6, 14, 8, 6])[0]
        if became in ENDS:
            ended = self.more[became]
            return [received, Turn("answer", self.days(1.5, 4), ended["answer"], by_officer=True, outcome=became, note=ended["note"],
                                   ago=self.days(0.2, 4))]
        if became in FATES:
            return [Turn(verb, self.days(*after), rnd.choice(self.more[say]), by_officer=verb not in OWN)
                    for verb, after, say in FATES[became]]
        if became == "came_back":
            back.ago = self.days(0.1, 2)
        if became == "with_officer":
            update.after = int(room * rnd.uniform(0.3, 0.7))
            known = Turn("acknowledge", rnd.randint(20, 110), rnd.choice(self.more["acknowledge"]), by_officer=True)
            some = [turn for turn, needs in ((rnd.choice([received, known]), 240), (update, 2 * A_DAY)) if room > needs
                    and rnd.random() < 0.7]
        settled = [*some, answer, back, again] if rnd.random() < 0.3 and room > 22 * A_DAY else [*some, answer]
        if became == "answered":
            settled[-1].ago = self.days(0.2, 4)  # a Member has five working days to come back, then it closes by itself
        return {"unrouted": [], "placed": [Turn("place", self.days(0.3, 1))], "with_officer": some, "overdue": some,
                "escalated": [*some, further], "answered": settled, "came_back": [*some, answer, back]}[became]

    def days(self, first, last):
        """So many working minutes."""
        return int(self.random.uniform(first, last) * A_DAY)

    def mark(self, plans):
        """Which are urgent, which depart from what the protocol names, and which bring papers: a turn with one speaks of it."""
        rnd = self.random
        ordinary = [plan for plan in plans if plan.matter == "service_failure" and plan.became not in EARLY]
        for plan in rnd.sample([plan for plan in ordinary if plan.may_be_urgent], URGENT):
            plan.urgent = True
        for plan in rnd.sample([plan for plan in ordinary if plan.number not in self.starred], DEPARTING):
            plan.chosen, plan.departure = "clo", self.departure()
        more = self.told["closings"]
        answered = [plan for plan in ordinary if any(turn.verb == "answer" for turn in plan.turns)]
        for number, plan in enumerate(rnd.sample(answered, WITH_PAPERS)):
            answer = next(turn for turn in plan.turns if turn.verb == "answer")
            if number % 3 == 2:
                answer.text, answer.lettered = f"{answer.text}\n\n{more['lettered']}", True
            elif plan.on_site and number % 3:
                plan.text, plan.papers = f"{plan.text}\n\n{more['photographed']}", (papers.picture(number, plan.title),)
            else:
                plan.text, plan.papers = f"{plan.text}\n\n{more['noted']}", (papers.notes(plan.title, plan.ward.name),)

    def departure(self):
        """Why a Member sends it to another post than the protocol names."""
        return self.random.choice(self.told["closings"]["departures"])

    def finish(self, plan):
        """The last touch to a plan: none here."""


def is_landmark(place):
    """Is this a place where nobody lives? Streets are written with capitals throughout, landmarks are not."""
    return any(word.islower() for word in place.split())


class DullPlanner(Planner):
    """Around real Members: dull matters only, and words that put no opinion into anybody's mouth. SECURITY: data/dull.toml alone, and
    whatever stands as a Member's words is marked as invented."""

    def texts(self):
        found = data("dull")
        self.early = cycle([told for told in found["matter"] if told["service"] == EARLY_SERVICE])
        return found

    def words(self, told, ward):
        places = [where for where in self.told["where"] if (told["title"], ward, where) not in self.used] or self.told["where"]
        where = self.random.choice(places)
        self.used.add((told["title"], ward, where))
        return {"where": where, "ward": ward.name, "n": self.random.randint(2, 9)}

    def on_site(self, told):
        return True

    def sayings(self, told, words):
        said = self.told["said"]
        kinds = {"asked": "member"} | {name: name for name in (
            "received", "update", "noted", "answer", "back", "again", "closed", "further", "early")}
        return {name: self.random.choice(said[kind]).format(**words) for name, kind in kinds.items()}

    def departure(self):
        return f"{self.random.choice(self.told['said']['departure'])} {self.told['mark']}"

    def finish(self, plan):
        plan.text = f"{plan.text}\n\n{self.told['note']}"
        for turn in plan.turns:
            if not turn.by_officer and turn.verb not in ("place", "refer"):
                turn.text = f"{turn.text}\n\n{self.told['mark']}"
