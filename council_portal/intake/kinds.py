"""What kinds of file there are: each app that takes one in says how."""
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    word: "members" or "officers". read: bytes to content. take: content, actor (a person) and dry_run to an outcome, which has
    `counts` {word: int} and `lines` (sentences), and may have `groups` ((heading, sentences), ...). pack, unpack: content to what JSON
    can hold, and back. refused: the exception that `read` and `take` raise; wrong: gives its sentences.
    """

    word: str
    read: Callable
    take: Callable
    pack: Callable
    unpack: Callable
    refused: type[Exception]
    wrong: Callable
