#!/usr/bin/python3
"""The exhibition of the demo: three cloths, thread by thread, and the road in the morning, as drawings (SVG).

Nothing is taken from elsewhere. Each is drawn on a grid of 4096 pixels, so that edges lie on whole pixels when the
release is built and somebody who comes near sees every thread.

    ./exhibition.py            # writes ../shared/media/exhibition-*.svg
"""
import math
import os
import random

NIGHT, FOREST, JADE = "#0B2226", "#12403C", "#1B6B62"
PAPER, MIST, RICE, CHAMPA = "#F7F2E6", "#D5E6E1", "#E9B44C", "#F3C8C4"
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "shared", "media")

CELL = 16
COLUMNS, ROWS = 256, 161
PERIOD = 24


def motif(name, x, y):
    """Which thread is on top: 0 ground, 1 figure, 2 accent. x counts within a period, y from the stripe's middle."""
    x = min(x % PERIOD, PERIOD - x % PERIOD)
    if name == "diamond":
        d = x + abs(y)
        return 2 if d in (0, 1, 3) else 1 if d in (4, 7, 8, 11) else 0
    if name == "steps":
        d = (x // 2) * 2 + abs(y)
        if x == 12:
            return 2 if abs(y) in (0, 3, 6) else 0
        return 1 if d in (0, 1, 8, 9) else 2 if d in (4, 5) else 0
    if name == "zigzag":
        z = abs((x + 3) % 12 - 6)
        return 1 if abs(y + 3 - z) == 0 else 2 if abs(y + 3 - z) == 2 else 0
    return 1 if x % 4 in (1, 2) and y == 0 else 0  # beads


def stripes(first, second):
    """(first row, rows, motif, ground shade) from the middle outward."""
    out, row = [(-8, 17, first, 0)], 9
    order = [("beads", 1, 2), ("zigzag", 7, 1), ("beads", 1, 2), (second, 17, 0), ("beads", 1, 2), ("zigzag", 7, 1),
             ("beads", 1, 2), (first, 17, 0), ("beads", 1, 2), ("zigzag", 7, 1), ("beads", 1, 2)]
    for name, size, shade in order:
        out += [(row + 1, size, name, shade), (-row - size, size, name, shade)]
        row += size + 2
    return sorted(out)


EAST = {"ground": (NIGHT, "#143238", "#0E2A2F"), "figure": CHAMPA, "accent": RICE, "plain": "#17363B"}
WEST = {"ground": (JADE, "#165A53", "#185F58"), "figure": RICE, "accent": PAPER, "plain": "#1F736A"}

THREADS = """<pattern id="threads" width="32" height="32" patternUnits="userSpaceOnUse">
<g fill="#000000" fill-opacity="0.17"><path d="M0 0h16v2h-16zM0 14h16v2h-16zM16 16h16v2h-16zM16 30h16v2h-16z"/>
<path d="M16 0h2v16h-2zM30 0h2v16h-2zM0 16h2v16h-2zM14 16h2v16h-2z"/></g>
<g fill="#FFFFFF" fill-opacity="0.13"><path d="M0 5h16v4h-16zM16 21h16v4h-16zM21 0h4v16h-4zM5 16h4v16h-4z"/></g>
<g stroke="#000000" stroke-opacity="0.13" fill="none"><path d="M2 13l5-10M7 13l5-10M12 13l4-8M18 29l5-10M23 29l5-10M28 29l4-8
M19 14l10-5M19 9l10-5M3 30l10-5M3 25l10-5M3 20l6-3"/></g></pattern>"""


def runs(colours):
    """One row of cells as (first, count, colour)."""
    start = 0
    for i in range(1, len(colours) + 1):
        if i == len(colours) or colours[i] != colours[start]:
            yield start, i - start, colours[start]
            start = i


def band(side, name, size, shade):
    """One period of a stripe, as paths by colour."""
    by_colour = {}
    for j in range(size):
        row = [(side["ground"][shade], side["figure"], side["accent"])[motif(name, x, j - size // 2)]
               for x in range(PERIOD)]
        for start, count, colour in runs(row):
            if colour != side["ground"][shade]:
                by_colour.setdefault(colour, []).append(f"M{start * CELL} {j * CELL}h{count * CELL}v{CELL}h-{count * CELL}z")
    return "".join(f'<path fill="{colour}" d="{"".join(d)}"/>' for colour, d in by_colour.items())


def cloth(parts, golden):
    """`parts`: (side, first column, columns, stripes)."""
    width, height = COLUMNS * CELL, ROWS * CELL
    defs, body = [THREADS], []
    for number, (side, first, columns, rows) in enumerate(parts):
        x0 = first * CELL
        body.append(f'<rect x="{x0}" y="0" width="{columns * CELL}" height="{height}" fill="{side["plain"]}"/>')
        known = {}
        for start, size, name, shade in rows:
            top = (ROWS // 2 + start) * CELL
            key = (name, size, shade)
            if key not in known:
                known[key] = f"b{number}{len(known)}"
                defs.append(f'<g id="{known[key]}">{band(side, name, size, shade)}</g>')
            body.append(f'<rect x="{x0}" y="{top}" width="{columns * CELL}" height="{size * CELL}" '
                        f'fill="{side["ground"][shade]}"/>')
            # A period is centred on the seam, so that both halves meet in one diamond.
            middle = COLUMNS // 2
            k = (first - middle) // PERIOD
            body.append(f'<g clip-path="url(#c{number})">')
            while middle + k * PERIOD < first + columns:
                body.append(f'<use href="#{known[key]}" xlink:href="#{known[key]}" x="{(middle + k * PERIOD) * CELL}" y="{top}"/>')
                k += 1
            body.append("</g>")
        defs.append(f'<clipPath id="c{number}"><rect x="{x0}" y="0" width="{columns * CELL}" height="{height}"/></clipPath>')
    if golden:
        y = ROWS // 2 * CELL
        body.append(f'<rect x="0" y="{y}" width="{width}" height="{CELL}" fill="{RICE}"/>')
    body.append(f'<rect width="{width}" height="{height}" fill="url(#threads)"/>')
    return svg(width, height, "\n".join(defs), "\n".join(body))


def svg(width, height, defs, body):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" '
            f'height="{height}" viewBox="0 0 {width} {height}">\n<defs>{defs}</defs>\n{body}\n</svg>\n')


def ridge(rng, width, base, height, steps):
    """The line of a mountain chain, folded at random, the same each time."""
    points = [0.0, 0.0]
    scale = 1.0
    while len(points) < steps:
        fine = []
        for a, b in zip(points, points[1:]):
            fine += [a, (a + b) / 2 + rng.uniform(-scale, scale)]
        points = fine + [points[-1]]
        scale *= 0.55
    n = len(points) - 1
    line = " ".join(f"L{i * width / n:.0f} {base - height * abs(p):.0f}" for i, p in enumerate(points))
    return f"M0 4000 {line} L{width} 4000Z"


def morning():
    width, height = 4096, 2304
    rng = random.Random(9)
    body = ['<rect width="4096" height="2304" fill="url(#sky)"/>',
            f'<circle cx="2960" cy="760" r="150" fill="{PAPER}"/><circle cx="2960" cy="760" r="420" fill="url(#sun)"/>']
    for base, tall, colour in ((1150, 620, "#9DBFB9"), (1330, 560, "#6F9E97"), (1520, 500, "#44807A"),
                               (1720, 380, JADE), (1930, 260, "#175851")):
        body.append(f'<path d="{ridge(rng, width, base, tall, 190)}" fill="{colour}"/>')
        body.append(f'<rect y="{base - 40}" width="{width}" height="260" fill="url(#mist)"/>')
    body.append(f'<path d="M0 2010C900 1940 1500 2060 2300 1990C3100 1920 3600 2010 4096 1960L4096 2304L0 2304Z" fill="{FOREST}"/>')
    # Rows of coffee on the slope, each bush by itself.
    bushes = []
    for row in range(7):
        for i in range(46):
            x = 60 + i * 34 + row * 11
            y = 2070 + row * 30 + 10 * math.sin(i / 5) - i * 0.8
            bushes.append(f"M{x:.0f} {y:.0f}a11 10 0 1 0 22 0a11 10 0 1 0 -22 0")
    body.append(f'<path d="{"".join(bushes)}" fill="{JADE}"/>')
    berries = "".join(f"M{70 + rng.uniform(0, 1640):.0f} {2060 + rng.uniform(0, 210):.0f}h4v4h-4z" for _ in range(520))
    body.append(f'<path d="{berries}" fill="{RICE}"/>')
    # The road, its posts, and the bus on its way to the gate.
    body.append('<path d="M1700 2304C2150 2180 2350 2120 2520 2040C2640 1985 2770 1965 2960 1952L3010 1958C2840 1975 2740 2010 2640 '
                '2062C2480 2140 2330 2210 2140 2304Z" fill="#6E7F79"/>')
    body.append(f'<path d="M1930 2304C2230 2190 2400 2120 2560 2046C2680 1992 2800 1970 2980 1955" fill="none" stroke="{PAPER}" '
                'stroke-width="5" stroke-dasharray="34 26"/>')
    for t in range(9):
        body.append(f'<rect x="{2210 + t * 74}" y="{2098 - t * 21}" width="7" height="22" fill="{PAPER}"/>')
    gate = ('<g transform="translate(2960 1790)"><path d="M-120 30L0 -60L120 30L96 34L0 -30L-96 34Z" fill="#E9B44C"/>'
            '<path d="M-150 62L0 10L150 62L120 66L0 34L-120 66Z" fill="#E9B44C"/>'
            '<path d="M-92 64h26v104h-26zM-30 64h20v104h-20zM10 64h20v104h-20zM66 64h26v104h-26z" fill="#F7F2E6"/>'
            '<path d="M-92 64h184v14h-184z" fill="#D5E6E1"/>')
    for i in range(12):  # lanterns so small that one has to come near
        gate += f'<circle cx="{-84 + i * 15}" cy="84" r="4" fill="{CHAMPA}"/>'
    body.append(gate + "</g>")
    bus = (f'<g transform="translate(2560 1996)"><path d="M-58 -34q2 -12 14 -12h88q14 0 14 14v34h-116z" fill="{RICE}"/>'
           f'<path d="M-50 -36h20v18h-20zM-26 -36h20v18h-20zM-2 -36h20v18h-20zM22 -36h26v18h-26z" fill="{NIGHT}"/>'
           f'<circle cx="-34" cy="4" r="9" fill="{NIGHT}"/><circle cx="32" cy="4" r="9" fill="{NIGHT}"/>'
           f'<path d="M-44 -50h34v5h-34zM-2 -52h22v7h-22z" fill="{CHAMPA}"/></g>')
    body.append(bus)
    birds = "".join(f"M{700 + i * 64 + (i % 3) * 20} {520 + abs(i - 4) * 34}q14 -16 26 0q12 -16 26 0" for i in range(9))
    body.append(f'<path d="{birds}" fill="none" stroke="{NIGHT}" stroke-width="5" stroke-linecap="round"/>')
    defs = ('<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#BFD9D6"/>'
            '<stop offset="0.45" stop-color="#F3E3C6"/><stop offset="1" stop-color="#F7F2E6"/></linearGradient>'
            '<radialGradient id="sun"><stop offset="0.3" stop-color="#F7F2E6" stop-opacity="0.8"/>'
            '<stop offset="1" stop-color="#F7F2E6" stop-opacity="0"/></radialGradient>'
            '<linearGradient id="mist" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#F7F2E6" stop-opacity="0"/>'
            '<stop offset="0.5" stop-color="#F7F2E6" stop-opacity="0.4"/>'
            '<stop offset="1" stop-color="#F7F2E6" stop-opacity="0"/></linearGradient>')
    return svg(width, height, defs, "\n".join(body))


def main():
    east, west = stripes("diamond", "steps"), stripes("steps", "diamond")
    half = COLUMNS // 2
    joined_east = [(start, size, "diamond" if start == -8 else name, shade) for start, size, name, shade in east]
    joined_west = [(start, size, "diamond" if start == -8 else name, shade) for start, size, name, shade in west]
    for name, text in (("east", cloth([(EAST, 0, COLUMNS, east)], False)),
                       ("west", cloth([(WEST, 0, COLUMNS, west)], False)),
                       ("one-cloth", cloth([(EAST, 0, half, joined_east), (WEST, half, half, joined_west)], True)),
                       ("morning", morning())):
        with open(os.path.join(OUT, f"exhibition-{name}.svg"), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
