"""Two at once, on a database of their own: run by test_races.py in a process of its own, prints what came of it."""

import json
import threading
from io import StringIO

import django

django.setup()

from django.core.exceptions import PermissionDenied  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.conftest import build_cast, build_network  # noqa: E402
from tests.factories import make_event, make_user  # noqa: E402
from wijkzorg_partners import actions, joining, merging, people  # noqa: E402
from wijkzorg_partners.models import (  # noqa: E402
    JoinRequest,
    Membership,
    PartnerPage,
    PartnerRecord,
)
from wijkzorg_partners.models.members import new_token  # noqa: E402


def at_once(*calls):
    """What each call gave, or the name of what it raised."""
    start, results = threading.Barrier(len(calls)), [""] * len(calls)

    def run(number, call):
        start.wait()
        try:
            call()
            results[number] = "done"
        except (joining.JoiningEnded, PermissionDenied, merging.MergeRefused) as refused:
            results[number] = str(getattr(refused, "state", type(refused).__name__))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def asked(network, email):
    token, hashed = new_token()
    JoinRequest.objects.create(
        name="Eettafel De Pan",
        area=network.wijk,
        email=email,
        token_hash=hashed,
        expires_at=timezone.now() + joining.VALID_FOR,
    )
    return lambda: joining.confirm(token, user=None, site=network.home.get_site())


if "auth_user" not in connection.introspection.table_names():
    call_command("migrate", verbosity=0, stdout=StringIO())
network = build_network()
cast = build_cast(network)
a, b = cast.partner_a, cast.partner_b
found = {}

one = asked(network, "een@example.org")
found["one link twice"] = at_once(one, one)
found["two links, two people"] = at_once(
    asked(network, "twee@example.org"), asked(network, "drie@example.org")
)
found["two links, one new address"] = at_once(
    asked(network, "vier@example.org"), asked(network, "vier@example.org")
)
found["drafts"] = sorted(PartnerPage.objects.filter(live=False).values_list("slug", flat=True))

second = make_user("tweede@example.org")
members = [Membership.objects.get(user=cast.editor_a), actions.add_member(a, second)]
found["two owners named"] = at_once(
    *(lambda one=one: people.hand_over(a, one, by=cast.moderator) for one in members)
)
found["owners"] = a.memberships.filter(role="owner").count()

make_event(a, "Soep")
found["merged twice"] = at_once(*[lambda: merging.merge(a, b, by=cast.moderator)] * 2)
third = PartnerPage.objects.get(slug="eettafel-de-pan")
each_way = at_once(
    lambda: merging.merge(b, third, by=cast.moderator),
    lambda: merging.merge(third, b, by=cast.moderator),
)
found["merged each way"] = each_way
found["merged records"] = PartnerRecord.objects.exclude(merged_into=None).count()
print(json.dumps(found))
