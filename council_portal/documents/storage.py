"""Where papers lie: a folder that nothing serves, or the bucket that STORAGES["papers"] names."""
import os

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    """PORTAL_VAR/files. SECURITY: no address leads to it; a paper leaves through GuardedDownload only."""

    def __init__(self):
        super().__init__(file_permissions_mode=0o640, directory_permissions_mode=0o750)

    @property
    def base_location(self):
        """Asked of the settings each time, so that no process keeps the folder of another installation."""
        return os.path.join(settings.PORTAL_VAR, "files")

    @property
    def location(self):
        return os.path.abspath(self.base_location)

    def url(self, name):
        """Never. Raises ValueError, as Django's storages do when a file has no address."""
        raise ValueError("papers have no address of their own")

    def _save(self, name, content):
        """Write, and come back only when the bytes and the folder's entry are on the disk."""
        name = super()._save(name, content)
        path = self.path(name)
        for place in (path, os.path.dirname(path)):
            descriptor = os.open(place, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return name


def papers():
    """The storage of papers."""
    return storages["papers"] if "papers" in settings.STORAGES else PrivateStorage()
