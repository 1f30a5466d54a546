"""What a stop of the walk is, and the stops of the frame and of casework. tests/browser/walk.py has them all."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core import mail
from django.test import RequestFactory

from council_portal.demo.roles import roles
from council_portal.design import views as design
from council_portal.drafts.views import csrf_failure
from tests.browser.ground import PASSWORD

LONG = "Somethingverylongwithoutanyspaceinitthatwouldpushapagesideways" * 2


@dataclass(frozen=True)
class Stop:
    """A page. path: with places of the council in braces. then: what is done there, given the browser's page and the council."""

    name: str
    role: str | None
    path: str
    then: Callable | None = None
    status: int = 200

    def go(self, page, council):
        """Bring the browser's page there. Returns the status of its last answer."""
        answers = [page.goto("/" + self.path.format(**council.places)).status]
        if self.then:
            page.on("response", lambda answer: answers.append(answer.status) if is_page(answer) else None)
            self.then(page, council)
            page.wait_for_load_state()
        return answers[-1]


def is_page(answer):
    return answer.request.is_navigation_request() and not 300 <= answer.status < 400


def press(name):
    """Press the button of this name, inside what is folded too."""

    def then(page, council):
        unfold(page)
        page.locator("main, #content").get_by_role("button", name=name, exact=True).click()

    return then


def go_on(page, council, name):
    """Press the button of this name and wait for the page that answers: what is unfolded before it comes is lost with the old page."""
    with page.expect_navigation():
        press(name)(page, council)


def unfold(page):
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")


def first_page(page, council):
    page.get_by_label("Something was reported and was not done, or done badly").check()
    page.get_by_label("What is it about?").fill("Bins missed in Mill Lane")
    page.get_by_label("What has happened, and what do you want done?").fill("Three weeks running.\n" + LONG)
    page.get_by_label("Which service is it about?").select_option("Street Scene")
    page.get_by_label("Which ward is it in?").select_option("Mill Hill")
    go_on(page, council, "Continue")


def second_page_with_errors(page, council):
    first_page(page, council)
    unfold(page)
    page.get_by_label("Somebody else").select_option(index=1)
    page.get_by_label("Photos or papers").set_input_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"MZ no photo"})
    press("Send it")(page, council)


def a_photo(page, council):
    """The first page, gone back to, with a photo that waits."""
    page.get_by_label("Photos or papers").set_input_files({"name": "notes of the visit.txt", "mimeType": "text/plain", "buffer": b"Dark."})
    first_page(page, council)
    press("Change what I wrote")(page, council)


def a_request(page, council):
    """The second page of a plain request, whose service is found from the words."""
    page.get_by_label("Have something done: it is reported for the first time").check()
    page.get_by_label("What is it about?").fill("Mattress dumped in alley")
    page.get_by_label("What has happened, and what do you want done?").fill("Behind number 9.\n" + LONG)
    page.get_by_label("Which service is it about?").select_option("Street Scene")
    page.get_by_label("Which ward is it in?").select_option("Mill Hill")
    go_on(page, council, "Continue")


def a_request_kept(page, council):
    """The page of the contact centre."""
    a_request(page, council)
    press("Keep it, and go to the contact centre")(page, council)


def a_draft(page, council):
    """The first page, opened again after something was typed and saved."""
    page.get_by_label("What is it about?").fill("Begun and not sent")
    page.get_by_text("Saved at").wait_for()
    page.reload()


def overtaken(page, council):
    """As if somebody had changed the case after the page was loaded."""
    page.locator("#act-answer [name$=version]").evaluate("box => { box.value = '0' }")
    page.get_by_label("Your answer").fill("The crew comes on Friday.\n" + LONG)
    press("Send the answer")(page, council)


def with_password(page, council, *, wrong=False):
    page.get_by_label("Email").fill(council.users["clo"].email)
    page.get_by_label("Password", exact=True).fill("wrong" if wrong else PASSWORD)
    press("Sign in")(page, council)


def with_wrong_password(page, council):
    with_password(page, council, wrong=True)


def with_wrong_code(page, council):
    with_password(page, council)
    page.get_by_label("code").fill("000000")
    press("Sign in")(page, council)


def by_mailed_link(page, council):
    page.get_by_label("Email").fill(council.users["clo"].email)
    go_on(page, council, "Send the link")
    page.goto(re.search(r"https?://\S+", mail.outbox[-1].body).group())


def by_mailed_link_with_errors(page, council):
    by_mailed_link(page, council)
    page.get_by_label("New Password", exact=True).fill("short")
    press("Change the password")(page, council)


def once_more(page, council):
    """The password again, before something grave."""
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press("Go on")(page, council)


