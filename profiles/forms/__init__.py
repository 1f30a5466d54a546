"""What people type about Members. Each form validates and calls one service."""
from profiles.forms.duties import DutyForm, EndDutyForm, EndSeatForm, SeatForm
from profiles.forms.guided import GroupForm, LeavingForm, NewForm, TermForm, ended
from profiles.forms.keeping import ChangeBodyForm, ChangeForm, NewBodyForm, WriteForm

__all__ = ["ChangeBodyForm", "ChangeForm", "DutyForm", "EndDutyForm", "EndSeatForm", "GroupForm", "LeavingForm", "NewBodyForm", "NewForm",
           "SeatForm", "TermForm", "WriteForm", "ended"]
