#!/usr/bin/env python3
"""The CPU time of one report: nianbao against Typst and WeasyPrint, on the same text with the same faces.

    python3 -m venv target/compare && target/compare/bin/pip install typst==0.15.0 weasyprint==70.0
    cargo build --release
    target/compare/bin/python benches/compare.py [--program target/release/nianbao] [--runs 15]

nianbao reads, checks and composes the shipped data and writes all its usual outputs; the two others only
set a text that is given to them: the Markdown of the shipped report, as Typst markup and as a page with a
style sheet for print. All three have A4, the margins and sizes of GB/T 9704 and the faces of `fonts/`; all
write a tagged PDF. Of the two others the start of Python and of the imported package is taken off.

Prints a table in Markdown: median and spread of user and system time, peak of memory, size of the PDF.
"""

import argparse
import html
import re
import statistics
import sys
import tempfile
from pathlib import Path

from process import heading, measured

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "output/2024/年报.md"

TYPST_HEAD = """#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm), numbering: "— 1 —")
#set document(title: "报告")
#set text(lang: "zh", size: 16pt, font: (%(latin)s, %(fang)s))
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 12pt, spacing: 12pt)
#show heading.where(level: 1): it => align(center, text(size: 22pt, font: %(song)s, it.body))
#show heading.where(level: 2): set text(size: 16pt, font: %(hei)s, weight: "regular")
#show heading.where(level: 3): set text(size: 16pt, font: %(kai)s, weight: "regular")
#show heading.where(level: 4): set text(size: 16pt, weight: "regular")
"""

STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —" } }
%(faces)s
body { font: 16pt/28pt latin, fang; text-align: justify; margin: 0 }
p { text-indent: 2em; margin: 0 }
h1 { font: 22pt/32pt song; text-align: center }
h2 { font: 16pt/28pt hei; margin: 0; text-indent: 2em }
h3 { font: 16pt/28pt kai; margin: 0; text-indent: 2em }
h4 { font: 16pt/28pt latin, fang; margin: 0; text-indent: 2em }
"""

# The face of each part, its file and the name by which Typst knows it.
FACES = {
    "fang": ("FandolFang-Regular.otf", "FandolFang R"),
    "kai": ("FandolKai-Regular.otf", "FandolKai"),
    "hei": ("NotoSansSC-Medium.ttf", "Noto Sans SC Medium"),
    "song": ("NotoSerifSC-Bold.ttf", "Noto Serif SC"),
    "latin": ("LiberationSerif-Regular.ttf", "Liberation Serif"),
}

# Without their scripts the two start as quickly as they can.
RUN_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"
RUN_WEASYPRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"


def blocks():
    """Headings with their level, and paragraphs with level 0."""
    for line in REPORT.read_text("utf-8").splitlines():
        if line.strip():
            marks, text = re.match(r"(#*) ?(.*)", line).groups()
            yield len(marks), re.sub(r"\\(.)", r"\1", text)


def as_typst(text):
    return re.sub(r"([\\`*_$#<>@=\[\]~/-])", r"\\\1", text)


def write_texts(folder):
    names = {word: f'"{name}"' for word, (_, name) in FACES.items()}
    typ = [TYPST_HEAD % names]
    page = []
    for level, text in blocks():
        typ.append(f"{'=' * level} {as_typst(text)}".strip())
        tag = f"h{level}" if level else "p"
        page.append(f"<{tag}>{html.escape(text)}</{tag}>")
    faces = "\n".join(f'@font-face {{ font-family: {word}; src: url("file://{ROOT}/fonts/{file}") }}'
                      for word, (file, _) in FACES.items())
    (folder / "report.typ").write_text("\n\n".join(typ) + "\n", "utf-8")
    (folder / "report.html").write_text(
        f'<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><title>报告</title><style>{STYLE % {"faces": faces}}</style>'
        + "\n".join(page) + "</html>\n", "utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/nianbao")
    parser.add_argument("--runs", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_texts(folder)
        python, fonts = sys.executable, str(ROOT / "fonts")
        typ, page = str(folder / "report.typ"), str(folder / "report.html")
        commands = {
            "nianbao": [str(Path(asked.program).resolve()), "generate", "2024", "--out", str(folder / "out")],
            "nianbao, PDF alone": [str(Path(asked.program).resolve()), "generate", "2024", "--format", "pdf", "--out", str(folder / "pdf")],
            "Typst": [python, "-c", RUN_TYPST, typ, str(folder / "typst.pdf"), fonts],
            "WeasyPrint": [python, "-c", RUN_WEASYPRINT, page, str(folder / "weasyprint.pdf")],
            "import typst": [python, "-c", "import typst"],
            "import weasyprint": [python, "-c", "import weasyprint"],
        }
        results = {name: [] for name in commands}
        # In turns, so that what else the machine does falls on all alike.
        for _ in range(asked.runs + 1):
            for name, command in commands.items():
                results[name].append(measured(command, ROOT))
        cpu = {name: [run[0] * 1000 for run in runs[1:]] for name, runs in results.items()}
        median = {name: statistics.median(runs) for name, runs in cpu.items()}
        for name in ("Typst", "WeasyPrint"):
            median[name] -= median[f"import {name.lower()}"]
        files = {"nianbao": "out/年报.pdf", "nianbao, PDF alone": "pdf/年报.pdf", "Typst": "typst.pdf", "WeasyPrint": "weasyprint.pdf"}
        print(f"{heading(commands['nianbao'][0])}, {asked.runs} runs\n")
        print("| program | CPU, median | least – most | × nianbao | with the start of Python | peak memory | PDF |\n|---|---|---|---|---|---|---|")
        for name, file in files.items():
            off = median.get(f"import {name.lower()}", 0)
            least, most = min(cpu[name]) - off, max(cpu[name]) - off
            memory = statistics.median(run[1] for run in results[name][1:])
            size = (folder / file).stat().st_size / 1000
            whole = f"{median[name] + off:.0f} ms" if off else "–"
            print(f"| {name} | {median[name]:.0f} ms | {least:.0f} – {most:.0f} ms | {median[name] / median['nianbao']:.1f} | {whole} | {memory:.0f} MiB | {size:.0f} kB |")
        print(f"\nnianbao takes {median['nianbao'] / median['Typst']:.2f} of the time of Typst, {median['nianbao'] / median['WeasyPrint']:.3f} of that of WeasyPrint.")


if __name__ == "__main__":
    main()
