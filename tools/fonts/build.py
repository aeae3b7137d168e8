#!/usr/bin/env python3
"""重新制作 fonts/ 目录里的字体文件。

只按“软件包名 + 版本”取材：Debian 软件包用 apt-get download，npm 包用 npm pack。
每个取来的源文件先核对 SHA-256，再原样照搬，或用 fontTools 裁剪。
时间戳一律沿用源文件的，所以同样的源文件、同样的 fontTools 版本，产出的字节完全相同。

用法： python3 tools/fonts/build.py [工作目录]
"""
import gzip
import hashlib
import subprocess
import sys
import tarfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
OUT = HERE.parent.parent / "fonts"

DEBIAN = {
    "texlive-lang-chinese": "2022.20230122-1",
    "fonts-liberation2": "2.1.5-1",
    "fonts-lxgw-wenkai": "1.250+repack-1",
}
NPM = {
    "@expo-google-fonts/noto-serif-sc": "0.4.3",
    "@expo-google-fonts/noto-sans-sc": "0.4.3",
}

FANDOL = "texlive-lang-chinese/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"
FANDOL_DOC = "texlive-lang-chinese/usr/share/doc/texlive-doc/fonts/fandol/"
SERIF = "@expo-google-fonts/noto-serif-sc/package/"
SANS = "@expo-google-fonts/noto-sans-sc/package/"
LIBERATION = "fonts-liberation2/usr/share/fonts/truetype/liberation2/"
WENKAI = "fonts-lxgw-wenkai/usr/share/fonts/truetype/lxgw-wenkai/"

FALLBACK_NAME = "Nianbao Kai Fallback"


# ---------------------------------------------------------------- 取材

def fetch(work):
    for name, version in DEBIAN.items():
        target = work / name
        if target.exists():
            continue
        debs = work / "deb"
        debs.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", f"{name}={version}"], cwd=debs, check=True)
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


def source(work, path, known={}):
    known = known or sources()
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


def base_set():
    return set(standard_table()) | encoded("gb2312") | symbols()


# ---------------------------------------------------------------- 裁剪

def cut(data, chars, out, rename=None):
    import io
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.name_legacy = True
    options.recalc_timestamp = False
    options.canonical_order = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "gasp", "DSIG"]
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in chars])
    cutter.subset(font)
    if rename:
        rename(font)
    font.save(OUT / out, reorderTables=True)
    return font


def rename_fallback(font):
    """OFL 保留字体名：裁剪过的文件不得再叫“霞鹜文楷”或“LXGW”。"""
    table = font["name"]
    keep = {n.nameID: str(n) for n in table.names if n.platformID == 3 and n.langID == 0x409}
    table.names = []
    postscript = FALLBACK_NAME.replace(" ", "") + "-Regular"
    entries = {
        0: keep[0],
        1: FALLBACK_NAME,
        2: "Regular",
        3: postscript,
        4: FALLBACK_NAME,
        5: keep[5],
        6: postscript,
        10: "A subset made for the nianbao project, renamed as the licence asks.",
        13: keep[13],
    }
    for name_id, text in entries.items():
        table.setName(text, name_id, 3, 1, 0x409)


def main():
    work = Path(sys.argv[1] if len(sys.argv) > 1 else ".fonts-work").resolve()
    fetch(work)
    OUT.mkdir(exist_ok=True)

    def verbatim(path, out):
        (OUT / out).write_bytes(source(work, path))

    verbatim(FANDOL + "FandolFang-Regular.otf", "FandolFang-Regular.otf")
    verbatim(FANDOL + "FandolKai-Regular.otf", "FandolKai-Regular.otf")
    verbatim(LIBERATION + "LiberationSerif-Regular.ttf", "LiberationSerif-Regular.ttf")
    (OUT / "LICENSE-Fandol.txt").write_bytes(gzip.decompress(source(work, FANDOL_DOC + "COPYING.gz")))

    base = base_set()
    cut(source(work, SERIF + "700Bold/NotoSerifSC_700Bold.ttf"), base, "NotoSerifSC-Bold.ttf")
    cut(source(work, SERIF + "400Regular/NotoSerifSC_400Regular.ttf"), base, "NotoSerifSC-Regular.ttf")
    cut(source(work, SANS + "500Medium/NotoSansSC_500Medium.ttf"), base, "NotoSansSC-Medium.ttf")

    fang = TTFont(OUT / "FandolFang-Regular.otf").getBestCmap()
    lacking = {c for c in standard_table() if ord(c) not in fang}
    traditional = encoded("big5") if False else set()
    cut(source(work, WENKAI + "LXGWWenKai-Regular.ttf"), lacking | traditional,
        "NianbaoKaiFallback-Regular.ttf", rename_fallback)

    for file in sorted(OUT.iterdir()):
        if file.is_file():
            print(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}  {file.stat().st_size}")


if __name__ == "__main__":
    main()
