"""The rules of the house (README, "How the house is laid out"), run as tests so that they do not decay."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
APPS = ("ntm", "communes", "accounts", "criteria", "plans", "reports")  # each may import those before it
LAYERS = {"domain": 0, "annexes": 1, "querysets": 2, "models": 2, "services": 3}
LAYERS |= {"forms": 4, "tables": 4, "resources": 4, "views": 5, "urls": 6, "admin": 6, "management": 6}
ASSEMBLY = {"ntm.urls", "ntm.settings"}  # these put the apps together

SOURCES = [
    path
    for folder in (*APPS, "script", "bench")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = [path for app in ("", *APPS) for path in sorted((ROOT / app / "templates").rglob("*.html"))]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in SOURCES
}


def _named(module: str, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Every module or name the statement brings in, as an absolute dotted name."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = node.module or ""
    if node.level:
        package = module.split(".")
        steps = node.level - (MODULES[module].name == "__init__.py")
        base = ".".join(filter(None, (*package[: len(package) - steps], base)))
    yield from (f"{base}.{alias.name}" for alias in node.names)


def _imports(module: str) -> set[str]:
    tree = TREES[MODULES[module]]
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {name for node in statements for name in _named(module, node)}


def _modules_behind(name: str) -> set[str]:
    """The project's modules that run when ``name`` (a module, or something in one) is imported."""
    parts = name.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts) + 1)} & MODULES.keys()


def _layer(name: str) -> int | None:
    return next((LAYERS[part] for part in name.split(".")[1:2] if part in LAYERS), None)


def _backward(module: str, name: str) -> bool:
    app, other = module.split(".")[0], name.split(".")[0]
    if app not in APPS or other not in APPS or module in ASSEMBLY:
        return False
    if app != other:
        return APPS.index(other) > APPS.index(app)
    mine, theirs = _layer(module), _layer(name)
    return mine is not None and theirs is not None and theirs > mine


def test_imports_go_one_way():
    wrong = [(module, name) for module in MODULES for name in _imports(module) if _backward(module, name)]
    assert sorted(wrong) == []


def _outside_of(module: str) -> set[str]:
    """What is imported from outside the project by the module and by all it draws in."""
    seen, waiting, outside = set(), {module}, set()
    while waiting:
        current = waiting.pop()
        seen.add(current)
        for name in _imports(current):
            waiting |= _modules_behind(name) - seen
            if name.split(".")[0] not in APPS:
                outside.add(name.split(".")[0])
    return outside


@pytest.mark.parametrize("module", [name for name in MODULES if {"domain", "annexes"} & set(name.split("."))])
def test_domain_is_plain_python(module):
    behind = {part for name in _imports(module) for part in name.split(".")}
    assert "django" not in _outside_of(module)
    assert behind & {"models", "querysets", "services", "views"} == set()


INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script\b(?![^>]*\bsrc=)[^>]*>|<script\b[^>]*>\s*[^<\s]",
    re.IGNORECASE,
)


def _inline(markup: str) -> list[str]:
    return INLINE.findall(re.sub(r"{[%{#].*?[#}%]}", "", markup, flags=re.DOTALL))


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<p class="a" style="">', 1),
        ("<a onclick='x'>", 1),
        ("<script>x</script>", 1),
        ('<script src="{% static "a.js" %}">x</script>', 1),
        ('<script type="module" src="{% static "a.js" %}"></script>', 0),
        ('{% include "a.html" one="1" %}', 0),
    ],
)
def test_inline_pattern(markup, found):
    assert len(_inline(markup)) == found


def test_templates_hold_no_inline_script_or_style():
    found = {str(path): _inline(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {path: inline for path, inline in found.items() if inline} == {}


@pytest.mark.django_db
def test_no_migration_is_pending():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)  # leaves with SystemExit if one is


def test_migrations_are_named_by_hand():
    names = [path.stem for app in APPS for path in (ROOT / app).glob("migrations/0*.py")]
    assert [name for name in names if re.search(r"_auto_\d|_and_more$", name)] == []


def test_every_setting_stands_in_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    calls = (node for node in ast.walk(TREES[ROOT / "ntm" / "settings.py"]) if isinstance(node, ast.Call))
    names = {node.args[0].value for node in calls if ast.unparse(node.func).startswith("env.")}
    assert {name for name in names | {"HOST", "PORT"} if not re.search(rf"\b{name}\b", readme)} == set()


def test_functions_are_short():
    functions = (
        (path.name, node.name, node.end_lineno - node.lineno + 1)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert [function for function in functions if function[2] > 50] == []


def _length(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_files_are_short():
    limits = dict.fromkeys(SOURCES, 400) | dict.fromkeys(TEMPLATES, 150)
    limits[ROOT / "templates" / "base.html"] = 120
    assert {str(path): _length(path) for path, limit in limits.items() if _length(path) > limit} == {}


def test_own_javascript_is_little():
    scripts = [path for app in APPS for path in (ROOT / app / "static").rglob("*.js")]
    assert sum(map(_length, scripts)) <= 900


def test_views_filter_by_named_questions():
    views = [path for path in SOURCES if path.name == "views.py" or path.parent.name == "views"]
    assert [path for path in views if re.search(r"\.(filter|exclude)\(", path.read_text("utf-8"))] == []


def _locked(name: str) -> set[str]:
    return set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_development_lock_holds_the_other():
    assert _locked("requirements.txt") - _locked("requirements-dev.txt") == set()
