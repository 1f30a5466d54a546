"""By when the papers of an event are published, and which came late (RUG-MC-PAPERS). The number of days is the council's own."""
from django.conf import settings

from council_portal.clock.days import london_date
from council_portal.clock.working import working_days_before


def publish_by(event):
    """The last day (London) on which papers are in time: so many working days before the event."""
    return working_days_before(london_date(event.starts_at), settings.PROGRAMME_PAPERS_DAYS, settings.COUNCIL_NATION)


def is_late(paper, event):
    """Was it added after that day?"""
    return london_date(paper.added_at) > publish_by(event)
