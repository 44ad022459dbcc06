"""Stands in for the child of a launcher: tells what it was handed, and ends well.

A script of its own, run in a bare interpreter, of which the first and the last line are written for
each call. It needs nothing of its environment, and imports what is built in: it starts faster so.
"""

import _socket
import posix
import stat
import sys

_MOST = 1_000_000
_FILES = "settings.json", "settings.local.json"


def main(place: str) -> None:
    """Send what there is to be seen to the socket at that place, as frames."""
    here = _here()
    frames = [(b"argument", word.encode("utf-8", "surrogateescape")) for word in sys.argv[1:]]
    variables = _environment()
    frames += [(b"variable", entry) for entry in variables]
    user = _user(dict(entry.split(b"=", 1) for entry in reversed(variables) if b"=" in entry))
    for name, folder, file in (
        (b"user", user, _FILES[0]),
        (b"project", here and here + b"/.claude", _FILES[0]),
        (b"local", here and here + b"/.claude", _FILES[1]),
    ):
        if folder:
            frames += _file(name, folder + b"/" + file.encode(), only_regular=True)
    given = _settings_argument(sys.argv[1:])
    if given is not None:
        named = given.encode("utf-8", "surrogateescape")
        inline = given.lstrip().startswith("{")
        frames += [(b"named", named)] if inline else _file(b"named", named, only_regular=False)
    _send(place, b"".join(b"%s %d\n%s" % (name, len(data), data) for name, data in frames))


def _here() -> bytes:
    try:
        return posix.getcwdb()
    except OSError:
        # The folder is gone.
        return b""


def _environment() -> list[bytes]:
    try:
        # As it was handed on, where Python or the system may have added to it.
        whole = _read(b"/proc/self/environ", only_regular=False)
    except OSError:
        return [name + b"=" + value for name, value in posix.environ.items()]
    return [entry for entry in whole.split(b"\0") if entry]


def _user(variables: dict[bytes, bytes]) -> bytes:
    """Return the folder of the user's settings; none where nobody says which it is."""
    if variables.get(b"CLAUDE_CONFIG_DIR"):
        return variables[b"CLAUDE_CONFIG_DIR"]
    home = variables.get(b"HOME")
    return home + b"/.claude" if home else b""


def _settings_argument(words: list[str]) -> str | None:
    found = None
    for number, word in enumerate(words):
        if word == "--settings" and number + 1 < len(words):
            found = words[number + 1]
        elif word.startswith("--settings="):
            found = word.partition("=")[2]
    return found


def _file(name: bytes, path: bytes, *, only_regular: bool) -> list[tuple[bytes, bytes]]:
    try:
        return [(name, _read(path, only_regular=only_regular))]
    except FileNotFoundError:
        return [(b"missing", path)] if name == b"named" else []
    except OSError as error:
        return [(b"unreadable", b"%s: %s" % (path, str(error.strerror).encode()))]


def _read(path: bytes, *, only_regular: bool) -> bytes:
    # A pipe that nobody writes to would be waited for, as an argument may name one on purpose.
    file = posix.open(path, posix.O_RDONLY | (posix.O_NONBLOCK if only_regular else 0))
    try:
        if only_regular and not stat.S_ISREG(posix.fstat(file).st_mode):
            raise OSError(22, "this is no file")
        pieces, size = [], 0
        while size <= _MOST and (piece := posix.read(file, 65_536)):
            pieces.append(piece)
            size += len(piece)
    finally:
        posix.close(file)
    if size > _MOST:
        raise OSError(27, "it is too large")
    return b"".join(pieces)


def _send(place: str, message: bytes) -> None:
    line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        line.connect(place)
        data = memoryview(b"%d\n%s" % (len(message), message))
        while data:
            data = data[line.send(data) :]
    finally:
        line.close()
