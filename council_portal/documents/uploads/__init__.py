"""What may be taken in. The kind of a file is decided by its content; the end of its name has to agree."""
from council_portal.documents.uploads.checks import Upload, check_upload
from council_portal.documents.uploads.names import clean_name
from council_portal.documents.uploads.viruses import check_viruses

__all__ = ["Upload", "check_upload", "check_viruses", "clean_name"]
