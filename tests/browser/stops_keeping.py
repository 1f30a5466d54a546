"""What is kept and counted beside the cases: standard lines, times by service, both clocks."""

from tests.browser.stops import Stop, press

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
]
