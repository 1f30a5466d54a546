from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Papers of matters. No tables of its own: each kind of matter makes its papers concrete."""

    name = "council_portal.documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Look at every kind of paper when the portal starts."""
        from django.core import checks

        from council_portal.documents.checks import kinds_are_whole, scanner_address, scanner_named

        checks.register(kinds_are_whole, checks.Tags.models)
        checks.register(scanner_address, checks.Tags.files)
        checks.register(scanner_named, checks.Tags.security, deploy=True)
