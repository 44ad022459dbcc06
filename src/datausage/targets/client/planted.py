"""The error that is planted in a client, to be seen reported or not."""

from __future__ import annotations

import json
from typing import Final

from datausage.targets.client import places

MESSAGE: Final = "An error planted to be reported"
"""What the error says, wherever it turns up."""

_TURNS: Final = 50
"""How often the client has its turn after the error, at least 20 milliseconds apart."""

_SCRIPT: Final = """\
// Runs before the client does, in the client's own process: one promise that is rejected, and that
// nobody handles, while the model is being asked for the first time. The model waits for the mark
// with its answer, and the mark is made when the client has had its turn often enough to report the
// error. On a busy machine that takes longer; a client that ends before would look silent.
const fs = require("fs");
const { isMainThread } = require("worker_threads");
if (isMainThread && process.ppid === 1 && !fs.existsSync(PLANTED)) {
  const waiting = setInterval(() => {
    if (!fs.existsSync(ASKED)) return;
    clearInterval(waiting);
    Promise.reject(new Error(MESSAGE));
    let turns = TURNS;
    const turn = () => {
      turns -= 1;
      if (turns > 0) setTimeout(turn, 20).unref();
      else fs.writeFileSync(PLANTED, "");
    };
    turn();
  }, 20);
  waiting.unref();
}
"""


def script() -> str:
    """Return the program that plants it, for Node and Bun."""
    words = {
        "PLANTED": places.PLANTED,
        "ASKED": places.ASKED,
        "MESSAGE": MESSAGE,
        "TURNS": _TURNS,
    }
    constants = "".join(f"const {name} = {json.dumps(text)};\n" for name, text in words.items())
    return constants + _SCRIPT


def variables() -> dict[str, str]:
    """Return the variables with which Node and Bun run it."""
    return {
        # Node would end at such a rejection; the client is to go on.
        "NODE_OPTIONS": f"--require={places.PLANT} --unhandled-rejections=warn",
        "BUN_OPTIONS": f"--preload={places.PLANT}",
    }
