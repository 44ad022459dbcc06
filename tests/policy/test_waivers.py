"""Waivers: what a file may say, and how what is wrong in it is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datausage.policy.waivers import LARGEST, MOST, Checked, Scope, WaiverError, read

KNOWN = Checked(
    {
        "kept": {"kept / a": "traffic", "kept / b (x)": "retention"},
        "other": {"other / c": "retention"},
    },
    {"traffic": ("metrics", "surveys")},
)
PLAIN = {
    "rule": '"kept"',
    "scope": '"all"',
    "owner": '"Jo"',
    "reason": '"why"',
    "ticket": '"T-1"',
    "expiry": "2026-12-31",
}


def entry(**changed: str | None) -> str:
    fields = {**PLAIN, **changed}
    lines = (f"{name} = {value}" for name, value in fields.items() if value is not None)
    return "\n".join(["[[waiver]]", *lines, ""])


def complaints(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(WaiverError) as caught:
        read(text.encode() if isinstance(text, str) else text, KNOWN)
    return caught.value.complaints


def test_a_waiver_is_read_as_it_stands() -> None:
    (one,) = read(entry().encode(), KNOWN)
    assert (one.number, one.rule, one.scope) == (1, "kept", Scope())
    assert (one.owner, one.reason, one.ticket) == ("Jo", "why", "T-1")
    assert one.expiry == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("scope", "meant"),
    [
        ('{ question = "traffic" }', Scope("question", "traffic")),
        ('{ service = "surveys" }', Scope("service", "surveys")),
        ('{ scenario = "kept / b (x)" }', Scope("scenario", "kept / b (x)")),
    ],
)
def test_a_scope_is_one_question_service_or_scenario(scope: str, meant: Scope) -> None:
    (one,) = read(entry(scope=scope).encode(), KNOWN)
    assert one.scope == meant


def test_a_file_without_waivers_is_one() -> None:
    assert read(b"# nothing yet\n", KNOWN) == ()


def test_it_holds_on_its_last_day_and_not_on_the_next() -> None:
    (one,) = read(entry().encode(), KNOWN)
    assert not one.expired(one.expiry)
    assert one.expired(one.expiry + timedelta(days=1))
    assert not one.expired(one.expiry - timedelta(days=1))


@pytest.mark.parametrize("name", PLAIN)
def test_every_field_is_needed(name: str) -> None:
    (told,) = complaints(entry(**{name: None}))
    where = "waiver 1, rule" if name == "rule" else f"waiver 1 (kept), {name}"
    assert told.startswith(f"{where}: it is missing; ")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"rule": '"kep"'},
            'waiver 1 (kep), rule = "kep": there is no such rule; did you mean kept',
        ),
        ({"rule": "7"}, "waiver 1, rule = 7: write the id of a rule"),
        ({"scope": '"everything"'}, 'waiver 1 (kept), scope = "everything": write "all", or one'),
        (
            {"scope": '{ service = "metric" }'},
            'service = "metric" }: kept has no such service; did',
        ),
        (
            {"rule": '"other"', "scope": '{ service = "metrics" }'},
            "other has no such service; there",
        ),
        ({"scope": '{ scenario = "kept / z" }'}, "kept has no such scenario"),
        ({"scope": '{ scenario = "other / c" }'}, "kept has no such scenario"),
        ({"scope": '{ question = "training" }'}, "kept has no such question"),
        ({"scope": '{ question = "traffic", service = "metrics" }'}, 'write "all", or one'),
        ({"scope": "{ question = 3 }"}, 'write "all", or one'),
        ({"scope": '{ plan = "free" }'}, 'write "all", or one'),
        ({"scope": "[1]"}, 'write "all", or one'),
        ({"owner": '"  "'}, 'waiver 1 (kept), owner = "  ": write who answers for it'),
        ({"ticket": "12"}, "waiver 1 (kept), ticket = 12: write where it is followed up"),
        ({"reason": f'"{"x" * 501}"'}, "write why it is waived"),
        ({"expiry": '"2026-12-31"'}, 'waiver 1 (kept), expiry = "2026-12-31": write the last day'),
        ({"expiry": "2026-12-31T00:00:00Z"}, "expiry = 2026-12-31 00:00:00+00:00: write the last"),
        ({"expiry": "true"}, "expiry = true: write the last day"),
        ({"expire": "2026-12-31"}, '"expire": there is no such field; did you mean expiry?'),
    ],
)
def test_what_is_wrong_is_told_with_entry_and_field(changed: dict[str, str], told: str) -> None:
    (line,) = complaints(entry(**changed))
    assert told in line


def test_everything_that_is_wrong_is_told_at_once() -> None:
    text = entry() + entry(rule='"other"', expiry='"soon"') + entry(rule='"none"', owner=None)
    told = complaints(text)
    assert [line.partition(",")[0] for line in told] == [
        "waiver 2 (other)",
        "waiver 3 (none)",
        "waiver 3 (none)",
    ]


def test_two_waivers_of_the_same_are_refused() -> None:
    (told,) = complaints(entry() + entry(owner='"Ann"'))
    assert told == "waiver 2 (kept): waiver 1 is about the same; keep one of them"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("waivers = 1", '"waivers": write [[waiver]]'),
        ("[waiver]\nrule = 'kept'", "write [[waiver]], with two brackets"),
        ("waiver = [1]", "write a table"),
        ("[[waiver]\n", "it is no TOML: "),
        (b"\xff\xfe", "no text in UTF-8"),
        ("expiry = 2026-02-30", "it is no TOML: "),
        ("x = " + "[" * 5_000, "it is no TOML: "),
        (b"#" * (LARGEST + 1), "more than 256 KiB"),
        ("[[waiver]]\n" * (MOST + 1), f"it has {MOST + 1} waivers; {MOST} at most"),
    ],
)
def test_what_is_no_file_of_waivers_is_refused(text: str | bytes, told: str) -> None:
    assert told in "; ".join(complaints(text))


def test_of_many_mistakes_some_are_told_and_the_rest_counted() -> None:
    told = complaints("[[waiver]]\n" * 30)
    assert len(told) == 21
    assert told[-1] == "160 more are wrong"


@given(st.binary(max_size=200))
def test_nothing_but_waivers_comes_out_of_any_bytes(data: bytes) -> None:
    try:
        assert read(data, KNOWN) == ()
    except WaiverError as error:
        assert error.complaints  # noqa: PT017 - most bytes are no file of waivers
