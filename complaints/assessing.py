"""The assessment of a complaint: what is asked, and what can be decided. The protocols name no checklist: the portal's own (CMP-TRIAGE)."""
from django.utils.translation import gettext_lazy as _

# Asked of every complaint. Criteria that councils publish, such as Castle Point and York; in the words of the portal.
QUESTIONS = {
    "ours": _("Is it for this council to deal with?"),
    "capacity": _("Was it done in an official capacity?"),
    "in_office": _("Was whoever it is about in office then?"),
    "breach": _("If it is true, would it be a breach of the protocol or of a code?"),
    "in_time": _("Was it raised in good time?"),
    "fair": _("Is it raised in good faith, and not as tit for tat?"),
    "interest": _("Is it in the public interest to go on with it?"),
}
YES, NO, UNCLEAR = "yes", "no", "unclear"
ANSWERS = {YES: _("Yes"), NO: _("No"), UNCLEAR: _("Not clear yet")}

NOTHING, EARLY, INVESTIGATE, ELSEWHERE, JOINED = "nothing", "early", "investigate", "elsewhere", "joined"
DECISIONS = {
    NOTHING: _("No further action"),
    EARLY: _("Early resolution, such as a talk, an apology or training"),
    INVESTIGATE: _("Investigate it"),
    ELSEWHERE: _("It belongs elsewhere: the police, Human Resources, the whistleblowing policy, another council"),
    JOINED: _("It was raised before: this ends here, and goes on with the other"),
}
ENDS = frozenset({NOTHING, ELSEWHERE, JOINED})
