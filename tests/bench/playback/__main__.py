#!/usr/bin/env python3
"""Gatecast beside mpv, VLC, ffplay and decoding alone, on the same clips in one run: ratios only.

Gatecast plays a signed release with sound, verification of every piece and the play log on. A frame's number is read
off the virtual screen a thousand times a second. A peer that is not installed is left out.
usage: python3 tests/bench/playback BIN_FOLDER [SECONDS] [--json FILE]
"""
import argparse
import datetime
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import time

import clips
import counting
import players
from screen import Screen

FULL_HD = (1920, 1080)
ROUNDS = 3
EMPTY = {"first_ms": None, "late": None, "lost": None, "gap_ms": None, "worst_gap_ms": None, "black_ms": None}


def memory_mib(session):
    """Proportional memory of all processes of a session: a decoder may live in a process of its own."""
    total = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rsplit(")", 1)[1].split()[3]) == session:
                rollup = (stat.parent / "smaps_rollup").read_text()
                total += int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1])
        except (OSError, StopIteration):
            continue  # it ended meanwhile
    return total / 1024


def run(command, screen, seconds, rate, frames):
    """One player once: processor seconds a played second, peak memory, and what the screen showed."""
    environment = dict(os.environ, SDL_AUDIODRIVER="dummy", XDG_RUNTIME_DIR="/nonexistent")
    if screen:
        environment["DISPLAY"] = f":{screen.number}"
        screen.start_watching(seconds + 3)
        x_before = screen.cpu_s()
    started = time.monotonic()
    child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, start_new_session=True)
    limit = started + seconds + 5
    peak, next_look = 0.0, started + 0.5
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() > limit:
            child.terminate()
            limit += 5
        if time.monotonic() > next_look:
            peak, next_look = max(peak, memory_mib(child.pid)), next_look + 1
        time.sleep(0.02)
    ended = time.monotonic()
    child.returncode = os.waitstatus_to_exitcode(status)
    row = {"cpu": (usage.ru_utime + usage.ru_stime) / seconds, "memory_mib": peak,
           "exit": child.returncode, "x": None, **EMPTY}
    if screen:
        row["x"] = (screen.cpu_s() - x_before) / seconds
        row.update(counting.count(screen.seen(), started, ended, rate, frames))
    return row


def rows_of(films, size, seconds, rate, frames, bin_folder):
    """The median of ROUNDS interleaved runs of each player."""
    is_one = len(films) == 1
    gatecast = players.Gatecast(bin_folder, films, size, seconds + 5 if is_one else None)
    commands = {"decoding alone": players.decoding(films, seconds), "gatecast": gatecast.command(seconds)}
    if shutil.which("mpv"):
        commands["mpv x11"] = players.mpv(films, seconds)
    if shutil.which("vlc"):
        commands["vlc xcb"] = players.vlc(films, seconds)
    if shutil.which("ffplay") and is_one:
        commands["ffplay"] = players.ffplay(films, seconds)
    runs = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            screen = None if name == "decoding alone" else Screen(size)
            if name == "gatecast" and is_one:
                gatecast.wait_for_slot()
            runs[name].append(run(command, screen, seconds, rate, frames))
            if screen:
                screen.close()
    stats = gatecast.stats()
    gatecast.close()
    return {name: median_row(rows) for name, rows in runs.items()}, stats


def median_row(rows):
    middle = {}
    for key in rows[0]:
        values = [row[key] for row in rows if row[key] is not None]
        middle[key] = statistics.median(values) if values else None
    return middle


def ratio(value, base):
    return "-" if value is None or not base else f"{value / base:.2f}"


def number(value):
    return "-" if value is None else f"{value:.0f}"


def print_table(title, rows):
    floor, ours = rows["decoding alone"], rows["gatecast"]
    print(f"\n{title}")
    head = ["CPU / decoding", "ours / its CPU", "ours / its memory", "ours / its start", "late", "lost"]
    print(f"{'':16}" + "".join(f"{name:>19}" for name in head))
    for name, row in rows.items():
        cells = [ratio(row["cpu"], floor["cpu"]), ratio(ours["cpu"], row["cpu"]),
                 ratio(ours["memory_mib"], row["memory_mib"]), ratio(ours["first_ms"], row["first_ms"]),
                 number(row["late"]), number(row["lost"])]
        print(f"{name:16}" + "".join(f"{cell:>19}" for cell in cells) + ("" if row["exit"] == 0 else "  exit %d" % row["exit"]))


def print_cuts(title, rows, rate):
    print(f"\n{title}")
    print(f"{'':16}{'hold beyond a frame':>22}{'worst':>10}{'black ms':>12}{'lost':>8}")
    for name, row in rows.items():
        if row["gap_ms"] is not None:
            print(f"{name:16}{row['gap_ms'] * rate / 1000:>15.2f} frames{row['worst_gap_ms'] * rate / 1000:>10.2f}"
                  f"{row['black_ms']:>12.0f}{row['lost']:>8.0f}")


def print_threads(stats):
    spent = stats.get("cpu_seconds", {})
    if spent.get("total"):
        parts = {name: value / spent["total"] for name, value in spent.items() if name != "total"}
        print("  our time goes to: " + ", ".join(f"{name} {part:.0%}" for name, part in parts.items() if part >= 0.01))


def single(title, film, rate, arguments):
    rows, stats = rows_of([film], FULL_HD, arguments.seconds, rate, rate * 60, arguments.bin)
    print_table(f"{title}, median of {ROUNDS} x {arguments.seconds} s", rows)
    print_threads(stats)
    return rows


def machine(many, worst):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        processor = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "")
    return (f"{datetime.date.today()}, {os.cpu_count()} cores of {processor or 'an unnamed processor'}, no GPU; a mere sleeper "
            f"was held up {many} times in 5 s by more than 16 ms, at worst {worst:.0f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bin")
    parser.add_argument("seconds", nargs="?", type=int, default=15)
    parser.add_argument("--only", help="this part alone: h264, hevc, vp9, 720p or cuts")
    parser.add_argument("--json", help="write the medians here as well")
    arguments = parser.parse_args()
    many, worst = counting.stalls(5)
    print(f"this machine holds up a mere sleeper {many} times in 5 s by more than 16 ms, at worst {worst:.0f} ms")
    films = {"h264": ("H.264 1080p30", "h264-1080p30.mp4", FULL_HD, 30, clips.X264),
             "hevc": ("HEVC 1080p30", "hevc-1080p30.mp4", FULL_HD, 30, clips.X265),
             "vp9": ("VP9 1080p30", "vp9-1080p30.webm", FULL_HD, 30, clips.VP9),
             "720p": ("H.264 720p25, scaled", "h264-720p25.mp4", (1280, 720), 25, clips.X264)}
    results = {}
    for name, (title, file, size, rate, encoder) in films.items():
        if arguments.only in (None, name):
            results[name] = single(title, clips.make(file, size, rate, encoder, 60), rate, arguments)
    if arguments.only in (None, "cuts"):
        series = [clips.make(f"cut-{i}.mp4", FULL_HD, 30, clips.X264, 5, i * clips.CLIP_SPAN) for i in range(6)]
        results["cuts"], _ = rows_of(series, FULL_HD, 28, 30, 150, arguments.bin)
        print_cuts(f"Cuts between clips of 5 s, median of {ROUNDS} runs", results["cuts"], 30)
    if arguments.json:
        results["machine"] = machine(many, worst)
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)


main()
