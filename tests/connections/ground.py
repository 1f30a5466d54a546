"""Declarations of the register, by the door that they go through."""

import uuid

from complaints.connections import services
from tests.complaints import ground
from tests.factories import fresh

TEXT = "My brother-in-law. We share a boat."
council = ground.council


def declare(declarer, other, **given):
    """A connection that this account declares with the person of another."""
    return services.declare(actor=fresh(declarer), other=other.person, **{"key": uuid.uuid4(), "kind": "family", "text": TEXT, **given})


def furnish(made):
    """{"connection": uid, its key, "connection_of_officer": uid}: a Member's with an officer, and an officer's with another Member."""
    of = made.users
    own = declare(of["member"], of["communications"])
    return {"connection": own.uid, "connection_pk": own.pk,
            "connection_of_officer": declare(of["head_of_service"], of["group_leader"], kind="social").uid}
