"""What each form about people and places says when an answer is missing: every message of these forms, in full."""

import inspect

import pytest
from django import forms

import council_portal.intake.forms
import council_portal.people.forms
import directory.forms
import profiles.forms.duties
import profiles.forms.guided
import profiles.forms.keeping
from council_portal.design.forms import PlainForm

MODULES = [profiles.forms.duties, profiles.forms.guided, profiles.forms.keeping, council_portal.people.forms, directory.forms,
           council_portal.intake.forms]
SAID = {
    "SeatForm.body": "Select the committee or other body",
    "SeatForm.role": "Select their role on the body",
    "EndForm.last_day": "Enter the last day",
    "EndSeatForm.last_day": "Enter the last day",
    "EndDutyForm.last_day": "Enter the last day",
    "DutyForm.kind": "Select the kind of duty",
    "DutyForm.title": "Enter the title of the duty",
    "DutyForm.authority": "Enter by what authority: the minute, the election or another record",
    "TermForm.last_day": "Enter the last day in office",
    "TermForm.reason": "Select why it ends",
    "GroupForm.group": "Select the new group, or “In no group”",
    "GroupForm.on": "Enter the first day in the new group, or in no group",
    "NewForm.kind": "Select the kind of Member",
    "NewForm.began_on": "Enter the first day in office",
    "NewForm.authority": "Enter by what authority: the minute, the election or another record",
    "LeavingForm.outcome": "Select whether they have left office",
    "ChangeForm.name": "Enter the Member’s name",
    "ChangeForm.kind": "Select the kind of Member",
    "BodyForm.name": "Enter the name of the body",
    "BodyForm.kind": "Select the kind of body",
    "NewBodyForm.name": "Enter the name of the body",
    "NewBodyForm.kind": "Select the kind of body",
    "ChangeBodyForm.name": "Enter the name of the body",
    "ChangeBodyForm.kind": "Select the kind of body",
    "PhotoForm.photo": "Choose a photograph",
    "PhotoForm.alt": "Enter what the photograph shows, in words",
    "AppointForm.person": "Choose who is appointed",
    "AppointForm.role": "Select whether they hold the post or are the deputy",
    "AppointForm.since": "Enter the day from which they hold it",
    "AppointForm.authority": "Enter by what authority: the minute, the HR record or the election",
    "AgreeForm.answer": "Select whether you agree",
    "VacateForm.day": "Enter the day from which they no longer hold it",
    "VacateForm.authority": "Enter by what authority: the minute, the HR record or the election",
    "PostForm.word": "Select the post",
    "AbsenceForm.person": "Choose who is away",
    "AbsenceForm.first": "Enter the first day away",
    "AbsenceForm.last": "Enter the last day away",
    "OfficerForm.name": "Enter the officer’s name",
    "NewOfficerForm.name": "Enter the officer’s name",
    "NewOfficerForm.since": "Enter the first day at the council",
    "NewOfficerForm.authority": "Enter by what authority: the HR record or other ground",
    "LeaveForm.last_day": "Enter the last day at the council",
    "UploadForm.file": "Select a file",
}


def asked():
    """{form and field: what it says when the answer is missing} of every form of these rooms, built without what it is about."""
    said = {}
    for kind in (kind for module in MODULES for kind in forms_of(module)):
        bare = type("Bare", (PlainForm, forms.Form), {"messages": kind.messages})
        bare.base_fields = kind.base_fields
        said |= {f"{kind.__name__}.{field}": str(one.error_messages["required"]) for field, one in bare().fields.items() if one.required}
    return said


def forms_of(module):
    """The forms that are written in this module."""
    kinds = [kind for kind in vars(module).values() if inspect.isclass(kind) and kind.__module__ == module.__name__]
    return [kind for kind in kinds if issubclass(kind, PlainForm) and issubclass(kind, forms.Form)]


def test_each_form_about_people_and_places_asks_for_what_is_missing_in_plain_words():
    assert asked() == SAID


@pytest.mark.parametrize("stiff", ["Enter a by", "Select a file: file", "Answer “", "Select as", "Select a kind", "Enter a person"])
def test_no_message_is_stiff(stiff):
    assert [name for name, text in asked().items() if text.startswith(stiff)] == []
