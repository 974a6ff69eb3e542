"""Uploads in S3-compatible storage, behind the same door as those on the disk: see website/media.py."""

from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from botocore.exceptions import ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class BehindOurDoorS3Storage(S3Storage):
    """Its files have addresses on the site, where the permission is asked, and none at the storage."""

    def url(self, name: str, *_args: Any, **_kwargs: Any) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name) or "")

    def get_modified_time(self, name: str) -> datetime:
        """Raises FileNotFoundError as the disk does."""
        try:
            changed: datetime = super().get_modified_time(name)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(name) from error
            raise
        return changed
