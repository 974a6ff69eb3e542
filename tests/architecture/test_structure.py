"""What import-linter can't see: relations by name, names that clash, and what is written down."""

import ast
import re
import subprocess
import sys

import pytest
from django.apps import apps
from django.template.loader import get_template

from tests.conftest import ROOT

APPS = {
    "wijkzorg_home": "home",
    "wijkzorg_partners": "partners",
    "wijkzorg_events": "events",
    "wijkzorg_news": "news",
    "wijkzorg_search": "search",
}
#: What each app may point at, besides itself.
MAY_POINT_AT = {
    "wijkzorg_home": set(),
    "wijkzorg_partners": {"wijkzorg_home"},
    "wijkzorg_events": {"wijkzorg_home", "wijkzorg_partners"},
    "wijkzorg_news": {"wijkzorg_home", "wijkzorg_partners", "wijkzorg_events"},
    "wijkzorg_search": {"wijkzorg_home"},
    "website": set(APPS),
}


def package(app):
    return ROOT / APPS[app] / app


def test_no_model_points_against_the_direction_of_dependencies():
    seen = 0
    for label, allowed in MAY_POINT_AT.items():
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                if not field.is_relation or field.auto_created or field.related_model is None:
                    continue
                target = field.related_model._meta.app_label
                if target in MAY_POINT_AT and target != label:
                    seen += 1
                    assert target in allowed, f"{model.__name__}.{field.name} points at {target}"
    assert seen >= 3


def test_page_types_name_only_parents_and_children_that_they_may_know():
    from wagtail.models import get_page_models

    for model in get_page_models():
        label = model._meta.app_label
        if label not in MAY_POINT_AT:
            continue
        for name in [
            name
            for side in ("parent_page_types", "subpage_types")
            for name in getattr(model, side, None) or []
        ]:
            other = name.split(".")[0] if isinstance(name, str) else name._meta.app_label
            assert other in {label, "wagtailcore", *MAY_POINT_AT[label]}, (
                f"{model.__name__} names {name}"
            )


@pytest.mark.parametrize("app", APPS)
def test_everything_of_an_app_carries_its_name(app):
    """Templates, static files, tags and addresses must not clash in a host that has its own."""
    taken_over = {"400.html", "403.html", "404.html", "500.html"}
    templates = package(app) / "templates"
    for path in templates.rglob("*.*") if templates.is_dir() else []:
        top = path.relative_to(templates).parts[0]
        assert top in {app, "wagtailadmin", "wagtailimages", "wagtaildocs"} or top in taken_over, (
            path
        )
    static = package(app) / "static"
    for path in static.rglob("*.*") if static.is_dir() else []:
        assert path.relative_to(static).parts[0] == app, path
    for path in (package(app) / "templatetags").glob("*.py"):
        assert path.stem.startswith(("wijkzorg", "__")), path
    config = apps.get_app_config(app)
    assert config.label == app
    assert config.default_auto_field == "django.db.models.BigAutoField"


def test_commands_of_different_apps_have_different_names():
    names = [
        path.stem for path in ROOT.glob("*/*/management/commands/*.py") if path.stem != "__init__"
    ]
    assert len(names) == len(set(names))
    assert {"setup_network", "import_areas", "import_partners", "load_demo"} <= set(names)


def test_site_stays_pythons_own_module():
    import site

    assert "wijkzorg" not in (site.__file__ or "")
    assert not (ROOT / "site" / "__init__.py").exists()
    assert not (ROOT / "tests" / "site").exists()


@pytest.mark.parametrize("app", APPS)
def test_every_setting_of_an_app_stands_in_its_readme(app):
    readme = (ROOT / APPS[app] / "README.md").read_text(encoding="utf-8")
    code = "\n".join(path.read_text(encoding="utf-8") for path in package(app).rglob("*.py"))
    used = set(re.findall(r'"(WIJKZORG_[A-Z_]+)"', code))
    missing = {name for name in used if f"`{name}`" not in readme}
    assert not missing


def test_every_hook_that_an_app_collects_stands_in_its_readme():
    found = 0
    for app, folder in APPS.items():
        readme = (ROOT / folder / "README.md").read_text(encoding="utf-8")
        for path in package(app).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                if (
                    name not in {"collect", "get_hooks"}
                    or not call.args
                    or not isinstance(call.args[0], ast.Constant)
                ):
                    continue
                found += 1
                assert f"`{call.args[0].value}`" in readme, (
                    f"{call.args[0].value} is not in {folder}/README.md"
                )
    assert found >= 5


def test_every_setting_of_the_environment_stands_in_the_example():
    from website.environment import PLAIN_NAMES, Environment

    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = {f"WIJKZORG_{name.upper()}" for name in Environment.model_fields}
    names = {
        name for name in names if name.removeprefix("WIJKZORG_") not in PLAIN_NAMES
    } | PLAIN_NAMES
    assert not {name for name in names if f"#{name}=" not in example}


LOCK_FILES = ("requirements.lock", "requirements-server.lock", "requirements-dev.lock")


def test_the_lock_files_hold_the_same_versions():
    """What is tested is what runs on a server, with and without the extras."""
    small, server, everything = (
        set(re.findall(r"^[a-z0-9-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))
        for name in LOCK_FILES
    )
    assert small < server < everything


def test_the_lock_files_name_no_registry():
    for name in LOCK_FILES:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"://|^-i |^--(extra-)?index|^--find-links", text, re.MULTILINE), name


def test_the_direction_of_imports_is_checked_and_kept():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as c; c()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 kept, 0 broken" in done.stdout


PLACES = re.compile(r"Nieuw-West|Osdorp|Slotermeer|Slotervaart|Geuzenveld|Sloterplas")


def test_no_place_of_this_network_stands_in_the_plugins():
    """One town's network is configuration. Comments and docstrings may tell of it, code may not."""
    for app in APPS:
        for path in package(app).rglob("*.html"):
            text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"))
            assert not PLACES.search(text), path
        for path in package(app).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            docstrings = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
                and node.body
                and isinstance(node.body[0], ast.Expr)
            }
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and id(node) not in docstrings
                ):
                    assert not PLACES.search(node.value), f"{path}: {node.value[:80]}"


def test_error_pages_of_the_site_are_ours():
    for name in ("400.html", "403.html", "404.html", "500.html"):
        assert "wijkzorg_home" in get_template(name).origin.name
