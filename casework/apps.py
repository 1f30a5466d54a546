from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Matters that Members raise, and how officers answer them."""

    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Fill the four registries: what falls due, open work of a leaver, which models hold files, what drafts are called."""
        from casework import begun, search, texts
        from casework.counts import count_anew
        from casework.due import JOBS
        from casework.models import CasePaper
        from casework.owners import mind_owners, open_work
        from council_portal.access import copies, holdings
        from council_portal.audit.triggers import carry
        from council_portal.documents import kinds
        from council_portal.documents import services as documents
        from council_portal.drafts import waiting
        from council_portal.outbox import due

        for job in [*JOBS, mind_owners, count_anew]:
            due.register(job)
        due.register(documents.sweep_hourly)
        due.register(copies.look_nightly)
        due.register(search.look_nightly)
        carry(texts.KIT, self)
        kinds.register(CasePaper)
        waiting.register([*begun.ALONE, *begun.KINDS], begun.tell)
        holdings.register(open_work)
