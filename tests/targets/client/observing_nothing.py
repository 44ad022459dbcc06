"""In the place of the observer: it says that it watches, and that the model was asked."""

import json
import signal
import sys
import time
from pathlib import Path

folder = Path(sys.argv[1])
lines = [
    {"t": 0.1, "kind": "dns", "name": "api.anthropic.com", "qtype": 1},
    {"t": 0.2, "kind": "tcp", "address": "10.64.0.1", "port": 443, "name": "api.anthropic.com"},
    {
        "t": 0.3,
        "kind": "http",
        "way": "tls",
        "host": "api.anthropic.com",
        "port": 443,
        "method": "POST",
        "path": "/v1/messages",
        "status": 200,
        "headers": {},
        "body": "",
        "size": 0,
        "process": "program",
    },
]


def end(*_: object) -> None:
    text = "".join(json.dumps(line) + "\n" for line in [*lines, {"t": 1, "kind": "end"}])
    (folder / "net.jsonl").write_text(text)
    sys.exit(0)


signal.signal(signal.SIGTERM, end)
(folder / "ca.pem").write_text("made up\n")
(folder / "model_called").touch()
(folder / "ready").touch()
while True:
    time.sleep(60)
