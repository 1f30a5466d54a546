"""Who may see which concern: the same rules as elsewhere, by tokens, as no row says in plain who stands in it."""
from collections import defaultdict

from django.apps import apps
from django.db import models
from django.db.models import Q

from complaints.policy import APART, CLOSED, COMPLAINANT, DECIDED, DECIDER, GRANTED, SIDES, SUBJECT
from council_portal.access.models import in_force
from council_portal.sealing.veils import tokens

BY_NAME = SIDES | GRANTED  # no office is needed for these


def words_of(user):
    """The words by which this reader may be meant: the offices held today, and themselves. With a closed account: none.

    user: a User; or a Person who has no account, when it is asked whether there is still something to tell them.
    """
    if not getattr(user, "is_active", True):
        return []
    return [*(f"principal:{pk}" for pk in user.principals), own_word(user)]


def own_word(person):
    """The word for a person, whatever they hold. person: a Person or a User."""
    return word_for(person.person_id)


def word_for(key):
    """The word for the person of this key."""
    return f"person:{key}"


def place_of(uid):
    """Where the tokens of one concern count."""
    return f"concern/{uid}"


class VeiledQuerySet(models.QuerySet):
    """Manager of rows in which nobody stands in plain: what a rule gives is read off `capacities`, which says who holds what in which."""

    def permitted(self, user, action="view"):
        """Rows on which `user` may do `action`. An unknown action is a KeyError, never "yes"."""
        rule = self.model.RULES[action]
        keys = [pk for pk, held in self.capacities(user).items() if not rule.capacities or held & rule.capacities]
        return self.filter(pk__in=keys, **{f"{column}__in": values for column, values in rule.when.items()})

    def allows(self, user, action, pk):
        """Is this one among permitted(user, action)?"""
        rule = self.model.RULES[action]
        held = self.capacities(user, [pk]).get(pk, set())
        row = self.model._base_manager.filter(pk=pk).first()
        return bool(held) and row is not None and rule.holds(row, held)


class ConcernQuerySet(VeiledQuerySet):
    """Manager of concerns. A council has not many of them, so all are looked at: three statements, however many are the reader's."""

    def capacities(self, user, ids=None):
        """{key: {capacity}} of the concerns in which `user` stands (of these, or of all) and is not kept out.

        Whoever it is about, and whoever decided what another office looks at again, is kept out of everything but what they are told as
        such. In no office: what they stand in by name, which is what they raised, what they were told and what they were let in to.
        """
        words = words_of(user)
        if not words:
            return {}
        rows = self.model._base_manager.all() if ids is None else self.model._base_manager.filter(pk__in=ids)
        uids = dict(rows.values_list("pk", "uid"))
        if not uids:
            return {}
        standing = taken(self.model.standings, uids, "capacity")
        walls = taken(self.model.exclusions, uids, "pk")
        own, found = own_word(user), {}
        for pk, uid in uids.items():
            mine = {token for word in words for token in tokens(word, place_of(uid))} if standing[pk] else set()
            held = {capacity for token in standing[pk].keys() & mine for capacity in standing[pk][token]}
            if held and walls[pk] and walls[pk].keys() & tokens(own, place_of(uid)):
                held &= APART
            if not user.principals:
                held -= {DECIDER}
            if held:
                found[pk] = only(held)
        return found


def only(held):
    """SECURITY: whoever raised it, or whom it is about, never deals with it, though they hold the office that does with others."""
    return next(({capacity} for capacity in (COMPLAINANT, SUBJECT) if capacity in held), held)


def taken(relation, uids, column):
    """{key of a concern: {token: {value of the column}}} of the rows in force."""
    found = defaultdict(lambda: defaultdict(set))
    rows = relation.rel.related_model._base_manager.filter(in_force(), concern__in=uids)
    for concern, token, value in rows.values_list("concern", "token", column):
        found[concern][token].add(value)
    return found


def by_name(user):
    """The standings by name of which home may have something to tell a reader, of everybody, with no name.

    Of open concerns those of whoever it is about or is let in; of decided and closed ones those of whoever may ask for a second look.
    Where the reader holds no office: all by name, whatever became of it, as they find it nowhere else.
    """
    rows = apps.get_model("complaints", "ConcernStanding")._base_manager.filter(in_force())
    if not user.principals:
        return rows.filter(capacity__in=BY_NAME)
    goes_on = Q(capacity__in=[SUBJECT, *GRANTED], concern__is_open=True)
    return rows.filter(goes_on | Q(capacity__in=SIDES, concern__status__in=[DECIDED, CLOSED]))


def named_in(user, found):
    """[(concern, capacities)] of those in which this reader stands by name, the oldest first. found: [(uid of the concern, token)] of
    `by_name`. No statement where none is theirs. Raises KeyFault."""
    own = own_word(user)
    mine = {uid for uid, token in found if token in tokens(own, place_of(uid))}
    if not mine:
        return []
    model = apps.get_model("complaints", "Concern")
    held = {pk: there for pk, there in model.objects.capacities(user).items() if there & BY_NAME}
    return [(one, held[one.pk]) for one in model.objects.filter(pk__in=held, uid__in=mine).order_by("pk")]
