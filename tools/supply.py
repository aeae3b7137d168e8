#!/usr/bin/env python3
"""What the program is made of: a bill of materials and the notices of third parties.

    python3 tools/supply.py sbom [--target TRIPLE]   CycloneDX 1.5 as JSON, for one build
    python3 tools/supply.py notices                  writes THIRD-PARTY.md, for all builds
    python3 tools/supply.py notices --check          fails where THIRD-PARTY.md is not up to date

What is linked is asked of cargo: normal dependencies as `cargo tree` resolves them for a target,
without build scripts, macros and what only tests need. Only the standard library is used.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tomllib
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICES = ROOT / "THIRD-PARTY.md"

# Of several licences to choose from the first of these is taken. The text of Apache-2.0 is printed
# once for all; the others want the names of the holders, and are printed with them.
PREFERRED = ["Apache-2.0", "MIT", "Zlib", "BSD-3-Clause", "BSD-2-Clause", "Unicode-3.0"]

# Packages without a text of their own, and the package of the same repository that has it.
TEXT_OF = {"alloc-stdlib": "alloc-no-stdlib"}

# The licence of each face, by the file that fonts.yaml names.
FONT_LICENCES = {
    "LICENSE-LXGW.txt": "OFL-1.1",
    "LICENSE-Liberation.txt": "OFL-1.1",
    "LICENSE-NotoSansSC.txt": "OFL-1.1",
    "LICENSE-NotoSerifSC.txt": "OFL-1.1",
    "LICENSE-Fandol.txt": "LicenseRef-GPL-3.0-with-font-exception",
    "ARPHICPL.TXT": "Arphic-1999",
}

def printed(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def host():
    return re.search(r"^host: (.*)$", printed("rustc", "-vV"), re.M).group(1)


def targets():
    """The systems that releases are built for, as deny.toml has them."""
    with open(ROOT / "deny.toml", "rb") as file:
        return tomllib.load(file)["graph"]["targets"]


def linked(target):
    """Names and versions of the packages that are linked for a target."""
    tree = printed("cargo", "tree", "--locked", "--target", target, "--edges", "normal,no-proc-macro",
                   "--prefix", "none", "--no-dedupe", "--format", "{p}")
    lines = [line.split(" (")[0] for line in tree.splitlines()]
    return {tuple(line.split(" v", 1)) for line in lines}


def metadata(target=None):
    """Packages by name and version, and the packages that each depends on."""
    limits = ["--filter-platform", target] if target else []
    data = json.loads(printed("cargo", "metadata", "--locked", "--format-version=1", *limits))
    of_id = {package["id"]: (package["name"], package["version"]) for package in data["packages"]}
    packages = {of_id[package["id"]]: package for package in data["packages"]}
    depends = {
        of_id[node["id"]]: [
            of_id[dependency["pkg"]]
            for dependency in node["deps"]
            if any(kind["kind"] is None for kind in dependency["dep_kinds"])
        ]
        for node in data["resolve"]["nodes"]
    }
    return packages, depends


def checksums():
    """SHA-256 of the package files, as Cargo.lock has them."""
    with open(ROOT / "Cargo.lock", "rb") as file:
        locked = tomllib.load(file)["package"]
    return {(one["name"], one["version"]): one.get("checksum") for one in locked}


def licence(package):
    """The SPDX expression; old packages separate licences by a slash."""
    return re.sub(r"\s*/\s*", " OR ", package["license"])


def fonts():
    """Each face that travels with the program: name, file, file of its licence, whether it is built in."""
    entries = []
    for block in re.split(r"^  - 名称: ", (ROOT / "fonts/fonts.yaml").read_text("utf-8"), flags=re.M)[1:]:
        key = lambda word: re.search(rf"^    {word}: (.*)$", block, re.M)
        file, text = key("文件"), key("许可")
        if file and text and (ROOT / "fonts" / file.group(1)).is_file():
            name = block.splitlines()[0].strip()
            entries.append((name, file.group(1), text.group(1), key("另附") is None))
    return entries


def sbom(target):
    packages, depends = metadata(target)
    sums, names = checksums(), linked(target)
    reference = lambda name, version: f"pkg:cargo/{name}@{version}"
    ours = next(key for key in names if packages[key]["source"] is None)
    components = []
    for key in sorted(names - {ours}):
        package = packages[key]
        component = {
            "type": "library",
            "bom-ref": reference(*key),
            "name": key[0],
            "version": key[1],
            "description": " ".join((package["description"] or "").split()),
            "scope": "required",
            "hashes": [{"alg": "SHA-256", "content": sums[key]}],
            "licenses": [{"expression": licence(package)}],
            "purl": reference(*key),
        }
        if package["repository"]:
            component["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
        components.append(component)
    rust = re.search(r"^release: (.*)$", printed("rustc", "-vV"), re.M).group(1)
    components.append({
        "type": "library",
        "bom-ref": "rust-std",
        "name": "std",
        "version": rust,
        "description": "The Rust standard library",
        "licenses": [{"expression": "MIT OR Apache-2.0"}],
    })
    for name, file, text, is_built_in in fonts():
        spdx = FONT_LICENCES[text]
        named = {"name": spdx.removeprefix("LicenseRef-")} if spdx.startswith("LicenseRef") else {"id": spdx}
        components.append({
            "type": "file",
            "bom-ref": f"font/{file}",
            "name": file,
            "description": f"Face {name}, " + ("built in" if is_built_in else "beside the program"),
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256((ROOT / "fonts" / file).read_bytes()).hexdigest()}],
            "licenses": [{"license": named}],
        })
    edges = []
    for key in sorted(names):
        on = sorted({reference(*one) for one in depends[key] if one in names})
        if key == ours:
            on += ["rust-std", *(f"font/{file}" for _, file, _, _ in fonts())]
        edges.append({"ref": reference(*key), "dependsOn": on})
    package = packages[ours]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [{"type": "application", "name": "tools/supply.py", "version": ours[1]}]},
            "component": {
                "type": "application",
                "bom-ref": reference(*ours),
                "name": ours[0],
                "version": ours[1],
                "description": package["description"],
                "licenses": [{"expression": package["license"]}],
                "properties": [{"name": "nianbao:target", "value": target}],
            },
        },
        "components": components,
        "dependencies": edges,
    }
    # The same parts have the same number: a release that is built again is the same release.
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(document, sort_keys=True))
    return {"$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json", "serialNumber": f"urn:uuid:{number}", **document}


def chosen(expression):
    """The licences under which a package is taken: of each choice one."""
    def of(part):
        part = part.strip().strip("()")
        # The exception only gives more.
        options = [option.strip().split(" WITH ")[0] for option in part.split(" OR ")]
        best = [one for one in PREFERRED if one in options]
        return best[0] if best else options[0]
    return sorted({of(part) for part in re.split(r" AND (?![^(]*\))", expression)})


def texts(package, licences):
    """The licence texts in a package's folder that are not Apache's, and its notices."""
    folder = Path(package["manifest_path"]).parent
    files = sorted(file for file in folder.iterdir()
                   if re.match(r"(licen[cs]e|copying|notice)", file.name, re.I) and file.is_file())
    found = []
    for file in files:
        text = file.read_text("utf-8", errors="replace").replace("\r\n", "\n").strip("\n")
        is_apache = "Apache License" in text[:400]
        is_notice = file.name.lower().startswith("notice")
        other = re.search(r"(mit|bsd|zlib|unicode|unlicense|apache|boost|cc0|0bsd)", file.name.lower())
        wanted = [one for one in licences if one != "Apache-2.0"]
        # LICENSE-MIT of a package that is taken under Apache-2.0 says nothing that has to be kept.
        matches = not other or any(one.lower().startswith(other.group(1)) for one in wanted)
        if is_notice or (wanted and not is_apache and matches):
            found.append("\n".join(line.rstrip() for line in text.splitlines()))
    return found


def notices():
    packages, _ = metadata()
    names = set().union(*(linked(target) for target in targets()))
    names = sorted(key for key in names if packages[key]["source"] is not None)
    groups, table, missing = {}, [], []
    for key in names:
        package = packages[key]
        licences = chosen(licence(package))
        table.append(f"| {key[0]} | {key[1]} | {licence(package)} | {' AND '.join(licences)} |")
        home = package
        if key[0] in TEXT_OF:
            home = next(one for (name, _), one in packages.items() if name == TEXT_OF[key[0]])
        own = texts(home, licences)
        if licences != ["Apache-2.0"] and not own:
            missing.append(f"{key[0]} {key[1]}: {licence(package)}")
        for text in own:
            groups.setdefault(text, []).append(f"{key[0]} {key[1]}")
    if missing:
        sys.exit("no licence text in the package:\n" + "\n".join(missing))
    faces = [
        f"| {file} | {'in the program' if is_built_in else 'beside the program'} | "
        f"{FONT_LICENCES[text].removeprefix('LicenseRef-')} | [{text}](fonts/{text}) |"
        for _, file, text, is_built_in in fonts()
    ]
    fence = "````"
    parts = [
        "# Third-party notices",
        "What the released programs contain beside their own code: the crates that are linked on any of "
        "the systems that releases are built for, and the fonts. 发布的程序里除本项目代码以外的内容及其许可。",
        "This file is written by `python3 tools/supply.py notices`; the gate checks that it is up to date.",
        "## Fonts",
        "The texts of their licences are in `fonts/`, which travels with the program.",
        "| file | where | licence | text |\n|---|---|---|---|\n" + "\n".join(faces),
        "## Crates",
        "Of several licences to choose from, the one in the last column is taken. The Rust standard library "
        "(MIT OR Apache-2.0) is taken under Apache-2.0.",
        "| crate | version | licence | taken under |\n|---|---|---|---|\n" + "\n".join(table),
        "## Apache License 2.0",
        f"{fence}text\n{(ROOT / 'LICENSE-APACHE').read_text('utf-8').strip(chr(10))}\n{fence}",
        "## Other texts",
    ]
    for text, users in sorted(groups.items(), key=lambda item: item[1]):
        parts.append(f"### {', '.join(users)}\n\n{fence}text\n{text}\n{fence}")
    return "\n\n".join(parts) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sbom").add_argument("--target")
    commands.add_parser("notices").add_argument("--check", action="store_true")
    asked = parser.parse_args()
    if asked.command == "sbom":
        print(json.dumps(sbom(asked.target or host()), ensure_ascii=False, indent=1))
    elif asked.check:
        if not NOTICES.is_file() or NOTICES.read_text("utf-8") != notices():
            sys.exit("THIRD-PARTY.md is not up to date: run python3 tools/supply.py notices")
    else:
        NOTICES.write_text(notices(), "utf-8")


if __name__ == "__main__":
    main()
