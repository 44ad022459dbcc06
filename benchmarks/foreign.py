"""The same decision in other people's engines: Cedar, and the expressions and tables of zen.

Policies, expressions, tables and requests are made before they are timed. Of the ways in which an
engine can be asked, the fastest is taken.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from benchmarks.engines import CELLS, NAMES, Engine

if TYPE_CHECKING:
    from collections.abc import Callable

POLICIES: Final = """
permit (principal, action, resource);
forbid (principal == Provider::"bedrock", action, resource);
forbid (principal == Provider::"vertex", action, resource);
forbid (principal, action, resource) when { context.umbrella };
forbid (principal, action == Action::"metrics", resource) when { context.metrics };
forbid (principal, action == Action::"error-reports", resource) when { context.errors };
forbid (principal, action == Action::"bug-reports", resource) when { context.bugs };
"""


def _cedar() -> Callable[[], list[Any]]:
    # Structured ids in a batch, with parsed policies and entities, are twice as fast as texts.
    cedarpy = import_module("cedarpy")
    policies = cedarpy.PolicySet.from_str(POLICIES)
    entities = cedarpy.Entities.from_json_str("[]")
    requests = [
        {
            "principal": {"type": "Provider", "id": provider},
            "action": {"type": "Action", "id": service},
            "resource": {"type": "Client", "id": "client"},
            "context": dict(zip(NAMES[2:], switches, strict=True)),
        }
        for provider, service, *switches in CELLS
    ]
    return lambda: list(cedarpy.is_authorized_batch(requests, policies, entities))


EXPRESSION: Final = (
    'not (umbrella or provider != "none" or (service == "metrics" and metrics) or '
    '(service == "error-reports" and errors) or (service == "bug-reports" and bugs))'
)


def _contexts() -> list[str]:
    # Both kinds of zen take texts faster than mappings.
    return [json.dumps(dict(zip(NAMES, cell, strict=True))) for cell in CELLS]


def _zen_expression() -> Callable[[], list[Any]]:
    evaluate = import_module("zen").compile_expression(EXPRESSION).evaluate
    contexts = _contexts()
    return lambda: [evaluate(context) for context in contexts]


ROWS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("off", {"umbrella": "true"}),
    ("off", {"provider": '"bedrock", "vertex"'}),
    ("off", {"service": '"metrics"', "metrics": "true"}),
    ("off", {"service": '"error-reports"', "errors": "true"}),
    ("off", {"service": '"bug-reports"', "bugs": "true"}),
    ("on", {}),
)


def decision_table() -> dict[str, Any]:
    """Return the decision as a JSON decision model."""
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in NAMES],
        "outputs": [{"id": "answer", "name": "answer", "field": "traffic"}],
        "rules": [
            {**dict.fromkeys(NAMES, ""), **conditions, "_id": str(number), "answer": f'"{answer}"'}
            for number, (answer, conditions) in enumerate(ROWS)
        ],
    }
    kinds = {"input": "inputNode", "table": "decisionTableNode", "output": "outputNode"}
    nodes: list[dict[str, Any]] = [
        {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
        for name, kind in kinds.items()
    ]
    nodes[1]["content"] = table
    ends = (("input", "table"), ("table", "output"))
    edges = [{"id": a + b, "type": "edge", "sourceId": a, "targetId": b} for a, b in ends]
    return {"nodes": nodes, "edges": edges}


def _zen_table() -> Callable[[], list[Any]]:
    # Through a loader it is compiled once; what create_decision returns is twenty times slower.
    loader = {"type": "static", "content": {"traffic": decision_table()}}
    evaluate = import_module("zen").ZenEngine({"loader": loader}).evaluate
    contexts = _contexts()
    return lambda: [evaluate("traffic", context) for context in contexts]


def _on(found: object) -> str:
    return "on" if found else "off"


PEERS: Final = (
    Engine("cedarpy", _cedar, lambda found: _on(found.allowed), "cedarpy", "cedarpy"),
    Engine("zen expression", _zen_expression, _on, "zen", "zen-engine"),
    Engine("zen table", _zen_table, lambda f: str(f["result"]["traffic"]), "zen", "zen-engine"),
)
