#!/usr/bin/python3
"""Two looms, one thread: the cloth grows from both sides until they are one piece."""
import math

import cairo
import numpy as np

from studio import (CHAMPA, FOREST, JADE, MIST, NIGHT, PAPER, RICE, Sound, clamp, ease, ellipse, fill, make, mix, rgb,
                    rounded, sky, softened_noise, span, stroke, surface_of)

SECONDS = 16
CELL = 12
PICK = 1.05        # seconds for one way of the shuttle
FIRST, PICKS = 0.6, 9
MEET = FIRST + PICK * PICKS


def motif(name, x, y):
    """Which thread is on top at cell (x, y) of a motif: 0 ground, 1 figure, 2 accent. Even in x about 0."""
    x = abs(x)
    if name == "diamond":      # nested stepped diamonds, 24 wide, 17 high
        x = min(x % 24, 24 - x % 24)
        d = x + abs(y)
        return 1 if d in (8, 7, 11) else 2 if d in (3, 0, 1) else 1 if d == 4 else 0
    if name == "steps":        # a stepped pyramid and its mirror, as on the shoulder cloth
        x = min(x % 24, 24 - x % 24)
        d = (x // 2) * 2 + abs(y)
        if x == 12:
            return 2 if abs(y) in (0, 3, 6) else 0
        return 1 if d in (8, 9) else 2 if d in (4, 5) else 1 if d <= 1 else 0
    if name == "zigzag":
        z = abs((x + 3) % 12 - 6)
        return 1 if abs(y + 3 - z) <= 0 else 2 if abs(y + 3 - z) == 2 else 0
    if name == "beads":        # white beads in pairs, as on the zeng
        return 1 if x % 4 in (1, 2) and y == 0 else 0
    raise ValueError(name)


def rows_of(cells):
    """The stripes of the cloth from the middle outward: (first row, rows, left motif, right motif, ground shade)."""
    stripes, row = [], 9
    stripes.append((-8, 17, "diamond", "steps", 0))
    for left, right, size, shade in (("beads", "beads", 1, 2), ("zigzag", "zigzag", 7, 1), ("beads", "beads", 1, 2),
                                     ("steps", "diamond", 17, 0), ("beads", "beads", 1, 2), ("zigzag", "zigzag", 7, 1),
                                     ("beads", "beads", 1, 2), ("diamond", "steps", 17, 0)):
        stripes += [(row + 1, size, left, right, shade), (-row - size, size, left, right, shade)]
        row += size + 2
        if row > cells // 2 + 2:
            break
    return stripes


LEFT = {"ground": (NIGHT, "#143238", "#0E2A2F"), "figure": CHAMPA, "accent": RICE, "plain": "#17363B"}
RIGHT = {"ground": (JADE, "#165A53", "#185F58"), "figure": RICE, "accent": PAPER, "plain": "#1F736A"}


def cloth(width, rows):
    """The finished cloth as a surface, each cell a thread seen from near."""
    columns = -(-width // CELL)
    middle = columns / 2 - 0.5
    half_rows = rows // 2
    picture = np.zeros((rows, columns, 3))
    stripes = rows_of(rows)
    for i in range(columns):
        side = LEFT if i < middle else RIGHT
        x = i - middle
        step = int(abs(x) + 0.5)
        for j in range(rows):
            y = j - half_rows
            colour = side["plain"]
            for start, size, left, right, shade in stripes:
                if start <= y < start + size:
                    # The stripe through the middle closes to one diamond that both sides share.
                    name = left if x < 0 else right
                    if start == -8 and abs(x) <= 12:
                        name = "diamond"
                    value = motif(name, step, y - start - size // 2)
                    colour = (side["ground"][shade], side["figure"], side["accent"])[value]
                    break
            picture[j, i] = rgb(colour)
    big = np.repeat(np.repeat(picture, CELL, 0), CELL, 1)[:, :width]
    yy, xx = np.mgrid[0 : big.shape[0], 0 : big.shape[1]]
    thread = 0.90 + 0.13 * np.sin(np.pi * ((xx % CELL) + 0.5) / CELL)
    over = ((xx // CELL + yy // CELL) % 2) * 2 - 1
    crossing = 1 + 0.055 * over * np.sin(np.pi * ((yy % CELL) + 0.5) / CELL)
    big = np.clip(big * (thread * crossing)[..., None] + 0.012, 0, 1)
    return surface_of(big)


def petal(c, x, y, angle, length, breadth):
    ux, uy = math.cos(angle), math.sin(angle)
    vx, vy = -uy * breadth, ux * breadth
    tip = (x + ux * length, y + uy * length)
    c.move_to(x, y)
    c.curve_to(x + ux * length * 0.25 + vx, y + uy * length * 0.25 + vy, x + ux * length * 0.75 + vx,
               y + uy * length * 0.75 + vy, *tip)
    c.curve_to(x + ux * length * 0.75 - vx, y + uy * length * 0.75 - vy, x + ux * length * 0.25 - vx,
               y + uy * length * 0.25 - vy, x, y)


def lotus(c, x, y, size, colour, line):
    for angle, length, breadth in ((-90, 1.0, 0.30), (-58, 0.92, 0.26), (-122, 0.92, 0.26), (-28, 0.86, 0.20),
                                   (-152, 0.86, 0.20)):
        petal(c, x, y, math.radians(angle), size * length, size * breadth)
        c.set_source_rgb(*rgb(NIGHT))
        c.fill_preserve()
        stroke(c, colour, line)
    c.move_to(x - size * 0.55, y + size * 0.16)
    c.curve_to(x - size * 0.2, y + size * 0.26, x + size * 0.2, y + size * 0.26, x + size * 0.55, y + size * 0.16)
    stroke(c, colour, line)


def champa(c, x, y, size, colour, line):
    cy = y - size * 0.42
    for k in range(5):
        angle = math.radians(-90 + 72 * k)
        petal(c, x, cy, angle + 0.12, size * 0.66, size * 0.26)
        c.set_source_rgb(*rgb(NIGHT))
        c.fill_preserve()
        stroke(c, colour, line)
    for k in range(5):
        angle = math.radians(-90 + 72 * k)
        c.move_to(x, cy)
        c.line_to(x + size * 0.22 * math.cos(angle + 0.2), cy + size * 0.22 * math.sin(angle + 0.2))
    stroke(c, RICE, line)


def scene_of(width, height):
    wide = width > height
    u = 1.0
    rows = 49 if wide else 95  # captions stand below the cloth
    top = 64 if wide else 190
    tall = rows * CELL
    middle_y = top + (rows // 2 + 0.5) * CELL
    finished = cloth(width, rows)
    background = sky(width, height, [(0, "#0E2A2E"), (0.5, "#103A38"), (1, NIGHT)])
    centre = width / 2
    woven = 3 * CELL          # what one pick adds on each side
    ground = (height - 100 + top + tall) / 2 if wide else top + tall + 130  # above captions and the line with the clock

    def fell(side, t):
        """The edge of the cloth on one side: steps forward when the shuttle has gone over."""
        done = clamp((t - FIRST) / PICK, 0, PICKS)
        whole = math.floor(done)
        beat = ease((done - whole - 0.82) / 0.18)
        gap = (PICKS - whole - beat) * woven
        return centre + side * gap, done - whole, whole

    def warp(c, x0, x1, quiet):
        for j in range(rows * 2):
            y = top + (j + 0.5) * CELL / 2
            c.move_to(x0, y)
            c.line_to(x1, y)
        tint = cairo.LinearGradient(x0, 0, x1, 0)  # each side's own thread
        for at, colour in ((0, CHAMPA), (1, RICE)):
            tint.add_color_stop_rgba(at, *rgb(mix(colour, FOREST, 0.3)), quiet)
        c.set_source(tint)
        c.set_line_width(2.2)
        c.stroke()

    def reed(c, x, side, strength):
        """The comb that beats the thread home."""
        if strength <= 0:
            return
        c.push_group()
        for j in range(rows + 1):
            c.rectangle(x - 3, top + j * CELL - 1.5, 16 * 0.4, 3)
        fill(c, mix(RICE, NIGHT, 0.45))
        rounded(c, x - 9, top - 34, 18, tall + 68, 9)
        fill(c, mix(RICE, "#6B4A22", 0.62), 0.92)
        rounded(c, x - 9, top - 34, 6, tall + 68, 3)
        fill(c, mix(RICE, PAPER, 0.2), 0.55)
        c.pop_group_to_source()
        c.paint_with_alpha(strength)

    def shuttle(c, x, y, colour):
        c.move_to(x, y - 74)
        c.curve_to(x + 22, y - 34, x + 22, y + 34, x, y + 74)
        c.curve_to(x - 22, y + 34, x - 22, y - 34, x, y - 74)
        fill(c, mix(RICE, "#5A3A1A", 0.55))
        c.move_to(x, y - 74)
        c.curve_to(x - 22, y - 34, x - 22, y + 34, x, y + 74)
        c.curve_to(x - 10, y + 30, x - 10, y - 30, x, y - 74)
        fill(c, mix(RICE, PAPER, 0.25), 0.75)
        rounded(c, x - 6, y - 30, 12, 60, 6)
        fill(c, NIGHT, 0.75)
        rounded(c, x - 4, y - 24, 8, 48, 4)
        fill(c, colour)

    def draw(c, t):
        c.set_source_surface(background)
        c.paint()
        left, progress, count = fell(-1, t)
        right, _, _ = fell(1, t)
        joined = t >= MEET
        for x, w, x0 in ((0, left, 0), (right, width - right, right)):
            c.save()
            c.rectangle(x, top, w + (1 if joined and x == 0 else 0), tall)
            c.clip()
            c.set_source_surface(finished, 0, top)
            c.paint()
            c.restore()
        for edge in (0, 1):  # selvedges
            c.rectangle(-2, top - 5 if edge == 0 else top + tall, width + 4, 5)
            fill(c, mix(RICE, NIGHT, 0.30))
        if not joined:
            c.rectangle(left, top - 5, right - left, tall + 10)
            fill(c, mix(NIGHT, FOREST, 0.6))
            warp(c, left, right, 0.85)
            for side, x in ((-1, left), (1, right)):  # the cloth's edge lies higher than the bare threads
                shade = cairo.LinearGradient(x, 0, x - side * 40, 0)
                shade.add_color_stop_rgba(0, *rgb(NIGHT), 0.55)
                shade.add_color_stop_rgba(1, *rgb(NIGHT), 0)
                c.rectangle(min(x, x - side * 40), top, 40, tall)
                c.set_source(shade)
                c.fill()
            # One golden thread hangs between the two sides and is drawn tight as they come together.
            slack = 0.16 * (right - left)
            c.move_to(left - 4, middle_y)
            c.curve_to(left + (right - left) * 0.3, middle_y + slack, right - (right - left) * 0.3, middle_y + slack,
                       right + 4, middle_y)
            stroke(c, RICE, 9)
            room = span(right - left, 60, 190)
            if FIRST <= t < MEET:
                way = ease(progress / 0.80)
                for side, x, colour in ((-1, left, CHAMPA), (1, right, RICE)):
                    down = (count % 2 == 0) == (side < 0)
                    y = top - 96 + (tall + 192) * (way if down else 1 - way)
                    c.save()
                    c.rectangle(0, top, width, tall)
                    c.clip()
                    x_pick = x - side * min(24, (right - left) / 4)
                    c.move_to(x_pick, top if down else top + tall)
                    c.line_to(x_pick, y)
                    stroke(c, colour, 4, 1 - ease((progress - 0.8) / 0.2))
                    shuttle(c, x_pick, y, colour)
                    c.restore()
            for side, x in ((-1, left), (1, right)):
                reed(c, x - side * 96, side, room * (1 if right - left > 230 else span(right - left, 200, 230)))
        # The golden thread in the finished cloth; when all is joined a light runs along it.
        pull = span(t, MEET - 0.1, MEET + 0.5)
        for x0, x1 in ((-4, left), (right, width + 4)):
            c.move_to(x0, middle_y)
            c.line_to(x1, middle_y)
        c.set_dash([CELL * 2.4, CELL * 0.6], 0)
        stroke(c, RICE, 7 + 2 * pull)
        c.set_dash([])
        if joined:
            reach = ease((t - MEET - 0.2) / 5.4)
            for direction in (-1, 1):
                c.move_to(centre, middle_y)
                c.line_to(centre + direction * reach * (centre + 40), middle_y)
            stroke(c, RICE, 10)
            for direction in (-1, 1):
                x = centre + direction * reach * (centre + 260)
                glow = cairo.RadialGradient(x, middle_y, 0, x, middle_y, 190)
                glow.add_color_stop_rgba(0, *rgb(PAPER), 0.55 * (1 - 0.4 * reach))
                glow.add_color_stop_rgba(1, *rgb(RICE), 0)
                c.save()
                c.rectangle(0, top, width, tall)
                c.clip()
                c.set_source(glow)
                c.rectangle(x - 200, middle_y - 200, 400, 400)
                c.fill()
                c.restore()
        size = 92 if wide else 128
        inset = 210 if wide else 240
        lotus(c, inset, ground + size * 0.36, size, CHAMPA, 4)
        champa(c, width - inset, ground + size * 0.62, size * 1.18, CHAMPA, 4)

    return draw


def sound_of(seconds):
    sound = Sound(seconds)
    d, f, g, a, c5 = 293.66, 349.23, 392.0, 440.0, 523.25
    left = [d, g, a, g, f, g, a, c5, a]
    right = [a, c5, d * 2, c5, a, c5, d * 2, f * 2, d * 2]
    for k in range(PICKS):
        at = FIRST + k * PICK
        sweep = softened_noise(0.85, 50 + k, 900, 3200)
        sweep *= np.sin(np.linspace(0, np.pi, len(sweep))) ** 2
        sound.add(at + 0.02, 0.05 * sweep, -0.5)
        sound.add(at + 0.02, 0.05 * sweep[::-1], 0.5)
        sound.melody([(at + 0.86, left[k], -0.6), (at + 0.96 if k < PICKS - 1 else at + 0.86, right[k], 0.6)], 0.17)
    # Joined: both play together.
    for at, low in ((MEET + 0.5, d), (MEET + 1.4, g), (MEET + 2.3, a), (MEET + 3.3, d * 2)):
        sound.melody([(at, low, -0.25), (at, low * 1.5, 0.25)], 0.17)
    sound.melody([(MEET + 3.3, d / 2, 0)], 0.16)
    return sound


if __name__ == "__main__":
    make("weaving", SECONDS, scene_of, sound_of, crf=23)
