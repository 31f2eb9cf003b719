"""The system calls that a reading process may make, by seccomp."""

import errno
import os
from contextlib import suppress
from typing import Any

try:
    import pyseccomp  # type: ignore[import-untyped]
except (ImportError, OSError, RuntimeError):  # no Linux, or no libseccomp
    seccomp: Any = None
else:
    seccomp = pyseccomp

# What Python, numpy, onnxruntime, OpenCV, pdfium and typst use. Anything else answers "no such call", for which libraries have a
# second way, as they do on an older kernel.
_CALLS = """
    read readv pread64 preadv write writev pwrite64 close lseek fstat newfstatat stat lstat statx fstatfs statfs access faccessat
    faccessat2 readlink readlinkat getdents getdents64 getcwd chdir fchdir fcntl dup dup2 dup3 pipe pipe2 poll ppoll select pselect6
    epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2 fadvise64 flock
    mmap mprotect munmap mremap madvise brk mincore membarrier
    futex set_robust_list get_robust_list rseq set_tid_address arch_prctl sched_yield sched_getaffinity sched_setaffinity
    sched_getparam sched_getscheduler getpriority getcpu
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack restart_syscall
    clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times alarm setitimer getitimer
    getpid getppid gettid getuid geteuid getgid getegid getgroups getresuid getresgid getpgrp getpgid getsid
    getrusage getrlimit setrlimit sysinfo uname getrandom exit exit_group umask
""".split()
# What starting tesseract needs in addition; landlock names the one program that may be started.
_PROGRAM_CALLS = "fork vfork clone clone3 execve wait4 waitid kill setsid set_mempolicy get_mempolicy mbind".split()
_CLONE_THREAD = 0x10000


def filter_calls(*, programs: bool) -> bool:
    """Allow this process and what it starts only these calls; False without the library."""
    if seccomp is None:
        return False
    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.ENOSYS))
    for call in (*_CALLS, *(_PROGRAM_CALLS if programs else ())):
        _add(rules, seccomp.ALLOW, call)
    refused = seccomp.ERRNO(errno.EPERM)
    for call in (
        "socket",
        "socketpair",
        "connect",
        "ptrace",
        "kill",
        "tkill",
        "execve",
        "execveat",
        "fork",
        "vfork",
        "unshare",
    ):
        if not (programs and call in _PROGRAM_CALLS):
            _add(rules, refused, call)
    if not programs:
        # glibc tries clone3 first, whose flags a filter cannot see, and falls back to this one.
        _add(rules, seccomp.ALLOW, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
        _add(rules, refused, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, _CLONE_THREAD, 0))
    # Reading only, also where the kernel has no landlock.
    writing = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC
    _add(rules, seccomp.ALLOW, "open", seccomp.Arg(1, seccomp.MASKED_EQ, writing, 0))
    _add(rules, seccomp.ALLOW, "openat", seccomp.Arg(2, seccomp.MASKED_EQ, writing, 0))
    _add(rules, seccomp.ALLOW, "prlimit64", seccomp.Arg(0, seccomp.EQ, 0))
    # `abort` and the threads' own signals.
    _add(rules, seccomp.ALLOW, "tgkill", *(() if programs else (seccomp.Arg(0, seccomp.EQ, os.getpid()),)))
    _add(rules, seccomp.ALLOW, "ioctl", seccomp.Arg(1, seccomp.EQ, 0x5401))  # TCGETS: whether it is a terminal
    _add(rules, seccomp.ALLOW, "prctl", seccomp.Arg(0, seccomp.EQ, 1))  # PR_SET_PDEATHSIG: end with the parent
    _add(rules, seccomp.ALLOW, "prctl", seccomp.Arg(0, seccomp.EQ, 15))  # PR_SET_NAME: threads name themselves
    rules.load()
    return True


def _add(rules: "object", action: int, call: str, *arguments: object) -> None:
    # An architecture lacks some of the calls: arm64 has no `open`.
    with suppress(RuntimeError, OSError, ValueError):
        rules.add_rule(action, call, *arguments)  # type: ignore[attr-defined]
