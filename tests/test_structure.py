"""What the whole source keeps to, read from the source itself: who asks for rows, what templates may say, which rooms there are."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import BaseCommand, get_commands, load_command_class
from django.template.base import Lexer, TokenType
from django.urls import URLResolver, get_resolver

from council_portal.access.admin import GuardedAdmin
from council_portal.access.queryset import ChildQuerySet, GuardedQuerySet
from council_portal.access.rules import OfficeRule, Rule
from council_portal.outbox.kinds import SENTENCES
from council_portal.protocol.words import POSTS
from council_portal.sites import monitoring, technical

ROOT = Path(settings.BASE_DIR)
APPS = ["profiles", "directory", "casework", "conversations", "complaints"]
OURS = ["council_portal", *APPS]


def sources(*folders):
    """Every Python file of these folders, migrations apart."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts]


def nodes(path):
    """Every node of the syntax of a file."""
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def name_of(path):
    return str(path.relative_to(ROOT))


# --- who asks for rows ---------------------------------------------------------------------------------------------------------

SHOWING = {"views", "forms", "act_forms", "filters", "exports", "panels", "admin", "sites", "home"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
ASKED = {"permitted", "page", "standings_of", "allows", "count_to", "none"}
FIELDS = {"ModelChoiceField", "ModelMultipleChoiceField", "GroupField"}  # GroupField: a ModelChoiceField that offers "In no group" too
# (file, class or function): why this one may ask for rows without asking who reads. A stale line fails.
ALLOWED = {
    ("council_portal/demo/views.py", "cards"): "the sign-in page of the demo: names of invented people, before anybody has signed in",
    ("council_portal/demo/views.py", "SignIn"): "signing in: looks up the invented account that was pressed, before anybody has signed in",
    ("casework/views/log.py", "own_ward"): "narrowed to the reader's own principals",
    ("council_portal/access/views.py", "Guarded"): "the manager is handed to permitted() on the next line",
    ("council_portal/access/views.py", "GuardedPage"): "only select_related; get_object() asks permitted()",
    ("council_portal/access/views.py", "GuardedForm"): "only select_related; get_object() asks permitted()",
    ("casework/views/case.py", "CasePage"): "only select_related; get_object() asks permitted()",
    ("casework/views/request.py", "RequestPage"): "only select_related; get_object() asks permitted()",
    ("casework/views/acts.py", "ActPage"): "only select_related; get_object() asks permitted()",
}


def showing(path):
    """Does this file show rows to somebody: a room of that name, or a module inside such a package?"""
    return bool({path.stem, *path.relative_to(ROOT).parts[:-1]} & SHOWING)


def unguarded(tree):
    """(class or function, line) of every use of a manager that no permitted(), page() or none() follows, and that is no field's choices."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and isinstance(node.ctx, ast.Load):
            chain, last = [], node
            while isinstance(parents.get(last), ast.Attribute | ast.Call) and is_chained(parents[last], last):
                last = parents[last]
                chain += [last.attr] if isinstance(last, ast.Attribute) else []
            if not ASKED & set(chain) and not is_choices_of_a_field(last, parents):
                yield outermost(node, parents), node.lineno


def is_chained(parent, child):
    return parent.value is child if isinstance(parent, ast.Attribute) else parent.func is child


def is_choices_of_a_field(node, parents):
    """`queryset=Ward.objects.all()` of a form's field: GuardedFormMixin narrows it, and refuses a model that it cannot narrow."""
    keyword = parents.get(node)
    call = parents.get(keyword)
    return isinstance(keyword, ast.keyword) and keyword.arg == "queryset" and isinstance(call, ast.Call) and getattr(
        call.func, "attr", getattr(call.func, "id", "")) in FIELDS


def outermost(node, parents):
    named = None
    while node is not None:
        named = node.name if isinstance(node, ast.ClassDef | ast.FunctionDef) else named
        node = parents.get(node)
    return named or "(module)"


def test_what_shows_rows_asks_who_reads():
    found = {(name_of(path), where): line for path in sources(*OURS) if showing(path)
             for where, line in unguarded(ast.parse(path.read_text(encoding="utf-8")))}

    assert {key: line for key, line in found.items() if key not in ALLOWED} == {}
    assert set(ALLOWED) - set(found) == set(), "no longer needed: take it out of the list"


@pytest.mark.parametrize("text", [
    "Case.objects.all()", "Case.objects.filter(pk=1).first()", "self.model._default_manager.get(pk=1)", "rows = Case.objects",
    "list(Case.objects.order_by('pk'))", "Model(queryset=Case.objects.all())", "f(Case.objects.all().count())",
    "permitted(Case.objects.all())", "forms.ModelChoiceField(label=Case.objects.first())"])
def test_the_reading_of_sources_sees_an_unguarded_query(text):
    assert len(list(unguarded(ast.parse(text)))) == 1


@pytest.mark.parametrize("text", [
    "Case.objects.permitted(user, 'view').open()", "Case.objects.select_related('ward').page(user, order)", "Case.objects.none()",
    "forms.ModelChoiceField(label='x', queryset=Ward.objects.all())", "Case._default_manager.all().allows(user, 'view', 1)"])
def test_the_reading_of_sources_passes_a_guarded_query(text):
    assert list(unguarded(ast.parse(text))) == []


def test_every_form_with_choices_of_rows_narrows_them():
    loose = [f"{name_of(path)}: {node.name}" for path in sources(*OURS) for tree in [ast.parse(path.read_text(encoding="utf-8"))]
             for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and declares_choices(node) and not narrowed(node, tree)]

    assert loose == []


def declares_choices(node):
    return any(isinstance(call, ast.Call) and getattr(call.func, "attr", "") in FIELDS and getattr(
        getattr(call.func, "value", None), "id", "") == "forms" for call in ast.walk(node))


def narrowed(node, tree):
    """Is GuardedFormMixin among the bases, of this class or of a base in the same file?"""
    classes = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.ClassDef)}
    bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
    return "GuardedFormMixin" in bases or any(narrowed(classes[base], tree) for base in bases if base in classes)


