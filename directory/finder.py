"""From what a resident says to a service: plain functions over the words of the directory, the same on both databases.

What is compared is stems of words. A word that the directory or the list of topics knows is taken as it is; one that it does not know is
read as the beginning of a word ("graff"), and only then as a typing error ("ligt"); an everyday word ("ward") is read as neither. The
order is the same whenever it is asked: points, then name.
docs/decisions/issue-finder.md says why it is done so.
"""
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from math import log

from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Service
from council_portal.accounts.policy import STAFF
from directory.everyday import EVERYDAY
from directory.models import Officer, ServiceEntry
from directory.words import STOP, TOPICS

NEXT_DOOR = re.compile(r"\bnext[ -]?doors?\b")  # where the neighbours are; its two words by themselves say nothing of a service
BESIDE_ONE_ANOTHER = re.compile(r"\band\b|\bor\b|[&,/]", re.IGNORECASE)
LONGEST = 200  # characters of what is looked for; the rest is not read
MOST = 4  # services shown
ENOUGH = 0.34  # points from 0 (nothing in common) to 1 (said in the service's own words)
PART = 0.5  # of the points of a topic, that a word loses which is only a small part of what a service is known by
MEANT = 0.8  # of the points of the likeliest topic, for a further one to be meant too
BESIDE = 0.76  # of the first service's points, for a further one to be shown


@dataclass(frozen=True)
class Phrase:
    """Words by which a service is known. weight: how much they say of it, 0 to 1. why: the reason, to follow "because".

    parts: the stems of the whole, and of what stands beside an "and" where each says as much ("Benefits and Council Tax").
    """

    text: str
    weight: float
    why: str
    stems: tuple[str, ...]
    parts: tuple[frozenset, ...]


@dataclass
class Known:
    """A service with the phrases by which it is known. officers: {person id: the Known of what that officer deals with}."""

    service: Service
    phrases: list[Phrase] = field(default_factory=list)
    officers: dict = field(default_factory=dict)

    def add(self, text, weight, why, beside=()):
        """Know it by this text too, if there is a word in it. beside: the parts of it that say as much as the whole."""
        if found := tuple(stems(text)):
            self.phrases.append(Phrase(text, weight, why, found, tuple(frozenset(stems(one)) for one in (text, *beside))))


@dataclass(frozen=True)
class Found:
    """A service that answers to what was said. points: 0 to 1. why: a sentence that says which words led there.

    officers: {person id: points} of its officers by what each of them deals with, for whom to name first.
    """

    service: Service
    points: float
    why: str
    officers: dict = field(default_factory=dict)


def find(user, said):
    """The services that deal with this, the likeliest first, as a list of Found; [] when none is likely. said: as it was typed.

    user: who reads; services and officers whom they may not view do not count. Three statements, however much there is.
    """
    asked = list(dict.fromkeys(stems(said[:LONGEST])))
    services = known_services(user) if asked else []
    if not services:
        return []
    asked = read_as(asked, vocabulary(services))
    rarity = rarities(asked, services)
    likely = topics_meant(asked, rarity)
    found = [look(one, asked, rarity, likely) for one in services]
    found = sorted((one for one in found if one.points >= ENOUGH), key=lambda one: (-round(one.points, 4), one.service.name))
    return [one for one in found if one.points >= found[0].points * BESIDE][:MOST]


# --- what is known of the services -----------------------------------------------------------------------------------------------


