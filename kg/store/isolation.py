"""Walls around a process that evaluates queries: memory, no core files and, where Linux lets us, no network.

Oxigraph follows SERVICE to any address and has no switch for it.  The scan (`kg.store.scan`) refuses such queries;
this is the second wall: seccomp (https://docs.kernel.org/userspace-api/seccomp_filter.html) takes away sockets, the
start of programs and what could be used instead.  Elsewhere than on Linux on x86-64 and ARM64 the scan is alone.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import resource
import struct
import sys
from pathlib import Path

_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_MORE, _RETURN = 0x20, 0x15, 0x25, 0x06  # BPF: load a word, compare, answer
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EACCES, 0x80000000
_NO_NEW_PRIVILEGES = 38  # prctl
_SET_FILTER, _ALL_THREADS = 1, 1  # seccomp
_X32 = 0x3FFFFFFF  # calls above are of the x32 ABI, which has numbers of its own
# The number of seccomp, the architecture, and what is denied: socket, connect, accept, sendmsg, bind, listen,
# socketpair, fork, vfork, execve, ptrace, accept4, sendmmsg, process_vm_readv, process_vm_writev, execveat,
# io_uring_setup, pidfd_open, pidfd_getfd (ARM64 has neither fork nor vfork)
_DENIED = {
    "x86_64": (
        317,
        0xC000003E,
        (41, 42, 43, 46, 49, 50, 53, 57, 58, 59, 101, 288, 307, 310, 311, 322, 425, 434, 438),
    ),
    "aarch64": (277, 0xC00000B7, (198, 203, 202, 211, 200, 201, 199, 221, 117, 242, 269, 270, 271, 281, 425, 434, 438)),
}


def limit(memory: int) -> None:
    """Let this process use so many more bytes of memory than it has now, and leave no core file."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if _has_proc() else 0
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))


def cut_off() -> bool:
    """Take away the network and the start of programs, for ever; tell whether that could be done."""
    known = _DENIED.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    seccomp, architecture, denied = known
    program = _program(architecture, denied)
    libc = ctypes.CDLL(None, use_errno=True)
    filter_ = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("@HP", len(program) // 8, ctypes.addressof(filter_))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.syscall(seccomp, _SET_FILTER, _ALL_THREADS, described) == 0)


def _program(architecture: int, denied: tuple[int, ...]) -> bytes:
    """Return the filter: another architecture is killed, what is denied fails with EACCES, the rest is let through."""
    refuse = len(denied)  # how far below a comparison the refusal stands, counted from the first of them
    lines = [
        (_LOAD, 0, 0, 4),
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_JUMP_IF_MORE, refuse + 1, 0, _X32),
        *((_JUMP_IF_EQUAL, refuse - place, 0, number) for place, number in enumerate(denied)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("@HBBI", *line) for line in lines)


def _has_proc() -> bool:
    return Path("/proc/self/statm").exists()
