"""Who may see which declaration: by tokens, as no row says in plain whose it is."""
from collections import defaultdict

from complaints.connections.policy import DECLARER, KEEPER
from complaints.standing import VeiledQuerySet, own_word
from council_portal.accounts.policy import MONITORING
from council_portal.sealing.veils import tokens


def place_of(uid):
    """Where the tokens of one declaration count."""
    return f"connection/{uid}"


class ConnectionQuerySet(VeiledQuerySet):
    """Manager of declarations. A council has not many of them, so all are looked at: one statement, however many are the reader's."""

    def capacities(self, user, ids=None):
        """{key: {capacity}} of the declarations (these, or all) that are the reader's own, or that they keep.

        SECURITY: whoever is the other person finds no trace of it, and whoever declared it never keeps it, whatever office they hold.
        """
        if not user.principals:
            return {}
        sides = self.model.sides.rel.related_model._base_manager.all()
        rows = sides if ids is None else sides.filter(connection__in=ids)
        held, uids = defaultdict(dict), {}
        for pk, uid, part, token in rows.values_list("connection", "connection__uid", "part", "token"):
            held[pk][part], uids[pk] = token, uid
        keeps, word, found = bool(user.posts & MONITORING), own_word(user), {}
        for pk, parts in held.items():
            own = tokens(word, place_of(uids[pk]))
            if parts["declarer"] in own:
                found[pk] = {DECLARER}
            elif keeps and parts["other"] not in own:
                found[pk] = {KEEPER}
        return found
