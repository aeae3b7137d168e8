#!/usr/bin/env python3
"""Time and memory of the longest reports that are accepted.

    benches/worst.py [--program target/release/nianbao]

The small project of `tests/base`, of which two items have 260,000 characters together, some 4,700 different:
in two paragraphs, and in 7,600. All four forms are made. Prints a table in Markdown: CPU time (user and system)
and peak of memory of each command.
"""

import argparse
import os
import random
import shutil
import tempfile
from pathlib import Path

from districts import STANDARD
from growth import ROOT
from process import heading, measured

CHARACTERS = 260_000
DIFFERENT = 4_700
FORMATS = "md,html,pdf,docx"
ITEMS = "优化办事流程，推行容缺受理。", "重大事项一律先审查后决策。"
FACES = "FandolFang-Regular.otf", "FandolKai-Regular.otf", "UKaiCN-Subset.ttf"


def texts(paragraphs):
    """So many paragraphs, with all characters in as many of them as it takes."""
    chance = random.Random(1)
    text = STANDARD[:DIFFERENT] + chance.choices(STANDARD[:DIFFERENT], k=CHARACTERS - DIFFERENT)
    length = CHARACTERS // paragraphs
    for at in range(paragraphs):
        yield "".join(text[at * length:(at + 1) * length - 1]) + "。"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/nianbao")
    asked = parser.parse_args()
    program = str(Path(asked.program).resolve())
    print(f"{heading(program)}\n")
    print("| paragraphs | check | generate | verify |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_DATA_HOME"] = name
        faces = Path(name) / "nianbao/fonts"
        faces.mkdir(parents=True)
        for face in FACES:
            shutil.copy(ROOT / "fonts" / face, faces)
        for paragraphs in 2, 7_600:
            folder = Path(name) / str(paragraphs)
            shutil.copytree(ROOT / "tests/base", folder)
            file = folder / "data/2024/区司法局.yaml"
            data, all_texts = file.read_text("utf-8"), list(texts(paragraphs))
            for half, item in enumerate(ITEMS):
                part = all_texts[half * paragraphs // 2:(half + 1) * paragraphs // 2]
                data = data.replace(f"    {item}\n", "\n".join(f"    {text}\n" for text in part))
            file.write_text(data, "utf-8")
            commands = ["check", "2024"], ["generate", "2024", "--format", FORMATS], ["verify", "output/2024"]
            taken = [measured([program, *command], folder) for command in commands]
            cells = " | ".join(f"{cpu:.1f} s, {memory * 1.048576:.0f} MB" for cpu, memory in taken)
            print(f"| {paragraphs:,} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
