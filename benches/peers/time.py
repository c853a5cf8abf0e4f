"""Runs commands in turn and prints the median wall time and the peak memory of each, and its ratio to the first.

Usage: time.py RUNS NAME COMMAND [NAME COMMAND ...]
"""

import os
import resource
import shlex
import statistics
import subprocess
import sys
import time


def once(command):
    """Wall seconds and peak memory in MiB of one run."""
    begun = time.perf_counter()
    with subprocess.Popen(shlex.split(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def main():
    runs = int(sys.argv[1])
    commands = list(zip(sys.argv[2::2], sys.argv[3::2]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    measured = {name: [] for name, _ in commands}
    for index in range(runs + 1):
        for name, command in commands:
            sample = once(command)
            if index > 0:  # the first round only warms the caches
                measured[name].append(sample)
    first = None
    for name, samples in measured.items():
        wall = statistics.median(wall for wall, _ in samples)
        first = first or wall
        peak = max(peak for _, peak in samples)
        print(f"{name:40} {wall * 1000:9.1f} ms   {wall / first:7.2f} x   {peak:7.1f} MiB")


main()
