"""Uploads are hostile until shown otherwise: nothing over the limit is read into memory or onto the disk."""

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Stops at ``settings.UPLOAD_LIMIT`` bytes; ``request.upload_too_large`` lets the form say so."""

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT:
            if self.request is not None:
                self.request.upload_too_large = True  # type: ignore[attr-defined]  # read by upload forms
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)
