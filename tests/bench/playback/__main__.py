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
import threading
import time

import clips
import counting
import players
from screen import Screen

FULL_HD = (1920, 1080)
ROUNDS = 3
EMPTY = {"first_ms": None, "late": None, "lost": None, "gap_ms": None, "worst_gap_ms": None, "black_ms": None,
         "gap_frames": None, "worst_gap_frames": None}
# Size, rate and codec change at each cut.
MIXED = (("mixed-0.mp4", FULL_HD, 30, clips.X264), ("mixed-1.webm", (1280, 720), 25, clips.VP9),
         ("mixed-2.mp4", FULL_HD, 24, clips.X265), ("mixed-3.mp4", (1280, 720), 50, clips.X264),
         ("mixed-4.webm", FULL_HD, 30, clips.VP9), ("mixed-5.mp4", (1280, 720), 25, clips.X265))
CUT_S = 5  # of each clip of a series


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


def run(command, screen, seconds, shapes, meanwhile=None):
    """One player once: processor seconds a played second, peak memory, and what the screen showed. `meanwhile` is called
    5 s after the start."""
    environment = dict(os.environ, SDL_AUDIODRIVER="dummy", XDG_RUNTIME_DIR="/nonexistent")
    if screen:
        environment["DISPLAY"] = f":{screen.number}"
        screen.start_watching(seconds + 3)
        x_before = screen.cpu_s()
    started = time.monotonic()
    child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, start_new_session=True)
    limit = started + seconds + 5
    deed = threading.Timer(5, meanwhile) if meanwhile else None
    if deed:
        deed.start()
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
        seen = screen.seen()
        row.update(counting.count(seen, started, ended, shapes))
        row["ends"] = counting.held_ends(seen, shapes)
        row["changeovers"] = counting.changeovers(seen, shapes, ended)
        row["dark_ms"] = counting.dark_ms(seen, shapes, ended)
    if deed:
        deed.join()
    return row


def rows_of(films, size, seconds, shapes, bin_folder):
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
            runs[name].append(run(command, screen, seconds, shapes))
            if screen:
                screen.close()
    stats = gatecast.stats()
    gatecast.close()
    return {name: median_row(rows) for name, rows in runs.items()}, stats


def median_row(rows):
    middle = {}
    for key in rows[0].keys() - {"ends", "changeovers"}:
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


def print_cuts(title, rows):
    print(f"\n{title}")
    print(f"{'':16}{'hold beyond a frame':>22}{'worst':>10}{'black ms':>12}{'lost':>8}")
    for name, row in rows.items():
        if row["gap_ms"] is not None:
            print(f"{name:16}{row['gap_frames']:>15.2f} frames{row['worst_gap_frames']:>10.2f}"
                  f"{row['black_ms']:>12.0f}{row['lost']:>8.0f}")


def print_threads(stats):
    spent = stats.get("cpu_seconds", {})
    if spent.get("total"):
        parts = {name: value / spent["total"] for name, value in spent.items() if name != "total"}
        print("  our time goes to: " + ", ".join(f"{name} {part:.0%}" for name, part in parts.items() if part >= 0.01))


def single(title, film, rate, arguments):
    rows, stats = rows_of([film], FULL_HD, arguments.seconds, counting.Clips((rate, rate * 60)), arguments.bin)
    print_table(f"{title}, median of {ROUNDS} x {arguments.seconds} s", rows)
    print_threads(stats)
    return rows


def cuts(title, series, arguments):
    films = [clips.make(file, size, rate, encoder, CUT_S, i * clips.CLIP_SPAN)
             for i, (file, size, rate, encoder) in enumerate(series)]
    shapes = counting.Clips(*((rate, rate * CUT_S) for _, _, rate, _ in series))
    rows, _ = rows_of(films, FULL_HD, CUT_S * len(series) - 2, shapes, arguments.bin)
    print_cuts(f"Cuts between {title} of {CUT_S} s, median of {ROUNDS} runs", rows)
    return rows


def held(frames):
    return f"{statistics.median(frames):.2f} frames, at worst {max(frames):.2f}, of {len(frames)}" if frames else "none seen"


def ours_alone(arguments):
    """What no other player has: from a clip to a slide, and from one release to the next in the middle of a film."""
    films = [clips.make(f"cut-{i}.mp4", FULL_HD, 30, clips.X264, CUT_S, i * clips.CLIP_SPAN) for i in range(2)]
    shapes = counting.Clips((30, 30 * CUT_S))
    gatecast = players.Gatecast(arguments.bin, films, FULL_HD, slide_s=3)
    screen = Screen(FULL_HD)
    row = run(gatecast.command(30), screen, 30, shapes)
    screen.close()
    gatecast.close()
    print(f"\nFrom a clip to a slide: held {held(row['ends'])}; black {row['dark_ms']:.0f} ms")
    films = [clips.make("h264-1080p30.mp4", FULL_HD, 30, clips.X264, 60), films[1]]
    shapes = counting.Clips((30, 30 * 60), (30, 30 * CUT_S))
    over, dark = [], 0
    for _ in range(ROUNDS):
        gatecast = players.Gatecast(arguments.bin, films[:1], FULL_HD)
        gatecast.build(films[1:], FULL_HD)
        screen = Screen(FULL_HD)
        row = run(gatecast.command(20), screen, 20, shapes, gatecast.release)
        screen.close()
        gatecast.close()
        over += row["changeovers"]
        dark += row["dark_ms"]
    print(f"From a release to the next: held {held(over)}; black {dark:.0f} ms")


def machine(many, worst):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        processor = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "")
    return (f"{datetime.date.today()}, {os.cpu_count()} cores of {processor or 'an unnamed processor'}, no GPU; a mere sleeper "
            f"was held up {many} times in 5 s by more than 16 ms, at worst {worst:.0f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bin")
    parser.add_argument("seconds", nargs="?", type=int, default=15)
    parser.add_argument("--only", help="this part alone: h264, hevc, vp9, 720p, cuts, mixed or slides")
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
    equal = [(f"cut-{i}.mp4", FULL_HD, 30, clips.X264) for i in range(6)]
    for name, title, series in (("cuts", "equal clips", equal), ("mixed", "clips of other size, rate and codec", MIXED)):
        if arguments.only in (None, name):
            results[name] = cuts(title, series, arguments)
    if arguments.only in (None, "slides"):
        ours_alone(arguments)
    if arguments.json:
        results["machine"] = machine(many, worst)
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)


main()
