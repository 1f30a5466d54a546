"""What signing puts on the home page: one line for whoever the protocol in force asks to sign and who has not."""
from django.utils.translation import gettext as _

from complaints.signing import reading
from conversations.panels import action
from council_portal.access.together import lines


def asked(user):
    """What home asks for, in one statement with other rooms (`access.together`): the versions to date, which of them need not be signed
    again, what this reader has signed, and their tier. A few rows each."""
    return [lines("version", reading.versions(), state="pk", title="digest", note="asks", on="in_force_from"),
            lines("passed_on", reading.passed_on(), state="version_id", begins="decided_at"),
            lines("signed", reading.signed_by(user), state="version_id", begins="at"),
            *([lines("tier", reading.entry_of(user), state="tier", note="restricted")] if reading.is_officer(user) else [])]


def needs(user, found):
    """One line where the reader has not signed. No statement, but for the text of a version that this process has not read."""
    if not reading.is_outstanding(user, found):
        return []
    return [{"title": _("The protocol waits for your signature"), "text": _("The protocol in force asks you to sign it, and you have not."),
             "items": [], "empty": "", "action": action("signing:sign", _("Read it and sign it"))}]
