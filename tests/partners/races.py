"""Two at once, on a database of their own: run by test_races.py in a process of its own, prints what came of it."""

import json
from io import StringIO

import django

django.setup()

from django.core.exceptions import PermissionDenied  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import WorkflowState  # noqa: E402

from tests.at_once import at_once  # noqa: E402
from tests.conftest import build_cast, build_network  # noqa: E402
from tests.factories import make_event, make_user  # noqa: E402
from tests.partners.moderating import draft, fresh, mails, network_mode, review_of  # noqa: E402
from wijkzorg_partners import actions, digest, joining, merging, moderation, people  # noqa: E402
from wijkzorg_partners.models import (  # noqa: E402
    JoinRequest,
    Membership,
    PartnerPage,
    PartnerRecord,
)
from wijkzorg_partners.models.members import new_token  # noqa: E402

#: What somebody who comes second may hear.
REFUSALS = (PermissionDenied, joining.JoiningEnded, merging.MergeRefused)


def outcomes(*calls):
    """For each call "done", or the name of the refusal that it met."""
    results = at_once(*calls, refusals=REFUSALS)
    refused = [one for one in results if isinstance(one, REFUSALS)]
    names = [str(getattr(one, "state", type(one).__name__)) for one in refused]
    return sorted([*names, *["done"] * (len(calls) - len(refused))])


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


def two_moderators(cast):
    found = {}
    page, one, two = cast.partner_a, cast.moderator, cast.communications
    state = moderation.submit_profile(draft(page, cast.editor_a, cost="1 euro"), by=cast.editor_a)
    noon = state.current_task_state.started_at.replace(hour=12)
    found["digests"] = outcomes(*[lambda: digest.send_digests(noon)] * 2)
    found["digests mailed"] = len(mails(one, "digest"))
    found["approved twice"] = outcomes(
        lambda: moderation.approve(state, by=one), lambda: moderation.approve(state, by=two)
    )
    state = moderation.submit_profile(draft(page, cast.editor_a, cost="2 euro"), by=cast.editor_a)
    found["approved and sent back"] = outcomes(
        lambda: moderation.approve(state, by=one),
        lambda: moderation.send_back(state, by=two, remark="Welke dag?"),
    )
    state = WorkflowState.objects.get(pk=state.pk)
    found["which agrees"] = (state.status == "approved") == (fresh(page).cost == "2 euro")
    found["mails to the editor"] = len(mails(cast.editor_a))
    network_mode("open")
    moderation.submit_profile(draft(cast.partner_b, cast.editor_b, cost="3 euro"), by=cast.editor_b)
    review = review_of(cast.partner_b)
    found["read and undone"] = outcomes(
        lambda: moderation.accept(review, by=one), lambda: moderation.undo(review, by=two)
    )
    undone = review_of(cast.partner_b).outcome == "undone"
    found["undo agrees"] = undone == (fresh(cast.partner_b).cost == "")
    network_mode("strict")
    return found


def who_join_and_merge(network, cast):
    found = {}
    a, b = cast.partner_a, cast.partner_b
    one = asked(network, "een@example.org")
    found["one link twice"] = outcomes(one, one)
    found["two links, two people"] = outcomes(
        asked(network, "twee@example.org"), asked(network, "drie@example.org")
    )
    found["two links, one new address"] = outcomes(
        asked(network, "vier@example.org"), asked(network, "vier@example.org")
    )
    found["drafts"] = sorted(PartnerPage.objects.filter(live=False).values_list("slug", flat=True))
    second = make_user("tweede@example.org")
    members = [Membership.objects.get(user=cast.editor_a), actions.add_member(a, second)]
    found["two owners named"] = outcomes(
        *(lambda one=one: people.hand_over(a, one, by=cast.moderator) for one in members)
    )
    found["owners"] = a.memberships.filter(role="owner").count()
    make_event(a, "Soep")
    found["merged twice"] = outcomes(*[lambda: merging.merge(a, b, by=cast.moderator)] * 2)
    third = PartnerPage.objects.get(slug="eettafel-de-pan")
    found["merged each way"] = outcomes(
        lambda: merging.merge(b, third, by=cast.moderator),
        lambda: merging.merge(third, b, by=cast.moderator),
    )
    found["merged records"] = PartnerRecord.objects.exclude(merged_into=None).count()
    return found


if "auth_user" not in connection.introspection.table_names():
    call_command("migrate", verbosity=0, stdout=StringIO())
network = build_network()
cast = build_cast(network)
print(json.dumps([two_moderators(cast), who_join_and_merge(network, cast)]))
