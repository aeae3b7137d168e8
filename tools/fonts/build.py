#!/usr/bin/env python3
"""重新制作 fonts/ 目录里的字体文件。

只按“软件包名 + 版本”取材：Debian 软件包用 apt-get download，npm 包用 npm pack。
每个取来的源文件先核对 SHA-256，再原样照搬，或用 fontTools 裁剪。
时间戳一律沿用源文件的，所以同样的源文件、同样的 fontTools 版本，产出的字节完全相同。

用法：
    python3 -m venv .fonts-venv && .fonts-venv/bin/pip install -r tools/fonts/requirements.txt
    .fonts-venv/bin/python tools/fonts/build.py [工作目录 [输出目录]]
输出目录不写即 fonts/；打印各文件校验和，应与 tools/fonts/SHA256SUMS 相同。
"""
import gzip
import hashlib
import io
import subprocess
import sys
import tarfile
from pathlib import Path

from fontTools import subset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
OUT = HERE.parent.parent / "fonts"

DEBIAN = {  # Debian 12
    "texlive-lang-chinese": "2022.20230122-1",
    "fonts-liberation2": "2.1.5-1",
    "fonts-lxgw-wenkai": "1.250+repack-1",
    "fonts-arphic-ukai": "0.2.20080216.2-5",
}
NPM = {
    "@expo-google-fonts/noto-serif-sc": "0.4.3",
    "@expo-google-fonts/noto-sans-sc": "0.4.3",
}

FANDOL = "texlive-lang-chinese/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"
FANDOL_DOC = "texlive-lang-chinese/usr/share/doc/texlive-doc/fonts/fandol/"
LIBERATION = "fonts-liberation2/usr/share/fonts/truetype/liberation2/"
WENKAI = "fonts-lxgw-wenkai/usr/share/fonts/truetype/lxgw-wenkai/"
UKAI = "fonts-arphic-ukai/usr/share/fonts/truetype/arphic/"
UKAI_DOC = "fonts-arphic-ukai/usr/share/doc/fonts-arphic-ukai/license/english/"
SERIF = "@expo-google-fonts/noto-serif-sc/package/"
SANS = "@expo-google-fonts/noto-sans-sc/package/"

# Fandol 两体把这些字画成了别的字（如 仿宋 餘→余、楷体 誠→騁），由补字字体来画。
# fonts.yaml 的“不用”另含几个画坏的符号。
WRONG_FANG = "幹捨醜鹼滷鬱餘鬆臟衹癥準"
WRONG_KAI = "懲誠稱騁衆锺"
# AR PL UKai 把 啟 画成 啓。
WRONG_UKAI = "啟"


# ---------------------------------------------------------------- 取材

def fetch(work):
    for name, version in DEBIAN.items():
        target = work / name
        if target.exists():
            continue
        debs = work / "deb"
        debs.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", f"{name}={version}"], cwd=debs, check=True, stdout=sys.stderr)
        deb = next(debs.glob(f"{name}_*.deb"))
        subprocess.run(["dpkg", "-x", deb, target], check=True)
    for name, version in NPM.items():
        target = work / name
        if target.exists():
            continue
        tgz = work / "npm"
        tgz.mkdir(parents=True, exist_ok=True)
        said = subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=tgz,
                              check=True, capture_output=True, text=True)
        with tarfile.open(tgz / said.stdout.split()[-1]) as archive:
            archive.extractall(target)


def sources():
    """源文件校验和：SOURCES.sha256，每行“校验和  路径”。"""
    table = {}
    for line in (HERE / "SOURCES.sha256").read_text(encoding="utf-8").splitlines():
        digest, path = line.split(maxsplit=1)
        table[path] = digest
    return table


def source(work, path):
    known = sources()
    data = (work / path).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if known.get(path) != digest:
        raise SystemExit(f"源文件与登记的校验和不符：{path}\n  实为 {digest}")
    return data


# ---------------------------------------------------------------- 字符集

def standard_table():
    """《通用规范汉字表》8105 字，按字序。"""
    lines = (HERE / "通用规范汉字表.txt").read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line and not line.startswith("#")]
    assert len(table) == len(set(table)) == 8105
    return table


