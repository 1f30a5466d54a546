"""The escrow: all keys in a second file, opened by a code that is written down and kept apart from it. For the day the keys are lost.

The code is the portal's own, 160 random bits in eight groups of four letters: nobody has to think of one, and none can be guessed.
"""
import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from council_portal.sealing.keys import KeyFault, parse

HEAD = "council-portal-escrow-1"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O, U: nothing to misread
GROUPS, LETTERS, NONCE = 8, 4, 12
READ_AS = str.maketrans("ILO", "110")


def new_code():
    """A code, as it is printed: eight groups of four letters and figures."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))


def secret_of(code):
    """The key that a code stands for, however it was typed. Raises KeyFault for what is no code."""
    typed = "".join(code.upper().split()).replace("-", "").translate(READ_AS)
    if len(typed) != GROUPS * LETTERS or set(typed) - set(ALPHABET):
        raise KeyFault(f"A code has {GROUPS} groups of {LETTERS} letters and figures.")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=HEAD.encode()).derive(typed.encode())


def lock(ring, code):
    """The ring as the escrow file holds it."""
    nonce = secrets.token_bytes(NONCE)
    made = AESGCM(secret_of(code)).encrypt(nonce, ring.as_text().encode(), HEAD.encode())
    return f"{HEAD}\n{base64.b64encode(nonce + made).decode()}\n"


def unlock(text, code):
    """The ring in an escrow file. Raises KeyFault: it is none, it is damaged, or the code is another's."""
    secret = secret_of(code)
    head, _, body = text.partition("\n")
    try:
        data = base64.b64decode(body.strip(), validate=True) if head == HEAD else b""
        return parse(AESGCM(secret).decrypt(data[:NONCE], data[NONCE:], HEAD.encode()).decode())
    except (InvalidTag, binascii.Error, ValueError):
        raise KeyFault("This is no escrow file, or it is damaged, or the code belongs to another one.") from None
