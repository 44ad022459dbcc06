"""A client that tries to get out, and to see what is not its own; it says how far it came.

It is run behind the seal, and outside only where a test is to be seen to fail.
"""

import ctypes
import errno
import json
import os
import signal
import socket
import stat
import sys
from contextlib import suppress
from pathlib import Path

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1):
    signal.signal(number, signal.SIG_IGN)
facts = json.loads(sys.argv[-1])
library = ctypes.CDLL(None, use_errno=True)
found = {}


def named(number):
    return errno.errorcode.get(number, str(number))


def attempt(name):
    """Note what a function returns, or the name of the error that it meets."""

    def noted(function):
        try:
            found[name] = function()
        except OSError as error:
            found[name] = named(error.errno)
        return function

    return noted


def call(name, *values):
    """Call a function of the C library; return "done" or the name of the error."""
    given = [ctypes.c_long(one) if isinstance(one, int) else one for one in values]
    done = getattr(library, name)(*given)
    return named(ctypes.get_errno()) if done == -1 else "done"


def reached(address, port, kind=socket.SOCK_STREAM):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, kind) as made:
        made.settimeout(2)
        try:
            made.connect((address, port))
            made.send(b"out")
            if kind == socket.SOCK_DGRAM:
                made.recv(1)
        except OSError as error:
            return "TIMEOUT" if isinstance(error, TimeoutError) else named(error.errno)
    return "reached"


found["host"] = {one: reached(one, facts["tcp"]) for one in facts["addresses"]}
found["host by datagram"] = {
    one: reached(one, facts["udp"], socket.SOCK_DGRAM) for one in facts["addresses"]
}
found["elsewhere"] = {
    one: reached(one, facts["tcp"])
    for one in ("1.1.1.1", "192.0.2.1", "255.255.255.254", "2606:4700:4700::1111", "fe80::1%lo")
}
found["interfaces"] = [name for _, name in socket.if_nameindex()]
found["sockets"] = {}
for family, kind, protocol in (
    ("AF_INET", socket.SOCK_RAW, 1),
    ("AF_INET6", socket.SOCK_RAW, 58),
    ("AF_PACKET", socket.SOCK_RAW, 3),
    ("AF_PACKET", socket.SOCK_DGRAM, 3),
    ("AF_VSOCK", socket.SOCK_STREAM, 0),
    ("AF_ALG", socket.SOCK_SEQPACKET, 0),
):
    try:
        socket.socket(getattr(socket, family), kind, protocol).close()
        found["sockets"][f"{family} {kind.name}"] = "made"
    except OSError as error:
        found["sockets"][f"{family} {kind.name}"] = named(error.errno)


def unix(address):
    with socket.socket(socket.AF_UNIX) as made:
        made.connect(address)
    return "reached"


attempt("abstract socket")(lambda: unix(f"\0{facts['abstract']}"))
attempt("socket of the host")(lambda: unix(facts["socket"]))
found["memory of the host"] = call("shmget", facts["memory"], 0, 0)
found["host name"] = socket.gethostname()
found["run"] = sorted(os.listdir("/run"))
found["scratch"] = sorted(os.listdir("/tmp"))
found["descriptors"] = sorted(
    int(one) for one in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{one}")
)
found["processes"] = sorted(int(one) for one in os.listdir("/proc") if one.isdigit())
found["own processes"] = [os.getpid()]
found["told by others"] = []
for pid in [*range(1, 64), facts["suite"]]:
    for name in ("environ", "cmdline", "status", "maps", "root/etc/passwd", "cwd/."):
        if pid != os.getpid():
            with suppress(OSError):
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    file.read(1)
                found["told by others"].append(f"{pid}/{name}")
found["environment"] = sorted(os.environ)
found["canary in the environment"] = facts["canary"] in "".join(os.environ.values())
found["paths"] = [one for one in facts["paths"] if os.path.lexists(one)]
found["canary files"] = []
for top, folders, files in os.walk("/"):
    if top == "/":
        folders[:] = [one for one in folders if one not in ("proc", "usr")]
    if top in facts["shown"]:
        folders[:] = []
    found["canary files"] += [f"{top}/{one}" for one in files if facts["canary"] in one]
