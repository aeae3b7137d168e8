#!/usr/bin/env python3
"""核对 fonts/：校验和、许可证齐全、每个角色都能画出 8105 个规范字和全部 GB2312 字符。

    python3 tools/fonts/check.py                核对 fonts/（有错退出码 1）
    python3 tools/fonts/check.py 字体文件...     量一个字体：收字、空白字形、建议的“基线”
"""
import hashlib
import sys
from pathlib import Path
from statistics import mean

import yaml
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from build import OUT, HERE, big5_common, encoded, standard_table

SPACES = set("\u3000 \u00a0")
SAMPLE = "镕喆玥瑄彧祎䶮𬱖锺堃昇玢淼翀晟"


class Face:
    def __init__(self, path, index=0, skip=""):
        self.font = TTFont(path, fontNumber=index)
        self.em = self.font["head"].unitsPerEm
        self.glyphs = self.font.getGlyphSet()
        self.cmap = self.font.getBestCmap()
        self.skip = set(skip)
        self.known = {}

    def box(self, char):
        """墨迹框，千分之一字宽；没有这个字或是空白则为 None。"""
        if char not in self.known:
            box = None
            if ord(char) in self.cmap and char not in self.skip:
                pen = BoundsPen(self.glyphs)
                self.glyphs[self.cmap[ord(char)]].draw(pen)
                if pen.bounds and pen.bounds[2] > pen.bounds[0]:
                    box = [v * 1000 / self.em for v in pen.bounds]
            self.known[char] = box
        return self.known[char]

    def draws(self, char):
        return self.box(char) is not None or (char in SPACES and ord(char) in self.cmap)


def measure(path):
    face = Face(path)
    table = standard_table()
    boxes = [b for b in map(face.box, table[:3500]) if b]
    print(path)
    print(f"  规范字 {sum(map(face.draws, table))}/8105，"
          f"空白 {''.join(c for c in table if ord(c) in face.cmap and not face.draws(c)) or '无'}")
    if boxes:
        centre = mean((b[1] + b[3]) / 2 for b in boxes)
        print(f"  汉字墨迹中心 {centre:.1f}，建议 基线: {round(380 - centre)}")


def check():
    faults = []
    known = dict(reversed(line.split(maxsplit=1))
                 for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    for name, digest in known.items():
        path = OUT / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            faults.append(f"{name} 与 SHA256SUMS 不符")
    book = yaml.safe_load((OUT / "fonts.yaml").read_text(encoding="utf-8"))
    faces = {}
    for entry in book["字体"]:
        path = OUT / entry["文件"]
        if entry.get("可缺"):
            continue
        if not (OUT / entry["许可"]).exists():
            faults.append(f"{entry['名称']} 缺许可证 {entry['许可']}")
        face = faces[entry["名称"]] = Face(path, entry.get("序号", 0), entry.get("不用", ""))
        boxes = [b for b in map(face.box, standard_table()[:3500]) if b]
        if boxes:
            centre = mean((b[1] + b[3]) / 2 for b in boxes) + entry.get("基线", 0)
            print(f"{entry['文件']}：规范字 {sum(map(face.draws, standard_table()))}，中心 {centre:.0f}")
            if len(boxes) > 100 and abs(centre - 380) > 5:
                faults.append(f"{entry['名称']} 的基线不对")
    declared = {entry["名称"] for entry in book["字体"]}
    sets = {"规范字": standard_table(), "GB2312": encoded("gb2312"), "Big5 常用": big5_common(),
            "GBK": {c for c in encoded("gbk")}, "样例": SAMPLE}
    for role, chain in book["角色"].items():
        faults += [f"{role}：没有登记的字体 {name}" for name in chain if name not in declared]
        ours = [faces[name] for name in chain if name in faces]
        if role == "西文":
            lacking = [chr(c) for c in range(0x21, 0x7F) if not ours[0].draws(chr(c))]
            print(f"西文：ASCII 缺 {''.join(lacking) or '无'}")
            faults += lacking
            continue
        for title, chars in sets.items():
            lacking = sorted(c for c in chars if not any(f.draws(c) for f in ours))
            print(f"{role}：{title} {len(set(chars))}，缺 {len(lacking)} {''.join(lacking[:40])}")
            if title != "GBK":
                faults += [f"{role} 画不出 {c}" for c in lacking]
    for fault in faults:
        print("错误：", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        for argument in sys.argv[1:]:
            measure(argument)
    else:
        sys.exit(check())
