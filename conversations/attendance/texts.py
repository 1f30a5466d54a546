"""What is asked of a text that a political group reads: it names no other group, none of its Members who asked, and speaks of none."""
import re

from django.utils import timezone

from conversations.attendance import policy
from conversations.attendance.models import AttendanceRequest
from council_portal.accounts.models import GroupMembership, Person, PoliticalGroup, Service, Ward

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


# Words of the names of groups and of people that stand with a capital in any text of a council: alone they name nobody. So do the words of
# the names of wards and services. The portal's own list (docs/decisions/parity.md).
ORDINARY = frozenset([
    "action", "association", "borough", "centre", "citizens", "city", "civic", "community", "council", "councillor", "councillors",
    "country", "county", "district", "east", "first", "for", "forward", "future", "group", "green", "independent", "local", "member",
    "members", "north", "park", "parish", "party", "people", "place", "progressive", "reform", "resident", "residents",
    "rural", "south", "team", "together", "town", "united", "village", "villages", "ward", "wards", "west", "april", "august", "bank",
    "banks", "banner", "bell", "best", "bishop", "black", "bond", "booth", "bridge", "brook", "brooks", "brown", "bush",
    "case", "chase", "church", "clay", "clerk", "close", "cook", "cross", "day", "dean",
    "field", "fields", "fisher", "ford", "forest", "fox", "frost", "garden", "gardener", "gardens", "grant", "gray",
    "grey", "hall", "heath", "hill", "holder", "hope", "house", "hunt", "king", "knight", "lake", "lane", "law", "long",
    "major", "march", "marsh", "may", "mill", "mills", "moor", "moss", "new", "page", "paper",
    "pope", "porter", "pound", "power", "price", "reading", "rich", "ring", "rivers", "rose", "sharp",
    "shepherd", "short", "small", "stone", "street", "summers", "swift", "temple", "vale",
    "waters", "white", "will", "winter", "wise", "wood", "woods", "young"])
TITLES = r"(?:councillors?|cllrs?|mr|mrs|ms|miss|mx|dr|leader|chair|chairman)"
OF_A_GROUP = r"(?:groups?|party|benches)"
POST_NOMINALS = re.compile(r"(?:,?\s+[A-Z]{2,4})+$")
LEAST = 4  # letters of a word of a group's name that stands for it


class NamesAGroup(ValueError):
    """A text that a political group reads names another. args: the name of the text, the words."""


class NamesAMember(NamesAGroup):
    """It names a Member who asked for another group. args: the name of the text, the words."""


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
    """The words by which this text names a political group of the council, or "". but: the group that may be named.

    Spaces, line ends and signs between the words count alike. A name of several words is found in any letters; one of a single word, such
    as Green, only as the council writes it: else "green waste" would be refused. So is a single word of a name, or its plural: "Alliance"
    of the Harbour Alliance; an ordinary one where "group", "party" or "benches" follows. Words of the name that may be used are none.
    """
    said, ordinary = plain(text), ORDINARY | places()
    own = set(plain(but.name).lower().split()) if but else set()
    for group in PoliticalGroup.objects.exclude(pk=but.pk if but else None):
        words = plain(group.name).split()
        flags = re.IGNORECASE if len(words) > 1 else 0
        patterns = [re.compile(rf"\b{' '.join(words)}\b", flags)] if words else []
        patterns += [one_word(form, ordinary) for word in words if len(word) >= LEAST and word.lower() not in own
                     for form in (word, f"{word}s", word.removesuffix("s"))]
        if found := first(patterns, said):
            return found
    return ""


def one_word(word, ordinary):
    """What finds a word of a group's name: as the council writes it or in capitals, an ordinary one only as that of a group."""
    either = rf"\b(?:{word}|{word.upper()})"
    return re.compile(rf"{either} (?i:{OF_A_GROUP})\b" if word.lower() in ordinary else rf"{either}\b")


def member_named(text, *, but=None):
    """The words by which this text names a Member who asked for a political group in the last `policy.LATELY`, or "". but: the group whose
    Members may be named.

    Of whatever service, as the same matter can be asked of another. A family name is found as the council writes it or in capitals; in any
    letters after "Councillor", "Mr" and the like, or with the first name. One that is an ordinary word only so.
    """
    said, ordinary = plain(text), ORDINARY | places()
    asked = AttendanceRequest.objects.filter(side="member", kind__in=policy.GROUP_KINDS, asked_at__gt=timezone.now() - policy.LATELY)
    others, own = asked.exclude(group=but) if but else asked, of_the_group(but)
    patterns = []
    for name in Person.objects.filter(pk__in=others.values("raised_by")).order_by("pk").values_list("name", flat=True):
        whole, family = plain(POST_NOMINALS.sub("", name)), family_name(name)
        if whole and family not in own:
            patterns.append(re.compile(rf"\b(?:{whole}|{TITLES} (?:\w+ )?{family})\b", re.IGNORECASE))
            patterns += [] if family.lower() in ordinary else [re.compile(rf"\b(?:{family}|{family.upper()})\b")]
    return first(patterns, said)


def of_the_group(group):
    """The family names of whoever is or was of this group; none of None."""
    if group is None:
        return set()
    people = GroupMembership.objects.filter(group=group).values("person")
    return {family_name(name) for name in Person.objects.filter(pk__in=people).values_list("name", flat=True)}


def family_name(name):
    """The last word of a name, without letters after it such as MBE; its parts with a space between."""
    return plain((POST_NOMINALS.sub("", name).split() or [""])[-1])


def places():
    """The words of the names of wards and services, in small letters."""
    names = [*Ward.objects.values_list("name", flat=True), *Service.objects.values_list("name", flat=True)]
    return {word for name in names for word in plain(name).lower().split()}


def first(patterns, said):
    """What the first of these patterns that is found finds, or ""."""
    return next((found[0] for pattern in patterns for found in [pattern.search(said)] if found), "")


def fault(name, text, *, but=None):
    """What a text of this name tells of others, as the exception that says so; None where it tells nothing."""
    for kind, found in ((NamesAGroup, group_named(text, but=but)), (NamesAMember, member_named(text, but=but)),
                        (TellsOfOthers, telling(text))):
        if found:
            return kind(name, found)
    return None


def check_names(*, but=None, **given):
    """Raises NamesAGroup for the first of these texts that names a group, NamesAMember for one that names a Member who asked for one,
    TellsOfOthers for one that speaks of others.

    but: the group that may be named, and whose Members may.
    """
    for name, text in given.items():
        if text and (found := fault(name, text, but=but)):
            raise found
