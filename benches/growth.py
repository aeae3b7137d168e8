#!/usr/bin/env python3
"""How time and memory grow with the length of a report, and with the number of reports.

    cargo build --release
    python3 benches/growth.py [--program target/release/nianbao] [--most-text 100] [--most-reports 1000]

Texts: the small project of `tests/base` whose first item has 24, 240 and 2,400 paragraphs that differ. Reports:
copies of that project with other figures; `nianbao batch` makes them where the program has it, else one run
for each.

Prints two tables in Markdown: CPU time (user and system), peak of memory, and how much of both the row
before took.
"""

import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from process import heading, measured

ROOT = Path(__file__).resolve().parent.parent
STEMS = "甲乙丙丁戊己庚辛壬癸"
# A hundred times as many are just what one text may have.
PARAGRAPHS = 24


def paragraph(number):
    """About 60 characters that no other paragraph has."""
    name = "".join(STEMS[int(digit)] for digit in f"{number:05}")
    return (f"在{name}片区组织执法人员、调解人员和法律顾问走访企业群众，面对面解答法律问题，推动{name}片区的"
            "矛盾纠纷就地化解，录入案件{{执法案件总数}}，受到好评。")


def project(folder, paragraphs=1, checks=24):
    shutil.copytree(ROOT / "tests/base", folder)
    file = folder / "data/2024/区司法局.yaml"
    text = file.read_text("utf-8")
    text = text.replace("行政检查数: 24", f"行政检查数: {checks}").replace("执法案件总数: 30", f"执法案件总数: {checks + 6}")
    first = "    优化办事流程，推行容缺受理。\n"
    assert first in text
    text = text.replace(first, "\n".join(f"    {paragraph(number)}\n" for number in range(paragraphs)))
    file.write_text(text, "utf-8")


def of_texts(program, most, work):
    print("| text | check | generate | peak memory of generate | × the row before |\n|---|---|---|---|---|")
    before = None
    times = 1
    while times <= most:
        folder = work / f"text{times}"
        project(folder, paragraphs=PARAGRAPHS * times)
        check, _ = measured([program, "check", "2024"], folder)
        cpu, memory = measured([program, "generate", "2024"], folder)
        growth = f"{cpu / before:.1f}" if before else "–"
        print(f"| {times} × | {check * 1000:.0f} ms | {cpu * 1000:.0f} ms | {memory:.0f} MiB | {growth} |", flush=True)
        before, times = cpu, times * 10


def of_reports(program, most, work):
    has_batch = subprocess.run([program, "batch", "--help"], capture_output=True).returncode == 0
    how = "`batch`, all formats" if has_batch else "one run for each"
    print(f"| reports ({how}) | CPU | each after the first | peak memory | × the row before |\n|---|---|---|---|---|")
    before = first = None
    count = 1
    while count <= most:
        root = work / f"reports{count}"
        for number in range(count):
            project(root / f"区{number:04}", paragraphs=PARAGRAPHS, checks=24 + number)
        if has_batch:
            cpu, memory = measured([program, "batch", str(root), "--year", "2024"], root)
        else:
            runs = [measured([program, "generate", "2024"], one) for one in sorted(root.iterdir())]
            cpu, memory = sum(run[0] for run in runs), max(run[1] for run in runs)
        growth = f"{cpu / before:.1f}" if before else "–"
        first = first or cpu
        each = f"{(cpu - first) / (count - 1) * 1000:.1f} ms" if count > 1 else "–"
        print(f"| {count} | {cpu:.2f} s | {each} | {memory:.0f} MiB | {growth} |", flush=True)
        before, count = cpu, count * 10
        shutil.rmtree(root)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/nianbao")
    parser.add_argument("--most-text", type=int, default=100)
    parser.add_argument("--most-reports", type=int, default=1000)
    asked = parser.parse_args()
    program = str(Path(asked.program).resolve())
    print(f"{heading(program)}\n")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        # The faces that travel beside the program.
        os.environ["XDG_DATA_HOME"] = str(work / "share")
        faces = work / "share/nianbao/fonts"
        faces.mkdir(parents=True)
        for face in ("FandolFang-Regular.otf", "FandolKai-Regular.otf", "UKaiCN-Subset.ttf"):
            shutil.copy(ROOT / "fonts" / face, faces)
        of_texts(program, asked.most_text, work)
        print()
        of_reports(program, asked.most_reports, work)


if __name__ == "__main__":
    main()
