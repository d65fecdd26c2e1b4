#!/usr/bin/env python3
"""Draws what `playback --json FILE` wrote as one picture for the README.

usage: python3 tests/bench/playback/picture.py FILE.json OUT.svg
"""
import html
import json
import sys

GROUND, INK, QUIET, OURS, THEIRS, RULE = "#F7F2E6", "#0B2226", "#55696A", "#1B6B62", "#B9C4BE", "#D5D9CF"
CLIPS = {"h264": "H.264 1080p30", "hevc": "HEVC 1080p30", "vp9": "VP9 1080p30", "720p": "H.264 720p25, scaled"}
NAMES = {"gatecast": "Gatecast", "mpv x11": "mpv", "vlc xcb": "VLC", "ffplay": "ffplay"}
WIDTH, LEFT, COLUMN, BAR = 1120, 40, 260, 15


def against(key, base):
    """Each player's `key` over that of `base`, by clip."""
    def ratios(rows):
        limit = (rows.get(base) or {}).get(key)
        return {name: rows[name][key] / limit for name in NAMES
                if name in rows and rows[name].get(key) is not None and limit}
    return ratios


PANELS = [("Processor time", "decoding alone = 1", against("cpu", "decoding alone")),
          ("Peak memory", "Gatecast = 1", against("memory_mib", "gatecast")),
          ("Start to first frame", "Gatecast = 1", against("first_ms", "gatecast")),
          ("Frames lost or late", "of one run", lambda rows: {
              name: rows[name]["late"] + rows[name]["lost"] for name in NAMES
              if name in rows and rows[name].get("late") is not None})]


class Drawing:
    def __init__(self):
        self.parts = []

    def text(self, x, y, words, size=13, colour=INK, weight=400, anchor="start"):
        self.parts.append(f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" font-weight="{weight}" '
                          f'text-anchor="{anchor}">{html.escape(words)}</text>')

    def bar(self, x, y, width, height, colour):
        self.parts.append(f'<rect x="{x}" y="{y}" width="{max(1.5, width):.1f}" height="{height}" fill="{colour}"/>')

    def svg(self, height):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
                f'font-family="Noto Sans, sans-serif"><rect width="{WIDTH}" height="{height}" fill="{GROUND}"/>'
                + "".join(self.parts) + "</svg>\n")


def shown(value):
    return f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.2f}"


def draw_bars(drawing, x, y, values, most):
    room = COLUMN - 120
    for name, value in values.items():
        is_ours = name == "gatecast"
        drawing.text(x, y + 12, NAMES[name], 12, INK if is_ours else QUIET, 600 if is_ours else 400)
        width = room * value / most if most else 0
        drawing.bar(x + 62, y + 2, width, BAR - 4, OURS if is_ours else THEIRS)
        drawing.text(x + 68 + max(1.5, width), y + 12, shown(value), 12, INK if is_ours else QUIET)
        y += BAR


def draw(results):
    drawing = Drawing()
    drawing.text(LEFT, 46, "The same clips, one run, software decoding", 22, INK, 700)
    drawing.text(LEFT, 68, "Gatecast with sound, every piece verified and the play log on. Shorter is better.", 13, QUIET)
    for i, (title, unit, _) in enumerate(PANELS):
        drawing.text(LEFT + i * COLUMN, 104, title, 15, INK, 700)
        drawing.text(LEFT + i * COLUMN, 121, unit, 12, QUIET)
    y = 148
    clips = [clip for clip in CLIPS if clip in results]
    for clip in clips:
        drawing.bar(LEFT, y - 14, WIDTH - 2 * LEFT, 1, RULE)
        drawing.text(LEFT, y + 6, CLIPS[clip], 13, OURS, 600)
        for i, (_, _, values) in enumerate(PANELS):
            most = max((value for other in clips for value in values(results[other]).values()), default=0)
            draw_bars(drawing, LEFT + i * COLUMN, y + 14, values(results[clip]), most)
        y += 14 + BAR * len(NAMES) + 26
    cuts = {name: row["gap_ms"] * 30 / 1000 for name, row in results.get("cuts", {}).items()
            if name in NAMES and row.get("gap_ms") is not None}
    if cuts:
        drawing.bar(LEFT, y - 14, WIDTH - 2 * LEFT, 1, RULE)
        drawing.text(LEFT, y + 6, "Cut from clip to clip: hold beyond one frame, in frames", 13, OURS, 600)
        draw_bars(drawing, LEFT, y + 14, cuts, max(cuts.values()))
        y += 14 + BAR * len(cuts) + 26
    drawing.text(LEFT, y + 4, results.get("machine", ""), 12, QUIET)
    return drawing.svg(y + 24)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        results = json.load(file)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(draw(results))


if __name__ == "__main__":
    main()
