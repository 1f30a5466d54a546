"""Everything that can be done with a concern, by the word of its address, in the order in which its page offers it."""
from complaints.act_forms import (
    AddPapers,
    AskNext,
    Assess,
    Close,
    GiveAdvice,
    KeepNote,
    KeepOut,
    NameConcerned,
    Say,
    StepBack,
    Withdraw,
)
from complaints.decision_forms import AskReview, Decide, Find, Review
from complaints.handling_forms import Acknowledge, EndTask, Plan
from complaints.inquiry_forms import Appoint, AskView, CallOff, EndGrant, GiveView, Hear, Investigate, Report, TellSubject
from complaints.name_forms import AgreeName, DecideName, NameWords, TakeBackName
from complaints.talk_forms import AnswerTalk, SendForm, SettledByTalk

# The groups of the page: what brings it on; what is said; who is in it.
ON = (SendForm, AnswerTalk, SettledByTalk, AskNext, GiveAdvice, Acknowledge, Assess, Review, Report, GiveView, Find, Decide, Close, Plan,
      EndTask, Investigate, Hear, CallOff, AskReview)
SAID = (Say, AddPapers, KeepNote, TellSubject, AskView)
WHO = (Appoint, EndGrant, DecideName, TakeBackName, NameWords, AgreeName, KeepOut, NameConcerned, StepBack, Withdraw)
ACTS = {one.slug: one for one in (*ON, *SAID, *WHO)}
# What is to be done next: the first of these that is offered and can be done, where it is still to be done (`is_due`).
NEXT = (SendForm, AnswerTalk, AskNext, GiveAdvice, Acknowledge, Assess, Review, Find, Decide, Close, EndTask, Plan, TellSubject, AskView,
        GiveView, Report)
