from django.core.files.uploadhandler import TemporaryFileUploadHandler

from council_portal.documents import limits


class BoundedUpload(TemporaryFileUploadHandler):
    """Writes to a temporary file no more than one file may have, and goes on counting.

    A file that is too big arrives cut, with its true size: the form can say so and keep what was typed, the disk stays free.
    """

    def receive_data_chunk(self, raw_data, start):
        """start: how many bytes came before."""
        room = limits.max_bytes() - start
        if room > 0:
            self.file.write(raw_data[:room])
