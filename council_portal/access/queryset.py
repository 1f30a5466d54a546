"""Who may see which: the one expression (`permitted`) and its fast form for lists (`page`).

`permitted()` is right everywhere and chains like any queryset. `page()` gives the same rows in the same order, but reads
the first `size` of each of the reader's principals from the standings' own index and merges them, so that its cost does
not grow with the number of matters. tests/access/test_laws.py holds the two together.
"""
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from council_portal.access.models import in_force
from council_portal.access.rules import OfficeRule


class GuardedQuerySet(models.QuerySet):
    """Manager of every matter: a model with `standings`, `exclusions`, RULES (action: Rule) and ORDERINGS (key: label)."""

    def permitted(self, user, action="view"):
        """Matters on which `user` may do `action`. An unknown action is a KeyError, never "yes"."""
        granted, matter = self._granted(action)
        mine = granted.filter(principal__in=user.principals)
        return self.filter(pk__in=mine.values(matter)).exclude(pk__in=user.walls(self.model))

    def allows(self, user, action, pk):
        """Is this one among permitted(user, action)? Read by the key of the standing: one probe for each principal."""
        granted, matter = self._granted(action)
        mine = granted.filter(principal__in=user.principals, **{matter: pk})
        return pk not in user.walls(self.model) and mine.exists()

    def standings_of(self, user, action="view", *, where=Q()):
        """The standings themselves by which `user` may do `action`, one row for each: for a few columns of a few matters, read with little
        ado. where: a Q on the standing. The same matters as `permitted` gives; one may come twice, by two offices or capacities."""
        granted, matter = self._granted(action)
        mine = granted.filter(where, principal__in=user.principals)
        walls = user.walls(self.model)
        return mine.exclude(**{f"{matter}__in": walls}) if walls else mine

    def capacities(self, user, ids):
        """The capacities that `user` holds in each of these matters, {id: {capacity}}: one statement; a walled matter is absent."""
        reverse = self.model.standings
        rows = reverse.rel.related_model._default_manager.filter(
            in_force(), principal__in=user.principals, **{f"{reverse.field.name}__in": ids})
        found = {}
        for pk, capacity in rows.values_list(reverse.field.attname, "capacity"):
            if pk not in user.walls(self.model):
                found.setdefault(pk, set()).add(capacity)
        return found

    def page(self, user, order, *, where=Q(), after=None, size=25, action="view", in_one=False):
        """The `size` permitted matters after the cursor, as a queryset.

        order: a key of ORDERINGS, else KeyError; each has its index. where: a Q on listed columns only.
        after: (value of the ordering column, pk) of the last row shown. in_one: ask whom the reader is kept from in the same
        statement, where a page asks nothing else of these matters.
        """
        if self.query.where:
            raise TypeError("page() reads the standings: give filters as where=, not before it")
        try:
            first = RawSQL(*self._first(user, order, where, after, size, action, user.walled(self.model) if in_one else None))
        except EmptyResultSet:  # the filters contradict each other, or the reader holds nothing
            return self.none()
        return self.filter(pk__in=first).order_by(order, tie_break(order, "pk"))[:size]

    def keys_of_page(self, user, order, *, where=Q(), after=None, size=25, action="view"):
        """The keys of the same matters as `page` gives, in its order, as a list: without reading the matters."""
        try:
            sql, params = self._first(user, order, where, after, size, action)
        except EmptyResultSet:
            return []
        with connections[self.db].cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY sort_key {way(order)}, matter_id {way(order)}", params)
            return [key for (key,) in cursor.fetchall()]

    def count_to(self, limit, user, order, *, where=Q(), action="view"):
        """How many, counted no further than limit + 1 (shown as "1,000+")."""
        try:
            sql, params = self._first(user, order, where, None, limit + 1, action)
        except EmptyResultSet:
            return 0
        with connections[self.db].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql}) AS counted", params)
            return cursor.fetchone()[0]

    def _granted(self, action):
        """Standings in force that give `action`, and the name of their key to the matter."""
        reverse = self.model.standings
        standings = reverse.rel.related_model._default_manager.using(self.db)
        return standings.filter(in_force(), self.model.RULES[action].standing_q()), reverse.field.name

    def _first(self, user, order, where, after, size, action, walls=None):
        """SQL and parameters for the ids of the first `size` of all principals together.

        The ORM writes the inner select once, for `mine.id`; only the frame that repeats it is ours. PostgreSQL repeats
        by LATERAL; SQLite, which has none, by one correlated select for each principal, joined by UNION.
        """
        self.model.ORDERINGS[order]
        if not user.principals:
            raise EmptyResultSet
        connection = connections[self.db]
        granted, matter = self._granted(action)
        inner = granted.filter(where, beyond(order, after, matter), principal=RawSQL("mine.id", ()))
        walls = user.walls(self.model) if walls is None else walls
        inner = inner.exclude(**{f"{matter}__in": walls}).order_by(order, tie_break(order, matter))
        # DISTINCT: one principal may hold two capacities in one matter, and must not fill the page with it
        inner = inner.values_list(order.lstrip("-"), matter).distinct()[:size]
        sql, params = inner.query.get_compiler(self.db).as_sql()
        if connection.vendor == "postgresql":
            each = f"SELECT DISTINCT one.* FROM unnest(%s::bigint[]) AS mine(id) CROSS JOIN LATERAL ({sql}) AS one"
            params = (list(user.principals), *params)
        else:
            each = " UNION ".join(f"SELECT * FROM ({sql.replace('(mine.id)', str(int(p)))})" for p in user.principals)
            params = params * len(user.principals)
        merged = f"{each} ORDER BY 1 {way(order)}, 2 {way(order)} LIMIT {int(size)}"
        return f"WITH merged(sort_key, matter_id) AS ({merged}) SELECT matter_id FROM merged", params


