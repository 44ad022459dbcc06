"""A whole target behind HTTP, built on Starlette and served by Uvicorn.

Start it with:  uvicorn --app-dir examples --port 8000 server:app
Run it with:  pytest --target=http://127.0.0.1:8000
"""

import json
import os
import secrets

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

CONTRACT = 1
CLOUDS = ("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX")


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


def protection(channel, state, venue):
    """Answer how a stream of data is encrypted."""
    if state == "in-transit":
        return "tls"
    return "none" if channel == "model-traffic" else "aes-256"


def describe(contract):
    """Answer what is offered, and by whom."""
    return {"contract": CONTRACT, "questions": OFFERED, "name": "our gateway"}


OFFERED = ["provider", "protection"]
ANSWERS = {"describe": describe, "provider": provider, "protection": protection}


def respond(line):
    """Return the response to one request."""
    asked = json.loads(line)
    try:
        answer = ANSWERS[asked["question"]](**asked["situation"])
        return {"id": asked["id"], "answer": answer}
    except Exception as error:  # noqa: BLE001 - whatever went wrong is told
        return {"id": asked["id"], "error": f"{type(error).__name__}: {error}"}


async def ask(request):
    """Answer every line of a request with a line."""
    token = os.environ.get("OUR_TOKEN")
    sent = request.headers.get("authorization", "")
    if token and not secrets.compare_digest(sent.encode(), f"Bearer {token}".encode()):
        return PlainTextResponse("who are you?", 401)
    responses = map(respond, (await request.body()).splitlines())
    lines = "".join(json.dumps(response) + "\n" for response in responses)
    return Response(lines, media_type="application/x-ndjson")


app = Starlette(routes=[Route("/", ask, methods=["POST"])])
