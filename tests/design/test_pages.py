import pytest
from django.template.loader import get_template
from django.test import RequestFactory

from council_portal.design import views
from council_portal.design.context import council
from council_portal.drafts.views import csrf_failure


@pytest.fixture
def request_():
    """A request of nobody, as the error views get it before anything is known."""
    request = RequestFactory().get("/casework/secret/")
    request.user = None
    return request


def test_the_theme_is_the_council_colour_and_may_be_kept(request_, settings):
    settings.COUNCIL_COLOUR = "#5a2d81"

    answer = views.theme(request_)

    assert answer.content.decode() == ":root { --govuk-brand-colour: #5a2d81; }\n"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/css; charset=utf-8", "public, max-age=31536000")


def test_the_theme_writes_nothing_but_a_colour(request_, settings):
    settings.COUNCIL_COLOUR = "#5a2d81; } body { display: none"

    with pytest.raises(ValueError, match="COUNCIL_COLOUR"):
        views.theme(request_)


def test_a_new_colour_is_a_new_address(request_, settings):
    settings.COUNCIL_COLOUR = "#5A2D81"

    assert council(request_)["council"].theme_key == "5a2d81"


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.error_400, 400), (views.error_403, 403), (views.error_404, 404), (views.error_409, 409), (views.error_413, 413),
     (views.error_429, 429), (csrf_failure, 403)],
)
def test_each_error_page_has_its_own_status_and_one_heading(request_, view, status):
    answer = view(request_)

    assert (answer.status_code, answer.content.decode().count("<h1")) == (status, 1)


def test_not_found_says_the_same_whatever_was_asked_and_why(request_):
    other = RequestFactory().get("/casework/another/")
    other.user = None

    one, two = views.error_404(request_, Exception("K7Q4-M2PX")), views.error_404(other, None)

    assert one.content == two.content
    assert b"K7Q4-M2PX" not in one.content


def test_a_refusal_cites_its_clause(request_):
    text = views.error_403(request_, clause="3.5", says="Only the Member who raised it may go further.").content.decode()

    assert ("Only the Member who raised it may go further." in text, "#clause-3-5" in text) == (True, True)


def test_whoever_was_second_gets_back_what_they_typed(request_):
    answer = views.error_409(request_, typed=[("Your answer", "A surveyor <b>comes</b>\non Friday")], back="/casework/x/")

    text = answer.content.decode()

    assert "A surveyor &lt;b&gt;comes&lt;/b&gt;<br>on Friday" in text
    assert 'href="/casework/x/"' in text


def test_when_all_fails_the_page_needs_neither_database_nor_session(request_):
    answers = [views.error_500(request_), views.error_503(request_)]

    assert [answer.status_code for answer in answers] == [500, 503]
    assert answers[1]["Retry-After"] == "300"


def test_no_page_says_error_in_its_title_before_there_is_one(request_):
    text = views.error_400(request_).content.decode()

    assert "<title>The page could not be understood - " in text


@pytest.mark.parametrize("name", [
    "base.html", "account/login.html", "mfa/authenticate.html", "casework/case.html", "protocol/protocol.html", "home.html",
    "admin/base_site.html",
])
def test_the_pages_are_the_portal_s_own(name, settings):
    template = get_template(name)

    assert template.origin.name == str(settings.BASE_DIR / "templates" / name)
