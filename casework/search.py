"""Search in the cases that one may see. The engine proposes, the standings decide, and only then is anything ordered or shown.

Cases are found newest first. Common words are met among the reader's newest cases, which are walked first, no further than WALK; what is
not is looked up in the index of the words. docs/decisions/search.md says why, and what it costs.
"""
import datetime
import itertools
import logging
from dataclasses import dataclass, field, replace

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from rapidfuzz.distance import OSA

from casework.models import Case, CaseEntry, CasePaper, CaseStanding
from casework.policy import PARTS, WHOLE
from casework.texts import CaseText, Spelling, readers_differ, take_readers
from casework.wording import cuts, is_misspellable, kept, words_of
from council_portal.access.models import in_force
from council_portal.access.queryset import beyond, held

log = logging.getLogger(__name__)

NEWEST = "-received"
WALK = 150  # of the reader's newest cases that are looked through before the index of the words is asked
FIRST = 100  # proposals of the index that are decided at first; each time that they do not fill a page, four times as many
NEAR = 5  # words nearly the same, for each word that was asked for
CHUNK = 500  # cases at a time, when many are written or looked at
IN_PART = 100  # of the newest cases of such a reader that are looked through
NIGHT = 5000  # cases that one night mends


@dataclass(frozen=True)
class Found:
    """What a search found. ids: keys of cases, newest first. terms: what they hold. near: True when a word nearly the same will do.

    part: those of the ids that were found in what the reader reads of a case without having it from its beginning. cut: are there more
    cases of that sort than were looked through?
    """

    ids: list
    terms: list
    near: bool = False
    part: frozenset = frozenset()
    cut: bool = False


def look(user, terms, *, after=None, near=False, size=25, where=Q()):
    """The first `size` cases that hold all these words in what `user` may read of them, the newest first. Returns Found.

    terms: of wording.terms(). after: (received, pk) of the last case shown, or None. near: go on among words nearly the same; otherwise
    they are looked for by themselves when nothing holds the words as they are. where: a Q on listed columns that the cases answer to.
    """
    if not terms:
        return Found([], [])
    parts, newest = in_part(user, after, where), Walked.of(user, after, where)
    return replace(either_way(user, terms, parts, newest, size, after=after, near=near), cut=len(parts) == IN_PART)


def either_way(user, terms, parts, newest, size, *, after, near):
    """With the words as they are; where nothing holds them, with words nearly the same."""
    found = Found([], terms) if near else together(user, terms, parts, newest, size)
    if found.ids or (after and not near):
        return found
    wider = widened(terms)  # SECURITY: asked even where no word is near, or the time would tell that some hidden case has one
    found = together(user, wider, parts, newest, size)
    return replace(found, near=True) if found.ids else Found([], terms)


def together(user, terms, parts, newest, size):
    """Found among the cases that the reader has whole and those that they read in part, in one order; parts: of `in_part`.

    What is found both ways counts as whole. One statement more where something was found in part.
    """
    ids = first(user, terms, newest, size)
    met = {pk for pk, words in parts.items() if all(any(term.met_by(word) for word in words) for term in terms)} - set(ids)
    if met:
        ids = list(Case.objects.filter(pk__in=[*ids, *met]).order_by(NEWEST, "-pk").values_list("pk", flat=True)[:size])
    return Found(ids, terms, part=frozenset(met.intersection(ids)))


def in_part(user, after, where=Q()):
    """The words that the reader may read of the newest cases that they joined or contribute to, {key of a case: words}: of reference,
    title, the name of the Member who raised it, and of the turns since they came. One statement; three where there are such cases.

    SECURITY: never of the text or of turns before, and never from the index, which knows the whole case.
    """
    if not CaseStanding.objects.filter(in_force(), principal__in=user.principals, capacity__in=PARTS).exists():
        return {}
    newest = Case.objects.page(user, NEWEST, where=Q(capacity__in=PARTS) & where, after=after, size=IN_PART)
    found = {pk: words_of(" ".join(texts)) for pk, *texts in newest.values_list("pk", "reference", "title", "raised_by__name")}
    for case, text in turns_read(user, list(found)):
        found[case] |= words_of(text)
    return found


