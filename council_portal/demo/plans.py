"""What becomes of each of the three hundred cases of the demo: drawn from a fixed seed, so that two builds give the same council."""
import random
from collections import deque
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from council_portal.demo import papers
from council_portal.demo.data import data
from council_portal.demo.days import A_DAY, DAY

# How many of each there are. The first two are strategic: they came while the Chief Executive was away.
MIX = {"unrouted": 4, "placed": 2, "with_officer": 31, "overdue": 20, "escalated": 9, "answered": 21, "came_back": 8, "closed": 205}
EARLY = ("unrouted", "placed")  # logged before there is anybody to take them
CASES = sum(MIX.values())
DEPARTING, URGENT, WITH_PAPERS = 5, 14, 30
OFTEN = {"Street Scene": 3, "Highways": 2, "Housing": 2}  # how many times more often than the others
BUSY_WARDS = {"Mill Hill": 4, "Castle": 2}
STARRED, STARRED_SERVICE = {"with_officer": 3, "overdue": 3, "escalated": 1, "answered": 2, "came_back": 1}, "Street Scene"
WHEN = {  # working days ago, between which it came in, so that what is to become of it fits between then and now
    "unrouted": (2, 6), "placed": (3, 6), "with_officer": (0.1, 3), "overdue": (14, 42), "escalated": (17, 45), "answered": (4, 40),
    "came_back": (13, 40), "closed": (26, 495)}


@dataclass
class Turn:
    """One turn after the first: a verb of casework, so many working minutes after the turn before. ago: no earlier than that before now."""

    verb: str
    after: int
    text: str = ""
    by_officer: bool = False
    papers: tuple = ()
    ago: int | None = None


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


