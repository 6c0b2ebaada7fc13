"""Takes from a process what reading a file never needs: network, other programs, files to write, time and memory without end.

The limits hold wherever there is POSIX. The rest is a filter of system calls and holds on Linux (on x86-64 and AArch64);
elsewhere the parsers' own settings are what keeps them from the network.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from collections.abc import Mapping
from typing import Final

from knowledge.ingest.limits import Limits

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
#: What the filter answers (linux/seccomp.h): go on, or "not permitted" (EPERM), as if the kernel had refused.
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001
#: Of classic BPF (linux/bpf_common.h): load a word, jump if equal, if greater or equal, if bits are set, return.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
_TO_WRITE: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_X32: Final = 0x40000000

#: By machine: its number (linux/audit.h), the calls refused, and those that open a file with the place of their flags.
_MACHINES: Final[Mapping[str, tuple[int, tuple[int, ...], Mapping[int, int]]]] = {
    "x86_64": (
        0xC000003E,
        # socket connect bind socketpair clone fork vfork execve kill truncate rename mkdir rmdir creat link unlink symlink chmod
        # chown ptrace mknod mount openat's kin, unshare, process_vm_*, setns, renameat2, execveat, io_uring_setup, clone3, openat2
        tuple(
            map(
                int,
                """41 42 49 53 56 57 58 59 62 76 82 83 84 85 86 87 88 90 92 101 133 165 258 259 260 263 264 265 266 268 272
            308 310 311 316 322 425 435 437""".split(),
            )
        ),
        {2: 1, 257: 2},
    ),
    "aarch64": (
        0xC00000B7,
        tuple(
            map(
                int,
                """33 34 35 36 37 38 40 45 53 54 97 117 129 198 199 200 203 220 221 268 270 271 276 281 425 435
            437""".split(),
            )
        ),
        {56: 2},
    ),
}


def confine(limits: Limits) -> bool:
    """Confines this process for good; returns whether system calls are filtered, too. Time is given by `allow_time`."""
    _limit(resource.RLIMIT_AS, limits.memory)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    return _filter_calls()


def allow_time(limits: Limits) -> None:
    """Gives the process processor time for one more file; when it is over, the system ends the process (SIGXCPU)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_seconds, hard))


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    within = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (within, within))


def _filter_calls() -> bool:
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    code = _program(*_MACHINES[platform.machine()])
    instructions = ctypes.create_string_buffer(code, len(code))
    program = ctypes.create_string_buffer(struct.pack("HP", len(code) // 8, ctypes.addressof(instructions)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    gave_up: int = prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    filtered: int = prctl(_PR_SET_SECCOMP, _FILTER, ctypes.c_void_p(ctypes.addressof(program)), 0, 0)
    return gave_up == filtered == 0


def _program(machine: int, refused: tuple[int, ...], opening: Mapping[int, int]) -> bytes:
    """The filter: each instruction is (code, steps to jump if true, if false, operand)."""
    steps = [(_LOAD, 0, 0, _MACHINE_AT), (_IF_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, _NUMBER_AT)]
    steps += [(_IF_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _REFUSE)]
    for number in refused:
        steps += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    for number, argument in opening.items():
        flags_at = _ARGUMENTS_AT + 8 * argument
        steps += [(_IF_EQUAL, 0, 4, number), (_LOAD, 0, 0, flags_at), (_IF_SET, 0, 1, _TO_WRITE), (_RETURN, 0, 0, _REFUSE)]
        steps += [(_RETURN, 0, 0, _ALLOW)]
    steps += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
