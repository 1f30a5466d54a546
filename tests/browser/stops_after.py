"""What follows from events, and open days."""

from tests.browser.stops import LONG, Stop, press


def overtaken_form(button):
    """Press a button as if the event had been changed since its page was read."""

    def then(page, council):
        page.locator("main [name=version]").evaluate("box => { box.value = '99' }")
        press(button)(page, council)

    return then


def said_something(page, council):
    """Something with a long word in it, written down."""
    page.get_by_label("What was said?").fill("The buses are full.\n" + LONG)
    press("Write it down")(page, council)


def emptied(label):
    """Send the correction with nothing in this field."""

    def then(page, council):
        page.get_by_label(label).fill("")
        press("Save the correction")(page, council)

    return then


AFTER = [
    *[Stop(f"event that took place, {role}", role, "programme/{held_event}/") for role in (
        "member", "head_of_service", "democratic_services", "communications")],
    Stop("event that is followed up", "democratic_services", "programme/{closed_event}/"),
    Stop("write down what was said", "member", "programme/{held_event}/said/"),
    Stop("record who came", "democratic_services", "programme/{held_event}/who-came/"),
    Stop("write down what was said, nothing entered", "member", "programme/{held_event}/said/", press("Write it down")),
    Stop("write down what was said, written", "group_leader", "programme/{held_event}/said/", said_something),
    Stop("say what follows", "democratic_services", "programme/{held_event}/follow-up/"),
    Stop("say what follows, nothing entered", "democratic_services", "programme/{held_event}/follow-up/", press("Add it")),
    Stop("say that all is followed up", "democratic_services", "programme/{held_event}/close/"),
    Stop("say that all is followed up, it is not", "democratic_services", "programme/{held_event}/close/", press("It is followed up")),
    Stop("take up again, changed meanwhile", "democratic_services", "programme/{closed_event}/reopen/", overtaken_form("Take it up again"),
         409),
    Stop("follow-up, say how it stands", "head_of_service", "programme/follow-ups/{follow_up}/"),
    Stop("follow-up, nothing entered", "head_of_service", "programme/follow-ups/{follow_up}/", press("Tell those who were there")),
    Stop("follow-up, done already", "head_of_service", "programme/follow-ups/{done_follow_up}/", status=409),
    Stop("raise a case from what was said", "member", "programme/said/{said}/case/"),
    Stop("raise a case from what was said, of another ward", "other_member", "programme/said/{said}/case/", status=404),
    Stop("raise a case from what was said, not agreed", "member", "programme/said/{said}/case/", press("Raise it")),
    Stop("correct what was said", "member", "programme/said/{said}/correct/"),
    Stop("correct what was said, nothing left", "democratic_services", "programme/said/{said}/correct/", emptied("What was said?")),
    Stop("withdraw what was said", "democratic_services", "programme/said/{said}/withdraw/"),
    Stop("withdraw what was said, no reason", "member", "programme/said/{said}/withdraw/", press("Withdraw it")),
    Stop("correct what was said, of another Member", "other_member", "programme/said/{said}/correct/", status=404),
    *[Stop(f"open day, {role}", role, "programme/{open_day}/") for role in ("member", "head_of_service", "democratic_services")],
    Stop("open day, add a stand", "democratic_services", "programme/{open_day}/stand/"),
    Stop("open day, add a stand, nothing entered", "democratic_services", "programme/{open_day}/stand/", press("Add it")),
    Stop("open day, add a visit", "democratic_services", "programme/{open_day}/visit/"),
    Stop("open day, add a visit, nothing entered", "democratic_services", "programme/{open_day}/visit/", press("Add it")),
    Stop("open day, what people said of it", "democratic_services", "programme/{past_open_day}/"),
    Stop("open day, say what you think", "member", "programme/{past_open_day}/feedback/"),
    Stop("open day, say what you think, nothing entered", "member", "programme/{past_open_day}/feedback/", press("Send it")),
    Stop("visit, book", "other_member", "programme/visits/{tour}/book/"),
    Stop("visit, booked", "group_leader", "programme/visits/{tour}/book/", press("Book it")),
    Stop("visit, give back", "member", "programme/visits/{tour}/give-back/"),
    Stop("visit, take out", "democratic_services", "programme/visits/{tour}/take-out/"),
    Stop("stand, take out", "democratic_services", "programme/stands/{stand}/take-out/"),
    Stop("visit, refused", "head_of_service", "programme/visits/{tour}/book/", status=403),
]
