"""The planted error, in a client that reports it late and ends as soon as it can."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from datausage.targets.client import installed, planted, sealed
from datausage.targets.client.scene import Scene

from .sealing import needed

if TYPE_CHECKING:
    from pathlib import Path

    from datausage.targets.client.observation import Observation

CLIENT = """
const https = require("node:https");
const post = (host, path, body) => new Promise((done, failed) => {
  const asked = https.request({ host, path, method: "POST" }, (answer) => {
    const parts = [];
    answer.on("data", (part) => parts.push(part));
    answer.on("end", () => done(Buffer.concat(parts).toString()));
  });
  asked.on("error", failed);
  asked.end(JSON.stringify(body));
});
process.on("unhandledRejection", (error) => {
  setTimeout(() => post("sentry.io", "/api/1/envelope/", String(error)), LATE);
});
const messages = [{ role: "user", content: process.argv.at(-1) }];
post("api.anthropic.com", "/v1/messages", { model: "x", tools: [{}], messages }).then((answer) => {
  console.log(JSON.parse(answer).content[0].text);
  process.exit(0);
});
"""


def ran(folder: Path, late: int, environment: dict[str, str]) -> Observation:
    pytest.importorskip("cryptography", reason="THE OBSERVER NEEDS cryptography: NOT TRIED")
    needed()
    if shutil.which("node") is None:
        pytest.skip("NODE IS NOT INSTALLED: NOT TRIED")
    (folder / "package.json").write_text(json.dumps({"name": installed.NAME, "version": "1.0.0"}))
    (folder / "cli.js").write_text(CLIENT.replace("LATE", str(late)))
    # Root runs it as nobody.
    folder.chmod(0o755)
    client = installed.find(str(folder))
    return sealed.run(client, replace(Scene(seconds=40.0), environment=environment))


def test_an_error_that_is_reported_late_is_seen(tmp_path: Path) -> None:
    seen = ran(tmp_path, 400, {})
    assert seen.controls.lacking == (), seen.errors
    (report,) = (one for one in seen.requests if one.host == "sentry.io")
    assert planted.MESSAGE in report.body


def test_a_client_that_keeps_the_error_out_counts_for_nothing(tmp_path: Path) -> None:
    seen = ran(tmp_path, 0, {"NODE_OPTIONS": ""})
    assert seen.trouble == ""
    assert seen.controls.lacking == ("planted",)
