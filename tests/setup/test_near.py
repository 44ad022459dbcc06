"""Names that are nearly those of known variables."""

from __future__ import annotations

import pytest

from datausage.oracle.switches import VARIABLES
from datausage.setup.near import near

MEANT = {
    "DISABLE_TELEMETERY": "DISABLE_TELEMETRY",
    "DISABLE_TELEMTERY": "DISABLE_TELEMETRY",
    "disable_telemetry": "DISABLE_TELEMETRY",
    "DISABLE-TELEMETRY": "DISABLE_TELEMETRY",
    "DISABLETELEMETRY": "DISABLE_TELEMETRY",
    "CLAUDE_CODE_DISABLE_TELEMETRY": "DISABLE_TELEMETRY",
    "CLAUDE_DISABLE_TELEMETRY": "DISABLE_TELEMETRY",
    "DISABLE_ERROR_REPORTS": "DISABLE_ERROR_REPORTING",
    "DISABLE_ERRORS_REPORTING": "DISABLE_ERROR_REPORTING",
    "DISABLE_BUGS_COMMAND": "DISABLE_BUG_COMMAND",
    "DISABLE_BUG_COMAND": "DISABLE_BUG_COMMAND",
    "DISABLE_NONESSENTIAL_TRAFFIC": "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
    "CLAUDE_CODE_DISABLE_NON_ESSENTIAL_TRAFFIC": "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
    "CLAUDE_CODE_USE_BEDORCK": "CLAUDE_CODE_USE_BEDROCK",
    "ClaudeCodeUseVertex": "CLAUDE_CODE_USE_VERTEX",
}
OTHERS = (
    "CLAUDE_CODE_ENABLE_TELEMETRY",
    "DISABLE_FEEDBACK_COMMAND",
    "DISABLE_AUTOUPDATER",
    "DISABLE_COST_WARNINGS",
    "DISABLE_NON_ESSENTIAL_MODEL_CALLS",
    "CLAUDE_CODE_USE_FOUNDRY",
    "CLAUDE_CODE_SKIP_VERTEX_AUTH",
    "ANTHROPIC_BEDROCK_BASE_URL",
    "USE_VERTICAL",
    "TELEMETRY",
    "",
    "A" * 5_000,
)


@pytest.mark.parametrize("name", MEANT)
def test_a_slip_is_near_to_what_is_meant(name: str) -> None:
    assert near(name) == MEANT[name]


@pytest.mark.parametrize("name", [*OTHERS, *VARIABLES])
def test_another_name_is_near_to_none(name: str) -> None:
    assert near(name) is None
