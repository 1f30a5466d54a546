"""Allauth's forms with messages that say what to do."""

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.utils.translation import gettext_lazy as _

from council_portal.design.forms import PlainForm


class SignInForm(PlainForm, LoginForm):
    messages = {"login": {"required": _("Enter your email address")}, "password": {"required": _("Enter your password")}}


class NewPasswordForm(PlainForm, ResetPasswordForm):
    messages = {"email": {"required": _("Enter your email address")}}
