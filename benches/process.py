"""What one process takes, and where it was measured."""

import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path


def measured(command, cwd):
    """CPU time in seconds, user and system together, and the peak of memory in MiB of one process."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {said.decode(errors='replace')[-2000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def heading(program):
    """The day, what is measured, and on what."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    day, version = time.strftime("%Y-%m-%d"), said.split("\n")[0]
    return f"{day}, {version}, {os.cpu_count()} × {machine()}, load {os.getloadavg()[0]:.1f}"


def machine():
    if Path("/proc/cpuinfo").exists():
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        return found.group(1) if found else platform.processor()
    return platform.processor()