# --- what templates may say ----------------------------------------------------------------------------------------------------

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Posts of the vocabulary and the words of Django's and ours that say what somebody is. A template asks `case.may.escalate`.
ROLE_WORDS = {word for word in POSTS if "_" in word} | {
    "clo", "is_staff", "is_superuser", "is_demo", "has_perm", "perms", "principals", "posts", "technical_administrator", "officers"}
NOT_ROLES = {
    # (template, word): why it is no role there. A stale line fails.
}


def code_of(template):
    """The variables and tags of a template, without the strings in quotation marks."""
    for token in Lexer(template.read_text(encoding="utf-8")).tokenize():
        if token.token_type in (TokenType.VAR, TokenType.BLOCK):
            yield re.sub(r"\"[^\"]*\"|'[^']*'", "", token.contents)


def test_templates_name_no_role():
    found = {(str(path.relative_to(ROOT / "templates")), word) for path in TEMPLATES for code in code_of(path)
             for word in re.findall(r"\w+", code) if word in ROLE_WORDS}

    assert found - set(NOT_ROLES) == set()
    assert set(NOT_ROLES) - found == set(), "no longer needed: take it out of the list"


SAID = {"alt", "title", "aria-label", "placeholder", "aria-description", "summary"}
# Marks that are no words. A visible text of these and spaces only needs no translation.
MARKS = re.compile(r"[\s.,:;()\[\]–—·|/+*%&#!?“”‘’\"'-]*")
UNTOUCHED = ("blocktranslate", "blocktrans")


