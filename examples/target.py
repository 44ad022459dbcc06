"""A whole target in Python, in a process of its own: it needs nothing but Python.

Run it with:  pytest --target="cmd:python examples/target.py"
"""

import json
import sys

CONTRACT = 1
CLOUDS = ("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX")
UMBRELLA = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
SWITCHES = {
    "metrics": "DISABLE_TELEMETRY",
    "error-reports": "DISABLE_ERROR_REPORTING",
    "bug-reports": "DISABLE_BUG_COMMAND",
}


def is_one(name, environment, settings):
    """Say whether a variable is set to 1; the environment wins over the settings file."""
    if name in environment:
        return environment[name] == "1"
    value = settings.get("env", {}).get(name)
    return value == "1" if isinstance(value, str) else json.dumps(value) == "1"


def provider(environment, settings):
    """Answer who serves the requests."""
    chosen = [name for name in CLOUDS if is_one(name, environment, settings)]
    return chosen[0].rpartition("_")[2].lower() if chosen else "claude-api"


def traffic(environment, settings, service):
    """Answer whether a service is on."""
    flags = [*CLOUDS, UMBRELLA, SWITCHES.get(service, UMBRELLA)]
    return "off" if any(is_one(flag, environment, settings) for flag in flags) else "on"


def protection(channel, state, venue):
    """Answer how a stream of data is encrypted."""
    if state == "in-transit":
        return "tls"
    return "none" if channel == "model-traffic" else "aes-256"


def describe(contract):
    """Answer what is offered, and by whom."""
    return {"contract": CONTRACT, "questions": OFFERED, "name": "our launcher", "version": "4.2"}


OFFERED = ["provider", "traffic", "protection"]
ANSWERS = {"describe": describe, "provider": provider, "traffic": traffic, "protection": protection}


def main():
    """Answer line by line, until the input ends."""
    for line in sys.stdin:
        request = json.loads(line)
        response = {"id": request["id"]}
        try:
            response["answer"] = ANSWERS[request["question"]](**request["situation"])
        except Exception as error:  # noqa: BLE001 - whatever went wrong is told
            response["error"] = f"{type(error).__name__}: {error}"
        sys.stdout.write(json.dumps(response) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
