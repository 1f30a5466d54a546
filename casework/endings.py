"""When an answer says "done" of what is still to come (NNC-EXPECT)."""
import re

# Said of what somebody else is to do, or of what has not happened yet. Whoever means otherwise ticks a box.
STILL_TO_COME = (
    "passed to", "passed it to", "passed this to", "passed on to", "referred to", "referred it to", "referred this to", "forwarded to",
    "raised with", "will be", "will do", "going to be", "instructed", "on order", "ordered", "awaiting", "waiting for", "scheduled for",
    "booked for", "programmed for", "due to be", "to be done", "in hand", "looking into", "in the next", "as soon as",
)
PATTERN = re.compile(r"\b(" + "|".join(phrase.replace(" ", r"\s+") for phrase in STILL_TO_COME) + r")\b", re.IGNORECASE)


def still_to_come(text):
    """The words by which this text says that something is still to be done, as they stand in it; "" where there are none."""
    found = PATTERN.search(text)
    return " ".join(found[0].split()) if found else ""
