#!/usr/bin/env python3
"""Runs clang-tidy over the product's sources, two at a time; skips what passed before and did not change.

usage: tidy.py BUILD_FOLDER [AT_MOST] (with compile_commands.json). With AT_MOST only so many sources are looked at,
drawn by the name of the commit, so that a run stays short and runs together see them all. A source's stamp is the hash of itself, of every header
of the tree that it reaches, and of .clang-tidy.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def reached(path, seen):
    if path in seen or not (ROOT / path).is_file():
        return
    seen.add(path)
    for target in INCLUDE.findall((ROOT / path).read_text(encoding="utf-8")):
        reached(target, seen)


def stamp_of(path):
    seen = set()
    reached(path, seen)
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for one in sorted(seen):
        digest.update(one.encode() + b"\0" + (ROOT / one).read_bytes())
    return digest.hexdigest()


def run(build, path):
    result = subprocess.run(["clang-tidy", "--quiet", "--extra-arg=-Wno-unknown-warning-option", "-p", str(build), path], cwd=ROOT, capture_output=True, text=True)
    return path, result.returncode, result.stdout + ("" if result.returncode == 0 else result.stderr)


def main():
    build = ROOT / sys.argv[1]
    stamps_file = build / "tidy-stamps.json"
    stamps = json.loads(stamps_file.read_text()) if stamps_file.exists() else {}
    commands = json.loads((build / "compile_commands.json").read_text())
    paths = sorted({os.path.relpath(c["file"], ROOT) for c in commands})
    paths = [p for p in paths if not p.startswith(("tests/", "build/"))]
    pending = [p for p in paths if stamps.get(p) != stamp_of(p)]
    if len(sys.argv) > 2 and len(pending) > int(sys.argv[2]):
        commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
        pending = sorted(random.Random(commit).sample(pending, int(sys.argv[2])))
    print(f"clang-tidy: {len(pending)} of {len(paths)} sources to look at", flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, code, output in pool.map(lambda p: run(build, p), pending):
            if code == 0:
                stamps[path] = stamp_of(path)
            else:
                failed += 1
                print(output, flush=True)
    stamps_file.write_text(json.dumps(stamps))
    return 1 if failed else 0


sys.exit(main())
