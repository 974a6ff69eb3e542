"""Every address x every role x own and other things: generated from the URLconf, so none is forgotten."""

import pytest
from django.template.response import SimpleTemplateResponse

from tests.security.addresses import all_addresses, paths_of
from tests.security.matrix import TABLE, entries_for
from tests.security.world import ROLES, found_in, nothing_changes, shown_to_the_network

ADDRESSES = all_addresses()
#: Views that end the session of the browser that asks.
ENDS_THE_SESSION = {"account_logout", "wagtailadmin_logout"}
#: Pages of the CMS without parameters that have a reason not to answer an administrator with 200.
NOT_A_PAGE = {
    "wijkzorg_gaps:gather": "takes a POST",
    "wagtailadmin_login": "leads to our log-in",
    "wagtailadmin_error_test": "raises an error on purpose",
    "wagtailadmin_block_preview": "wants the id of a block",
    "wagtailadmin_api:pages:find": "leads to the page that was found",
    "wagtailadmin_api:images:find": "wants a question",
    "wagtailadmin_api:documents:find": "wants a question",
    "wagtailadmin_workflows:select_task_type": "leads on, since there is one type",
    "wagtailredirects:process_import": "takes an upload",
    "wagtailsnippets:index": "each kind has its own place in the menu",
    "wagtailadmin_logout": "takes POST",
}


def outcome(response):
    """What an answer means to who asked: "open", "login", "absent" or "broken"."""
    place = response.headers.get("Location", "").split("?")[0]
    if response.status_code >= 500:
        return "broken"
    if place in {"/account/login/", "/cms/login/"}:
        return "login"
    if place == "/cms/" or response.status_code in {403, 404, 410}:
        return "absent"
    return "open"


def test_every_address_has_exactly_one_rule():
    assert len(ADDRESSES) >= 290
    wrong = {
        f"{address.name} ({address.route})": [entry for entry, _rule in entries_for(address)]
        for address in ADDRESSES
        if len(entries_for(address)) != 1
    }
    assert wrong == {}, "give each of these one entry in tests/security/matrix.py"


def test_every_entry_of_the_table_has_an_address():
    used = {entry for address in ADDRESSES for entry, _rule in entries_for(address)}
    assert {entry for entry, _rule in TABLE} - used == set()


#: What these find on a page is looked for in test_sentinel_crawl.py; here, whether it opens.
READ_ELSEWHERE = {"moderator", "communications", "administrator"}


# Editor B is to A's things what editor A is to B's, so one of the two stands for both.
@pytest.mark.parametrize("role", [role for role in ROLES if role != "editor_b"])
@pytest.mark.usefixtures("short_answers")
def test_each_address_answers_a_role_as_the_table_says(role, world, browser_of, monkeypatch):
    if role in READ_ELSEWHERE:
        monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "opened")
    browser = browser_of(role)
    hidden, known = world.markers.hidden_from(role), shown_to_the_network(role, world)
    wrong, refused, opened = [], [], 0
    for address in ADDRESSES:
        if address.name in ENDS_THE_SESSION:
            continue
        [(_entry, rule)] = entries_for(address)
        paths = paths_of(address, world)
        if role != "editor_a":
            paths.pop("a", None)  # to whoever owns neither, what is A's is as what is B's
        for letter, path in paths.items():
            expected = rule.expects(role, letter)
            response = browser.get(path)
            got = outcome(response)
            if "open" not in expected:
                refused.append((address, path))
            elif got == "open":
                opened += 1
            only_by_post = response.status_code == 405 and "open" not in expected
            if got not in expected and not only_by_post:
                wrong.append(
                    f"{address.name} {path}: {got} ({response.status_code}), not {expected}"
                )
            # What somebody asks for by name may stand in the answer.
            leaked = [
                one
                for one in found_in(response, hidden)
                if one not in path and f"{one} at {path}" not in known
            ]
            if leaked:
                wrong.append(f"{address.name} {path} shows {leaked}")
    # An editor of A sends to every closed door, the others to a third of them, each to another third.
    sent_to = refused if role == "editor_a" else refused[ROLES.index(role) % 3 :: 3]
    with nothing_changes(f"what {role} sent to closed doors"):
        for address, path in sent_to:
            response = browser.post(path, {"id": "1"})
            got = outcome(response)
            if got not in {"login", "absent"} and response.status_code != 405:
                wrong.append(f"{address.name} POST {path}: {got}")
    assert not wrong, "\n".join(wrong)
    assert opened + len(refused) > (400 if role == "editor_a" else 270)
    assert opened > (20 if role in {"anonymous", "member"} else 30)


@pytest.mark.slow
def test_an_administrator_gets_every_page_of_the_cms_that_takes_no_parameter(world, browser_of):
    browser = browser_of("administrator")
    pages = [
        address
        for address in ADDRESSES
        if address.route.startswith("cms/")
        and not address.parameters
        and not address.positional
        and address.name not in NOT_A_PAGE
        and address.name != address.route
    ]
    answers = {
        address.name: browser.get(paths_of(address, world)[""]).status_code for address in pages
    }
    closed = {name for name in answers if name.startswith("wagtailadmin_password_reset")}
    assert {
        name: status for name, status in answers.items() if status != 200 and name not in closed
    } == {}
    assert len(answers) > 70
