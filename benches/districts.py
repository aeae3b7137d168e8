#!/usr/bin/env python3
"""Makes projects of invented districts from the shipped one, to measure with.

    benches/districts.py FOLDER COUNT [--faulty N] [--text N] [--departments N]

They differ in name, numbers, length of text and characters, and are the same each time. Of each text
`--text` makes so many times its length. `--departments` is how many departments hand in a file.
`--faulty` of them have faults: a sum that is wrong, broken YAML, a missing profile, a file in place of
the folder for the output.
"""

import argparse
import random
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEMS = "甲乙丙丁戊己庚辛壬癸"
STANDARD = [
    line for line in (ROOT / "tools/fonts/通用规范汉字表.txt").read_text().split("\n")
    if line and not line.startswith("#")
]
COMMON = STANDARD[:3500]


def name(number):
    """A name of three characters: 示例甲乙丙区."""
    digits = [number // 100 % 10, number // 10 % 10, number % 10]
    return "示例" + "".join(STEMS[digit] for digit in digits) + "区"


def village(chance):
    return "".join(chance.choices(COMMON, k=2)) + "村"


def paragraph(chance):
    """A paragraph with characters that other districts do not use."""
    names = "、".join(village(chance) for _ in range(chance.randint(3, 9)))
    return chance.choice([
        f"结合本地实际，在{names}开展法治宣传和法律服务，推动矛盾纠纷就地化解。",
        f"组织司法所、调解组织和法律顾问走访{names}，面对面解答群众关心的法律问题。",
        f"依托法治文化阵地，{names}分批举办宪法、民法典和行政复议法宣讲活动，受到群众欢迎。",
    ])


def lengthened(text, times, chance):
    """The text of a department with so many times as many paragraphs in each of its items."""
    lines, out, inside = text.split("\n"), [], False
    for at, line in enumerate(lines):
        out.append(line)
        if re.match(r"^(正文|说明|不足|安排)\s*:", line):
            inside = line.startswith("正文")
        is_prose = inside and line.startswith("    ") and line.strip()
        is_last = at + 1 == len(lines) or not lines[at + 1].strip()
        if is_prose:
            extra = times - 1 + (chance.randint(0, 1) if is_last else 0)
            out += ["    " + paragraph(chance) for _ in range(extra)]
    return "\n".join(out)


def changed(text, key, change):
    return re.sub(rf"(?m)^(  {key}: )(\d+)", lambda m: m[1] + str(change(int(m[2]))), text)


def numbers(text, chance):
    """Other numbers, whose sums are right."""
    more = chance.randint(0, 900)
    for key in ["执法案件录入总数", "行政检查数", "人民调解受理数", "人民调解成功数"]:
        text = changed(text, key, lambda value: value + more)
    for key in ["涉法治会议次数", "涉项目合法性审查数", "规范性文件审查数", "普法清单条数"]:
        text = changed(text, key, lambda value: value + chance.randint(0, 20))
    return text


def spoiled(project, kind):
    """Something that keeps a report from being made."""
    file = project / "data/2024/区司法局.yaml"
    match kind % 4:
        case 0:
            file.write_text(changed(file.read_text(), "行政检查数", lambda value: value + 3))
        case 1:
            file.write_text(file.read_text().replace("指标:\n", "指标: [\n", 1))
        case 2:
            (project / "data/profile.yaml").unlink()
        case 3:
            (project / "output").write_text("")


def district(folder, number, arguments):
    chance = random.Random(number)
    project, own = folder / name(number), name(number)
    year = project / "data/2024"
    year.mkdir(parents=True)
    renamed = lambda text: (
        text.replace("泉州市", "示例市").replace("洛江区", own).replace("泉洛政文", "示政文")
    )
    more = max(arguments.departments - 11, 0)
    others = [f"区示例{STEMS[at // 10]}{STEMS[at % 10]}局" for at in range(more)]
    profile = renamed((ROOT / "data/profile.yaml").read_text()).rstrip() + "\n"
    profile += "".join(f"  - 名称: {other}\n    简称: {other[1:]}\n" for other in others)
    (project / "data/profile.yaml").write_text(profile)
    (project / "data/catalogue.yaml").write_text((ROOT / "data/catalogue.yaml").read_text())
    for file in (ROOT / "data/2024").glob("*.yaml"):
        text = numbers(renamed(file.read_text()), chance)
        if file.name == "report.yaml":
            owners = "".join(f", {other}" for other in others)
            first = "标题: 深学笃行习近平法治思想\n        部门: [区司法局"
            text = text.replace(first, first + owners, 1)
        else:
            text = lengthened(text, arguments.text, chance)
        (year / file.name).write_text(text)
    for other in others:
        text = f"部门: {other}\n年度: 2024\n\n正文:\n  学习宣传: |\n    {paragraph(chance)}\n"
        (year / f"{other}.yaml").write_text(text)
    return project


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--faulty", type=int, default=0)
    parser.add_argument("--text", type=int, default=1)
    parser.add_argument("--departments", type=int, default=11)
    arguments = parser.parse_args()
    count, faulty = arguments.count, arguments.faulty
    projects = [district(arguments.folder, number, arguments) for number in range(count)]
    for at in range(faulty):
        spoiled(projects[at * count // faulty], at)


if __name__ == "__main__":
    main()
