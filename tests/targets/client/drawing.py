"""A program that draws what the client draws, and is wrong in one way where it is told to be."""

import os
import re
import select
import sys
import termios
import time
import tty
from pathlib import Path
from types import SimpleNamespace

told, manner, *_ = sys.argv[1:]
RULE = "─" * 150
history: list[str] = []
now = SimpleNamespace(dialog="", typed="", interrupts=0, answered=False)


def tell(text: str) -> None:
    with Path(told).open("a") as file:
        file.write(f"{text}\n")


def write(text: str) -> None:
    data = text.encode()
    while data:
        data = data[os.write(1, data) :]


def ask(question: str, answer: str) -> None:
    """End where a terminal does not answer a question."""
    write(question)
    said = ""
    while select.select([0], [], [], 5)[0]:
        said += os.read(0, 100).decode()
        if re.fullmatch(answer, said):
            return
    tell(f"no answer to {question!r}: {said!r}")
    sys.exit(4)


def draw() -> None:
    lines = [*history]
    if now.dialog:
        lines += ["╭──────", "│ Submit Feedback / Bug Report", "│", *DIALOGS[now.dialog], "╰──────"]
    else:
        if manner == "busy":
            lines.append("✻ Computing… (esc to interrupt)")
        if "● hi there" in history and manner == "survey" and not now.answered:
            lines += ["● How is Claude doing this session? (optional)", "  1: Bad    0: Dismiss"]
        lines += [RULE, f"> {now.typed}", RULE, "  ? for shortcuts"]
    write("\x1b[2J\x1b[H" + "\r\n".join(lines))


DIALOGS = {
    "describe": ["│ Describe the issue below:", "│"],
    "consent": ["│ Press Enter to confirm and submit."],
    "sending": ["│ Submitting report…"],
    "failed": ["│ Could not submit feedback. Please try again later."],
    "done": ["│ Thank you for your report!"],
    "colour": ["│ Which colour do you like?"],
}


def enter(text: str) -> None:
    history.append(f"> {text}")
    if text.strip() == "/exit":
        if manner != "stays":
            sys.exit(0)
    elif text.strip() == "/bug":
        bug(text)
    elif manner != "mute":
        tell(f"prompt {text}")
        history.append("● hi there")


def bug(text: str) -> None:
    if manner == "absent":
        history[-1] = "> Unknown slash command: bug"
    elif manner == "takes it for a prompt":
        tell(f"prompt {text}")
        history.append("● hi there")
    elif manner == "dies":
        sys.exit(3)
    else:
        now.dialog = "colour" if manner == "unknown" else "describe"


def go_on() -> None:
    if now.dialog == "describe":
        tell(f"described {now.typed}")
        now.dialog, now.typed = "consent", ""
    elif now.dialog == "consent":
        now.dialog = "sending"
        draw()
        if manner == "hangs":
            return
        if manner.startswith("floods"):
            for number in range(2_000 if manner == "floods" else 2_000_000):
                write(f"\r\n{number} {'x' * 100}\x1b[1;31m\x1b[{number % 60};1H")
        tell("sent")
        now.dialog = "failed" if manner == "fails to send" else "done"
    elif now.dialog == "done":
        tell("opened a browser")
        now.dialog = ""


def close() -> None:
    if now.dialog in ("done", "failed"):
        history.append("  ⎿  Feedback / bug report submitted")
    elif now.dialog:
        history.append("  ⎿  Feedback / bug report cancelled")
    now.dialog, now.typed = "", ""


def press(key: str) -> None:
    if key == "\x03":
        now.interrupts += 1
        if now.interrupts > 1:
            sys.exit(0)
    elif key == "\x1b":
        if now.dialog != "sending":
            close()
    elif key == "\r":
        if now.dialog:
            go_on()
        else:
            text, now.typed = now.typed, ""
            enter(text)
    elif manner == "survey" and not now.dialog and key in "0123" and "● hi there" in history:
        tell(f"survey {key}")
        now.answered = True
    elif manner != "deaf":
        now.typed += key
        DIALOGS["describe"][1] = f"│ {now.typed}"


before = termios.tcgetattr(0)
tty.setraw(0)
try:
    if manner == "asks":
        ask("\x1b[3;7H\x1b[6n", r"\x1b\[3;7R")
        ask("\x1b[c", r"\x1b\[\?[0-9;]+c")
        ask("\x1b[>c", r"\x1b\[>[0-9;]+c")
        ask("\x1b[5n", r"\x1b\[0n")
        ask("\x1b[18t", r"\x1b\[8;60;200t")
        ask("\x1b[?2026$p", r"\x1b\[\?2026;0\$y")
    if manner == "wide":
        history.append("│ 日本語 👩‍💻 e\u0301 │")
    if manner == "resizes":
        write("\x1b[8;5;5t\x1b[?3h\x1b[r\x1b[?1049h\x1b]0;title\x07\x1bP+q\x1b\\\x1b[<u\x1b[>4;2m")
    if manner == "hostile":
        write("\x1b[99999999999999999999A\x1b[1:2:3m\x9b5\x1b[1;2;3;4A\x1b]52;" + "x" * 100_000)
        write("\x1b\\\xff\xfe\x1b[?6c\x1b%\x1b(0\x0e")
        os.write(1, b"\xff\xc3\x28\xe2\x82")
    time.sleep(0.1)
    draw()
    while True:
        for key in os.read(0, 1000).decode():
            press(key)
        draw()
finally:
    termios.tcsetattr(0, termios.TCSANOW, before)
