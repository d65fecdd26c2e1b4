#!/usr/bin/python3
"""Coffee of the hills: white blossom, green fruit, ripe fruit, and a cup at the end of the morning."""
import math

import cairo
import numpy as np

from studio import (CHAMPA, FOREST, JADE, MIST, NIGHT, PAPER, RICE, Ridge, Sound, clamp, ease, ellipse, fill, fill_ridge,
                    make, mist_bank, mix, paint_bank, rgb, rounded, sky, softened_noise, span, stroke, woven_strip)

SECONDS = 16
RIPE = "#B8503A"
LEAF, LEAF_LIGHT = "#14524A", "#2E7D6E"


def leaf(c, x, y, angle, length, colour, vein):
    """A coffee leaf: long, pointed, with a wavy edge and paired veins."""
    c.save()
    c.translate(x, y)
    c.rotate(angle)
    half = length * 0.19
    count = 7
    c.move_to(0, 0)
    for side in (-1, 1):
        steps = range(1, count + 1) if side < 0 else range(count - 1, -1, -1)
        for k in steps:
            s = k / count
            swell = math.sin(math.pi * s ** 0.85) * half
            m = (s - side * -0.5 / count) if side < 0 else s + 0.5 / count
            m = clamp(m)
            ms = math.sin(math.pi * m ** 0.85) * half * 1.10
            c.curve_to(length * m, side * ms, length * m, side * ms, length * s, side * swell)
    c.close_path()
    c.set_source_rgb(*rgb(colour))
    c.fill_preserve()
    c.save()
    c.clip()
    c.rectangle(0, 0, length, half * 1.3)
    c.set_source_rgba(*rgb(NIGHT), 0.20)
    c.fill()
    c.restore()
    c.new_path()
    c.move_to(0, 0)
    c.line_to(length * 0.97, 0)
    for k in range(1, 7):
        s = k / 7.5
        swell = math.sin(math.pi * (s + 0.1) ** 0.85) * half * 0.8
        for side in (-1, 1):
            c.move_to(length * s, 0)
            c.curve_to(length * (s + 0.04), side * swell * 0.4, length * (s + 0.07), side * swell * 0.7,
                       length * (s + 0.12), side * swell)
    c.set_source_rgba(*rgb(vein), 0.75)
    c.set_line_width(length * 0.008)
    c.stroke()
    c.restore()


def blossom(c, x, y, size, turn):
    """Five slender white petals and golden stamens."""
    for k in range(5):
        a = turn + k * 1.2566
        ux, uy = math.cos(a), math.sin(a)
        c.move_to(x, y)
        c.curve_to(x + size * (0.35 * ux - 0.26 * uy), y + size * (0.35 * uy + 0.26 * ux),
                   x + size * (0.85 * ux - 0.20 * uy), y + size * (0.85 * uy + 0.20 * ux), x + size * ux, y + size * uy)
        c.curve_to(x + size * (0.85 * ux + 0.20 * uy), y + size * (0.85 * uy - 0.20 * ux),
                   x + size * (0.35 * ux + 0.26 * uy), y + size * (0.35 * uy - 0.26 * ux), x, y)
    c.set_source_rgb(*rgb("#FFFDF6"))
    c.fill_preserve()
    c.set_source_rgba(*rgb(JADE), 0.28)
    c.set_line_width(max(0.6, size * 0.03))
    c.stroke()
    for k in range(5):
        a = turn + 0.628 + k * 1.2566
        c.move_to(x, y)
        c.line_to(x + size * 0.34 * math.cos(a), y + size * 0.34 * math.sin(a))
    c.set_source_rgb(*rgb(RICE))
    c.set_line_width(size * 0.09)
    c.set_line_cap(cairo.LINE_CAP_ROUND)
    c.stroke()


