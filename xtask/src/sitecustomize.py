"""Python before 3.11.5 fails where two threads parse at once, or where a finalizer parses while another parse goes on
(python/cpython#106905), and Schemathesis does both: one at a time, and nothing is collected meanwhile."""

import builtins
import gc
import sys
import threading

ONLY_AST = 0x400
whole_compile = builtins.compile
one_at_a_time = threading.RLock()


def compile_alone(source, filename, mode, flags=0, *rest, **named):
    if not flags & ONLY_AST:
        return whole_compile(source, filename, mode, flags, *rest, **named)
    with one_at_a_time:
        collects = gc.isenabled()
        gc.disable()
        try:
            return whole_compile(source, filename, mode, flags, *rest, **named)
        finally:
            if collects:
                gc.enable()


if sys.version_info < (3, 11, 5):
    builtins.compile = compile_alone