class ChildQuerySet(models.QuerySet):
    """Manager of what belongs to a matter (an update, a paper): it has no rule of its own, `guarded_by` names its matter."""

    def permitted(self, user, action="view"):
        """Children of the matters on which `user` may do `action`."""
        parent = self.model._meta.get_field(self.model.guarded_by).related_model
        return self.filter(**{f"{self.model.guarded_by}__in": parent._default_manager.all().permitted(user, action)})

    def allows(self, user, action, pk):
        """Is this one among permitted(user, action)?"""
        return self.filter(pk=pk).permitted(user, action).exists()


class OfficeQuerySet(models.QuerySet):
    """Manager of reference data (services, wards, people): all of it or none by the posts held, or what is the reader's own (OwnRule)."""

    def permitted(self, user, action="view"):
        """Everything, the reader's own rows, or nothing, as the rule of `action` says. An unknown action is a KeyError."""
        return self.model.RULES[action].rows(self, user)

    def allows(self, user, action, pk):
        """Is this one among permitted(user, action)?"""
        return self.filter(pk=pk).permitted(user, action).exists()


def held(user, model, ids):
    """The capacities that `user` holds in each of these matters, {id: {capacity}}; a walled matter is absent."""
    return model._default_manager.all().capacities(user, ids)


def mark_actions(user, matters):
    """Give each of these matters `.may`, {action: bool}, for the buttons of a page: one statement for all rows and actions."""
    matters = list(matters)
    if matters:
        model = type(matters[0])
        mine = held(user, model, [m.pk for m in matters]) if hasattr(model, "standings") else {}  # reference data has no standings
        for m in matters:
            m.may = {action: may_do(rule, user, m, mine.get(m.pk, set())) for action, rule in model.RULES.items()}
    return matters


def may_do(rule, user, matter, capacities):
    """One rule of either kind, asked in Python."""
    return rule.given_to(user, matter) if isinstance(rule, OfficeRule) else rule.holds(matter, capacities)


def way(order):
    """The direction of an ordering, as SQL says it."""
    return "DESC" if order.startswith("-") else "ASC"


def tie_break(order, pk):
    """The second key of an ordering, in the same direction as the first."""
    return "-" + pk if order.startswith("-") else pk


def beyond(order, after, pk):
    """After the cursor (value, pk): a range for the index first, then the tie-break."""
    if after is None:
        return Q()
    name, op = order.lstrip("-"), "lt" if order.startswith("-") else "gt"
    value, last = after
    return Q(**{f"{name}__{op}e": value}) & (Q(**{f"{name}__{op}": value}) | Q(**{f"{pk}__{op}": last}))
