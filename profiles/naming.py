"""Names as councils publish them: honorifics, seats that nobody holds, and one name for each party."""

import re

_SEPARATOR = r"[.,:]*\s+(?:[-–]\s+)?"
_TITLE = re.compile(
    rf"""(?:
        (?:county|district|borough|city|town|parish|community|the)\s+councillor | councillor | cllr | clr
      | (?:y\s+)?cynghorydd
      | (?:the\s+)?(?:right\s+worshipful\s+|lord\s+|deputy\s+|depute\s+|executive\s+|elected\s+)*(?:mayor(?:ess)?|provost)
      | alderman | alderwoman | mr | mrs | ms | miss | mx | dr | prof | professor | sir | dame
      | (?:the\s+)?rev(?:d|erend)?
    ){_SEPARATOR}(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
# These are first names and surnames too: titles only where a first name and a surname still follow.
_TITLE_OR_NAME = re.compile(
    rf"(?:lord|lady|baroness|baron|earl|hon|canon|father|bailie|major|captain|colonel){_SEPARATOR}(?=\S+\s+\S)", re.IGNORECASE
)

# What councils write for a party, once "the", full stops and brackets are gone. What is not here stays as written.
_PARTIES = {
    "Labour Party": """
        labour | labour party | labour group | labour and co-operative | labour and co-operative party | labour co-operative
        labour co-op | labour and co-op | welsh labour | welsh labour party | scottish labour | scottish labour party""",
    "Conservative Party": """
        conservative | conservatives | conservative party | conservative group | conservative and unionist
        conservative and unionist party | conservatives and unionists | local conservatives
        scottish conservative | scottish conservatives | scottish conservative and unionist | scottish conservative and unionists
        scottish conservative and unionist party | welsh conservative | welsh conservatives | welsh conservative party""",
    "Liberal Democrats": """
        liberal democrat | liberal democrats | liberal democrat party | liberal democrat group | libdem | libdems
        lib dem | lib dems
        scottish liberal democrat | scottish liberal democrats | welsh liberal democrat | welsh liberal democrats""",
    "Green Party": "green | greens | green party | green group | green party of england and wales | wales green party",
    "Scottish Green Party": "scottish green | scottish greens | scottish green party",
    "Scottish National Party": "snp | scottish national party | scottish national party snp",
    "Plaid Cymru": "plaid | plaid cymru | plaid cymru - party of wales | plaid cymru - the party of wales",
    "Reform UK": "reform | reform uk | reform uk party",
    "UK Independence Party": "ukip | uk independence party | uk independence party ukip | united kingdom independence party",
    "Independent": "independent | independents | ind | independent member | independent councillor",
    "Democratic Unionist Party": "dup | democratic unionist party | democratic unionist party dup",
    "Ulster Unionist Party": "uup | ulster unionist | ulster unionist party | ulster unionist party uup",
    "Social Democratic and Labour Party": "sdlp | social democratic and labour party | social democratic and labour party sdlp",
    "Sinn Féin": "sinn fein | sinn féin",
    "Alliance Party": "alliance | alliance party | alliance party of northern ireland",
}
_PARTY_OF = {
    alias.strip(): party for party, aliases in _PARTIES.items() for alias in re.split(r"[|\n]", aliases) if alias.strip()
}


def one_line(text: str) -> str:
    """Return a text with every run of white space, line ends included, as one blank."""
    return " ".join(text.split())


def split_name(full: str) -> tuple[str, str]:
    """Return (honorific, name) of a name as published: "Cllr Mrs Ann Lee MBE" is ("Cllr Mrs", "Ann Lee MBE")."""
    full = one_line(full)
    end = 0
    while title := _TITLE.match(full, end) or _TITLE_OR_NAME.match(full, end):
        end = title.end()
    return full[:end].rstrip(" ,:-–"), full[end:]


def is_vacancy(full: str) -> bool:
    """Say whether a name stands for nobody: "Vacant seat", "Councillor Vacancy", "(Vacant)", "Seat vacant", "To be elected"."""
    return bool(re.match(r"\W*(?:(?:seat\W+)?vacan(?:t|cy)|to be (?:elected|confirmed)\b)", split_name(full)[1], re.IGNORECASE))


def party_name(raw: str) -> str:
    """Return the one name that the portal uses for a party; what it does not know stays as written, "" stays ""."""
    key = re.sub(r"[.()]", "", raw.casefold().replace("&", " and ").replace("/", " "))
    return _PARTY_OF.get(one_line(key).removeprefix("the "), one_line(raw))
