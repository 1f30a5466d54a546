"""What is done with one event, by the word of its address, in the order in which the page offers it."""
from conversations import act_forms, after_forms, open_day_forms

ACTS = {form.slug: form for form in (*act_forms.OF_EVENTS, *open_day_forms.OF_EVENTS, *after_forms.OF_EVENTS)}