def cherry(c, x, y, size, colour):
    ellipse(c, x, y, size, size * 1.08)
    c.set_source_rgb(*rgb(colour))
    c.fill()
    ellipse(c, x + size * 0.10, y + size * 0.16, size * 0.82, size * 0.86)
    fill(c, mix(colour, NIGHT, 0.45), 0.28)
    ellipse(c, x - size * 0.32, y - size * 0.38, size * 0.24, size * 0.17, -0.6)
    fill(c, PAPER, 0.55)
    ellipse(c, x + size * 0.05, y + size * 0.98, size * 0.16, size * 0.09)
    fill(c, mix(colour, NIGHT, 0.6))


class Branch:
    """A twig with pairs of leaves; at each node a cluster that blooms and bears."""

    def __init__(self, seed, points, width, leaf_length, cluster):
        self.rng = np.random.default_rng(seed)
        self.points, self.width, self.leaf_length = points, width, leaf_length
        self.nodes = []
        for k in range(5):
            s = 0.14 + 0.185 * k
            members = []
            for j in range(7):
                a = 6.28 * j / 7 + self.rng.uniform(-0.3, 0.3)
                r = cluster * (0.95 if j else 0.0) * self.rng.uniform(0.75, 1.1)
                members.append((r * math.cos(a), abs(r * math.sin(a)) * 0.9 * (1 if j % 3 else -0.6) + cluster * 0.25,
                                self.rng.uniform(0, 6.28), self.rng.uniform(0, 1)))
            self.nodes.append((s, members))
        self.cluster = cluster

    def place(self, s):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = self.points
        r = 1 - s
        x = r**3 * x0 + 3 * r * r * s * x1 + 3 * r * s * s * x2 + s**3 * x3
        y = r**3 * y0 + 3 * r * r * s * y1 + 3 * r * s * s * y2 + s**3 * y3
        dx = 3 * r * r * (x1 - x0) + 6 * r * s * (x2 - x1) + 3 * s * s * (x3 - x2)
        dy = 3 * r * r * (y1 - y0) + 6 * r * s * (y2 - y1) + 3 * s * s * (y3 - y2)
        return x, y, math.atan2(dy, dx)

    def draw(self, c, t):
        sway = 0.020 * math.sin(t * 0.9 + self.points[0][1])
        for s, _ in self.nodes:
            x, y, a = self.place(s)
            scale = 0.72 + 0.5 * math.sin(math.pi * (0.25 + 0.6 * s))
            for side in (-1, 1):
                leaf(c, x, y, a + side * (0.95 - 0.25 * s) + sway * (1 + side * 0.4), self.leaf_length * scale,
                     LEAF if side > 0 else LEAF_LIGHT, "#6FB0A0")
        x, y, a = self.place(0.99)
        leaf(c, x, y, a + sway, self.leaf_length * 0.8, LEAF_LIGHT, "#6FB0A0")
        (x0, y0), p1, p2, p3 = self.points
        c.move_to(x0, y0)
        c.curve_to(*p1, *p2, *p3)
        c.set_line_cap(cairo.LINE_CAP_ROUND)
        stroke(c, "#4A3A2A", self.width)
        bare = self.cluster * 0.47
        for s, members in self.nodes:
            x, y, _ = self.place(s)
            for dx, dy, turn, own in members:
                grown = ease((t - 3.0 - own) / 2.2)
                ripe = ease((t - 4.8 - own * 1.2 - s * 0.4) / 1.8)
                if grown > 0:
                    green = mix("#7FA65A", RICE, clamp(ripe * 2))
                    cherry(c, x + dx, y + dy, bare * (0.25 + 0.75 * grown), mix(green, RIPE, clamp(ripe * 2 - 1)))
            for dx, dy, turn, own in members:
                open_ = 0.86 + 0.14 * ease(t / 1.8)
                gone = ease((t - 2.6 - own * 1.1) / 1.5)
                if gone < 1:
                    blossom(c, x + dx * 1.25, y + dy * 1.2, self.cluster * 0.92 * open_ * (1 - gone),
                            turn + 0.05 * math.sin(t + own * 6))


