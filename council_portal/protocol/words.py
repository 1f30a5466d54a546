"""The fixed words of the protocol data, each with its plain meaning. Plain Python: nothing of Django is imported here."""

import difflib


def gettext_noop(text):
    """Mark ``text`` for translation and return it unchanged; the name is the one that makemessages looks for."""
    return text


POSTS = {
    "contact_centre": gettext_noop("Contact Centre"),
    "nominated_officer": gettext_noop("nominated officer"),
    "clo": gettext_noop("Councillor Liaison Officer"),
    "head_of_service": gettext_noop("Head of Service"),
    "senior_officer": gettext_noop("relevant senior officer"),
    "chief_officer": gettext_noop("Chief Officer"),
    "director": gettext_noop("Director"),
    "executive_director": gettext_noop("Executive Director"),
    "chief_operating_officer": gettext_noop("Chief Operating Officer"),
    "chief_executive": gettext_noop("Chief Executive"),
    "section_151_officer": gettext_noop("Section 151 Officer"),
    "monitoring_officer": gettext_noop("Monitoring Officer"),
    "deputy_monitoring_officer": gettext_noop("Deputy Monitoring Officer"),
    "democratic_services": gettext_noop("Democratic Services"),
    "communications": gettext_noop("Communications"),
    "line_manager": gettext_noop("line manager"),
    "leader": gettext_noop("Leader of the Council"),
    "portfolio_holder": gettext_noop("portfolio holder"),
    "committee_chair": gettext_noop("committee chair"),
    "scrutiny_chair": gettext_noop("scrutiny chair"),
    "opposition_spokesperson": gettext_noop("opposition spokesperson"),
    "group_spokesperson": gettext_noop("group spokesperson"),
    "group_leader": gettext_noop("Group Leader"),
    "group_leaders": gettext_noop("all Group Leaders"),
    "ward_members": gettext_noop("ward Members"),
    "all_members": gettext_noop("all Members"),
    "member_concerned": gettext_noop("Member concerned"),
    "officer_concerned": gettext_noop("officer concerned"),
    "independent_person": gettext_noop("Independent Person"),
}

MATTERS = {
    "service_request": gettext_noop("a plain request for a service"),
    "service_failure": gettext_noop("a concern about how a service request was delivered, or that it was not"),
    "operational": gettext_noop("an operational question that is neither a service request nor a concern about one"),
    "strategic": gettext_noop("a matter of strategy"),
    "policy": gettext_noop("a matter of policy"),
    "unanswered": gettext_noop("the reply target passed without an answer"),
    "question_to_member": gettext_noop("an officer asks a Member for information or an answer"),
    "information_request": gettext_noop("facts or documents asked for as a Member"),
    "costly_information_request": gettext_noop("an information request whose cost or nature looks unreasonable"),
    "need_to_know_dispute": gettext_noop("a refusal of information that the Member disputes"),
    "data_protection_advice": gettext_noop("access that might breach data protection, or where the Member has an interest"),
    "confidential_case_information": gettext_noop("confidential aspects of an individual's case"),
    "scrutiny_chair_information": gettext_noop("information supplied to a scrutiny chair"),
    "constituent_policy_correspondence": gettext_noop("a letter to a constituent that raises policy or finance"),
    "correspondence_sharing": gettext_noop("doubt about passing correspondence on"),
    "exchange_concern": gettext_noop("something in an exchange that another ought to know (instead of a blind copy)"),
    "out_of_ward": gettext_noop("a constituent of another ward asks for help"),
    "ward_notice": gettext_noop("a matter that affects a ward"),
    "embargo_release": gettext_noop("a Member asks to disclose an embargoed notice"),
    "public_meeting": gettext_noop("the council holds a public meeting on a local issue"),
    "officer_at_public_meeting": gettext_noop("an officer goes to a public or town or parish meeting"),
    "consultation": gettext_noop("a consultative exercise"),
    "news_release": gettext_noop("a news release about an area"),
    "delegated_decision": gettext_noop("an officer takes a decision under delegated powers, key or not"),
    "decision_guidelines": gettext_noop("a Member asks what guidelines an officer used for a delegated decision"),
    "group_meeting": gettext_noop("an officer asked to attend a political group"),
    "group_meeting_with_outsiders": gettext_noop(
        "an officer asked to attend a political group where people from outside the council are present"
    ),
    "ward_party_meeting": gettext_noop("an officer asked to a ward or constituency party meeting"),
    "group_advice_difficulty": gettext_noop("doubt about advice to a political group"),
    "private_briefing": gettext_noop("a confidential briefing for one entitled Member"),
    "scrutiny_attendance": gettext_noop("officers asked to attend scrutiny"),
    "external_elected_meeting": gettext_noop("a meeting with elected people of other bodies, not cross-party"),
    "media_enquiry": gettext_noop("contact with the media on council business"),
    "media_approach": gettext_noop("a Member wishes to speak to the media for the council"),
    "media_policy_comment": gettext_noop("a comment on policy or a political matter asked for"),
    "scrutiny_media_statement": gettext_noop("a media statement about scrutiny"),
    "officer_conduct": gettext_noop("a concern about an officer's courtesy, conduct or performance"),
    "member_conduct": gettext_noop("a concern about a Member's conduct"),
    "protocol_breach": gettext_noop("an alleged breach that early resolution did not settle"),
    "protocol_interpretation": gettext_noop("a question of what the protocol means"),
    "relationship": gettext_noop("a close personal relationship to declare"),
    "advice": gettext_noop("unsure what to do"),
}

