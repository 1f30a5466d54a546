"""Where the pages of a concern stand: on the portal, and the same at the Monitoring Officer's desk."""
from django.urls import reverse


class AtDesk:
    """Pages of one concern that stand on the portal and, the same, at the Monitoring Officer's desk in the admin (`desk`)."""

    desk = False
    lets_in_by_name = True

    def list_url(self):
        """Where the reader came from."""
        return reverse("monitoring:complaints_concern_changelist" if self.desk else "concerns:door")

    def page_url(self, concern):
        """The page of the concern."""
        return reverse("monitoring:complaints_concern_desk" if self.desk else "concerns:concern", args=[concern.uid])

    def act_url(self, concern, slug):
        """The form of one act on it."""
        return reverse("monitoring:complaints_concern_act" if self.desk else "concerns:act", args=[concern.uid, slug])