def known_services(user):
    """Every service in being with the phrases of its name, its entry, its officers and their teams. Three statements."""
    services = {s.pk: Known(s) for s in Service.objects.permitted(user, "view").filter(ended_on=None).order_by("name")}
    for known in services.values():
        known.add(known.service.name, 1, _("its name says so"), BESIDE_ONE_ANOTHER.split(known.service.name))
    for entry in ServiceEntry.objects.permitted(user, "view").filter(service__in=services).only("service_id", "deals_with", "about"):
        for line in entry.deals_with:
            services[entry.service_id].add(line, 1, _("it deals with: %(what)s") % {"what": line})
    staff = Appointment.objects.permitted(user, "view").filter(in_force(), principal__post=STAFF)
    officers = Officer.objects.permitted(user, "view").filter(person__in=staff.values("person"), service__in=services)
    teams = set()
    for officer in officers.select_related("person").only("service_id", "team", "deals_with", "person__name", "person__honorific"):
        own = services[officer.service_id].officers[officer.person_id] = Known(services[officer.service_id].service)
        own.add(officer.team, 0.9, "")
        for line in officer.deals_with:
            who = {"name": officer.person.full_name, "what": line}
            services[officer.service_id].add(line, 0.9, _("%(name)s there deals with: %(what)s") % who)
            own.add(line, 1, "")
        if officer.team and (officer.service_id, officer.team) not in teams:
            teams.add((officer.service_id, officer.team))
            services[officer.service_id].add(officer.team, 0.9, _("it has the team %(team)s") % {"team": officer.team})
    return list(services.values())


def vocabulary(services):
    """Every stem that means something: of the services and of the topics."""
    return {stem for one in services for phrase in one.phrases for stem in phrase.stems} | topic_stems()


@cache
def topic_stems():
    """Every stem of what residents say in the topics."""
    return frozenset(stem for said, _known_as in topics() for phrase in said for stem in phrase)


@cache
def everyday():
    """The stems of everyday words, which are neither the beginning of another word nor a typing error."""
    return frozenset(stem(word) for word in EVERYDAY)


@cache
def topics():
    """The topics in stems: ((phrases said, ...), (phrases known as, ...)) in the order of TOPICS."""
    return [(tuple(tuple(stems(p)) for p in one.said), tuple(tuple(stems(p)) for p in one.known_as)) for one in TOPICS]


# --- words -----------------------------------------------------------------------------------------------------------------------


def stems(text):
    """The words of a text that say something, in lower case, without their plural: "The missed Bins!" gives miss, bin."""
    plain = NEXT_DOOR.sub("neighbour", re.sub(r"[’']", "", text.casefold()))
    return [stem(word) for word in re.findall(r"[^\W_]+", plain) if word not in STOP and (len(word) > 1 or word.isdigit())]


ENDINGS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"))