def cup(c, x, y, size):
    """A white cup on a saucer; (x, y) is where it stands."""
    ellipse(c, x, y + size * 0.02, size * 1.12, size * 0.17)
    fill(c, NIGHT, 0.45)
    ellipse(c, x, y - size * 0.03, size * 1.02, size * 0.15)
    fill(c, mix(PAPER, MIST, 0.55))
    ellipse(c, x, y - size * 0.055, size * 0.95, size * 0.125)
    fill(c, PAPER)
    ellipse(c, x, y - size * 0.05, size * 0.45, size * 0.06)
    fill(c, mix(PAPER, JADE, 0.30))
    c.save()
    ellipse(c, x + size * 0.66, y - size * 0.46, size * 0.20, size * 0.22)
    stroke(c, mix(PAPER, MIST, 0.5), size * 0.085)
    c.restore()
    top = y - size * 0.80
    c.move_to(x - size * 0.62, top)
    c.curve_to(x - size * 0.60, y - size * 0.30, x - size * 0.42, y - size * 0.06, x - size * 0.26, y - size * 0.05)
    c.line_to(x + size * 0.26, y - size * 0.05)
    c.curve_to(x + size * 0.42, y - size * 0.06, x + size * 0.60, y - size * 0.30, x + size * 0.62, top)
    c.close_path()
    c.set_source_rgb(*rgb(PAPER))
    c.fill_preserve()
    c.save()
    c.clip()
    shade = cairo.LinearGradient(x - size * 0.62, 0, x + size * 0.62, 0)
    shade.add_color_stop_rgba(0, *rgb(JADE), 0.06)
    shade.add_color_stop_rgba(0.4, *rgb(JADE), 0)
    shade.add_color_stop_rgba(1, *rgb(JADE), 0.42)
    c.set_source(shade)
    c.rectangle(x - size, top, size * 2, size)
    c.fill()
    woven_strip(c, x - size * 0.7, y - size * 0.52, size * 1.4, size * 0.17, JADE, PAPER, RICE)
    c.restore()
    c.new_path()
    ellipse(c, x, top, size * 0.62, size * 0.125)
    fill(c, PAPER)
    ellipse(c, x, top + size * 0.012, size * 0.555, size * 0.10)
    fill(c, "#3A241A")
    ellipse(c, x - size * 0.16, top - size * 0.012, size * 0.26, size * 0.035, -0.05)
    fill(c, "#7A4A2C", 0.65)


def steam(c, x, y, size, t, strength):
    for k, (dx, phase) in enumerate(((-0.24, 0.0), (0.04, 2.1), (0.28, 4.0))):
        left, right = [], []
        for j in range(41):
            s = j / 40
            sway = size * 0.16 * s * math.sin(5.2 * s - t * 1.35 + phase)
            px, py = x + dx * size * (1 - 0.3 * s) + sway, y - size * (0.05 + 1.55 * s)
            thick = size * 0.065 * math.sin(math.pi * s) ** 0.8
            left.append((px - thick, py))
            right.append((px + thick, py))
        c.move_to(*left[0])
        for p in left[1:] + right[::-1]:
            c.line_to(*p)
        c.close_path()
        fade = cairo.LinearGradient(0, y, 0, y - size * 1.6)
        fade.add_color_stop_rgba(0, *rgb(PAPER), 0)
        fade.add_color_stop_rgba(0.25, *rgb(PAPER), 0.85 * strength)
        fade.add_color_stop_rgba(1, *rgb(PAPER), 0)
        c.set_source(fade)
        c.fill()


def bean(c, x, y, size, angle):
    ellipse(c, x, y + size * 0.2, size, size * 0.6, angle)
    fill(c, NIGHT, 0.4)
    ellipse(c, x, y, size, size * 0.66, angle)
    fill(c, "#4A2C1E")
    c.save()
    c.translate(x, y)
    c.rotate(angle)
    c.move_to(-size * 0.9, 0)
    c.curve_to(-size * 0.3, -size * 0.3, size * 0.3, size * 0.3, size * 0.9, 0)
    stroke(c, "#24130C", size * 0.14)
    c.restore()


