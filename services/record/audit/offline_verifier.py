"""Checks an exported audit trail, offline, with nothing but Python: copy this file next to the export.

    python offline_verifier.py EXPORT [--seal DIGEST]

EXPORT is an archive (.zip) or the trail.json in it. DIGEST is the 64-letter digest printed on a public notice or a
naming decision: with it a trail that was rewritten wholesale is found too. Exit 0 if everything fits, 1 if not, 2 if
the file is no export.

How a trail is built: hash = SHA-256(previous hash in hex + body), the first previous hash being 64 zeros.
A seal's body holds the SHA-256 of its list of chain ends, lines `subject seq hash` each with a line feed, sorted.
What people handed in (`answers`) is known by the SHA-256 of its body, which the entry of that deed names.
"""

import argparse
import json
import sys
import zipfile
from hashlib import sha256
from typing import Any

NOTHING_BEFORE = "0" * 64
TRAIL, SUMS = "trail.json", "checksums.txt"


def check(export: dict[str, Any], printed: str | None = None) -> tuple[list[str], int]:
    """The faults found, as Chinese sentences, and how many entries the seals vouch for.

    With a printed digest only the seals up to that one vouch.
    """
    faults = _check_chain(export["entries"], "条记录", "seq")
    faults += [
        f"第 {number} 条记录写的是另一件事"
        for number, body in enumerate(_bodies(export["entries"]), start=1)
        if body.get("subject") != export["subject"]
    ]
    faults += _check_answers(export)
    faults += _check_chain(export["seals"], "次封存", "number")
    seals = export["seals"]
    if printed is not None:
        hashes = [seal["hash"] for seal in seals]
        if printed not in hashes:
            return [*faults, "文书上印出的封存摘要不在其中，记录被整体改写过"], 0
        seals = seals[: hashes.index(printed) + 1]
    vouched = 0
    for number, seal in enumerate(seals, start=1):
        fault, seq = _check_seal(export, seal)
        if fault:
            faults.append(f"第 {number} 次封存{fault}")
        vouched = max(vouched, seq)
    return faults, vouched


def _check_chain(links: list[dict[str, Any]], what: str, numbered: str) -> list[str]:
    faults, previous = [], NOTHING_BEFORE
    for number, (link, body) in enumerate(zip(links, _bodies(links), strict=True), start=1):
        computed = sha256((previous + link["body"]).encode()).hexdigest()
        if body.get(numbered) != number:
            faults.append(f"第 {number} {what}的序号不连续")
        elif computed != link["hash"]:
            faults.append(f"第 {number} {what}与摘要不符，被改动过")
        previous = link["hash"]
    return faults


def _check_answers(export: dict[str, Any]) -> list[str]:
    """Each content fits its digest, and those that are there are exactly those that the entries name."""
    if "answers" not in export:
        return []
    faults, there = [], set()
    for number, content in enumerate(export["answers"], start=1):
        there.add(content["digest"])
        if sha256(content["body"].encode()).hexdigest() != content["digest"]:
            faults.append(f"第 {number} 份办理内容与摘要不符，被改动过")
    named = {}
    for number, body in enumerate(_bodies(export["entries"]), start=1):
        facts = body.get("facts", {})
        if "task" in facts and "digest" in facts:
            named[facts["digest"]] = number
    faults += [f"第 {number} 条记录所指的办理内容不在文件里" for digest, number in named.items() if digest not in there]
    faults += [f"有一份办理内容（摘要 {digest[:12]}…）不在记录里" for digest in sorted(there - named.keys())]
    return faults


def _check_seal(export: dict[str, Any], seal: dict[str, Any]) -> tuple[str, int]:
    if not seal["heads"]:
        return "", 0
    [body] = _bodies([seal])
    listed = "".join(line + "\n" for line in sorted(seal["heads"]))
    if sha256(listed.encode()).hexdigest() != body.get("heads"):
        return "所列的链尾被改动过", 0
    for line in seal["heads"]:
        subject, seq, digest = line.rsplit(" ", 2)
        if subject == export["subject"]:
            entries = export["entries"]
            if int(seq) > len(entries):
                return f"时有 {seq} 条记录，现在只有 {len(entries)} 条", 0
            if entries[int(seq) - 1]["hash"] != digest:
                return f"时的第 {seq} 条记录与现在的不同，这条链被改写过", 0
            return "", int(seq)
    return "", 0


def _bodies(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    bodies = []
    for link in links:
        try:
            body = json.loads(link["body"])
        except ValueError:
            body = {}
        bodies.append(body if isinstance(body, dict) else {})
    return bodies


def read(path: str) -> tuple[dict[str, Any], list[str]]:
    """The trail in a file, and a sentence for each file of an archive that is not as its list of checksums says."""
    if not zipfile.is_zipfile(path):
        with open(path, encoding="utf-8") as file:
            return json.load(file), []
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    lines = [line.split("  ", 1) for line in contents.pop(SUMS).decode().splitlines()]
    listed = {name: digest for digest, name in lines}
    faults = [f"文件 {name} 不在了" for name in sorted(listed.keys() - contents.keys())]
    faults += [f"文件 {name} 不在清单里" for name in sorted(contents.keys() - listed.keys())]
    both = sorted(listed.keys() & contents.keys())
    faults += [
        f"文件 {name} 与清单所记的摘要不符" for name in both if sha256(contents[name]).hexdigest() != listed[name]
    ]
    return json.loads(contents[TRAIL]), faults


def main(arguments: list[str] | None = None) -> int:
    """Check the file named on the command line and say what was found."""
    parser = argparse.ArgumentParser(description="离线核验导出的审计记录")
    parser.add_argument("export", metavar="EXPORT", help="导出的 .zip，或其中的 trail.json")
    parser.add_argument("--seal", metavar="DIGEST", help="公示或命名决定上印出的封存摘要（64 位）")
    asked = parser.parse_args(arguments)
    try:
        export, damaged = read(asked.export)
        faults, vouched = check(export, asked.seal.strip().lower() if asked.seal else None)
        faults = damaged + faults
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        print(f"不是可以核验的导出文件：{type(error).__name__}", file=sys.stderr)
        return 2
    for fault in faults:
        print(f"✗ {fault}")
    total, by = len(export["entries"]), "文书上印出的封存" if asked.seal else "文件内的封存"
    print(f"{'✗ 核验未通过' if faults else '✓ 核验通过'}：共 {total} 条记录，其中前 {vouched} 条由{by}证实。")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
