"""Sealing and opening: AES-256-GCM, bound to the place where the sealed text belongs, so that it opens nowhere else.

Sealed text reads `s1.KEYNAME.DATA`: the way it was sealed, the name of the key, and in base64 a nonce of 12 random bytes with what the
cipher gave. Random nonces are safe for 2**32 texts of one key (NIST SP 800-38D, 8.3); a council writes some thousands.
"""
import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from council_portal.sealing.keys import KeyFault

WAY = "s1"
NONCE = 12


class Damaged(KeyFault):
    """What was sealed was changed, cut short, or taken from another place."""


class Sealed(str):
    """Text that is sealed. Nothing else is ever written where such text belongs."""

    __slots__ = ()

    @property
    def key_name(self):
        """The name of the key that it was sealed with; "" where it does not say so."""
        parts = self.split(".")
        return parts[1] if len(parts) == 3 and parts[0] == WAY else ""


def seal(ring, text, place):
    """Seal a text with the current key. place: where it belongs, a text that is the same whenever it is opened. Returns Sealed."""
    nonce, key = secrets.token_bytes(NONCE), ring.current
    made = AESGCM(key.secret).encrypt(nonce, text.encode(), place.encode())
    return Sealed(f"{WAY}.{key.name}.{base64.b64encode(nonce + made).decode()}")


def unseal(ring, sealed, place):
    """The text. Raises KeyMissing where its key is not in the ring, Damaged where it is not what was sealed for this place."""
    key = ring.named(name) if (name := Sealed(sealed).key_name) else None
    try:
        data = base64.b64decode(sealed.split(".")[2], validate=True) if key else b""
        return AESGCM(key.secret).decrypt(data[:NONCE], data[NONCE:], place.encode()).decode() if key else _damaged(place)
    except (InvalidTag, binascii.Error, ValueError):
        return _damaged(place)


def _damaged(place):
    raise Damaged(f"What is kept at {place} was changed, cut short, or belongs elsewhere: it cannot be opened.") from None