def scene_of(width, height):
    wide = width > height
    u = min(width, height) / 1080
    background = sky(width, height, [(0, "#A9CFC9"), (0.32, "#DCE9DA"), (0.62, "#F8E8C2"), (1, "#F3DDAE")],
                     (0.72 * width, (0.225 if wide else 0.19) * height, 90 * u, "#FFF6DC"))
    layers = ([(0.385, 50, 120, 0.05, 0.8), (0.47, 46, 220, 0.30, 0.7), (0.59, 52, 380, 0.58, 0.15)] if wide else
              [(0.40, 78, 110, 0.05, 0.8), (0.50, 70, 200, 0.30, 0.7), (0.61, 66, 330, 0.58, 0.15)])
    ridges = [Ridge(63 + 5 * k, (980 - 120 * k) * u, rough=0.50 - 0.05 * k, folded=f) for k, (_, _, _, _, f) in
              enumerate(layers)]
    banks = [mist_bank(int(width * 1.4), int(200 * u), 15 + k, "#F6F1DE") for k in range(2)]
    # The branch comes in from the upper left; the table waits one picture further on.
    if wide:
        branches = [Branch(2, [(-70 * u, 150 * u), (400 * u, 190 * u), (860 * u, 400 * u), (1330 * u, 330 * u)], 17 * u,
                           385 * u, 64 * u),
                    Branch(5, [(-60 * u, 600 * u), (150 * u, 545 * u), (290 * u, 560 * u), (430 * u, 615 * u)], 12 * u,
                           215 * u, 42 * u)]
    else:
        branches = [Branch(2, [(-60 * u, 260 * u), (240 * u, 330 * u), (480 * u, 560 * u), (760 * u, 640 * u)], 15 * u,
                           330 * u, 52 * u),
                    Branch(5, [(-60 * u, 1060 * u), (180 * u, 980 * u), (400 * u, 1040 * u), (600 * u, 1190 * u)], 12 * u,
                           270 * u, 44 * u)]
    travel = 1.06 * width
    # High enough that captions, in the lower third, leave the cup free.
    table = (0.545 if wide else 0.715) * height
    size = 250 * u if wide else 285 * u

    def rows_of_bushes(c, base, shift, t):
        """Lines of coffee over the near hill."""
        row, y0 = 0, base
        c.move_to(-4, height + 4)
        for x in range(-4, width + 24, 20):
            c.line_to(x, base + 2 * u - 22 * u * math.sin((x + shift) / (430 * u) + 0.4))
        c.line_to(width + 24, height + 4)
        c.close_path()
        fill(c, mix(JADE, FOREST, 0.55))
        while y0 < height + 60 * u:
            r = (7.5 + 2.7 * row) * u
            y0 += r * 1.75 + 5 * u
            step = r * 1.62
            move = shift * (1 + 0.10 * row)
            first = int(move / step)
            for k in range(first - 2, first + int(width / step) + 4):
                x = k * step - move
                y = y0 - 22 * u * math.sin((x + shift) / (430 * u) + 0.4) - r * 0.10 * math.sin(k * 1.7)
                ellipse(c, x, y, r * (1.02 + 0.10 * math.sin(k * 2.3)), r * 0.78)
            fill(c, mix(mix(JADE, "#7FA65A", 0.34), FOREST, clamp(0.15 + 0.10 * row)))
            row += 1

    def draw(c, t):
        pan = ease((t - 8.6) / 4.6)
        drift = 0.020 * t / SECONDS
        c.set_source_surface(background)
        c.paint()
        ellipse(c, 0.72 * width, ((0.235 if wide else 0.20) - 0.02 * t / SECONDS) * height, 58 * u, 58 * u)
        fill(c, "#FFF8E4")
        for k, (base, amplitude, shift, depth, _) in enumerate(layers):
            colour = mix("#A9C9BF", FOREST, depth)
            fill_ridge(c, ridges[k], width, height, base * height, amplitude * u,
                       shift * u * (pan + drift * 2) + 400 * k, colour,
                       mix(colour, "#F1EBD2", 0.62 - 0.2 * depth) if k < 2 else mix(FOREST, NIGHT, 0.3), 120 * u)
            if k < 2:
                paint_bank(c, banks[k], -(7 + 5 * k) * u * t - shift * u * pan, base * height - 10 * u, 0.66)
        rows_of_bushes(c, (layers[2][0] + 0.03) * height, 420 * u * (pan + drift * 2) + 500 * u, t)
        x = width * 1.0 * 1.06 - travel * pan   # where the table's picture begins
        near = x - 90 * u
        if near < width:
            c.rectangle(near + 90 * u, table, width * 1.3, height)
            fill(c, mix("#5A3A22", NIGHT, 0.72) if wide else NIGHT)
            for seam in range(1, 14 if wide else 0):  # boards of the front
                c.rectangle(near + 90 * u + seam * 190 * u, table, 4 * u, height)
            fill(c, NIGHT)
            edge = table + (0.085 if wide else 0.075) * height
            c.rectangle(near + 90 * u, table, width * 1.3, edge - table)
            fill(c, mix("#5A3A22", NIGHT, 0.25))
            c.rectangle(near + 90 * u, table, width * 1.3, 7 * u)
            fill(c, mix(RICE, "#5A3A22", 0.45))
            c.rectangle(near + 90 * u, edge, width * 1.3, 5 * u)
            fill(c, mix(RICE, "#5A3A22", 0.65))
            middle = x + (0.56 if wide else 0.5) * width
            runner = size * 1.75
            woven_strip(c, middle - runner, table + 6 * u, runner * 2, edge - table, JADE, RICE, CHAMPA)
            woven_strip(c, middle - runner, edge + 5 * u, runner * 2, (edge - table) * (1.5 if wide else 0.9), FOREST, CHAMPA, RICE)
            stand = table + (edge - table) * 0.62
            for k, (dx, dy, a) in enumerate(((-1.42, 0.2, 0.5), (-1.28, 0.36, -0.6), (-1.50, 0.42, 1.2), (1.36, 0.30, 0.2),
                                             (1.50, 0.12, -0.9))):
                bean(c, middle + dx * size, table + dy * (edge - table) * 1.6, 21 * u, a)
            cup(c, middle, stand, size)
            steam(c, middle, stand - size * 0.86, size, t, 1.0)
        c.save()
        c.translate(-travel * pan * 1.12 - drift * 200 * u, 0)
        for branch in reversed(branches):
            branch.draw(c, t)
        c.restore()

    return draw


