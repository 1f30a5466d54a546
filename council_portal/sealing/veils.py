"""Rows that point at somebody and do not say at whom: found by a token that only whoever has the keys can compute."""
import hashlib
import hmac
import uuid

from django.db import models

from council_portal.sealing.fields import SealedTextField, ring

LENGTH = 40  # hexadecimal figures of a token: 160 bits


def token(key, who, place):
    """The token under one key. who: a word for whoever is meant ("person:7"). place: where it counts; elsewhere it is another token."""
    own = hmac.digest(key.secret, b"veil", hashlib.sha256)  # a key of its own, so that no token tells anything of what the key seals
    return hmac.new(own, f"{place}\0{who}".encode(), hashlib.sha256).hexdigest()[:LENGTH]


def tokens(who, place):
    """The tokens of this word there, one for each key: what was veiled before a rotation is found as well. Raises KeyFault."""
    return {token(key, who, place) for key in ring().keys}


class Veiled(models.Model):
    """A row that points at somebody: abstract. who: a word for whoever is meant, sealed. token: by which it is found.

    A concrete row says by `place` where it counts: of another matter the same person has another token, so that the rows of one cannot
    be put together.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    who = SealedTextField()
    token = models.CharField(max_length=LENGTH, db_index=True)

    class Meta:
        abstract = True

    @property
    def place(self):
        """Where it counts, a text that stays the same."""
        raise NotImplementedError

    def veil(self, who):
        """Point at somebody. Returns the row, which is not saved. Raises KeyFault."""
        self.who, self.token = who, token(ring().current, who, self.place)
        return self
