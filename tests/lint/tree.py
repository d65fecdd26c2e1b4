#!/usr/bin/env python3
"""Lints of the tree: arrows between libraries, headers that compile alone, lengths, names, promises.

Each finding names file, line and the rule. Exit code 1 where there is one.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
LONGEST_MAIN = 150
THREADS = re.compile(r"\bstd::(mutex|recursive_mutex|shared_mutex|condition_variable\w*|thread|atomic\w*)\b")
# Where a lock-free ring or an own thread is the point; each with its reason.
THREADS_ALLOWED = {
    "player/screen/sound_output.h": "the audio callback may not wait",
}
BAD_NAMES = {"common", "utils", "util", "core", "misc", "helper", "helpers", "manager", "handler", "impl"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|not implemented|unimplemented|in a real)\b")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(" + "|".join(["wor" + "k", "far" + "m"]) + r")/")

findings = []


def find(path, line, rule, message):
    findings.append(f"{path}:{line}: {message} [{rule}]")


def tracked():
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True,
                         check=True).stdout
    return [p for p in out.splitlines() if (ROOT / p).is_file()]


def read_arrows():
    arrows = {}
    for line in (ROOT / "tests/lint/arrows.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            folder, _, allowed = line.partition(":")
            arrows[folder.strip()] = set(allowed.split())
    return arrows


def library_of(path, arrows):
    """The longest folder of arrows.txt that holds this file."""
    folder = str(pathlib.PurePosixPath(path).parent)
    while folder and folder != ".":
        if folder in arrows:
            return folder
        folder = str(pathlib.PurePosixPath(folder).parent)
    return None


def check_arrows(path, text, arrows):
    own = library_of(path, arrows)
    if own is None:
        find(path, 1, "arrows", "this folder has no line in tests/lint/arrows.txt")
        return
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if not match:
            continue
        target = match.group(1)
        if not (ROOT / target).is_file():
            find(path, number, "arrows", f'"{target}" is not written from the root of the tree')
            continue
        other = library_of(target, arrows)
        if other != own and other not in arrows[own]:
            find(path, number, "arrows", f"{own} may not use {other}")


def check_no_cycle(arrows):
    done, open_ = set(), []

    def visit(folder):
        if folder in open_:
            find("tests/lint/arrows.txt", 1, "arrows", "cycle: " + " -> ".join(open_ + [folder]))
            return
        if folder in done:
            return
        open_.append(folder)
        for other in arrows.get(folder, ()):
            visit(other)
        open_.pop()
        done.add(folder)

    for folder in arrows:
        visit(folder)


def check_own_header_first(path, text):
    """A source that includes its own header first proves that the header compiles alone."""
    header = path[:-4] + ".h"
    if not (ROOT / header).is_file():
        return
    first = re.search(r'^\s*#\s*include\s+(["<][^">]+[">])', text, re.M)
    if not first or first.group(1).strip('"<>') != header:
        find(path, 1, "headers", f'include "{header}" first: that proves that it compiles alone')


def check_header_comment(path, text):
    if not text.startswith("//") and not text.startswith("/*"):
        find(path, 1, "comments", "a header begins with two to six lines that say what it is")
    if "#pragma once" not in text:
        find(path, 1, "headers", "no #pragma once")


def check_length(path, text):
    lines = text.count("\n")
    limit = LONGEST_MAIN if path.endswith("main.cpp") else LONGEST_FILE
    if lines > limit:
        find(path, lines, "length", f"{lines} lines; split it by noun (at most {limit})")


def check_threads(path, text):
    if path.startswith(("content-sync/base/", "tests/")) or path in THREADS_ALLOWED:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if THREADS.search(line.split("//")[0]):
            find(path, number, "threads", "threads meet only in queues of base/")


def check_names(path):
    for part in pathlib.PurePosixPath(path).parts:
        if part.split(".")[0] in BAD_NAMES:
            find(path, 1, "names", f'"{part}" does not explain itself')


def check_words(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if path != "tests/lint/tree.py" and UNFINISHED.search(line):
            find(path, number, "unfinished", "unfinished places stand in the closing note, not in the tree")
        if MACHINE_PATHS.search(line):
            find(path, number, "paths", "a path of one machine")


def check_header_only(headers, sources):
    """Headers without a source of their own are compiled here, all in one go each."""
    lonely = [h for h in headers if h[:-2] + ".cpp" not in sources and not h.startswith("tests/")]
    flags = subprocess.run(["pkg-config", "--cflags", "freetype2", "harfbuzz", "sdl2", "cairo"], capture_output=True,
                           text=True).stdout.split()
    for header in lonely:
        run = subprocess.run(["g++", "-std=c++20", "-I.", *flags, "-fsyntax-only", "-x", "c++", "-"], cwd=ROOT,
                             input=f'#include "{header}"\n', capture_output=True, text=True)
        if run.returncode != 0:
            find(header, 1, "headers", "does not compile alone: " + run.stderr.strip().splitlines()[0])


def test_names():
    names = set()
    for path in (ROOT / "tests").rglob("*.cpp"):
        for match in re.finditer(r'TEST_CASE(?:_METHOD)?\(\s*(?:\w+,\s*)?((?:"(?:[^"\\]|\\.)*"\s*)+)', path.read_text()):
            names.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(1))))
    return names


def check_promises():
    path = ROOT / "tests/PROMISES.md"
    names = test_names()
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for name in re.findall(r'test "([^"]+)"', line):
            if name not in names:
                find("tests/PROMISES.md", number, "promises", f'no test is named "{name}"')


def main():
    arrows = read_arrows()
    check_no_cycle(arrows)
    files = tracked()
    code = [p for p in files if p.endswith((".cpp", ".h"))]
    for path in files:
        check_names(path)
        if path.endswith((".cpp", ".h", ".py", ".sh", ".md", ".json", ".txt", ".cmake")) or path in ("run", "test"):
            check_words(path, (ROOT / path).read_text(encoding="utf-8"))
    for path in code:
        text = (ROOT / path).read_text(encoding="utf-8")
        check_length(path, text)
        check_threads(path, text)
        if path.endswith(".cpp"):
            check_own_header_first(path, text)
        elif not path.startswith("tests/"):
            check_header_comment(path, text)
        if not path.startswith("tests/"):
            check_arrows(path, text, arrows)
    check_header_only([p for p in code if p.endswith(".h")], set(p for p in code if p.endswith(".cpp")))
    check_promises()
    print("\n".join(findings) if findings else f"the tree is in order ({len(code)} sources)")
    return 1 if findings else 0


sys.exit(main())
