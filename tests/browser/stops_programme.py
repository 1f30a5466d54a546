"""The programme: events, what was proposed, calendars, the council's own meetings."""

from conversations.models import Event
from tests.browser.stops import LONG, Stop, press


def a_long_one(page, council):
    """As if its title, place and matters had been typed without a space."""
    Event.objects.filter(uid=council.places["ward_event"]).update(title=LONG[:120], place=LONG, about=LONG)
    page.reload()


def overtaken_event(page, council):
    """As if somebody had changed the event after the page was loaded."""
    page.locator("main [name=version]").evaluate("box => { box.value = '99' }")
    press("Save")(page, council)


PROGRAMME = [
    Stop("programme", "democratic_services", "programme/"),
    Stop("programme, a Member", "member", "programme/"),
    Stop("programme, nothing found", "clo", "programme/?when=past"),
    Stop("programme of a year", "member", "programme/2026/"),
    Stop("programme of a month", "democratic_services", "programme/2026/12/"),
    Stop("event, its keeper", "democratic_services", "programme/{event}/"),
    Stop("event, a Member", "member", "programme/{event}/"),
    Stop("event, an officer", "head_of_service", "programme/{event}/"),
    Stop("event, a draft", "democratic_services", "programme/{draft_event}/"),
    Stop("event, a long one", "democratic_services", "programme/{ward_event}/", a_long_one),
    Stop("event, plan", "democratic_services", "programme/new/"),
    Stop("event, plan, nothing entered", "democratic_services", "programme/new/", press("Save it as a draft")),
    Stop("event, change", "democratic_services", "programme/{ward_event}/change/"),
    Stop("event, changed meanwhile", "democratic_services", "programme/{ward_event}/change/", overtaken_event, 409),
    Stop("event, announce", "democratic_services", "programme/{draft_event}/announce/"),
    Stop("event, confirm, nothing entered", "democratic_services", "programme/{ward_event}/confirm/", press("Confirm it")),
    Stop("event, cancel", "democratic_services", "programme/{event}/cancel/"),
    Stop("event, name an officer", "democratic_services", "programme/{event}/officer/"),
    Stop("event, remove an officer", "democratic_services", "programme/{event}/officer/{event_office}/"),
    Stop("event, add papers, none chosen", "head_of_service", "programme/{event}/papers/", press("Add them")),
    Stop("event, withdraw a paper", "democratic_services", "programme/papers/{event_paper}/withdraw/"),
    Stop("event, do you come", "member", "programme/{event}/answer/"),
    Stop("event, do you come, nothing said", "member", "programme/{event}/answer/", press("Send my answer")),
    Stop("proposals", "democratic_services", "programme/proposals/"),
    Stop("proposals, none", "communications", "programme/proposals/"),
    Stop("proposal", "democratic_services", "programme/proposals/{proposal}/"),
    Stop("proposal, declined", "member", "programme/proposals/{declined_proposal}/"),
    Stop("proposal, propose", "member", "programme/proposals/new/"),
    Stop("proposal, propose, nothing entered", "head_of_service", "programme/proposals/new/", press("Propose it")),
    Stop("proposal, put on an event", "democratic_services", "programme/proposals/{proposal}/put-on/"),
    Stop("proposal, decline, nothing entered", "democratic_services", "programme/proposals/{proposal}/decline/", press("Decline it")),
    Stop("calendar feed", "member", "programme/calendar/"),
    Stop("calendar feed, its address", "member", "programme/calendar/", press("Make the address")),
    Stop("calendar feed, revoke", "member", "programme/calendar/revoke/"),
    Stop("what reaches you", "member", "messages/"),
    Stop("what reaches you, chosen", "member", "messages/", press("Save")),
    Stop("council meetings, read in", "democratic_services", "programme/meetings/"),
    Stop("council meetings, nothing chosen", "democratic_services", "programme/meetings/", press("Read the file")),
]
