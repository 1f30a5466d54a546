"""Names that people gave their files, made safe to show and to hand out again."""
import re
import unicodedata

from django.utils.translation import gettext as _

from council_portal.documents.limits import NAME_LENGTH

# Controls, formatting (bidi overrides, zero-width characters), lone surrogates, private use, line and paragraph separators.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
SPACES = re.compile(r"\s+")
# What Windows does not take in a name: the paper will be saved there.
NOT_IN_WINDOWS = re.compile(r'[<>:"|?*]')
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$")
EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,10})$")


def clean_name(name):
    """The last part of a path, without anything that cannot be seen, at most 200 characters, its extension kept. Never empty."""
    name = re.split(r"[/\\]", SPACES.sub(" ", name or ""))[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in UNSEEN)
    name = SPACES.sub(" ", NOT_IN_WINDOWS.sub("-", unicodedata.normalize("NFC", name))).strip(" ")
    found = EXTENSION.search(name)
    ending = found.group(0) if found else ""
    stem = name[: len(name) - len(ending)].strip(" .") or _("paper")
    if DEVICES.match(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    return stem[: NAME_LENGTH - len(ending)].rstrip(" .") + ending


def extension(name):
    """The end of a cleaned name in small letters, without its dot: "pdf"; "" when there is none."""
    found = EXTENSION.search(name)
    return found.group(1).lower() if found else ""
