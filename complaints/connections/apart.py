"""Two people with a declared connection do not work on one matter while it goes on; why not, nobody is told (SEC-5.7)."""
import json
from collections import defaultdict

from complaints.connections.models import Connection, ConnectionSide, NotAvoided
from complaints.connections.standing import place_of
from complaints.standing import word_for
from council_portal.sealing.veils import tokens


def there():
    """The connections that go on."""
    return Connection.objects.filter(running=True)


def apart(pairs):
    """Those of these pairs, {(key of a Member, key of an officer)}, of whom one declared a connection with the other that goes on."""
    return {pair for pair, _connection in between(pairs)}


def connected(people, others):
    """Those of these people of whom a connection with one of the others was declared, by whichever of the two, and goes on. One
    statement."""
    found = apart({(one.pk, other.pk) for one in people for other in others if one != other})
    return [one for one in people if any(one.pk == pair[0] for pair in found)]


def declared_with(person, others):
    """The connections that go on and that this person themselves declared with one of the others. One statement. SECURITY: none that
    somebody else declared, of which they find no trace. Raises KeyFault."""
    rows = ConnectionSide.objects.filter(connection__running=True).select_related("connection")
    parts = defaultdict(dict)
    for row in rows:
        parts[row.connection][row.part] = row.token
    words = [word_for(one.pk) for one in others]
    return [one for one, there in parts.items() if there[ConnectionSide.Part.DECLARER] in tokens(word_for(person.pk), place_of(one.uid))
            and any(there[ConnectionSide.Part.OTHER] in tokens(word, place_of(one.uid)) for word in words)]


def between(pairs):
    """[(pair, key of a connection)]: one statement. Raises KeyFault."""
    held, uids = defaultdict(set), {}
    rows = ConnectionSide.objects.filter(connection__running=True)
    for pk, uid, token in rows.values_list("connection", "connection__uid", "token"):
        held[pk].add(token)
        uids[pk] = uid
    keys, found = {key for pair in pairs for key in pair}, []
    for pk, uid in uids.items():
        there = {key for key in keys if held[pk] & tokens(word_for(key), place_of(uid))}
        found += [(pair, pk) for pair in pairs if there.issuperset(pair)]
    return found


def tell(matter, pair, chosen):
    """Such a pair works on a matter, as there was nobody else, or as the Member chose it (chosen): kept for the register.

    Its keepers are told on another day (`telling`)."""
    for _pair, connection in between({pair}):
        NotAvoided(connection_id=connection, said=json.dumps({"case": matter.reference, "chosen": chosen})).save(force_insert=True)