SIDES = {"member": gettext_noop("a Member"), "officer": gettext_noop("an officer")}

# What a clause may be marked as speaking of, so that a page that reminds of it can cite it in any council's numbering.
POINTS = {
    "group_facts": gettext_noop("officers give a political group facts and professional advice, and no advice on party business"),
    "group_leaving": gettext_noop("the officer leaves before a political group decides its line"),
    "officer_may_leave": gettext_noop("an officer who feels that impartiality is at risk may leave"),
    "others_known": gettext_noop("the officer knows beforehand who else is present"),
    "body_told_too": gettext_noop("what a group was told is given to the council body too"),
    "group_confidence": gettext_noop("what a group discusses with an officer there stays confidential"),
    "group_parity": gettext_noop("what one political group is given, every other group that asks is given too"),
    "group_asked": gettext_noop("no political group learns from officers what another has asked"),
    "briefing_confidence": gettext_noop("a private briefing is confidential to the Member who had it"),
    "scrutiny_scope": gettext_noop("scrutiny asks officers for no political view and does not question their conduct or capability"),
}

RULES = {
    "allowed": gettext_noop("allowed"),
    "exceptional": gettext_noop("refused unless an exception is approved"),
    "forbidden": gettext_noop("forbidden"),
}

STAGES = {
    "informal": gettext_noop("a talk first"),
    "first": gettext_noop("where it formally goes"),
    "then": gettext_noop("if that does not settle it"),
    "decide": gettext_noop("whose word is final"),
    "tell": gettext_noop("who is told"),
}

FORCES = {
    "must": gettext_noop("must"),
    "should": gettext_noop("should"),
    "consider": gettext_noop("should consider"),
    "may": gettext_noop("may"),
}

OF = {
    "raiser": gettext_noop("of the person who raises it"),
    "subject": gettext_noop("of the person concerned"),
    "service": gettext_noop("of the service"),
    "ward": gettext_noop("of the ward"),
    "matter": gettext_noop("for the matter"),
}

INFORM_WITH = {"copy": gettext_noop("with a copy"), "copy_on_request": gettext_noop("with a copy on request")}

TIMINGS = {
    "as_soon_as_possible": gettext_noop("as soon as possible"),
    "in_advance": gettext_noop("in advance"),
    "before_publication": gettext_noop("before publication"),
}

STATUSES = {
    "adopted": gettext_noop("adopted"),
    "draft": gettext_noop("draft"),
    "incomplete": gettext_noop("the text is not in hand"),
}

DEFAULT_SOURCES = {
    "local": gettext_noop("the council's local practice"),
    "portal": gettext_noop("the portal's own"),
}

# A post that is missing here is council-wide: it is nobody's in particular.
_SERVICE = ("clo", "nominated_officer", "head_of_service", "senior_officer", "chief_officer", "director", "executive_director")
_MATTER = ("portfolio_holder", "committee_chair", "scrutiny_chair", "opposition_spokesperson", "group_spokesperson")
DEFAULT_OF = (
    dict.fromkeys(_SERVICE, "service")
    | dict.fromkeys(("line_manager", "group_leader"), "raiser")
    | {"ward_members": "ward"}
    | dict.fromkeys(_MATTER, "matter")
    | dict.fromkeys(("member_concerned", "officer_concerned"), "subject")
)

# Whose side a post is on: what `[[reply]] binds` and `who_may_raise` are checked against. The Independent Person is on neither.
MEMBER_POSTS = frozenset(
    (*_MATTER, "leader", "group_leader", "group_leaders", "ward_members", "all_members", "member_concerned")
)
OFFICER_POSTS = frozenset(POSTS) - MEMBER_POSTS - {"independent_person"}

# One holder at a time: "all of them" says nothing about these.
SINGLE_POSTS = frozenset(
    (
        "chief_operating_officer",
        "chief_executive",
        "section_151_officer",
        "monitoring_officer",
        "leader",
        "line_manager",
        "group_leader",
        "member_concerned",
        "officer_concerned",
    )
)

# What the complaints procedure takes. None of these climbs the ladder.
COMPLAINTS = frozenset(("officer_conduct", "member_conduct", "protocol_breach"))

# The portal's own rule for a post that nobody holds (no protocol's): the next post up.
NEXT_UP = {
    "clo": "head_of_service",
    "nominated_officer": "head_of_service",
    "head_of_service": "chief_officer",
    "chief_officer": "director",
    "director": "executive_director",
    "executive_director": "chief_operating_officer",
    "chief_operating_officer": "chief_executive",
} | dict.fromkeys(_MATTER, "democratic_services")


def side_of(post):
    """Return ``"member"``, ``"officer"`` or, for the Independent Person, ``None``."""
    if post in MEMBER_POSTS:
        return "member"
    return "officer" if post in OFFICER_POSTS else None


class UnknownWord(LookupError):
    """A word that the protocol data does not know; the message names it and the nearest known one."""

    def __init__(self, kind, word, known):
        close = nearest(word, known)
        hint = f'did you mean "{close}"?' if close else f"known: {', '.join(known)}"
        super().__init__(f'unknown {kind} "{word}"; {hint}')


def nearest(word, known):
    """Return the word of ``known`` that ``word`` most looks like, or ``None`` when none is near."""
    return next(iter(difflib.get_close_matches(str(word).lower(), list(known), n=1, cutoff=0.6)), None)
