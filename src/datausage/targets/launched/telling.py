"""What came of a launch, as the answer to the question or as the one sentence that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datausage.oracle.switches import VARIABLES
from datausage.targets.launched.seen import Seen, UnclearError, read
from datausage.targets.outcome import Fault, Outcome
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datausage.targets.launched.watched import Launched


def told(launched: Launched, child: str, timeout: float, *, replaced: bool) -> Outcome:
    """Return what a launcher answered by what it handed on.

    Args:
        launched: what came of the launch.
        child: the name of the child.
        timeout: how many seconds the launcher had.
        replaced: whether the stand-in for the child is not what it was.
    """
    problem = _problem(launched, child, timeout, replaced=replaced)
    if problem is not None:
        return Outcome(None, *problem)
    try:
        seen = [read(message) for message in launched.heard]
    except UnclearError as error:
        return Outcome(None, Fault.UNCLEAR, str(error))
    apart = _apart(seen)
    if apart:
        detail = f"it started {child} {len(seen)} times, with different {', '.join(apart)}"
        return Outcome(None, Fault.UNCLEAR, detail)
    last = seen[-1]
    return Outcome({"environment": dict(last.environment), "settings": dict(last.settings)})


def _problem(
    launched: Launched, child: str, timeout: float, *, replaced: bool
) -> tuple[Fault, str] | None:
    """Return why there is nothing to be read; nothing where there is."""
    if launched.how == "lost":
        return Fault.DIED, "it ended the process that watches over it"
    if launched.how == "timed-out":
        detail = f"it still ran after {timeout:g} seconds, {_times(child, launched)}"
        return Fault.TIMED_OUT, _with_errors(detail, launched)
    if replaced:
        return Fault.UNSEEN, f"it replaced the program {child} that it was to start"
    if launched.how == "too-many":
        return Fault.UNCLEAR, f"it starts {child} again and again"
    if launched.heard:
        return None
    hint = f"it never started {child} from its PATH (if its child has another name: --child)"
    return Fault.UNSEEN, _with_errors(f"{hint}; it {_end(launched)}", launched)


def placed(outcome: Outcome, file: str) -> Outcome:
    """Return an outcome that says in which file the settings stood."""
    if outcome.fault is not None:
        detail = f"with the settings in {file}, {outcome.detail}"
        return Outcome(outcome.answer, outcome.fault, one_line(detail, 500))
    answer: Any = outcome.answer
    return Outcome({**answer, "settings_stood_in": file})


def changed(given: Mapping[str, Any], answer: Any) -> int:
    """Return how many variables of the policy are not handed on as they came in."""
    before = Seen(given["environment"], given["settings"])
    after = Seen(answer["environment"], answer["settings"])
    return len(_apart([before, after]))


def _apart(seen: Sequence[Seen]) -> list[str]:
    """Return the variables of the policy that not all saw alike."""
    return [name for name in VARIABLES if any(_of(one, name) != _of(seen[0], name) for one in seen)]


def _of(seen: Seen, name: str) -> tuple[object, ...]:
    filed = seen.settings.get("env")
    if not isinstance(filed, dict):
        return seen.environment.get(name), repr(filed)
    # True and 1 are the same to Python, and not to a settings file.
    return seen.environment.get(name), name in filed, repr(filed.get(name))


def _times(child: str, launched: Launched) -> str:
    number = len(launched.heard)
    if not number:
        return f"and had not started {child}"
    return f"and had started {child} {'once' if number == 1 else f'{number} times'}"


def _end(launched: Launched) -> str:
    code = launched.code
    if code is None:
        return "was ended"
    return f"ended with exit code {code}" if code >= 0 else f"was ended by signal {-code}"


def _with_errors(detail: str, launched: Launched) -> str:
    said = one_line(launched.errors, 300)
    return one_line(f"{detail}; on standard error: {said}" if said else detail, 500)
