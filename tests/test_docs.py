"""The pages of docs/ keep up with the code: every rule in roles.md, every page that code names, every dependency, every link."""

import importlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from council_portal.access.rules import OfficeRule, Rule

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
OURS = ["council_portal", "profiles", "directory", "casework", "conversations", "complaints"]


def sources():
    return [path for folder in OURS for path in sorted((ROOT / folder).rglob("*.py"))]


# --- roles.md ------------------------------------------------------------------------------------------------------------------

ROLES = (DOCS / "roles.md").read_text(encoding="utf-8")
TABLE = re.compile(r"\| `([\w.]+\.policy\.\w+)` \|")
CODE = re.compile(r"`(\w+)`")


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def documented(text):
    """{(table, action): (words of who, words of while, clause)} of a page in the form of roles.md."""
    rows, table = {}, None
    for line in text.splitlines():
        if found := TABLE.match(line):
            table = found[1]
        elif not line.startswith("|"):
            table = None
        elif table and not line.startswith("|---"):
            action, who, state, clause = cells(line)
            rows[table, CODE.match(action)[1]] = (set(CODE.findall(who)), set(CODE.findall(state)), clause)
    return rows


def is_table(value):
    return isinstance(value, dict) and bool(value) and all(isinstance(rule, Rule | OfficeRule) for rule in value.values())


def in_code():
    """The same, read from every policy.py."""
    rows = {}
    for path in sources():
        if path.name == "policy.py":
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            tables = {f"{module.__name__}.{name}": value for name, value in vars(module).items() if is_table(value)}
            rows |= {(table, action): words_of(rule) for table, rules in tables.items() for action, rule in rules.items()}
    return rows


def words_of(rule):
    if isinstance(rule, OfficeRule):
        return set(rule.posts), set(), rule.clause
    states = {word for column, values in rule.when.items() for word in ([column] if values == [True] else values)}
    return set(rule.capacities), states | {condition.name for condition in rule.conditions}, rule.clause


def test_roles_says_what_the_policies_say():
    assert documented(ROLES) == in_code()


def test_each_table_of_rules_stands_once_in_roles():
    tables = TABLE.findall(ROLES)

    assert sorted(set(tables)) == sorted(tables)


def test_every_clause_of_a_rule_is_explained():
    _, _, explained = ROLES.partition("| clause | what it asks |")

    assert {cells(line)[0] for line in explained.splitlines() if line.startswith("| ")} == {row[2] for row in in_code().values()}


# --- decisions -----------------------------------------------------------------------------------------------------------------


def pages_named():
    """(file, page) of every page of docs/ that code names: by its path, or as a rule's "decision NAME"."""
    for path in sources():
        text = path.read_text(encoding="utf-8")
        yield from ((path, page) for page in re.findall(r"docs/[\w/.-]+\.\w+", text))
        yield from ((path, f"docs/decisions/{name}.md") for name in re.findall(r"\"decision ([\w-]+)\"", text))


def test_every_page_that_code_names_is_there():
    named = set(pages_named())

    assert {page for _path, page in named} >= {"docs/decisions/triggers.md", "docs/decisions/access-by-standing.md"}, "both ways are read"
    assert [f"{path.relative_to(ROOT)}: {page}" for path, page in sorted(named) if not (ROOT / page).is_file()] == []


def dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + [line for group in project["dependency-groups"].values() for line in group]
    packages = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return sorted([re.match(r"[\w.-]+", line)[0] for line in wanted] + [*packages["dependencies"], *packages["devDependencies"]])


@pytest.mark.parametrize("name", dependencies())
def test_every_dependency_has_a_page_that_names_it_in_its_heading(name):
    headings = [path.read_text(encoding="utf-8").partition("\n")[0].partition(":")[0] for path in (DOCS / "decisions").glob("dep-*.md")]

    assert len([line for line in headings if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", line, re.IGNORECASE)]) == 1


# --- links ---------------------------------------------------------------------------------------------------------------------


def links(page):
    """Where a page leads to inside the repository."""
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        yield (page.parent / target).resolve()


def test_every_link_leads_somewhere():
    assert [f"{page.relative_to(ROOT)}: {target}" for page in PAGES for target in links(page) if not target.exists()] == []


def test_the_index_lists_every_page():
    index = DOCS / "README.md"

    assert sorted(set(PAGES) - {index} - set(links(index))) == []
