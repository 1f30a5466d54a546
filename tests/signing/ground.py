"""What the matrices and the browser tests need of signing: an earlier version of the protocol, and a signature of the first Member."""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from complaints.signing.models import Scan, Signature
from complaints.signing.services import ACCEPTANCE, COMMITMENT
from council_portal.documents.services import keep
from council_portal.documents.uploads import check_upload
from council_portal.protocol.services import adopt, in_force
from tests.documents import files


def furnish(made):
    """{"signature": uid, "may_sign": uid of a person}. The protocol of the matrices asks nobody to sign: the row is made as if it had."""
    version, person = in_force(), made.users["member"].person
    before = version.in_force_from - datetime.timedelta(days=700)
    adopt(version.text.replace("Members", "Councillors"), "an earlier text", before, "Minute 0")
    row = Signature.objects.create(
        person=person, version=version, digest=version.digest, acceptance=str(ACCEPTANCE), commitment=str(COMMITMENT),
        as_what="Member of the council", method=Signature.Method.PORTAL, signed_on=timezone.localdate())
    scan = keep(Scan, check_upload(ContentFile(files.picture("JPEG", (60, 80)), name="signed.jpg")), matter_field={"signature": row},
                actor=made.users["democratic_services"].person)
    return {"scan": scan.uid, "signature": row.uid, "may_sign": person.uid, "protocol_version": version.uid}
