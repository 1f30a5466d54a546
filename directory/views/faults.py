
from directory.faults import Faults
from directory.models import ServiceEntry
from directory.views.whole import WholePage


class FaultList(WholePage):
    """What is wrong with the directory, for Democratic Services."""

    model, action, template_name = ServiceEntry, "find_faults", "directory/faults.html"

    def get_context_data(self, **kwargs):
        sections = Faults(self.request.user).sections()
        return super().get_context_data(sections=sections, many=sum(len(one["lines"]) for one in sections), **kwargs)
