"""The protocol before the one in force, and who has signed. All invented."""
import datetime

from complaints.signing.models import Reminded, Signature
from complaints.signing.services import ACCEPTANCE, COMMITMENT, register
from council_portal.clock.days import at_london
from council_portal.demo.data import data
from council_portal.protocol.load import read
from council_portal.protocol.services import adopt, in_force

NOT_YET = 5  # every fifth of those who must sign has not signed the version in force


def adopt_earlier(protocol, on):
    """Put the text of before in force from a day: the model protocol with some sentences as they read then. Other presets have none."""
    if protocol != "model":
        return
    given, (text, _name) = data("earlier"), read(protocol)
    for one in given["sentence"]:
        text = text.replace(one["now"], one["then"])
    adopt(text.replace('version = "1"', f'version = "{given["version"]}"', 1), "the model protocol, an earlier text", on, given["minute"])


def sign_all(unsigned, today):
    """Everybody asked has signed the earlier text, most have signed the one in force. unsigned: a person who has not. today: a date."""
    version = in_force()
    before = type(version).objects.filter(in_force_from__lt=version.in_force_from).first()
    rows = []
    for number, line in enumerate(register(version)):
        rows += [row(line, before, number)] if before else []
        rows += [row(line, version, number)] if number % NOT_YET and line.person != unsigned else []
    Signature.objects.bulk_create(rows)
    Reminded.objects.create(version=version, on=today)


def row(line, version, number):
    """The signature of one person, some weeks after the version came into force."""
    on = version.in_force_from + datetime.timedelta(days=3 + number % 25)
    return Signature(
        person=line.person, version=version, digest=version.digest, acceptance=str(ACCEPTANCE), commitment=str(COMMITMENT),
        as_what="; ".join(line.bound.reasons), method=Signature.Method.PORTAL, signed_on=on, at=at_london(on, datetime.time(10)))
