#!/usr/bin/env python3
"""Makes 1,000 districts of which 20 are faulty, and says whether a batch does what it is to.

    benches/thousand.py PROGRAM FOLDER [COUNT [FAULTY]]

First all at once; then, in a second folder, killed half-way and resumed. FOLDER may not be there yet.
"""

import csv
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent


def made(folder):
    return sum(1 for _ in folder.glob("*/output/2024/校验.json"))


def run(program, folder, *options):
    begin = time.monotonic()
    before = os.times()
    done = subprocess.run([program, "batch", folder, *options], capture_output=True, text=True)
    after, wall = os.times(), time.monotonic() - begin
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    with open(folder / "batch.csv", encoding="utf-8-sig") as file:
        ends = Counter(row["结果"] for row in csv.DictReader(file))
    print(f"{' '.join(options) or '(all)'}: exit {done.returncode}, {dict(ends)}, "
          f"CPU {cpu:.1f} s, wall {wall:.1f} s")
    return done, ends


def expect(what, is_so):
    print(("ok      " if is_so else "FAILED  ") + what)
    if not is_so:
        sys.exit(1)


def litter(folder):
    """Files that no report has, and that nobody made before."""
    known = {"年报.pdf", "年报.html", "年报.md", "数据来源.csv", "校验.json"}
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parts
        is_input = "data" in inside or inside == ("batch.csv",) or inside[-1] == "output"
        if path.is_file() and not is_input and path.name not in known:
            yield path


def main():
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    count, faulty = [int(word) for word in sys.argv[3:5]] or [1000, 20]
    for name in ["whole", "killed"]:
        make = [HERE / "districts.py", folder / name, str(count), "--faulty", str(faulty)]
        subprocess.run([sys.executable, *make], check=True)
    sound = count - faulty

    whole = folder / "whole"
    done, ends = run(program, whole)
    expect("exit code 1", done.returncode == 1)
    expect(f"{sound} reports, {faulty} failures", ends == {"已生成": sound, "没有通过": faulty})
    expect(f"{sound} whole sets", made(whole) == sound)
    expect("each failure says why", done.stdout.count("：没有通过") == faulty
           and all(word in done.stdout for word in ["E0501", "E0114", "E0201", "写不了"]))
    expect("no litter", not list(litter(whole)))
    done, ends = run(program, whole, "--resume")
    expect("nothing is made again", ends == {"没有变化": sound, "没有通过": faulty})
    run(program, whole, "--check")

    killed = folder / "killed"
    child = subprocess.Popen([program, "batch", killed], stdout=subprocess.DEVNULL)
    while made(killed) < sound // 2 and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    half = made(killed)
    done, ends = run(program, killed, "--resume")
    expect(f"the rest is made: {half} stood", ends["没有变化"] >= half - 8 and ends["已生成"] > 0
           and ends["没有变化"] + ends["已生成"] == sound and done.returncode == 1)
    expect("no litter", not list(litter(killed)))
    same = all(
        path.read_bytes() == (whole / path.relative_to(killed)).read_bytes()
        for path in killed.glob("*/output/2024/*")
    )
    expect("the same bytes as at once", same)


if __name__ == "__main__":
    main()