def encoded(codec):
    """一种双字节编码能表示的全部字符。"""
    out = set()
    for hi in range(0x81, 0xFF):
        for lo in range(0x40, 0xFF):
            try:
                out.add(bytes([hi, lo]).decode(codec))
            except UnicodeDecodeError:
                pass
    return {c for c in out if len(c) == 1 and not 0xE000 <= ord(c) <= 0xF8FF}


SYMBOLS = [
    (0x0020, 0x007E), (0x00A0, 0x00FF),  # ASCII、拉丁补充
    (0x2000, 0x206F), (0x2070, 0x209F),  # 通用标点、上下标
    (0x20A0, 0x20CF), (0x2100, 0x214F),  # 货币、类字母符号（℃ № ℡）
    (0x2150, 0x218F),                    # 数字形式（⅓ Ⅷ）
    (0x2190, 0x21FF), (0x2200, 0x22FF),  # 箭头、数学
    (0x2460, 0x24FF),                    # 带圈、带括号（① ⑴ ⒈）
    (0x2500, 0x257F), (0x25A0, 0x25FF), (0x2600, 0x266F),
    (0x2E3A, 0x2E3B),                    # 两字、三字破折号
    (0x3000, 0x303F), (0x3040, 0x30FF), (0x3100, 0x312F),
    (0x3200, 0x32FF), (0x3300, 0x33FF),  # ㈠ ㊀ ㎡
    (0xFE10, 0xFE1F), (0xFE30, 0xFE6F), (0xFF00, 0xFFEF),
]


def symbols():
    return {chr(c) for lo, hi in SYMBOLS for c in range(lo, hi + 1)}


def big5_common():
    """Big5 第一字面：5401 个常用繁体字。"""
    return {c for c in encoded("big5") if 0xA440 <= int.from_bytes(c.encode("big5"), "big") <= 0xC67E}


def base_set():
    """小标宋、黑体、宋体三个文件的字符集。"""
    return set(standard_table()) | encoded("gb2312") | symbols()


def fallback_set(fandol):
    """仿宋、楷体的补字：Fandol 缺的规范字和常用繁体字，加上它画错的字。"""
    wanted = set(standard_table()) | big5_common()
    return {c for c in wanted if ord(c) not in fandol} | set(WRONG_FANG + WRONG_KAI)


# ---------------------------------------------------------------- 裁剪

DROP = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "gasp", "DSIG", "FFTM"]


def cut(data, chars, out, rename=None):
    """去掉提示指令和排版特性，只留 chars；时间戳与其余各表沿用源文件。"""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.name_legacy = True
    options.recalc_timestamp = False
    options.canonical_order = True
    options.drop_tables += DROP
    font = TTFont(io.BytesIO(data), fontNumber=0, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(map(ord, chars)))
    cutter.subset(font)
    if rename:
        names(font, **rename)
    font.save(OUT / out, reorderTables=True)


def drawable(data):
    """有轮廓（不是空白）的字符。"""
    font = TTFont(io.BytesIO(data), fontNumber=0)
    glyphs = font.getGlyphSet()
    found = set()
    for code, glyph in font.getBestCmap().items():
        pen = BoundsPen(glyphs)
        glyphs[glyph].draw(pen)
        if pen.bounds:
            found.add(chr(code))
    return found


def names(font, family, description):
    """改名，并在字体里写明改过什么。版权与许可照留。"""
    table = font["name"]
    kept = {n.nameID: str(n) for n in table.names if n.platformID == 3 and n.langID == 0x409}
    postscript = family.replace(" ", "") + "-Regular"
    table.names = []
    entries = {0: kept[0], 1: family, 2: "Regular", 3: postscript, 4: family, 5: kept[5],
               6: postscript, 10: description, 13: kept[13]}
    for name_id, text in sorted(entries.items()):
        table.setName(text, name_id, 3, 1, 0x409)


# ---------------------------------------------------------------- 许可证

