"""`check --deploy` tells when the limits of forms are counted by each process for itself."""

import pytest
from django.core.checks import run_checks


def told(settings, backend, *, deploy=True):
    settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}"}}
    found = run_checks(tags=["caches"], include_deployment_checks=deploy)
    return [one.id for one in found]


@pytest.mark.parametrize(
    ("backend", "ids"),
    [
        ("locmem.LocMemCache", ["wijkzorg_home.I003"]),
        ("dummy.DummyCache", ["wijkzorg_home.I003"]),
        ("redis.RedisCache", []),
    ],
)
def test_a_cache_of_one_process_is_told_of_before_the_site_goes_live(settings, backend, ids):
    assert told(settings, backend) == ids


def test_nobody_hears_of_it_while_developing(settings):
    assert told(settings, "locmem.LocMemCache", deploy=False) == []
