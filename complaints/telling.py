"""Telling that there is something in confidence, and nothing else: not what, not of which concern."""
import uuid

from complaints.models import Concern
from council_portal.outbox.services import post

PATH = "/concerns/"


def tell(people):
    """Tell each of these people. SECURITY: the message names no concern, and its key is random: no table puts the two together."""
    return post(None, "in_confidence", to=people, key=uuid.uuid4().hex, path=PATH)


def still(message, reader):
    """Asked when it is sent: is there still something for them? Whoever was kept out meanwhile is told nothing."""
    return Concern.objects.permitted(reader, "view").exists()