@cache
def stem(word):
    """One word without its plural or past: bins, bin; batteries, battery; missed, miss. Nothing cleverer: "parking" is no park."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    if word.endswith("ed") and len(word) > 5:
        word = word[:-2]
        word = word[:-1] if word[-1] == word[-2] and word[-1] not in "ls" else word
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def read_as(asked, known):
    """Each stem that was typed as the known ones that it may mean: {stem: {known stem: how surely, 0 to 1}}."""
    return {one: meant(one, known) for one in asked}


def meant(one, known):
    """The known stems that this may be: itself; none for an everyday word; else what begins with it, or is two words in one; else what it
    is mistyped from."""
    if one in known:
        return {one: 1.0}
    if one in everyday():
        return {}
    begun = {word: 0.6 + 0.35 * len(one) / len(word) for word in known if len(one) >= 3 and word.startswith(one)}
    if begun:
        return begun
    for cut in range(3, len(one) - 2):  # "counciltax", "lamppost"
        if one[:cut] in known and one[cut:] in known:
            return {one[:cut]: 0.8, one[cut:]: 0.8}
    mistyped = {word: 0.9 - 0.12 * errors for word in sorted(known) if (errors := typing_errors(one, word))}
    best = max(mistyped.values(), default=0)
    return {word: sure for word, sure in mistyped.items() if sure == best}


def typing_errors(typed, word):
    """How many letters are wrong, missing, too many or changed about, if that few for words of this length; else 0.

    A short word has one, and keeps its first letter: "light" is not "night".
    """
    if min(len(typed), len(word)) < 4:
        return 0
    allowed = 2 if min(len(typed), len(word)) >= 7 else 1
    errors = OSA.distance(typed, word, score_cutoff=allowed)
    return errors if 0 < errors <= allowed and (typed[0] == word[0] or len(word) >= 7) else 0


def rarities(asked, services):
    """How much each stem that was typed says: less the more services know it, and 0.4 for what nobody knows."""
    spread = defaultdict(set)
    for one in services:
        for phrase in one.phrases:
            for word in phrase.stems:
                spread[word].add(one.service.pk)
    weights = {}
    for typed, ways in asked.items():
        common = max((len(spread[word]) for word in ways), default=0)
        weights[typed] = (1 / (1 + log(max(common, 1)))) if ways else 0.4
    return weights


# --- points ----------------------------------------------------------------------------------------------------------------------


def topics_meant(asked, rarity):
    """(points, topic, phrases known as) of the topics that residents speak of in these words, the likeliest first.

    What is far less likely than the first is not meant: "bus" is buses, and no school bus.
    """
    fits = [(max(fit(phrase, asked, rarity) for phrase in said), topic, known_as)
            for topic, (said, known_as) in zip(TOPICS, topics(), strict=True)]
    best = max(fits, key=lambda one: one[0])[0]
    return sorted((one for one in fits if one[0] and one[0] >= best * MEANT), key=lambda one: -one[0])


def look(known, asked, rarity, likely):
    """How well this service answers: by its own words, by a topic that it is known for, and a little for both."""
    direct, because = own_words(known, asked, rarity)
    by_topic, because_topic = topic_words(known, likely)
    points = min(1.0, max(direct, by_topic) + 0.2 * min(direct, by_topic))
    officers = {person: look(one, asked, rarity, likely).points for person, one in known.officers.items()}
    return Found(known.service, points, because if direct >= by_topic else because_topic, officers)


def own_words(known, asked, rarity):
    """(points, why) of the phrase of this service that says it best."""
    points, why = max(((fit(phrase.stems, asked, rarity) * phrase.weight, phrase.why) for phrase in known.phrases), default=(0.0, ""),
                      key=lambda one: one[0])
    return points, _("Because %(reason)s") % {"reason": why}


def topic_words(known, likely):
    """(points, why) of the topic that says it best and that this service is known for."""
    best, why = 0.0, ""
    for fits, topic, known_as in likely:
        sure, phrase = knows(known, known_as) if fits * 0.95 > best else (0.0, None)
        if fits * sure * 0.95 > best:
            best = fits * sure * 0.95
            why = _("Because this is about %(topic)s, and %(reason)s") % {"topic": topic.name, "reason": phrase.why}
    return best, why


def knows(known, known_as):
    """How surely this service is the one for a topic, and by which of its phrases.

    The earlier word of the topic is the surer, and more sure as the whole of a phrase than as a part of it: "Housing Benefit" is not
    "Housing", and "school transport" no transport.
    """
    best, by = 0.0, None
    for place, wanted in enumerate(known_as):
        for phrase in known.phrases:
            sure = phrase.weight * max(0.5, 1 - 0.08 * place) * whole(wanted, phrase) if wanted else 0.0
            if sure > best:
                best, by = sure, phrase
    return best, by


def whole(wanted, phrase):
    """How much of a phrase these words are: 1 for the whole of it or what says as much, less for a part, 0 if they are not there."""
    if not set(wanted) <= set(phrase.stems):
        return 0.0
    return 1.0 if set(wanted) in phrase.parts else 1 - PART * (1 - len(set(wanted)) / len(set(phrase.stems)))


def fit(phrase, asked, rarity):
    """How well a phrase and what was typed agree, 0 to 1: how much of what was typed it says, and how much of it was typed."""
    sure = {typed: max((ways.get(word, 0.0) for word in phrase), default=0.0) for typed, ways in asked.items()}
    if not any(sure.values()):
        return 0.0
    weight = sum(rarity.values())
    said = sum(rarity[typed] * sure[typed] for typed in asked) / weight
    typed = sum(max((ways.get(word, 0.0) for ways in asked.values()), default=0.0) for word in phrase) / len(phrase)
    points = 0.5 * said + 0.5 * typed * min(1.0, 0.4 + said)
    return points * min(1.0, 0.4 + 0.75 * max(said, typed)) * min(1.0, 0.5 + typed)  # one common word of several on both sides says little
