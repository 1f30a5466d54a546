"""What a concern may be besides, and where else one can go: the ways that no complaint here replaces (SEC-5.6, SEC-6.3)."""
from django.utils.translation import gettext_lazy as _

# What somebody may say it is, several at once. None of them decides where it goes: whoever deals with it looks at each.
KINDS = {
    "breach": _("Somebody did not keep to the protocol"),
    "code": _("A breach of the Code of Conduct"),
    "hr": _("A matter of employment, such as bullying at work"),
    "whistleblowing": _("Wrongdoing that the public should know of (whistleblowing)"),
    "crime": _("A crime"),
}
# (heading, what it is for and how): always shown. The protocols leave these ways as they are; the portal sends nothing there by itself.
OTHER_WAYS = (
    (_("Danger, or a crime that is happening"), _("Call 999. For a crime that is over, call the police on 101. The portal tells the police "
                                                  "nothing.")),
    (_("Whistleblowing"), _("The council’s whistleblowing policy protects workers who report wrongdoing. Ask the Monitoring Officer or a "
                            "trade union for it; Protect, a charity, gives free advice.")),
    (_("Employment"), _("Officers: the grievance and dignity-at-work procedures of Human Resources stay open to you, whatever you raise "
                        "here.")),
    (_("Code of Conduct for Members"), _("Anybody may complain to the Monitoring Officer that a Member broke the Code of Conduct, also "
                                         "without the portal.")),
)
