from django.utils.translation import gettext_lazy as _

from council_portal.intake.kinds import Kind
from council_portal.intake.views import ImportPage, IntakePage
from profiles.feed_json import pack, unpack
from profiles.models import Member
from profiles.moderngov import FeedRefused, read_feed
from profiles.services import import_feed

MEMBERS = Kind("members", read_feed, import_feed, pack, unpack, FeedRefused, lambda refused: (str(refused),))
WORDS = {"members": _("Members in the feed"), "wards": _("Wards named"), "created": _("New"), "updated": _("Changed"),
         "unchanged": _("As they were"), "missing": _("No longer in the feed")}  # fmt: skip
TOGETHER = _("New, changed and so on count wards, Members, terms, seats and contact details together.")


class MembersImport(ImportPage):
    """The ModernGov feed of Members: upload it and see what it would change."""

    model = changes = Member
    kind, words, together = MEMBERS, WORDS, TOGETHER
    heading = _("Take in the feed of Members")
    hint = _("The XML file that GetCouncillorsByWard of the council’s ModernGov site answers, saved. At most 10 MB.")
    accept = ".xml,text/xml,application/xml"
    intro = (
        {"text": _("The feed is tried out first: you see what it would change, and decide then.")},
        {"text": _("Home addresses in the feed are dropped as it is read, and are never kept.")},
        {"text": _("A Member who is missing from the feed is proposed as having left, and nothing of theirs ends until you confirm it. "
                   "That is the portal’s own rule.")})  # fmt: skip


class MembersIntake(IntakePage):
    """What a feed of Members would change, or changed."""

    changes = Member
    kind, words, together = MEMBERS, WORDS, TOGETHER
    heading = _("Feed of Members")