def turns_read(user, ids):
    """[(key of a case, text of a turn)], oldest first, of the turns of these cases that the reader may read: one statement, or none."""
    if not ids:
        return []
    return list(CaseEntry.objects.permitted(user).filter(case__in=ids).exclude(text="").order_by("pk").values_list("case_id", "text"))


@dataclass(frozen=True)
class Walked:
    """The reader's newest cases after a cursor, no more than WALK of those that they have whole. ids: their keys, newest first.

    where: what these cases answer to, and all others that are found beyond them.
    """

    after: tuple | None
    ids: list
    where: Q = field(default_factory=Q)

    @classmethod
    def of(cls, user, after, where=Q()):
        """Read their keys: one statement. SECURITY: what is in `ids` the reader stands in now."""
        whole = Q(capacity__in=sorted(WHOLE)) & where
        return cls(after, Case.objects.keys_of_page(user, NEWEST, where=whole, after=after, size=WALK), where)


def first(user, terms, newest, size):
    """Keys of the first cases: from the reader's newest ones if these fill the page, else from the index of the words.

    The walk counts how often each word is met, so that the index is asked for the rarest: common ones would cost it most of the time.
    """
    texts = CaseText.objects.filter(pk__in=newest.ids)
    walked = {pk: has for pk, *has in texts.values_list("pk", *(texts.holds(term) for term in terms))}
    found = [pk for pk in newest.ids if all(walked.get(pk, [False]))][:size]
    if len(found) == size:
        return found
    met = [sum(has[at] for has in walked.values()) for at in range(len(terms))]
    rarest = min(range(len(terms)), key=lambda at: (met[at], -len(terms[at].word)))
    return decided(user, proposals(user, terms[rarest], [*terms[:rarest], *terms[rarest + 1:]], newest), size)


def in_order(texts):
    """These texts, those of the newest cases first."""
    return texts.order_by("-case__received", "-pk")


def proposals(user, rarest, others, newest):
    """Keys of the cases that the engine proposes to this reader, newest first. newest: Walked. SECURITY: no answer yet."""
    standings = CaseStanding.objects.filter(in_force(), capacity__in=sorted(WHOLE))
    texts = CaseText.objects.holding([rarest]).proposed_to(user, standings).filter(beyond("-case__received", newest.after, "pk"))
    if newest.where:
        texts = texts.filter(case__in=Case.objects.filter(newest.where))
    for term in others:
        texts = texts.filter(texts.holds(term))
    return list(in_order(texts).values_list("pk", flat=True))


def decided(user, ids, size):
    """The first `size` of these that the reader stands in as a whole reader now, and is not kept out of."""
    found, at, step = [], 0, FIRST
    while len(found) < size and at < len(ids):
        mine = held(user, Case, ids[at:at + step])
        found += [pk for pk in ids[at:at + step] if mine.get(pk, set()) & WHOLE]
        at, step = at + step, step * 4
    return found[:size]


def widened(terms):
    """The same terms, each with the words that are a slip of the hand away from it. SECURITY: these words are never shown."""
    wanted = {term.word: cuts(term.word) for term in terms if is_misspellable(term.word)}
    asked = sorted(set(itertools.chain.from_iterable(wanted.values())))
    known = {}
    for cut, word in Spelling.objects.filter(cut__in=asked).values_list("cut", "word"):
        known.setdefault(cut, set()).add(word)
    return [replace(term, near=nearest(term.word, [known.get(cut, ()) for cut in wanted.get(term.word, ())])) for term in terms]


def nearest(word, candidates):
    """The few words of these sets that are least different from this one: one slip, or two in a word of eight letters and more."""
    most = 2 if len(word) >= 8 else 1
    near = sorted((OSA.distance(word, one), one) for one in set().union(*candidates) - {word})
    return tuple(one for distance, one in near if distance <= most)[:NEAR]


def fetched(ids):
    """These cases. SECURITY: ids as `look` gave them in this request: it has just asked the standings about each."""
    return Case.objects.filter(pk__in=ids)


def threads(ids):
    """What the threads of these cases say and their papers are called: {key of a case: [(kind, text)]}, kind "turn" or "paper".

    SECURITY: only for cases that the reader may read whole.
    """
    found = {pk: [] for pk in ids}
    turns = CaseEntry.objects.order_by().filter(case__in=ids).exclude(text="").values_list("case_id", "pk", "text")
    papers = CasePaper.objects.order_by().filter(case__in=ids).values_list("case_id", "pk", "name")
    kinds = [[(case, 0, pk, text) for case, pk, text in turns], [(case, 1, pk, name) for case, pk, name in papers]]
    for case, kind, _pk, text in sorted(itertools.chain(*kinds)):
        found[case].append((("turn", "paper")[kind], text))
    return found


