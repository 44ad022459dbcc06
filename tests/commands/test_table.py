"""The command ``datausage table``, and the page of tables that it makes."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from datausage.cli import main
from datausage.commands import table
from datausage.commands.table_layout import shown
from datausage.oracle.questions import QUESTIONS
from datausage.universe.catalogue import SPACES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "decision-tables.md"
BEDROCK = "CLAUDE_CODE_USE_BEDROCK"
ASKED = [(name, a.name) for name, q in QUESTIONS.items() if not q.subject for a in q.aspects]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]):
    def run(*words: str, code: int = 0) -> str:
        assert main(["table", *words]) == code
        out, err = capsys.readouterr()
        assert bool(err) is bool(code)
        return err if code else out

    return run


# --- the page


def test_every_table_of_the_page_is_the_one_that_its_command_makes() -> None:
    page = PAGE.read_text("utf-8")
    assert table.remade(page) == page


def test_every_command_of_the_page_has_a_table() -> None:
    page = PAGE.read_text("utf-8")
    commands = page.count("```sh\ndatausage table ")
    assert commands == page.count(table.END) == page.count("\n## ")
    assert len(re.findall(r"^\|--", page, flags=re.MULTILINE)) == commands


def test_a_changed_cell_is_found_and_the_page_is_made_anew(tmp_path: Path, said) -> None:
    page = PAGE.read_text("utf-8")
    wrong = page.replace("| forbidden ", "| permitted ", 1)
    assert table.remade(wrong) == page != wrong
    (tmp_path / "page.md").write_text(wrong, "utf-8")
    assert said("--page", str(tmp_path / "page.md")) == ""
    assert (tmp_path / "page.md").read_text("utf-8") == page


# --- what is shown


def test_a_small_table_is_shown_with_notes(said) -> None:
    shown_lines = said("traffic", "service", "DISABLE_TELEMETRY").splitlines()
    assert shown_lines[0] == "traffic: whether a service is on"
    start = next(n for n, line in enumerate(shown_lines) if line.startswith("service "))
    assert [line.split() for line in shown_lines[start + 2 : start + 5]] == [
        ["metrics", "not", "set", "on", "1"],
        ["metrics", "1", "off", "2"],
        ["metrics", "0,", "'',", "true", "any", "answer", "3"],
    ]
    assert "1: by metrics-default" in shown_lines
    assert "3: by metrics-opt-out, metrics-default; turns on set-disable-telemetry" in shown_lines


def test_the_table_in_the_help_is_what_is_shown(said, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["table", "--help"])
    helped = [line.strip() for line in capsys.readouterr().out.splitlines()]
    lines = said("traffic", "service", "DISABLE_TELEMETRY").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("service "))
    assert [line for line in lines[start : start + 4] if line in helped] == lines[start : start + 4]


@pytest.mark.parametrize(("question", "aspect"), ASKED)
def test_without_facts_every_aspect_has_a_table_of_eighty_columns(
    question: str, aspect: str, said
) -> None:
    text = said(question, "--aspect", aspect)
    assert max(map(len, text.splitlines())) <= 80
    assert text.startswith(f"{question}: ")
    lines = list(csv.reader(io.StringIO(said(question, "--aspect", aspect, "--format", "csv"))))
    assert len(lines) <= 1 + table.USUAL_CELLS
    assert {len(line) for line in lines} == {len(lines[0])}


def test_a_wide_table_is_wrapped_to_eighty_columns(said) -> None:
    facts = [fact.name for fact in SPACES["traffic"].facts[:6]]
    text = said("traffic", *facts, *(f"--given={name}=1" for name in facts[1:]))
    assert max(map(len, text.splitlines())) <= 80
    wide = [fact.name for fact in SPACES["training"].facts[:12]]
    text = said(
        "training",
        *wide,
        *(f"--given={n}={SPACES['training'].facts[i].values[0]}" for i, n in enumerate(wide)),
    )
    assert max(map(len, text.splitlines())) <= 80


def test_comma_separated_values_have_a_line_for_every_cell(said) -> None:
    text = said("protection", "stream", "state", "venue", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 5 * 2 * 2
    first, last = rows[0], rows[-1]
    assert (first["verdict"], first["permitted"]) == ("determined", "tls")
    assert (last["verdict"], last["permitted"], last["rules"]) == ("silent", "", "")
    assert {row["verdict"] for row in rows} == {"determined", "open", "silent"}


def test_markdown_escapes_what_would_end_a_cell(said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datausage.commands.table_layout.shown", lambda value: f"a|{value}")
    assert "a\\|metrics" in said("traffic", "service", "--format", "markdown")


@pytest.mark.parametrize(
    ("arguments", "first", "values"),
    [
        (["traffic", "service", "--given", "service=surveys"], "service", ["surveys"]),
        (["provider", BEDROCK, "--given", f"{BEDROCK}="], BEDROCK, ["''"]),
        (["local_cache", "configured days", "--edges"], "", ["29"]),
        (
            ["retention", "access", "--given", "access=login", "--given", "access=vertex"],
            "access",
            ["login", "vertex"],
        ),
    ],
)
def test_facts_are_restricted_and_widened(
    arguments: list[str], first: str, values: list[str], said
) -> None:
    rows = list(csv.reader(io.StringIO(said(*arguments, "--format", "csv"))))
    found = [row[0] for row in rows[1:]]
    assert found == values if first else set(values) <= set(found)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "not set"), ("", "''"), (" 1 ", "' 1 '"), ("1\n", "'1\\n'"), ("\uff11", "'\\uff11'")],
)
def test_a_value_is_shown_so_that_it_is_seen(value: str | None, text: str) -> None:
    assert shown(value) == text


def test_no_two_values_of_a_fact_are_shown_alike() -> None:
    for space in SPACES.values():
        for fact in space.facts:
            texts = [shown(value) for value in (*fact.values, *fact.edges)]
            assert len(set(texts)) == len(texts), fact.name


# --- what is refused


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a question; there is selection,"),
        (["trafic"], "there is no question 'trafic'; did you mean 'traffic'?"),
        (["xyzzy"], "there is no question 'xyzzy'; there is 'selection', "),
        (["opt_in", "plans"], "no fact of opt_in 'plans'; did you mean 'plan'?"),
        (["opt_in", "--aspect", "optin"], "no aspect of opt_in 'optin'; did you mean 'opt_in'?"),
        (["opt_in", "--given", "plan"], "--given plan: write FACT=VALUE"),
        (["opt_in", "--given", "plna=pro"], "no fact of opt_in 'plna'; did you mean 'plan'?"),
        (["opt_in", "--given", "plan=tem"], "no value of plan 'tem'; did you mean 'team'?"),
        (["opt_in", "plan", "plan"], "the fact 'plan' is named twice"),
        (["training", "plan", "access", "kind", "setting when added", "opted in", "session"],
         "a table has 20,000 cells at most"),
        (["environment"], "environment is judged by what is done"),
        (["--page", "no-such-page.md"], "no-such-page.md"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(arguments: list[str], message: str, said) -> None:
    refused = said(*arguments, code=2)
    assert message in " ".join(refused.split())
    assert refused.startswith("datausage table: ")
    assert max(map(len, refused.splitlines())) <= 80
