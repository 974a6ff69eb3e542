"""A right on a model says nothing about one object of it: pages, files and collections are asked one by one.

Wagtail 8.0.1 mended a view that took the primary key of a collection and asked `user_has_permission`, which is
true for whoever may change any collection at all.
"""

import ast

from tests.architecture.test_structure import APPS, package
from tests.conftest import ROOT

#: Rights of a role in the whole network, which a check without an object is right for.
OF_THE_NETWORK = {
    "wagtailadmin.access_admin",
    "wijkzorg_events.connect_event",
    "wijkzorg_home.add_theme",
    "wijkzorg_home.change_outgoingmail",
    "wijkzorg_news.publish_news",
    "wijkzorg_partners.add_partnerexport",
    "wijkzorg_partners.add_partnerimport",
    "wijkzorg_partners.change_moderatorarea",
    "wijkzorg_partners.change_partnerrecord",
    "wijkzorg_partners.follow_requests",
    "wijkzorg_partners.invite_editor",
    "wijkzorg_search.add_concept",
    "wijkzorg_search.change_concept",
}
#: What Wagtail and Django offer to ask about a model, in code and as decorators.
ABOUT_A_MODEL = {
    "any_permission_required",
    "has_module_perms",
    "has_perms",
    "permission_required",
    "user_has_any_permission",
    "user_has_permission",
}


def checks_without_object(code, constants):
    """Lines that ask for a right on a model, other than one of the network; `constants` are known texts."""
    found = []
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name in ABOUT_A_MODEL:
            found.append(call.lineno)
        if name == "has_perm" and len(call.args) + len(call.keywords) == 1:
            asked = call.args[0] if call.args else call.keywords[0].value
            right = asked.value if isinstance(asked, ast.Constant) else ast.unparse(asked)
            if constants.get(right, right) not in OF_THE_NETWORK:
                found.append(call.lineno)
    return found


def our_code():
    folders = [*(package(app) for app in APPS), ROOT / "site" / "website"]
    return [path for folder in folders for path in sorted(folder.rglob("*.py"))]


def texts_with_a_name(paths):
    """NAME = "text" at the top of a module, in all modules."""
    statements = [one for path in paths for one in ast.parse(path.read_text("utf-8")).body]
    return {
        one.targets[0].id: one.value.value
        for one in statements
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and isinstance(one.value, ast.Constant)
    }


def test_no_code_of_ours_asks_a_right_on_a_model_where_one_object_is_meant():
    paths = our_code()
    constants = texts_with_a_name(paths)
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in paths
        for line in checks_without_object(path.read_text("utf-8"), constants)
    }
    assert found == set()
    assert len(paths) > 200


def test_the_rule_sees_what_went_wrong_elsewhere():
    for line in (
        "policy.user_has_permission(request.user, 'change')",
        "policy.user_has_any_permission(request.user, ['add', 'change'])",
        "permission_required('wagtailimages.change_image')(view)",
        "request.user.has_perm('wagtailcore.change_collection')",
        "request.user.has_perm(perm='wagtailimages.change_image')",
        "user.has_perm(f'wagtailcore.{action}_page')",
    ):
        assert checks_without_object(line, {}) == [1], line
    for line in (
        "policy.user_has_permission_for_instance(request.user, 'change', image)",
        "user.has_perm('wagtailadmin.access_admin')",
        "user.has_perm(NEWS)",
    ):
        assert checks_without_object(line, {"NEWS": "wijkzorg_news.publish_news"}) == [], line
