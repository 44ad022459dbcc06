"""Records that are made by hand, also with texts that mean harm."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING

from datausage.evidence import record as shape
from datausage.evidence.coherence import composed
from datausage.evidence.composing import Findings, checks
from datausage.evidence.conclusion import conclusion
from datausage.evidence.digests import digest
from datausage.evidence.limits import LIMITS
from datausage.evidence.specification import specification
from datausage.evidence.totals import passed, readings, totals
from datausage.grading.coherence import Coherence
from datausage.grading.grades import Exposure, Grade
from datausage.grading.results import FactShown, Finding, Population, Result
from datausage.policy.edition import FIRST_EDITION, load
from datausage.session.instrument import instrument

if TYPE_CHECKING:
    from collections.abc import Sequence

HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "markup": "<img src=x onerror=alert(1)><details open></summary></table>",
    "table": "a | b || \\| c\n| --- |\n# heading\n- item",
    "link": "[click](https://evil.example) ![i](https://evil.example/i.png) https://evil.example",
    "mention": "@octocat closes #1 octo/repo#2 www.evil.example <https://evil.example>",
    "marks": "**bold** _it_ `code` ~~gone~~ $$x$$ ``` fence",
    "comment": "<!-- ]]> --> <![CDATA[ &amp; &#60; %3C {{script}} {{messages}}",
    "controls": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "ansi": "\x1b[31mred\x1b]8;;https://evil.example\x07link\x1b]8;;\x07\x1b[2J",
    "bidi": "a\u202eb\u2066c\u200bd\ufeffe\u2028f\u2029g",
    "surrogate": "half \ud800 of a pair, none \ufffe, private \ue000",
    "long": "x" * 10_000,
}

GATES = "metrics-default / metrics run by default"


def population(**counts: int) -> Population:
    usual = {"asked": 12, "distinct": 11, "judged": 10, "calls": 13, "cells": 20}
    return Population(**{**usual, **counts}, grades=((Grade.CONFORMS, 10),))


def finding(text: str, grade: Grade = Grade.VIOLATES) -> Finding:
    return Finding(
        grade=grade,
        exposure=Exposure.EXPOSES if grade is Grade.VIOLATES else None,
        question="traffic",
        aspect="traffic",
        facts=(FactShown("service", "metrics", matters=True), FactShown(text, text)),
        said=text,
        permitted=("on", "off"),
        rules=("metrics-default",),
        turns_on=("setting-when",),
        detail=text,
        nearest=(FactShown("service", text),),
        nearest_answer=text,
        replay="metrics-default:WyJ0cmFmZmljIix7fV0",
        returned=text,
    )


def names(check: str) -> list[str]:
    return [one.name for one in specification(FIRST_EDITION).scenarios if one.check == check]


def result(check: str, grade: Grade = Grade.CONFORMS, text: str = "", row: int = 0) -> Result:
    wrong = grade in (Grade.VIOLATES, Grade.ERRORED)
    return Result(
        rule=check,
        part="telemetry",
        scenario=names(check)[row],
        question="traffic",
        grade=grade,
        population=population(),
        failures=3 if wrong else 0,
        finding=finding(text, grade) if wrong else None,
        readings=("setting-when=at-once",) if grade is Grade.OPEN else (),
        note=text,
    )


SOME = (
    result("metrics-default"),
    result("umbrella-off", Grade.OPEN),
    result("cloud-providers-off", Grade.NOT_OFFERED),
    result("agrees-traffic"),
    result("consistent-opt-outs"),
)
FAILING = (*SOME, result("errors-default", Grade.VIOLATES, "on"))


def record(
    results: Sequence[Result] = SOME,
    *,
    exit_code: int = 0,
    complete: bool = True,
    text: str = "",
    target: str = "--target=impl",
) -> shape.Record:
    """Return a record of results; a text is everywhere where a target may put one."""
    edition = load()
    found = checks(
        Findings(
            edition=edition,
            specification=specification(edition.id),
            results=results,
            reason=lambda _: "deselected by -m",
            command=lambda token: f"pytest {target} --replay={token}",
        )
    )
    said = text or "impl"
    folder = resources.files("datausage.policy") / "editions" / edition.id
    made = shape.Record(
        complete=complete,
        run=shape.Run(
            started="2025-11-22T10:00:00+00:00",
            finished="2025-11-22T10:00:07+00:00" if complete else None,
            exit=exit_code if complete else None,
            conclusion="",
            passed=complete and passed(exit_code, found),
        ),
        subject=shape.Subject(
            reference=said,
            name=said,
            version=text or None,
            digest=shape.Digest(sha256="a" * 64),
            digest_of=said,
            offered=("traffic",),
            not_offered=("training",),
            declared_readings={said: said},
        ),
        policy=shape.Policy(
            edition=edition.id,
            title=edition.title,
            sentences_sha256=digest((folder / "sentences.json").read_bytes()),
            rules_sha256=digest((folder / "rules.toml").read_bytes()),
            points_sha256=digest((folder / "points.toml").read_bytes()),
            suspect=(),
        ),
        instrument=replace(instrument([f"--target={said}"]), environment={"CI": said}),
        asked=shape.Asked(
            effort="quick",
            calls=None,
            seed=0,
            parts=(),
            replay=None,
            shard=None,
            pinned_readings={"both-providers": said},
        ),
        selection=shape.Selection(selected=("metrics-default",), deselected=()),
        checks=found,
        readings_relied_on=readings(found),
        totals=totals(found),
        waivers=(),
        coherence=composed(Coherence(), str),
        reliances=(),
        limits=LIMITS,
    )
    return replace(made, run=replace(made.run, conclusion=conclusion(made)))


def hostile(text: str) -> shape.Record:
    """Return a record of a run in which the target has put a text wherever it can."""
    wrong = [
        result("errors-default", Grade.VIOLATES, text),
        result("bugs-default", Grade.ERRORED, text),
        result("umbrella-off", Grade.NOT_OFFERED, text),
    ]
    return record([*SOME[:1], *wrong], exit_code=1, text=text)
