"""What differs between the nations: who decides that a Member broke the Code of Conduct, whether an Independent Person is heard."""
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import policy, process, routing
from complaints.sanctions import catalogue

ENGLAND = "england"
# Who decides a Code of Conduct allegation instead of the council, and by which act.
ELSEWHERE = {
    "wales": (gettext_lazy("the Public Services Ombudsman for Wales"), gettext_lazy("Local Government Act 2000, Part 3")),
    "scotland": (gettext_lazy("the Ethical Standards Commissioner"),
                 gettext_lazy("Ethical Standards in Public Life etc. (Scotland) Act 2000")),
    "northern-ireland": (gettext_lazy("the Northern Ireland Local Government Commissioner for Standards"),
                         gettext_lazy("Local Government Act (Northern Ireland) 2014, Part 9")),
}
HEARD_BY_LAW = gettext_lazy("Localism Act 2011, section 28(7)")
# Who knows the name of whoever raised it, beside the office.
NAME_OFFICE, NAME_PROCESS, NAME_TO_SUBJECT = "office", "process", "subject"
NAMES = {
    NAME_OFFICE: gettext_lazy("The office that deals with it, and nobody else"),
    NAME_PROCESS: gettext_lazy("Also whoever investigates it, the Independent Person and the hearing panel"),
    NAME_TO_SUBJECT: gettext_lazy("Also whoever it is about"),
}


class NotHere(ValueError):
    """Another body decides it. The text says which, by which act."""


def elsewhere(branch):
    """(body, act) where another body of this nation decides it, or None. branch: what the office takes it to be, words of kinds.KINDS."""
    return ELSEWHERE.get(settings.COUNCIL_NATION) if routing.CODE in branch else None


def decided_here(branch):
    """Raises NotHere for a Code of Conduct allegation that this council does not decide."""
    if found := elsewhere(branch):
        raise NotHere(_("In this nation %(body)s decides whether a Member broke the Code of Conduct (%(act)s), not the council. Refer it "
                        "there, or settle early what is no matter of the Code.") % {"body": found[0], "act": found[1]})


def heard_by_law(concern):
    """Does the law of this nation have an Independent Person heard before it is decided? In England, for what somebody says, or the office
    takes, to be a matter of the Code of Conduct: section 28(6) speaks of the allegation, not of what becomes of it."""
    return settings.COUNCIL_NATION == ENGLAND and routing.is_code(concern.facts)


def heard_for(words):
    """Do these sanctions (words of the catalogue) ask for the view too? In England, where they rest on section 28."""
    return settings.COUNCIL_NATION == ENGLAND and any(word in catalogue.rows(ENGLAND) for word in words)


def is_heard(concern):
    """Must one be heard before it is decided? By law, or because the council has it so for every matter about a Member (`process`)."""
    return heard_by_law(concern) or (concern.facts["matter"] != policy.OFFICER and process.hears_always(concern))


def why_heard(concern):
    """The law, the clause or the setting on which that rests."""
    if heard_by_law(concern):
        return str(HEARD_BY_LAW)
    clause = process.hearing_clause(concern)
    return _("clause %(number)s of the protocol") % {"number": clause} if clause else _("a setting of this council")
