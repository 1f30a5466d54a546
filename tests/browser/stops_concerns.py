"""Concerns: the door, raising one, what is done with it."""

from tests.browser.stops import Stop, press


def written(page, council):
    """Write one, and go on to the page between."""
    page.get_by_label("Send the form now. I have had that talk, or I do not want it").check()
    page.get_by_label("Who is it about?").fill("Chief Executive\nSomebody whom nobody knows")
    page.get_by_label("What happened?").fill("He shouted at me in the hall.")
    page.get_by_role("button", name="Continue").click()


CONCERNS = [
    Stop("concerns, door", "member", "concerns/"),
    Stop("concerns, door of the office", "monitoring_officer", "concerns/"),
    Stop("monitoring, concerns", "monitoring_officer", "monitoring/complaints/concern/"),
    Stop("monitoring, new powers", "monitoring_officer", "monitoring/sanctions/commencement/"),
    Stop("monitoring, a new power", "monitoring_officer", "monitoring/sanctions/commencement/add/"),
    Stop("monitoring, a power entered", "monitoring_officer", "monitoring/sanctions/commencement/{commencement}/change/"),
    Stop("monitoring, texts of letters", "monitoring_officer", "monitoring/letters/lettertext/"),
    Stop("monitoring, which letter", "monitoring_officer", "monitoring/letters/lettertext/add/"),
    Stop("monitoring, a text of a letter", "monitoring_officer", "monitoring/letters/lettertext/add/?kind=notice"),
    Stop("monitoring, a text that was entered", "monitoring_officer", "monitoring/letters/lettertext/{letter_text}/change/"),
    Stop("concern, letters", "monitoring_officer", "concerns/{lettered}/letters/"),
    Stop("concern, no letter yet", "monitoring_officer", "concerns/{concern}/letters/"),
    Stop("concern, raise", "member", "concerns/raise/officer/"),
    Stop("concern, nothing entered", "member", "concerns/raise/officer/", press("Continue")),
    Stop("concern, look it over", "member", "concerns/raise/officer/", written),
    Stop("advice, ask", "head_of_service", "concerns/raise/advice/"),
    Stop("concern, own", "head_of_service", "concerns/{concern}/"),
    Stop("concern, of the office", "monitoring_officer", "concerns/{concern}/"),
    Stop("concern, talk", "group_leader", "concerns/{talk}/"),
    Stop("concern, answer a talk", "group_leader", "concerns/{talk}/talk/"),
    Stop("concern, send the form", "member", "concerns/{talk}/send/"),
    Stop("concern, assess", "monitoring_officer", "concerns/{concern}/assess/"),
    Stop("concern, assess, nothing entered", "monitoring_officer", "concerns/{concern}/assess/", press("Decide")),
    Stop("concern, add papers", "head_of_service", "concerns/{concern}/papers/"),
    Stop("concern, step back", "monitoring_officer", "concerns/{concern}/step-back/"),
    Stop("concern, keep out", "head_of_service", "concerns/{concern}/keep-out/"),
]
