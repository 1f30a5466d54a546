"""What is asked of a text that a political group reads: it names no other group, and speaks of none."""
import re

from council_portal.accounts.models import PoliticalGroup

# Words by which a group would learn that another asked or was given something. No such list is complete (docs/decisions/parity.md).
OF_OTHERS = (
    r"(?:an)?other (?:political )?(?:groups?|part(?:y|ies))",
    r"(?:an)?other side(?! of (?!(?:the|this|our) (?:chamber|council|house|aisle|table|room)\b))",  # that of the road is none
    r"(?:across|over) the (?:chamber|aisle|floor)",
    r"(?:opposite|opposing|other|facing) benches",
    r"(?:same|very) (?:matter|topic|subject|question|thing|request|briefing) (?:as|that|which) (?:\w+ ){0,3}?before",
    r"(?:had|has|have|having|got|took|taken) (?:their|its) (?:own )?(?:turn|share|go|briefing|meeting|session)",
    r"(?:as|like|what|than) (?:the )?others (?:had|have|has|got|were|are|asked|did|before)",
    r"(?:your|their|our) (?:political )?(?:opponents?|rivals?)",
    r"(?:first|earlier|previous|last) (?:political )?(?:group|party)",
    r"(?:opposition|ruling|majority|minority|rival) (?:groups?|part(?:y|ies))",
    r"the opposition(?! to\b)",  # "the opposition to the bypass" is of residents
    r"the administration(?! of\b)",
)
TELLING = re.compile(rf"\b(?:{'|'.join(OF_OTHERS)})\b", re.IGNORECASE)


class NamesAGroup(ValueError):
    """A text that a political group reads names another. args[0]: the name of the text."""


class TellsOfOthers(NamesAGroup):
    """It speaks of other groups without a name. args: the name of the text, the words."""


def plain(text):
    """The words of a text with one space between them."""
    return " ".join(re.findall(r"\w+", text.replace("_", " ")))


def telling(text):
    """The words by which this text speaks of another political group, or ""."""
    found = TELLING.search(plain(text))
    return found[0] if found else ""


def group_named(text, *, but=None):
    """The political group of the council that this text names, or None. but: the group that may be named.

    Spaces, line ends and signs between the words count alike. A name of several words is found in any letters; one of a single word, such
    as Green, only as the council writes it: else "green waste" would be refused.
    """
    said = plain(text)
    for group in PoliticalGroup.objects.exclude(pk=but.pk if but else None):
        words = re.findall(r"\w+", group.name)
        flags = re.IGNORECASE if len(words) > 1 else 0
        if words and re.search(rf"\b{re.escape(' '.join(words))}\b", said, flags):
            return group
    return None


def check_names(*, but=None, **given):
    """Raises NamesAGroup for the first of these texts that names a group, TellsOfOthers for the first that speaks of others.

    but: the group that may be named.
    """
    for name, text in given.items():
        if text and group_named(text, but=but):
            raise NamesAGroup(name)
        if text and (words := telling(text)):
            raise TellsOfOthers(name, words)