class Planner:
    """Draws the plans. hours: days.Hours. services: {name: Service}. members: {ward: [(person, in office since, a date)]}.

    star: the Member of the first card on the sign-in page, who has something of everything with the Head of Service of the cards.
    """

    mix = MIX

    def __init__(self, hours, services, members, star):
        self.hours, self.services, self.members, self.star = hours, services, members, star
        self.random = random.Random("cases")
        self.told = self.texts()
        self.deck, self.recent, self.used = [], deque(maxlen=6), set()

    def texts(self):
        """What there is to say."""
        self.places = {row["name"]: row["places"] for row in data("council")["ward"]}
        found = data("cases")
        self.strategy = cycle(found["strategy"])
        return found

    def draw(self):
        """All of them, the oldest first."""
        fates = [became for became, many in self.mix.items() for _ in range(many)]
        received = [self.received(number, became) for number, became in enumerate(fates)]
        self.starred = {fates.index(became) + more for became, many in STARRED.items() for more in range(many)}
        order = sorted(range(len(fates)), key=received.__getitem__)
        plans = [self.plan(number, fates[number], received[number]) for number in order]
        self.mark(plans)
        return plans

    def received(self, number, became):
        """When it came in, a working minute. What is not to be overdue is six days old at most, over holidays too."""
        minute = self.hours.back(self.random.uniform(*WHEN[became]))
        if became not in ("with_officer", "placed"):
            return minute
        first = next(at for at, day in enumerate(self.hours.days) if day >= self.hours.today - 6 * DAY) * A_DAY
        return min(max(minute, first + number % 7 * 11), self.hours.latest)

    def plan(self, number, became, received):
        """One case."""
        starred = number in self.starred
        told = next(self.strategy) if became in EARLY else self.next_matter(STARRED_SERVICE if starred else "")
        day = self.hours.days[received // A_DAY]
        there = {ward: people for ward, sat in self.members.items() if (people := [who for who, since in sat if since <= day])}
        if starred:
            there = {ward: [self.star] for ward, people in there.items() if self.star in people} or there
        ward = self.random.choices(list(there), [BUSY_WARDS.get(one.name, 1) for one in there])[0]
        words = self.words(told, ward)
        return Plan(
            number=number, became=became, received=received, raiser=self.random.choice(there[ward]), ward=ward,
            matter="strategic" if told in self.told.get("strategy", ()) else "service_failure",
            service=self.services[told["service"]], title=told["title"].format(**words)[:120], text=self.text(told, words),
            turns=self.turns(became, self.sayings(told, words)),
            chosen=None if starred else self.random.choice([None, "nominated_officer"]))

    def next_matter(self, service=""):
        """What it is about, perhaps of one service: never the same as one of the few before it."""
        if not self.deck:
            self.deck = [one for one in self.told["matter"] for _ in range(OFTEN.get(one["service"], 1))]
            self.deck += self.told.get("strategy", ())[:2]
            self.random.shuffle(self.deck)
        all_of_it = [one for one in self.told["matter"] if service in ("", one["service"])]
        there = [one for one in [*self.deck, *all_of_it] if one["title"] not in self.recent and service in ("", one["service"])]
        told = next(iter(there), self.deck[0])
        if told in self.deck:
            self.deck.remove(told)
        self.recent.append(told["title"])
        return told

    def words(self, told, ward):
        """Place and number, so that no two cases about one thing are about the same place while there are others."""
        places = [place for place in self.places[ward.name] if (told["title"], place) not in self.used] or self.places[ward.name]
        place = self.random.choice(places)
        self.used.add((told["title"], place))
        return {"place": place, "n": self.random.randint(2, 9)}

    def text(self, told, words):
        """What the Member says at first."""
        return told["text"].format(**words)

    def sayings(self, told, words):
        """What may be said afterwards, by name."""
        choose, more = self.random.choice, self.told["closings"]
        return {name: told[name].format(**words) for name in ("update", "answer", "back")} | {
            "asked": choose(more["members"]), "noted": choose(more["officers"]), "again": choose(more["again"]),
            "closed": choose(more["rows"])}

    def departure(self):
        """Why a Member sends it to another post than the protocol names."""
        return self.random.choice(self.told["closings"]["departures"])

    def turns(self, became, say):
        """What happens after it was raised: at most seven turns."""
        rnd = self.random
        update = Turn("update", self.days(0.2, 1.6), say["update"], by_officer=True)
        asked = Turn("update", self.days(0.1, 0.9), say["asked"])
        noted = Turn("update", self.days(0.1, 0.9), say["noted"], by_officer=True)
        answer = Turn("answer", self.days(0.5, 2.4), say["answer"], by_officer=True)
        back = Turn("come_back", self.days(1, 5), say["back"])
        again = Turn("answer", self.days(1, 3), say["again"], by_officer=True)
        closed = Turn("close", self.days(0.5, 4), say["closed"])
        further = Turn("escalate", self.days(10, 11))
        some = [turn for turn, odds in ((update, 0.6), (asked, 0.3), (noted, 0.25)) if rnd.random() < odds]
        if became == "closed":
            return rnd.choices([
                [*some, answer, closed], [answer, closed], [update, asked, noted, answer, back, again, closed],
                [*some, answer, back, again, closed], [*some[:1], further, answer, closed], [*some, closed]], [46, 20, 6, 14, 8, 6])[0]
        if became == "came_back":
            back.ago = self.days(0.1, 2)
        if became == "with_officer":
            for turn in some:
                turn.after = rnd.randint(20, 110)
        settled = [*some, answer, back, again] if rnd.random() < 0.2 else [*some, answer]
        return {"unrouted": [], "placed": [Turn("place", self.days(0.3, 1))], "with_officer": some, "overdue": some,
                "escalated": [*some, further], "answered": settled, "came_back": [*some, answer, back]}[became]

    def days(self, first, last):
        """So many working minutes."""
        return int(self.random.uniform(first, last) * A_DAY)

    def mark(self, plans):
        """Which are urgent, which depart from what the protocol names, and which bring papers."""
        rnd = self.random
        ordinary = [plan for plan in plans if plan.matter == "service_failure"]
        for plan in rnd.sample(ordinary, URGENT):
            plan.urgent = True
        for plan in rnd.sample(ordinary, DEPARTING):
            plan.chosen, plan.departure = "clo", self.departure()
        answered = [plan for plan in ordinary if any(turn.verb == "answer" for turn in plan.turns)]
        for number, plan in enumerate(rnd.sample(answered, WITH_PAPERS)):
            answer = next(turn for turn in plan.turns if turn.verb == "answer")
            if number % 3 == 2:
                answer.papers = (papers.letter(plan.title, answer.text),)
            else:
                plan.papers = (papers.picture(number) if number % 3 else papers.notes(plan.title, plan.ward.name),)


class DullPlanner(Planner):
    """Around real Members: dull matters only, and words that put no opinion into anybody's mouth. SECURITY: data/dull.toml alone."""

    mix = {**MIX, "unrouted": 0, "placed": 0, "with_officer": MIX["with_officer"] + sum(MIX[early] for early in EARLY)}

    def texts(self):
        return data("dull")

    def words(self, told, ward):
        places = [where for where in self.told["where"] if (told["title"], ward, where) not in self.used] or self.told["where"]
        where = self.random.choice(places)
        self.used.add((told["title"], ward, where))
        day = self.random.choice(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
        return {"where": where, "ward": ward.name, "n": self.random.randint(2, 9), "day": day}

    def text(self, told, words):
        return f"{told['text'].format(**words)}\n\n{self.told['note']}"

    def sayings(self, told, words):
        said = self.told["said"]
        kinds = {"update": "update", "noted": "update", "asked": "member", "answer": "answer", "again": "answer", "back": "back",
                 "closed": "closed"}
        return {name: self.random.choice(said[kind]).format(**words) for name, kind in kinds.items()}

    def departure(self):
        return self.random.choice(self.told["said"]["departure"])
