import pytest


@pytest.fixture(autouse=True)
def followed(search_follows):
    """Here everything is about what is found."""
