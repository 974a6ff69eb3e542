"""Files in S3-compatible storage are handed out by the site alone, as those on the disk."""

import pytest
from botocore.stub import Stubber

from website.storage import BehindOurDoorS3Storage


@pytest.fixture
def storage():
    return BehindOurDoorS3Storage(
        bucket_name="wijkzorg",
        endpoint_url="https://s3.example.org",
        region_name="nl",
        access_key="a",
        secret_key="b",
    )


def test_address_of_a_file_is_one_of_the_site(storage, settings):
    assert storage.url("images/foto van ons.jpg") == "/media/images/foto%20van%20ons.jpg"


def test_a_file_that_is_not_there_is_told_as_the_disk_tells_it(storage):
    with Stubber(storage.connection.meta.client) as server:
        server.add_client_error("head_object", "404", http_status_code=404)
        with pytest.raises(FileNotFoundError):
            storage.get_modified_time("images/weg.jpg")
