"""Concerns: the door, raising one, what is done with it. Personal connections, and their register."""

from django.utils.timezone import localdate

from tests.browser.stops import Stop, press


def written(page, council):
    """Write one, and go on to the page between."""
    page.get_by_label("Send the form now. I have had that talk, or I do not want it").check()
    page.get_by_label("Who is it about?").fill("Chief Executive\nSomebody whom nobody knows")
    page.get_by_label("What happened?").fill("He shouted at me in the hall.")
    page.get_by_role("button", name="Continue").click()


def with_a_paper(page, council):
    """Let a paper wait, and send nothing."""
    page.get_by_label("Photos or papers").set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Notes of the day."})
    page.get_by_role("button", name="Add what I chose, and send nothing yet").click()


def one_follows(page, council):
    """Tick one thing that follows, and decide: what belongs to it is asked under it."""
    page.get_by_role("checkbox", name="Censure or reprimand the Member").check()
    page.get_by_role("group", name="Censure or reprimand the Member").get_by_label("What exactly?").fill("Before the Council")
    page.get_by_role("button", name="Decide").click()


CONCERNS = [
    Stop("concerns, door", "member", "concerns/"),
    Stop("concerns, door of the office", "monitoring_officer", "concerns/"),
    Stop("monitoring, concerns", "monitoring_officer", "monitoring/complaints/concern/"),
    Stop("monitoring, a concern", "monitoring_officer", "monitoring/complaints/concern/{inquiry}/"),
    Stop("monitoring, assess a concern", "monitoring_officer", "monitoring/complaints/concern/{concern}/assess/"),
    Stop("monitoring, decide a concern, nothing entered", "monitoring_officer", "monitoring/complaints/concern/{inquiry}/decide/",
         press("Decide")),
    Stop("concerns in numbers", "monitoring_officer", "concerns/statistics/"),
    Stop("concerns in numbers, of a calendar year", "chief_executive", f"concerns/statistics/?year=calendar-{localdate().year}"),
    Stop("monitoring, new powers", "monitoring_officer", "monitoring/sanctions/commencement/"),
    Stop("monitoring, a new power", "monitoring_officer", "monitoring/sanctions/commencement/add/"),
    Stop("monitoring, a power entered", "monitoring_officer", "monitoring/sanctions/commencement/{commencement}/change/"),
    Stop("monitoring, a power that waits", "monitoring_officer", "monitoring/sanctions/commencement/{commencement_waits}/change/"),
    Stop("monitoring, a power that waits, nothing entered", "monitoring_officer",
         "monitoring/sanctions/commencement/{commencement_waits}/change/", press("Save")),
    Stop("monitoring, Independent Persons", "monitoring_officer", "monitoring/independents/independentperson/"),
    Stop("monitoring, enter an Independent Person, nothing entered", "monitoring_officer",
         "monitoring/independents/independentperson/add/", press("Save")),
    Stop("monitoring, an Independent Person", "monitoring_officer", "monitoring/independents/independentperson/{independent}/change/"),
    Stop("monitoring, an Independent Person who waits", "monitoring_officer",
         "monitoring/independents/independentperson/{independent_waits}/change/"),
    Stop("concern, ask for a view, nothing entered", "monitoring_officer", "concerns/{inquiry}/ask-view/", press("Ask")),
    Stop("monitoring, texts of letters", "monitoring_officer", "monitoring/letters/lettertext/"),
    Stop("monitoring, which letter", "monitoring_officer", "monitoring/letters/lettertext/add/"),
    Stop("monitoring, a text of a letter", "monitoring_officer", "monitoring/letters/lettertext/add/?kind=notice"),
    Stop("monitoring, a text that was entered", "monitoring_officer", "monitoring/letters/lettertext/{letter_text}/change/"),
    Stop("concern, letters", "monitoring_officer", "concerns/{inquiry}/letters/"),
    Stop("concern, no letter yet", "monitoring_officer", "concerns/{concern}/letters/"),
    Stop("concern, raise", "member", "concerns/raise/officer/"),
    Stop("concern, nothing entered", "member", "concerns/raise/breach/", press("Continue")),  # each matter has a draft of its own
    Stop("concern, look it over", "member", "concerns/raise/officer/", written),
    Stop("advice, ask", "head_of_service", "concerns/raise/advice/"),
    Stop("advice, a paper that waits", "head_of_service", "concerns/raise/advice/", with_a_paper),
    Stop("concern, own", "head_of_service", "concerns/{concern}/"),
    Stop("concern, of the office", "monitoring_officer", "concerns/{concern}/"),
    Stop("concern, talk", "group_leader", "concerns/{talk}/"),
    Stop("concern, answer a talk", "group_leader", "concerns/{talk}/talk/"),
    Stop("concern, own talk", "member", "concerns/{talk}/"),
    Stop("concern, answer in a talk", "member", "concerns/{talk}/talk/"),
    Stop("concern, the talk has settled it", "member", "concerns/{talk}/settled/"),
    Stop("concern, the talk has settled it, nothing entered", "member", "concerns/{talk}/settled/", press("It is settled")),
    Stop("concern, send the form", "member", "concerns/{talk}/send/"),
    Stop("concern, assess", "monitoring_officer", "concerns/{concern}/assess/"),
    Stop("concern, assess, nothing entered", "monitoring_officer", "concerns/{concern}/assess/", press("Decide")),
    Stop("concern, add papers", "head_of_service", "concerns/{concern}/papers/"),
    Stop("concern, step back", "monitoring_officer", "concerns/{concern}/step-back/"),
    Stop("concern, keep out", "monitoring_officer", "concerns/{concern}/keep-out/"),
    Stop("concern, who else is concerned", "head_of_service", "concerns/{concern}/concerned/"),
    Stop("concern, acknowledge", "monitoring_officer", "concerns/{concern}/acknowledge/"),
    Stop("concern, tell whoever it is about", "monitoring_officer", "concerns/{concern}/tell/"),
    Stop("concern, let somebody in, nothing entered", "monitoring_officer", "concerns/{concern}/appoint/", press("Let them in")),
    Stop("concern, decide the name", "monitoring_officer", "concerns/{concern}/name/"),
    Stop("concern, words that give the name away", "monitoring_officer", "concerns/{concern}/name-words/"),
    Stop("concern investigated, of the office", "monitoring_officer", "concerns/{inquiry}/"),
    Stop("concern investigated, of whoever raised it", "nominated_officer", "concerns/{inquiry}/"),
    Stop("concern investigated, of whom it is about", "portfolio_holder", "concerns/{inquiry}/"),
    Stop("concern investigated, of the investigator", "chief_officer", "concerns/{inquiry}/"),
    Stop("concern investigated, report", "chief_officer", "concerns/{inquiry}/report/"),
    Stop("concern investigated, of the panel", "communications", "concerns/{inquiry}/"),
    Stop("concern investigated, the panel's finding", "communications", "concerns/{inquiry}/finding/"),
    Stop("concern investigated, the panel's finding, nothing entered", "communications", "concerns/{inquiry}/finding/",
         press("Hand it in")),
    Stop("concern investigated, write", "monitoring_officer", "concerns/{inquiry}/write/"),
    Stop("concern investigated, the view", "monitoring_officer", "concerns/{inquiry}/view/"),
    Stop("concern investigated, hearing", "monitoring_officer", "concerns/{inquiry}/hearing/"),
    Stop("concern investigated, decide", "monitoring_officer", "concerns/{inquiry}/decide/"),
    Stop("concern investigated, decide, nothing entered", "monitoring_officer", "concerns/{inquiry}/decide/", press("Decide")),
    Stop("concern investigated, decide, something follows", "monitoring_officer", "concerns/{inquiry}/decide/", one_follows),
    Stop("concern looked at again, of whoever decided it", "monitoring_officer", "concerns/{decided}/"),
    Stop("concern investigated, end access", "monitoring_officer", "concerns/{inquiry}/end-access/"),
    Stop("connections, own", "member", "connections/"),
    Stop("connection, declare", "member", "connections/declare/"),
    Stop("connection, nothing entered", "head_of_service", "connections/declare/", press("Declare it")),
    Stop("connection, one", "member", "connections/{connection}/"),
    Stop("connection, no longer so", "member", "connections/{connection}/end/"),
    Stop("connection, no reason", "member", "connections/{connection}/end/", press("Say so")),
    Stop("connections, register", "monitoring_officer", "connections/register/"),
    Stop("monitoring, connections", "monitoring_officer", "monitoring/connections/connection/"),
]
