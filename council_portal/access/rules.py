"""A rule as data: the list filter and the answer for one row come from the same object."""
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q


@dataclass(frozen=True)
class Condition:
    """A condition that equality cannot say, in both its forms. tests/access prove that the two agree."""

    name: str
    q: Callable
    holds: Callable


@dataclass(frozen=True)
class Rule:
    """One action on a matter: the capacities that give it (none named: any), and the values of listed columns it needs.

    clause: the requirement it rests on, as docs/roles.md lists them ("SEC-3.5"), or the decision page ("decision access-by-standing").
    cites: the word of the matter whose clause in the protocol in force is shown to the reader ("unanswered"), or "".
    says: why it is refused, in plain English.
    """

    clause: str
    capacities: frozenset = frozenset()
    when: dict = field(default_factory=dict)
    conditions: tuple = ()
    cites: str = ""
    says: str = ""

    def standing_q(self):
        """The condition on a standing, which carries copies of the listed columns."""
        q = Q(**{f"{column}__in": values for column, values in self.when.items()})
        for condition in self.conditions:
            q &= condition.q()
        return q & Q(capacity__in=sorted(self.capacities)) if self.capacities else q

    def holds(self, matter, held):
        """The same condition, in Python, for a matter in which the reader holds these capacities."""
        fits = all(getattr(matter, column) in values for column, values in self.when.items())
        fits = fits and all(condition.holds(matter) for condition in self.conditions)
        return fits and bool(held & self.capacities if self.capacities else held)


@dataclass(frozen=True)
class OfficeRule:
    """An action that rests on an office held, not on a standing: making something, or reading reference data.

    posts: any one of these posts gives it. Empty: anyone who holds any office in the council.
    """

    clause: str
    posts: frozenset = frozenset()
    cites: str = ""
    says: str = ""

    def given_to(self, user, row=None):
        """Does this reader hold one of the posts today, or, where none is named, anything at all? In no office: no.

        row: the object asked about, for a rule that also looks at whose it is.
        """
        return bool(user.posts & self.posts) if self.posts else bool(user.principals)

    def rows(self, queryset, user):
        """Those rows of the queryset that the rule gives this reader: all of them or none."""
        return queryset.all() if self.given_to(user) else queryset.none()


@dataclass(frozen=True)
class OwnRule(OfficeRule):
    """What is said of one person: theirs to do, and that of the holders of `posts`. In no office: nobody's, their own included.

    of: the foreign key of the row that names the person; "pk" where the row is the person.
    """

    of: str = "person_id"

    def given_to(self, user, row=None):
        """Asked without a row: does a post give it, whoever the row is about?"""
        return bool(user.posts & self.posts) or (row is not None and bool(user.principals) and getattr(row, self.of) == user.person_id)

    def rows(self, queryset, user):
        """All rows by a post; else the reader's own."""
        if user.posts & self.posts:
            return queryset.all()
        return queryset.filter(**{self.of: user.person_id}) if user.principals else queryset.none()


@dataclass(frozen=True)
class SecondRule(OfficeRule):
    """What a second person does who holds one of `posts`: neither whoever entered the row (`entered_by`) nor whom it is for (`person`)."""

    def given_to(self, user, row=None):
        """Asked without a row: does a post give it at all?"""
        return super().given_to(user) and (row is None or user.person_id not in (row.entered_by_id, row.person_id))

    def rows(self, queryset, user):
        """Those that another entered for somebody else."""
        return super().rows(queryset, user).exclude(entered_by=user.person_id).exclude(person=user.person_id)
