"""What the programme keeps, parted by matter. Everybody imports from here."""
from conversations.models.after import Consent, FollowUp, Progress, Remark
from conversations.models.calendar import CouncilMeeting, FeedToken
from conversations.models.events import Event, EventExclusion, EventListed, EventStanding, Kind, Status
from conversations.models.invited import Answer, Invitation, KeyOfficer, OwnQuerySet, Presence
from conversations.models.open_days import Booking, Feedback, Stand, Visit
from conversations.models.papers import EventPaper
from conversations.models.proposals import Proposal

__all__ = [
    "Answer", "Booking", "Consent", "CouncilMeeting", "Event", "EventExclusion", "EventListed", "EventPaper", "EventStanding", "FeedToken",
    "Feedback", "FollowUp", "Invitation", "KeyOfficer", "Kind", "OwnQuerySet", "Presence", "Progress", "Proposal", "Remark", "Stand",
    "Status", "Visit",
]