# --- keeping it true -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def write(case):
    """Write the words of a case anew, inside the transaction of whoever changed it. Two at once wait for one another at the case.

    At the case, because a standing that is given waits there too, before its trigger comes to the text: one order for all.
    """
    if not Case.objects.select_for_update(no_key=True).filter(pk=case.pk).values_list("pk", flat=True):
        return
    words = words_in([case.pk])[case.pk]
    CaseText.objects.bulk_create(
        [CaseText(case_id=case.pk, words=kept(words))], update_conflicts=True, unique_fields=["case"], update_fields=["words"])
    learn(words)


def words_in(ids):
    """The words of these cases, from what they say now: {key: set of words}. One statement."""
    of = {"pk__in": ids}
    says = [Case.objects.order_by().filter(**of).values_list("pk", column) for column in ("reference", "title", "text", "raised_by__name")]
    says += [CaseEntry.objects.order_by().filter(case__in=ids).values_list("case_id", "text"),
             CasePaper.objects.order_by().filter(case__in=ids).values_list("case_id", "name")]
    found = {pk: set() for pk in ids}
    for pk, text in says[0].union(*says[1:], all=True):
        found[pk] |= words_of(text)
    return found


def learn(words):
    """Keep how these words are spelt, those that are new. In one order, so that two who learn the same wait and do not lock."""
    asked = {word for word in words if is_misspellable(word)}
    new = asked - set(Spelling.objects.filter(cut__in=asked, cut=F("word")).values_list("word", flat=True))
    rows = [Spelling(cut=cut, word=word) for cut, word in sorted((cut, word) for word in new for cut in cuts(word))]
    Spelling.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def untrue(since=None):
    """Keys of cases that a search would miss, or find for words that they do not hold. since: an instant; only cases touched since.

    Reads everything that the cases say: for the night, and for tests, which expect none.
    """
    cases = Case.objects.order_by("pk").filter(**({"last_activity__gte": since} if since else {}))
    wrong = set(unread())
    for ids in chunks(cases.values_list("pk", flat=True)):
        texts = dict(CaseText.objects.filter(pk__in=ids).values_list("pk", "words"))
        wrong |= {pk for pk, words in words_in(ids).items() if texts.get(pk) != kept(words)}
    return sorted(wrong)


def unread():
    """Keys of cases whose text is missing, or does not name somebody who stands in it as a whole reader."""
    missing = set(Case.objects.filter(words=None).values_list("pk", flat=True))
    return missing | set(readers_differ(connection, "NOT t.readers @> {now}"))


def outlived():
    """Keys of cases whose text names somebody who no longer stands in it: harmless, and taken out by night (PostgreSQL)."""
    return readers_differ(connection, "NOT t.readers <@ {now}")


@transaction.atomic
def reindex(ids):
    """Write words and readers of these cases anew."""
    for case in Case.objects.filter(pk__in=ids).only("pk"):
        write(case)
        take_readers(connection, case.pk)


def reindex_all():
    """Write all cases anew, a few at a time, while others work. Returns how many."""
    done = 0
    for ids in chunks(Case.objects.order_by("pk").values_list("pk", flat=True)):
        reindex(ids)
        done += len(ids)
    return done


def chunks(keys):
    """Lists of CHUNK keys, read as they are needed."""
    keys = keys.iterator(chunk_size=CHUNK)
    while some := list(itertools.islice(keys, CHUNK)):
        yield some


def look_nightly():
    """A due job, once a day whichever process is first: mends what a search would miss, and says so. Returns how many it found."""
    if not cache.add("casework.search-looked-at", True, 24 * 3600):
        return 0
    wrong = untrue(since=timezone.now() - datetime.timedelta(days=2))
    if wrong:
        log.error("The search did not know %s cases as they are. They are mended; look why.", len(wrong))
    for at in range(0, len(mend := [*wrong, *outlived()][:NIGHT]), CHUNK):
        reindex(mend[at:at + CHUNK])
    return len(wrong)
