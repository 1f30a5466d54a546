"""Requests that officers attend, and the ledger of what political groups were given."""

from tests.browser.stops import Stop, press

UNDER = "programme/attendance/"
ATTENDANCE = [
    Stop("requests to attend", "member", UNDER),
    Stop("requests to attend, none, with a copy and an offer", "group_leader", UNDER),
    Stop("requests to attend, who decides", "chief_executive", UNDER),
    Stop("ask that an officer attends", "member", f"{UNDER}new/"),
    Stop("ask for a group", "member", f"{UNDER}new/group_meeting/"),
    Stop("ask for a group, nothing entered", "member", f"{UNDER}new/group_meeting/", press("Send the request")),
    Stop("requests to attend, narrowed to nothing", "member", f"{UNDER}?which=decided"),
    Stop("ask for scrutiny", "democratic_services", f"{UNDER}new/scrutiny_attendance/"),
    Stop("ask for scrutiny, none chosen", "democratic_services", f"{UNDER}new/scrutiny_attendance/", press("Send the request")),
    Stop("ask for scrutiny, on no committee", "member", f"{UNDER}new/scrutiny_attendance/"),
    Stop("ask for scrutiny, refused", "head_of_service", f"{UNDER}new/scrutiny_attendance/"),
    Stop("request to attend", "member", f"{UNDER}{{attendance}}/"),
    Stop("request to attend, agreed to", "head_of_service", f"{UNDER}{{held}}/"),
    Stop("request to attend, agree", "chief_executive", f"{UNDER}{{attendance}}/agree/"),
    Stop("request to attend, agree, nothing entered", "chief_executive", f"{UNDER}{{attendance}}/agree/", press("Agree")),
    Stop("request to attend, refuse", "chief_executive", f"{UNDER}{{attendance}}/refuse/"),
    Stop("refusals to groups", "monitoring_officer", f"{UNDER}refusals/"),
    Stop("refusal to a group, to be looked at", "monitoring_officer", f"{UNDER}{{refused}}/"),
    Stop("refusal to a group, let it stand", "monitoring_officer", f"{UNDER}{{refused}}/uphold/"),
    Stop("refusal to a group, set it aside", "monitoring_officer", f"{UNDER}{{refused}}/set-aside/"),
    Stop("refusal to a group, set aside, nothing entered", "monitoring_officer", f"{UNDER}{{refused}}/set-aside/", press("Set it aside")),
    Stop("refusal to a group, as the group reads it", "member", f"{UNDER}{{refused}}/"),
    Stop("request to attend, note", "head_of_service", f"{UNDER}{{held}}/note/"),
    Stop("request to attend, pass on", "head_of_service", f"{UNDER}{{held}}/pass-on/"),
    Stop("decision copied", "group_leader", f"{UNDER}copies/{{copy}}/"),
    Stop("ledger", "chief_executive", f"{UNDER}topics/"),
    Stop("ledger, begin a topic", "chief_executive", f"{UNDER}topics/new/"),
    Stop("ledger, a topic", "chief_executive", f"{UNDER}topics/{{topic}}/"),
    Stop("ledger, add papers", "chief_executive", f"{UNDER}topics/{{topic}}/papers/"),
    Stop("request to attend, permit", "other_member", f"{UNDER}{{held}}/permit/"),
    Stop("ledger, withdraw a paper", "chief_executive", f"{UNDER}topics/{{topic}}/withdraw/"),
    Stop("ledger, offer", "chief_executive", f"{UNDER}topics/{{topic}}/offer/"),
]
