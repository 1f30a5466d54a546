"""The versions of the protocol, and who has signed it."""

from tests.browser.stops import Stop, press

PROTOCOL = [
    Stop("protocol, versions", "member", "protocol/versions/"),
    Stop("protocol, one version", "member", "protocol/versions/{protocol_version}/"),
    Stop("protocol, what changed", "member", "protocol/versions/{protocol_version}/changes/"),
    Stop("protocol, signing", "member", "protocol/signing/"),
    Stop("signing, register", "democratic_services", "protocol/signing/register/"),
    Stop("signing, report", "monitoring_officer", "protocol/signing/report/"),
    Stop("signing, again or not", "monitoring_officer", "protocol/signing/renewal/"),
    Stop("signing, nothing said", "monitoring_officer", "protocol/signing/renewal/", press("Decide")),
]
