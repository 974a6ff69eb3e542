"""What turns somebody's text into code, objects or questions to the database: none of it stands in our code."""

import ast

import pytest

from tests.architecture.test_permission_checks import our_code
from tests.conftest import ROOT

#: Ways to run text, or to make objects of it. Imports read JSON, which makes neither.
NEVER = {
    "__import__",
    "eval",
    "exec",
    "extra",
    "format_map",
    "from_string",
    "full_load",
    "unsafe_load",
    "RawSQL",
    "Template",
}
MODULES = {"dill", "jsonpickle", "marshal", "pickle", "shelve", "yaml"}


def dangers(code):
    """(line, what) of every such call and import."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [one.name for one in node.names]
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else names
            found += [(node.lineno, name) for name in names if name.split(".")[0] in MODULES]
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in NEVER:
            found.append((node.lineno, name))
        # A format that is no text of ours: {event.__init__.__globals__} would be in it.
        asked = node.func.value if isinstance(node.func, ast.Attribute) else None
        if name == "format" and isinstance(asked, ast.Name | ast.Call | ast.Subscript):
            found.append((node.lineno, name))
        for one in node.keywords:
            if one.arg is None and ast.unparse(one.value).startswith(("request.", "self.request.")):
                found.append((node.lineno, "**" + ast.unparse(one.value)))
    return found


def test_no_text_of_somebody_becomes_code_objects_or_names_of_columns():
    found = {
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in our_code()
        if "migrations" not in path.parts
        for line, what in dangers(path.read_text("utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from yaml import load",
        "eval(row['rule'])",
        "engine.from_string(partner.summary)",
        "Template(network.mail_text).render(context)",
        "text.format(event=event)",
        "queryset.filter(**request.GET.dict())",
        "queryset.extra(order_by=[name])",
    ],
)
def test_the_rule_sees_what_went_wrong_elsewhere(code):
    assert len(dangers(code)) == 1
