from pathlib import Path

import pytest

#: What `make test-quick` runs of the search; the others take longer.
QUICK = {
    "test_analysis.py",
    "test_api.py",
    "test_checks.py",
    "test_index.py",
    "test_signpost_rules.py",
}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name not in QUICK:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def followed(request):
    """Here everything is about what is found; a test of pure words has no database, and no index."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("search_follows")
