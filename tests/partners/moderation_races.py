"""Two moderators at once, on a database of their own: run by test_moderation_races.py in a process of its
own, prints what came of it."""

import json
import threading
from io import StringIO

import django

django.setup()

from django.core.exceptions import PermissionDenied  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from wagtail.models import WorkflowState  # noqa: E402

from tests.conftest import build_cast, build_network  # noqa: E402
from tests.partners.moderating import (  # noqa: E402
    draft,
    fresh,
    mails,
    network_mode,
    review_of,
)
from wijkzorg_partners import digest, moderation  # noqa: E402


def at_once(*calls):
    """What each call gave, or the name of what it raised."""
    start, results = threading.Barrier(len(calls)), [""] * len(calls)

    def run(number, call):
        start.wait()
        try:
            call()
            results[number] = "done"
        except PermissionDenied as refused:
            results[number] = type(refused).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


if "auth_user" not in connection.introspection.table_names():
    call_command("migrate", verbosity=0, stdout=StringIO())
network = build_network()
cast = build_cast(network)
page, one, two = cast.partner_a, cast.moderator, cast.communications
found = {}

state = moderation.submit_profile(draft(page, cast.editor_a, cost="1 euro"), by=cast.editor_a)
NOW = state.current_task_state.started_at.replace(hour=12)
found["digests"] = at_once(*[lambda: digest.send_digests(NOW)] * 2)
found["digests mailed"] = len(mails(one, "digest"))
found["approved twice"] = at_once(
    lambda: moderation.approve(state, by=one), lambda: moderation.approve(state, by=two)
)
state = moderation.submit_profile(draft(page, cast.editor_a, cost="2 euro"), by=cast.editor_a)
found["approved and sent back"] = at_once(
    lambda: moderation.approve(state, by=one),
    lambda: moderation.send_back(state, by=two, remark="Welke dag?"),
)
state = WorkflowState.objects.get(pk=state.pk)
found["which agrees"] = (state.status == "approved") == (fresh(page).cost == "2 euro")
found["mails to the editor"] = len(mails(cast.editor_a))

network_mode("open")
moderation.submit_profile(draft(cast.partner_b, cast.editor_b, cost="3 euro"), by=cast.editor_b)
review = review_of(cast.partner_b)
found["read and undone"] = at_once(
    lambda: moderation.accept(review, by=one), lambda: moderation.undo(review, by=two)
)
undone = review_of(cast.partner_b).outcome == "undone"
found["undo agrees"] = undone == (fresh(cast.partner_b).cost == "")
print(json.dumps(found))
