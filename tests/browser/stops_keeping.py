"""What is kept and counted beside the cases: standard lines, times by service, both clocks, reports."""

from tests.browser.stops import Stop, press


def overtaken_report(page, council):
    """As if somebody had changed the report after the page was loaded."""
    page.locator("main [name=version]").evaluate("box => { box.value = '99' }")
    press("Make it final")(page, council)


KEEPING = [
    Stop("standard lines", "head_of_service", "casework/lines/"),
    Stop("standard line, write", "head_of_service", "casework/lines/new/"),
    Stop("standard line, write, nothing entered", "head_of_service", "casework/lines/new/", press("Save")),
    Stop("standard line, change", "head_of_service", "casework/lines/{line}/change/"),
    Stop("standard line, end", "head_of_service", "casework/lines/{line}/end/"),
    Stop("times of all services", "member", "casework/times/"),
    Stop("times of a service", "member", "casework/times/{service_page}/"),
    Stop("times of a service, change", "democratic_services", "casework/times/{service_page}/service_failure/"),
    Stop("both clocks, counted", "democratic_services", "casework/counts/"),
    Stop("both clocks, counted for a service", "head_of_service", "casework/counts/"),
    Stop("reports", "democratic_services", "casework/reports/"),
    Stop("reports, none", "communications", "casework/reports/"),
    Stop("report, make", "clo", "casework/reports/new/"),
    Stop("report, make, nothing entered", "democratic_services", "casework/reports/new/", press("Count, and make the draft")),
    Stop("report with ward Members", "clo", "casework/reports/{report}/"),
    Stop("report with ward Members, a Member", "member", "casework/reports/{report}/"),
    Stop("report, final", "democratic_services", "casework/reports/{final_report}/"),
    Stop("report, change", "clo", "casework/reports/{report}/change/"),
    Stop("report, comment, nothing entered", "member", "casework/reports/{report}/comment/", press("Send the comment")),
    Stop("report, agree", "head_of_service", "casework/reports/{report}/agree/"),
    Stop("report, not agreed to", "clo", "casework/reports/{report}/finish/"),
    Stop("report, agreed to", "head_of_service", "casework/reports/{agreed_report}/"),
    Stop("report, finish", "democratic_services", "casework/reports/{agreed_report}/finish/"),
    Stop("report, commented on already", "member", "casework/reports/{agreed_report}/comment/"),
    Stop("report, changed meanwhile", "democratic_services", "casework/reports/{agreed_report}/finish/", overtaken_report, 409),
    Stop("report, a new version", "democratic_services", "casework/reports/{final_report}/renew/"),
]
