"""The mail that brings a new password says nothing that the request chose."""

import re

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(client, mailoutbox, settings):
    """The one message that follows a request with somebody else's host in it."""
    settings.PORTAL_ORIGIN = "https://portal.council.example"
    settings.COUNCIL_NAME = "King’s Mere & Holt Council"
    email = factories.council().member.email
    client.post(reverse("account_reset_password"), {"email": email}, headers={"host": "localhost:6666"})
    (message,) = mailoutbox
    return message


def test_the_link_leads_to_the_portal_whatever_host_was_asked(mail, client):
    (link,) = re.findall(r"\S+://\S+", mail.body)

    assert re.sub(r"/key/.*", "/key/", link) == "https://portal.council.example/accounts/password/reset/key/"
    page = client.get(link.removeprefix("https://portal.council.example"), follow=True)
    assert (page.status_code, page.context["form"].fields.keys() >= {"password1", "password2"}) == (200, True)


def test_no_part_of_the_message_names_the_host_of_the_request(mail):
    whole = mail.message().as_string() + mail.subject + mail.body

    assert [word for word in ("6666", "localhost", "testserver") if word in whole] == []


def test_it_is_in_the_councils_words(mail):
    assert mail.subject == "Choose a new password for King’s Mere & Holt Council’s portal"
    assert mail.body.splitlines()[:3] == [
        "Somebody has asked for a new password for your account on King’s Mere & Holt Council’s portal.",
        "",
        "If it was you, choose a new password here. The link works once, within 60 minutes:",
    ]
    assert mail.alternatives == []