def sound_of(seconds):
    sound = Sound(seconds)
    t = np.arange(int(seconds * 48000)) / 48000
    wind = softened_noise(seconds, 8, 250, 900)
    sound.add(0, 0.05 * wind * (0.7 + 0.3 * np.sin(0.8 * t)), -0.3)
    sound.add(0, 0.04 * softened_noise(seconds, 9, 300, 1100) * (0.7 + 0.3 * np.sin(0.6 * t + 2)), 0.4)
    c4, d, e, g, a = 261.63, 293.66, 329.63, 392.0, 440.0
    notes = [(0.4, c4 / 2, 0), (0.4, e, -0.2), (1.0, g, 0.2), (1.6, a, 0.3), (2.8, g, -0.1), (3.4, e, 0.2), (4.0, d, -0.3),
             (4.0, g / 2, 0), (5.2, e, 0.1), (5.8, g, 0.3), (6.4, c4 * 2, -0.2), (7.6, a, 0.2), (8.2, g, -0.2),
             (8.8, e, 0.1), (8.8, a / 2, 0), (10.0, d, 0.3), (10.6, e, -0.3), (11.2, g, 0.1), (12.4, e, 0.2), (13.0, d, -0.1),
             (13.6, c4, 0), (13.6, c4 / 2, 0.1), (13.9, g, 0.2)]
    sound.melody(notes, 0.19)
    return sound


if __name__ == "__main__":
    make("coffee", SECONDS, scene_of, sound_of, crf=27.5)
