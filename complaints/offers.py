"""What the page of a concern offers its reader: the next step, everything else, and what cannot be done yet, with the reason."""
from django.utils.translation import gettext as _

from complaints import begun, policy
from complaints.act_forms import Say, StepBack
from complaints.acts import NEXT, ON, SAID, WHO


def offered(concern, user, capacities, address):
    """{"first": an act or None, "groups": [{"heading", "links": [acts]}], "waits": [acts that cannot be done yet, each with its "why"],
    "many": how many links, "begun": is one of them begun?, "out": {"url", "text", "version", "says"} of stepping back, which is done on the
    page itself, or None}. An act is {"url", "text", "begun": did this reader begin it and not send it?}.

    concern: has `may` of this reader. capacities: in which they stand in it. address: takes the word of an act. One statement.
    """
    groups = [(heading, [form for form in forms if concern.may[form.action] and form.fits(concern) and form is not StepBack])
              for heading, forms in ((_("At this stage"), ON), (_("Write and add"), SAID), (_("Who has it"), WHO))]
    there = [form for _heading, forms in groups for form in forms]
    kept = begun.acts_begun(user, concern, there)
    whys = {form: why for form in there if (why := form.not_yet(concern))}
    speaks = () if policy.HANDLER in capacities else (Say,)  # the office always has something else to do
    first = next((form for form in (*NEXT, *speaks) if form in there and form not in whys and form.is_due(concern)), None)

    def line(form):
        return {"url": address(form.slug), "text": form.heading, "begun": form in kept}

    links = [{"heading": heading, "links": [line(form) for form in forms if form != first and form not in whys]}
             for heading, forms in groups]
    links = [group for group in links if group["links"]]
    return {"first": line(first) if first else None, "groups": links, "waits": [line(form) | {"why": why} for form, why in whys.items()],
            "many": sum(len(group["links"]) for group in links), "begun": any(one["begun"] for group in links for one in group["links"]),
            "out": way_out(concern, address) if concern.may[StepBack.action] else None}


def way_out(concern, address):
    """Stepping back in one press, with what it does. version: of the concern, as the form of its own page sends one."""
    return {"url": address(StepBack.slug), "text": StepBack.button, "version": concern.version,
            "says": [one["text"] for one in StepBack.intro(concern)]}