def answer_of(view, *args, **options):
    """Show what this view answers, for pages that no address leads to. The page, its style and script are the portal's."""

    def then(page, council):
        request = RequestFactory().get("/")
        request.user = None
        response = view(request, *args, **options)
        page.route("**/shown/", lambda route: route.fulfill(status=response.status_code, content_type="text/html; charset=utf-8",
                                                            body=response.content.decode()))
        page.goto("/shown/")

    return then


MEMBER_STATES = ["unrouted", "with_centre", "with_officer", "overdue", "escalated", "with_member", "shared", "answered", "closed"]
OFFICER_ACTS = ["answer", "acknowledge", "ask", "more-time", "update", "assign", "hand-over", "want", "join"]
TYPED = [("Your answer", "The crew comes on Friday.")]

PUBLIC = [
    Stop("sign in", None, "accounts/login/"),
    Stop("sign in, nothing entered", None, "accounts/login/", press("Sign in")),
    Stop("sign in, wrong password", None, "accounts/login/", with_wrong_password),
    Stop("sign in, second step", None, "accounts/login/", with_password),
    Stop("sign in, second step, wrong code", None, "accounts/login/", with_wrong_code),
    Stop("password reset", None, "accounts/password/reset/"),
    Stop("password reset, nothing entered", None, "accounts/password/reset/", press("Send the link")),
    Stop("password reset, sent", None, "accounts/password/reset/done/"),
    Stop("password reset, dead link", None, "accounts/password/reset/key/1-set-password/"),
    Stop("password reset, new password", None, "accounts/password/reset/", by_mailed_link),
    Stop("password reset, new password refused", None, "accounts/password/reset/", by_mailed_link_with_errors),
    Stop("password reset, done", None, "accounts/password/reset/key/done/"),
    Stop("account closed", None, "accounts/inactive/"),
    Stop("no signing up", None, "accounts/signup/"),
    Stop("confirm email", None, "accounts/confirm-email/"),
    Stop("confirm email, dead link", None, "accounts/confirm-email/abc/"),
    Stop("not found, nobody signed in", None, "nowhere/", status=404),
]
FAILURES = [
    Stop("400", None, "accounts/login/", answer_of(design.error_400), 400),
    Stop("403, form too old", None, "accounts/login/", answer_of(csrf_failure), 403),
    Stop("413", None, "accounts/login/", answer_of(design.error_413, says="Too large."), 413),
    Stop("429", None, "accounts/login/", answer_of(design.error_429), 429),
    Stop("500", None, "accounts/login/", answer_of(design.error_500), 500),
    Stop("503", None, "accounts/login/", answer_of(design.error_503), 503),
]
OWN = [
    Stop("sign out", "member", "accounts/logout/"),
    Stop("set a password", "member", "accounts/password/set/"),
    Stop("change the password", "clo", "accounts/password/change/"),
    Stop("change the password, nothing entered", "clo", "accounts/password/change/", press("Change the password")),
    Stop("second step, off", "member", "accounts/2fa/"),
    Stop("second step, on", "clo", "accounts/2fa/"),
    Stop("second step, set up", "member", "accounts/2fa/totp/activate/"),
    Stop("second step, set up, nothing entered", "member", "accounts/2fa/totp/activate/", press("Switch it on")),
    Stop("is it still you?", "clo", "accounts/2fa/totp/deactivate/"),
    Stop("second step, switch off", "clo", "accounts/2fa/totp/deactivate/", once_more),
    Stop("recovery codes", "clo", "accounts/2fa/recovery-codes/", once_more),
    Stop("recovery codes, new ones", "clo", "accounts/2fa/recovery-codes/generate/", once_more),
    Stop("recovery codes, without an app", "member", "accounts/2fa/recovery-codes/generate/"),
]
CASEWORK = [
    *[Stop(f"home of {row['role']}", row["role"], "") for row in roles()],
    Stop("cases", "member", "casework/"),
    Stop("cases, none", "group_leader", "casework/"),
    Stop("cases, filtered", "member", "casework/?is_open=&status=answered&status=closed&order=-received"),
    Stop("cases, two pages", "other_member", "casework/"),
    Stop("search", "member", "casework/search/"),
    Stop("search, found", "member", "casework/search/?q=mill+lane"),
    Stop("search, nearly the same", "member", "casework/search/?q=mlil"),
    Stop("search, nothing found", "other_member", "casework/search/?q=zeppelin"),
    Stop("search, narrowed", "member", "casework/search/?q=mill+lane&status=with_officer"),
    Stop("search, a choice that is none", "member", "casework/search/?q=mill+lane&status=x"),
    Stop("search, too short, an error", "member", "casework/search/?q=a"),
    Stop("cases of an officer", "head_of_service", "casework/"),
    Stop("raise a matter", "member", "casework/log/"),
    Stop("raise a matter, nothing entered", "member", "casework/log/", press("Continue")),
    Stop("raise a matter, second page", "member", "casework/log/", first_page),
    Stop("raise a matter, second page with errors", "member", "casework/log/", second_page_with_errors),
    Stop("raise a matter, a photo added", "group_leader", "casework/log/", a_photo),
    Stop("raise a matter, second page of a request", "portfolio_holder", "casework/log/", a_request),
    Stop("a request at the contact centre", "portfolio_holder", "casework/log/", a_request_kept),
    Stop("raise a matter, begun before", "portfolio_holder", "casework/log/", a_draft),
    Stop("raise a matter, refused", "head_of_service", "casework/log/", status=403),
    *[Stop(f"case {state}", "member", f"casework/{{{state}}}/") for state in MEMBER_STATES],
    *[Stop(f"case {state}, officer", "head_of_service", f"casework/{{{state}}}/") for state in MEMBER_STATES
      if state not in ("unrouted", "with_centre")],
    Stop("case shared, who joined", "other_member", "casework/{shared}/"),
    Stop("case shared, who contributes", "other_officer", "casework/{shared}/"),
    *[Stop(f"case, {act}", "head_of_service", f"casework/{{with_officer}}/{act}/") for act in OFFICER_ACTS],
    Stop("case, go on", "head_of_service", "casework/{with_member}/go-on/"),
    Stop("case, reply, nothing entered", "member", "casework/{with_member}/reply/", press("Send the reply")),
    Stop("case, hand over, nothing entered", "head_of_service", "casework/{with_officer}/hand-over/", press("Hand it over")),
    Stop("case, contribute", "other_officer", "casework/{shared}/contribute/"),
    Stop("case, refused act", "member", "casework/{with_officer}/escalate/", status=403),
    Stop("case unrouted, Democratic Services", "democratic_services", "casework/{unrouted}/"),
    Stop("case escalated, Chief Officer", "chief_officer", "casework/{escalated}/"),
    Stop("case, empty answer", "head_of_service", "casework/{with_officer}/answer/", press("Send the answer")),
    Stop("case, empty come-back", "member", "casework/{answered}/come-back/", press("Send it back")),
    Stop("case, changed by somebody else", "head_of_service", "casework/{with_officer}/answer/", overtaken, 409),
    Stop("case for printing", "member", "casework/{escalated}/print/"),
    Stop("case for printing, officer", "head_of_service", "casework/{overdue}/print/"),
    Stop("case for printing, of another", "other_member", "casework/{with_officer}/print/", status=404),
    Stop("case of another", "other_member", "casework/{with_officer}/", status=404),
    Stop("case that never was", "member", "casework/{unknown}/", status=404),
]
ELSEWHERE = [
    Stop("protocol", "member", "protocol/"),
    Stop("protocol, searched", "member", "protocol/?q=reply"),
    Stop("protocol, nothing found", "member", "protocol/?q=zebra"),
    Stop("demo mail, none", "member", "demo/mail/"),
]
KINDS = ["user", "person", "service", "ward", "politicalgroup"]
ADMIN = [
    Stop("administration", "technical_administrator", "admin/"),
    Stop("administration, accounts", "technical_administrator", "admin/accounts/"),
    *[Stop(f"administration, {kind} list", "technical_administrator", f"admin/accounts/{kind}/") for kind in KINDS],
    *[Stop(f"administration, add {kind}", "technical_administrator", f"admin/accounts/{kind}/add/") for kind in KINDS],
    *[Stop(f"administration, change {kind}", "technical_administrator",
           f"admin/accounts/{kind}/{{{'group' if kind == 'politicalgroup' else kind}}}/change/") for kind in KINDS],
    Stop("administration, searched", "technical_administrator", "admin/accounts/person/?q=zebra"),
    Stop("administration, empty form", "technical_administrator", "admin/accounts/service/add/", press("Save")),
    Stop("administration, not found", "technical_administrator", "admin/accounts/person/999999/change/", status=404),
    Stop("monitoring", "monitoring_officer", "monitoring/"),
    Stop("monitoring, protocol", "monitoring_officer", "monitoring/protocol/"),
    Stop("monitoring, list", "monitoring_officer", "monitoring/protocol/protocolversion/"),
    Stop("monitoring, read only", "monitoring_officer", "monitoring/protocol/protocolversion/{version}/change/"),
]