class Words(HTMLParser):
    """Collects the text nodes and the spoken attributes of a page whose tags and variables were taken out."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in SAID and value]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)


def bare(text):
    """The visible words of a template that stand in no {% translate %}, {% blocktranslate %} or variable."""
    left, inside = [], False
    for token in Lexer(text).tokenize():
        word = token.contents.split(" ", 1)[0] if token.token_type == TokenType.BLOCK else ""
        inside = word in UNTOUCHED or (inside and word not in {f"end{tag}" for tag in UNTOUCHED} | {"endcomment"}) or word == "comment"
        if token.token_type == TokenType.TEXT and not inside:
            left.append(token.contents)
    page = Words()
    page.feed("".join(left))
    page.close()
    return [one.strip() for one in page.found if not MARKS.fullmatch(one)] + handed_over(text)


def handed_over(text):
    """Words given to another template, or in the place of a missing value: `with text="Back"`, `default:"Nothing yet"`."""
    found = []
    for token in Lexer(text).tokenize():
        if token.token_type == TokenType.BLOCK and token.contents.split(" ", 1)[0] in ("include", "with", "firstof", "cycle"):
            found += re.findall(r"\b(?:text|title|label|heading|note|button|caption)=\"([^\"]*[A-Za-z][^\"]*)\"", token.contents)
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            found += re.findall(r"\|default(?:_if_none)?:\"([A-Z][^\"]*|[^\"]* [^\"]*)\"", token.contents)
    return found


def test_every_string_of_a_template_is_translated():
    assert {str(path.relative_to(ROOT)): words for path in TEMPLATES if (words := bare(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(("text", "found"), [
    ("<p>Hello</p>", ["Hello"]), ('<a title="Go on">{{ x }}</a>', ["Go on"]), ("{% if a %}yes{% endif %}", ["yes"]),
    ('{% translate "Hello" %}', []), ("{% blocktranslate %}Hello {{ x }}{% endblocktranslate %}", []),
    ("<p>{{ a }}, {{ b }} ({{ c }})</p>", []),
    ("{% comment %}why{% endcomment %}<b>so</b>", ["so"]), ("{# why #}<script>let a = 1</script>", []), ("&nbsp;–&nbsp;", []),
    ('<img alt="{% translate "A map" %}">', []), ('{% include "a.html" with text="Back" colour="red" %}', ["Back"]),
    ('{{ name|default:"Nobody yet" }}{{ id|default:"why" }}', ["Nobody yet"])])
def test_the_reading_of_templates_sees_a_bare_string_and_no_other(text, found):
    assert bare(text) == found


# --- rooms ---------------------------------------------------------------------------------------------------------------------

NO_ROOM = {"utils", "helpers", "managers", "signals", "selectors", "util", "helper", "common", "misc"}


def test_there_is_no_room_for_odds_and_ends():
    assert [name_of(path) for path in [*sources(*OURS), *sources("tests")] if path.stem in NO_ROOM or path.parent.name in NO_ROOM] == []


def test_nothing_happens_in_save():
    doors = [f"{name_of(path)}: {node.name}.{inner.name}" for path in sources(*OURS) for node in nodes(path)
             if isinstance(node, ast.ClassDef) and is_model(path, node) for inner in node.body
             if isinstance(inner, ast.FunctionDef) and inner.name in ("save", "delete", "full_clean")]

    assert doors == []


def is_model(path, node):
    return path.stem == "models" or path.parent.name == "models" or any(
        getattr(base, "attr", "") == "Model" and getattr(base.value, "id", "") == "models" for base in node.bases)


def test_nobody_listens_to_signals():
    ours = [f"{name_of(path)}:{node.lineno}" for path in sources(*OURS) for node in nodes(path)
            if (isinstance(node, ast.Attribute) and node.attr == "connect") or (isinstance(node, ast.Name) and node.id == "receiver")]
    triggers = "council_portal/audit/triggers.py"  # pre_migrate and post_migrate, which carry them over a rebuilt table

    assert [line for line in ours if not line.startswith(triggers)] == []


OWN = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]


def test_every_guarded_model_says_who_may_and_how_it_is_listed():
    guarded = [model for model in OWN if isinstance(model._default_manager.all(), GuardedQuerySet)]

    assert guarded, "there are matters"
    for model in guarded:
        assert "view" in model.RULES, model
        assert all(isinstance(rule, Rule | OfficeRule) for rule in model.RULES.values()), model
        assert model.ORDERINGS, model
        assert {order.lstrip("-") for order in model.ORDERINGS} <= {field.name for field in model._meta.get_fields()}, model
        assert model.standings.rel.related_model is not None, model
        assert model.exclusions.rel.related_model is not None, model


def test_every_part_of_a_matter_names_the_matter_that_guards_it():
    parts = [model for model in OWN if isinstance(model._default_manager.all(), ChildQuerySet)]

    assert parts, "there are parts of matters"
    assert {model: hasattr(model._meta.get_field(model.guarded_by).related_model, "RULES") for model in parts} == dict.fromkeys(parts, True)


def test_every_rule_says_its_clause_and_every_refusal_its_reason():
    rules = {(model, action): rule for model in OWN if hasattr(model, "RULES") for action, rule in model.RULES.items()}

    assert [key for key, rule in rules.items() if not rule.clause] == []
    assert [key for key, rule in rules.items() if key[1] != "view" and not rule.says] == []


def test_no_foreign_key_of_ours_cascades():
    loose = [f"{model._meta.label}.{field.name}" for model in OWN for field in model._meta.get_fields()
             if field.is_relation and field.concrete and not field.many_to_many
             and field.remote_field.on_delete.__name__ not in ("PROTECT", "DO_NOTHING")]

    assert loose == []


# --- the admin sites -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", [technical, monitoring], ids=lambda site: site.name)
def test_an_admin_site_registers_only_what_is_guarded_and_ours(site):
    assert site._registry, "something is registered"
    for model, registered in site._registry.items():
        assert isinstance(registered, GuardedAdmin), model
        assert model.__module__.split(".")[0] in OURS, model
        assert hasattr(model, "RULES"), model
        assert hasattr(model._default_manager.all(), "permitted") or hasattr(model._default_manager, "permitted"), model


def test_no_matter_and_no_part_of_one_is_registered_in_the_technical_site():
    assert [model for model in technical._registry if hasattr(model, "standings") or hasattr(model, "guarded_by")] == []


def test_the_default_admin_site_is_empty_and_mounted_nowhere():
    mounted = {pattern.app_name: pattern.namespace for pattern in get_resolver().url_patterns if isinstance(pattern, URLResolver)}

    assert admin.site._registry == {}
    assert "django.contrib.admin.apps.SimpleAdminConfig" in settings.INSTALLED_APPS
    assert [namespace for app, namespace in mounted.items() if app == "admin" and namespace not in ("technical", "monitoring")] == []
    assert [p for p in get_resolver().url_patterns if getattr(p, "namespace", None) == "admin"] == []


# --- messages ------------------------------------------------------------------------------------------------------------------


def kinds_posted():
    """The kinds of message that the source posts: the second argument of post(), which is always a plain string."""
    for path in sources(*OURS):
        for node in nodes(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "post" and len(node.args) >= 2:
                yield name_of(path), node.args[1].value if isinstance(node.args[1], ast.Constant) else ast.dump(node.args[1])


def test_every_kind_of_message_has_its_sentence_and_every_sentence_its_use():
    posted = {kind for _path, kind in kinds_posted()}

    assert posted == set(SENTENCES)


def test_a_sentence_has_no_place_for_content():
    assert [kind for kind, sentence in SENTENCES.items() if re.search(r"%\(|%s|\{", str(sentence))] == []


OF_DJANGO = {"__module__", "__doc__", "help", "add_arguments", "handle", "requires_system_checks", "get_check_kwargs"}


def test_no_command_of_ours_hides_a_method_by_which_django_runs_it():
    ours = {name: load_command_class(app, name) for name, app in get_commands().items() if app.split(".")[0] in OURS}
    hidden = {name: set(vars(type(one))) & set(dir(BaseCommand)) - OF_DJANGO for name, one in ours.items()
              if type(one).__module__.split(".")[0] in OURS}

    assert {name: methods for name, methods in hidden.items() if methods} == {}
    assert len(ours) > 10
