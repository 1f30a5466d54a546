"""The law of the search: for every reader and every question it finds what reading every permitted case word by word finds."""

import datetime
import random

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import policy, search, services
from casework.models import Case, CaseEntry, CaseStanding
from casework.wording import terms, words_of
from council_portal.access.models import in_force
from council_portal.access.services import end_standings, exclude, give_standing
from council_portal.accounts.models import Principal
from tests.factories import fresh, log

pytestmark = pytest.mark.django_db
# Words that begin with one another, plurals, a slip apart, with accents and figures.
WORDS = ["bin", "bins", "binder", "lane", "lanes", "line", "café", "cafe", "pothole", "potholes", "potohle", "12", "121", "a", "of",
         "O’Brien", "obrien", "party", "parties", "drain", "drains", "draining", "train"]
SEED = 7


@pytest.fixture(scope="module")
def cases(council):
    """Sixty cases with standings of every kind: begun, ended, to come, of readers of parts, and with people kept out."""
    rnd, now = random.Random(SEED), timezone.now()  # noqa: S311 -- a seed, not a secret
    principals = list(Principal.objects.order_by("pk"))
    made = []
    for _ in range(60):
        case = log(council, title=" ".join(rnd.choices(WORDS, k=2)), text=" ".join(rnd.choices(WORDS, k=4)),
                   actor=rnd.choice([council.member, council.other_member]),
                   service=rnd.choice([council.services.street_scene, council.services.housing]))
        if rnd.random() < 0.5:
            services.update(case, actor=fresh(case.raised_by.user), text=" ".join(rnd.choices(WORDS, k=2)))
        for principal in rnd.sample(principals, 3):
            give_standing(case, principal, rnd.choice([*sorted(policy.WHOLE), "participant"]), reason="helps")
        if rnd.random() < 0.3:
            end_standings(case, capacity=rnd.choice(sorted(policy.WHOLE)))
        if rnd.random() < 0.3:
            CaseStanding.objects.filter(case=case, principal=rnd.choice(principals)).update(since=now + datetime.timedelta(days=1))
        if rnd.random() < 0.2:
            exclude(case, rnd.choice(principals), reason="declared an interest")
        Case.objects.filter(pk=case.pk).update(received=now - datetime.timedelta(hours=rnd.randrange(5)))
        made.append(case)
    return made


def by_reading(user, asked):
    """The same answer without any index: each permitted case, what the reader may read of it read word by word."""
    mine = CaseStanding.objects.filter(in_force(), principal__in=user.principals, capacity__in=policy.WHOLE)
    whole = set(mine.values_list("case", flat=True))
    found = []
    for case in Case.objects.permitted(user).select_related("raised_by").order_by("-received", "-pk"):
        turns = CaseEntry.objects.permitted(user).filter(case=case).values_list("text", flat=True)
        texts = [case.reference, case.title, case.raised_by.name, *turns, *([case.text] if case.pk in whole else [])]
        said = set().union(*map(words_of, texts))
        if all(any(term.met_by(word) for word in said) for term in asked):
            found.append(case.pk)
    return found


@pytest.mark.requirement("SEC-4.2")
@settings(max_examples=60, deadline=None)
@given(who=st.sampled_from(["member", "other_member", "colleague", "head", "other_head", "clo", "chief", "democratic", "technical"]),
       question=st.lists(st.sampled_from([*WORDS, "bi", "pot", "lan", "x", "train drain"]), min_size=1, max_size=3).map(" ".join),
       walk=st.sampled_from([1, 3, 150]), size=st.integers(1, 70))
def test_the_search_finds_what_reading_every_permitted_case_finds(council, cases, who, question, walk, size):
    user, asked, before = fresh(council.accounts[who]), terms(question), (search.WALK, search.FIRST)
    search.WALK, search.FIRST = walk, walk
    try:
        answer = search.look(user, asked, size=size)
    finally:
        search.WALK, search.FIRST = before
    expected = by_reading(user, answer.terms) if asked else []

    assert answer.ids == expected[:size]
    assert not answer.near or by_reading(user, asked) == []


def test_the_law_was_tried_on_readers_who_find_something_and_not_everything(council, cases):
    numbers = [len(by_reading(fresh(council.accounts[who]), terms("bin"))) for who in ("member", "other_member", "head", "democratic")]

    assert all(0 < number < len(cases) for number in numbers)
    assert search.untrue() == []