LIBERATION_COPYRIGHT = """\
Digitized data copyright (c) 2010 Google Corporation
	with Reserved Font Arimo, Tinos and Cousine.
Copyright (c) 2012 Red Hat, Inc.
	with Reserved Font Name Liberation.
"""
WENKAI_COPYRIGHT = """\
Copyright 2021-2023 LXGW (https://github.com/lxgw/LxgwWenKai)
	with Reserved Font Names "霞鹜" and "LXGW".
Copyright 2020 The Klee Project Authors (https://github.com/fontworks-fonts/Klee)

NianbaoKaiFallback-Regular.ttf is a subset of LXGW WenKai Light 1.250,
renamed because the names above are reserved.
"""


def licences(work):
    ofl = source(work, SANS + "LICENSE_FONT").decode("utf-8")
    notice = "\nThis Font Software is licensed" + ofl.split("This Font Software is licensed", 1)[1]

    def write(out, data):
        (OUT / out).write_bytes(data)

    write("LICENSE-Fandol.txt", gzip.decompress(source(work, FANDOL_DOC + "COPYING.gz")))
    write("LICENSE-NotoSansSC.txt", source(work, SANS + "LICENSE_FONT"))
    write("LICENSE-NotoSerifSC.txt", source(work, SERIF + "LICENSE_FONT"))
    write("LICENSE-Liberation.txt", (LIBERATION_COPYRIGHT + notice).encode("utf-8"))
    write("LICENSE-LXGW.txt", (WENKAI_COPYRIGHT + notice).encode("utf-8"))
    write("ARPHICPL.TXT", gzip.decompress(source(work, UKAI_DOC + "ARPHICPL.TXT.gz")))


# ---------------------------------------------------------------- 总装

def fonts(work):
    def verbatim(path, out):
        (OUT / out).write_bytes(source(work, path))

    verbatim(FANDOL + "FandolFang-Regular.otf", "FandolFang-Regular.otf")
    verbatim(FANDOL + "FandolKai-Regular.otf", "FandolKai-Regular.otf")
    verbatim(LIBERATION + "LiberationSerif-Regular.ttf", "LiberationSerif-Regular.ttf")

    base = base_set()
    serif = source(work, SERIF + "400Regular/NotoSerifSC_400Regular.ttf")
    cut(source(work, SERIF + "700Bold/NotoSerifSC_700Bold.ttf"), base, "NotoSerifSC-Bold.ttf")
    cut(serif, base, "NotoSerifSC-Regular.ttf")
    cut(source(work, SANS + "500Medium/NotoSansSC_500Medium.ttf"), base, "NotoSansSC-Medium.ttf")
    cut(serif, encoded("gbk") - base, "NotoSerifSC-Rare.ttf", {
        "family": "Noto Serif SC Rare",
        "description": "The GBK characters that NotoSerifSC-Regular.ttf leaves out.",
    })

    fallback = fallback_set(TTFont(OUT / "FandolFang-Regular.otf").getBestCmap())
    cut(source(work, WENKAI + "LXGWWenKai-Light.ttf"), fallback, "NianbaoKaiFallback-Regular.ttf", {
        "family": "Nianbao Kai Fallback",
        "description": "A subset of a Kai face, made for the nianbao project and renamed as its licence asks.",
    })
    ukai = source(work, UKAI + "ukai.ttc")
    cut(ukai, (fallback & drawable(ukai)) - set(WRONG_UKAI), "UKaiCN-Subset.ttf", {
        "family": "AR PL UKai CN Subset",
        "description": "CHANGED on 2026-11-22 by the nianbao project: characters were deleted from "
                       "AR PL UKai CN 0.2.20080216 (face 0 of ukai.ttc), hinting and layout tables "
                       "were removed, the font was renamed. No outline was altered.",
    })


def main():
    work = Path(sys.argv[1] if len(sys.argv) > 1 else ".fonts-work").resolve()
    if len(sys.argv) > 2:
        globals()["OUT"] = Path(sys.argv[2]).resolve()
    fetch(work)
    OUT.mkdir(parents=True, exist_ok=True)
    fonts(work)
    licences(work)
    for file in sorted(OUT.iterdir()):
        if file.suffix in (".otf", ".ttf", ".txt", ".TXT"):
            print(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}")


if __name__ == "__main__":
    main()