found["top"] = sorted(os.listdir("/"))
found["identity"] = [os.getuid(), os.geteuid(), os.getgid(), os.getegid(), sorted(os.getgroups())]
status = dict(
    line.split(":\t", 1)
    for line in Path("/proc/self/status").read_text().splitlines()
    if ":\t" in line
)
found["rights"] = {name: status[name] for name in status if name.startswith("Cap")}
found["no new privileges"] = status["NoNewPrivs"]
found["filter"] = status["Seccomp"]
found["session"] = os.getsid(0) == os.getpid()
found["input"] = os.readlink("/proc/self/fd/0")
found["limits"] = {
    line[:26].strip(): line[26:].split()[:2]
    for line in Path("/proc/self/limits").read_text().splitlines()
}
found["badness"] = Path("/proc/self/oom_score_adj").read_text().strip()

found["system calls"] = {
    "mount": call("mount", b"tmpfs", b"/tmp", b"tmpfs", 0, None),
    "bind": call("mount", b"/tmp", b"/usr", None, 0x1000, None),
    "writable again": call("mount", None, b"/", None, 0x20 | 0x1000, None),
    "umount": call("umount2", b"/usr/bin", 2),
    "pivot_root": call("pivot_root", b"/tmp", b"/tmp"),
    "chroot": call("chroot", b"/tmp"),
    "mknod": call("mknod", b"/tmp/disk", stat.S_IFBLK | 0o666, os.makedev(253, 0)),
    "sethostname": call("sethostname", b"x", 1),
    "ptrace": call("ptrace", 16, 1, 0, 0),
    "keyctl": call("syscall", 250 if os.uname().machine == "x86_64" else 219, 0, -3, 0, 0, 0),
    "io_uring": call("syscall", 425, 1, ctypes.create_string_buffer(120), 0, 0, 0),
}
for name, flag in {
    "user": 0x10000000,
    "mount": 0x20000,
    "net": 0x40000000,
    "pid": 0x20000000,
}.items():
    found["system calls"][f"unshare {name}"] = call("unshare", flag)
for name in ("net", "mnt", "user", "pid"):
    opened = os.open(f"/proc/self/ns/{name}", os.O_RDONLY)
    found["system calls"][f"setns {name}"] = call("setns", opened, 0)
    os.close(opened)

# The first process of the cell may be of the same user; that must not help.
for number in (signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGSTOP, signal.SIGUSR1):
    call("kill", 1, int(number))
    call("kill", -1, int(number)) if number != signal.SIGSTOP else None
found["signalled the suite"] = call("kill", facts["suite"], 0)


@attempt("new users by clone")
def cloned():
    number = 56 if os.uname().machine == "x86_64" else 220
    pid = library.syscall(
        ctypes.c_long(number), ctypes.c_long(0x10000000 | signal.SIGCHLD), 0, 0, 0, 0
    )
    if pid == 0:
        os._exit(0)
    if pid < 0:
        raise OSError(ctypes.get_errno(), "clone")
    os.waitpid(pid, 0)
    return "done"


found["written"] = []
for path in (
    *("/x", "/etc/x", "/etc/hosts", "/etc/resolv.conf", "/usr/bin/x", "/dev/x", "/run/x"),
    *("/sealed/x", "/sealed/plant.cjs", "/proc/sys/kernel/hostname", "/proc/sysrq-trigger"),
    facts["program"],
):
    with suppress(OSError):
        with open(path, "a") as file:
            file.write("")
        found["written"].append(path)
found["changed"] = []
for path in ("/etc/hosts", "/sealed", "/", "/dev/null", "/home", facts["program"]):
    with suppress(OSError):
        os.chmod(path, stat.S_IMODE(os.stat(path).st_mode))
        found["changed"].append(path)

print(json.dumps(found))
print("hi there")
