#!/usr/bin/python3
"""The gate and the road: the Trường Sơn in the morning mist, a river, a gate's roof, a bus on its way."""
import math

import numpy as np

import cairo
from studio import (CHAMPA, FOREST, JADE, MIST, NIGHT, PAPER, RICE, Ridge, Sound, ease, ellipse, fill, fill_ridge, make,
                    mist_bank, mix, paint_bank, rgb, rounded, sky, softened_noise, stroke, woven_strip)

SECONDS = 14


def eaves(c, cx, y, half, rise, lift):
    """One tier of a roof whose corners turn up gently."""
    c.move_to(cx - half, y - lift)
    c.curve_to(cx - half * 0.80, y - lift * 0.2, cx - half * 0.5, y, cx, y)
    c.curve_to(cx + half * 0.5, y, cx + half * 0.80, y - lift * 0.2, cx + half, y - lift)
    c.curve_to(cx + half * 0.72, y - rise * 0.55, cx + half * 0.50, y - rise * 0.8, cx + half * 0.42, y - rise)
    c.line_to(cx - half * 0.42, y - rise)
    c.curve_to(cx - half * 0.50, y - rise * 0.8, cx - half * 0.72, y - rise * 0.55, cx - half, y - lift)
    c.close_path()


class Gate:
    # `far`, `near`: the edges of the road, where the feet stand; what drives passes between them.
    def __init__(self, half, ground, tall, far, near):
        self.half, self.ground, self.tall, self.far, self.near = half, ground, tall, far, near
        self.posts = (-0.80, -0.30, 0.30, 0.80)

    def back(self, c, cx):
        for post in self.posts:
            c.rectangle(cx + post * self.half * 0.96 - self.half * 0.02, self.ground - self.tall, self.half * 0.04, self.tall + self.far - self.ground)
        fill(c, mix(FOREST, JADE, 0.35))

    def front(self, c, cx):
        half, top = self.half, self.ground - self.tall
        for post in self.posts:
            x, w = cx + post * half, half * 0.062
            c.rectangle(x - w / 2, top, w, self.near - top)
            fill(c, NIGHT)
            c.rectangle(x - w / 2, top, w * 0.28, self.near - top)
            fill(c, JADE)
            c.rectangle(x - w * 0.75, self.near - half * 0.015, w * 1.5, half * 0.03)
            fill(c, NIGHT)
        beam = half * 0.13
        woven_strip(c, cx - half * 0.94, top - beam * 0.1, half * 1.88, beam, NIGHT, RICE, CHAMPA)
        eaves(c, cx, top - beam * 0.05, half * 1.12, half * 0.26, half * 0.09)
        fill(c, NIGHT)
        c.rectangle(cx - half * 0.44, top - half * 0.42, half * 0.88, half * 0.19)
        fill(c, FOREST)
        for k in range(9):
            c.rectangle(cx - half * 0.40 + k * half * 0.0925, top - half * 0.38, half * 0.06, half * 0.10)
        fill(c, RICE, 0.9)
        eaves(c, cx, top - half * 0.38, half * 0.66, half * 0.22, half * 0.07)
        fill(c, NIGHT)
        c.move_to(cx - half * 1.12, top - beam * 0.05 - half * 0.09)
        c.curve_to(cx - half * 0.9, top - beam * 0.05 - half * 0.018, cx - half * 0.56, top - beam * 0.05, cx,
                   top - beam * 0.05)
        c.curve_to(cx + half * 0.56, top - beam * 0.05, cx + half * 0.9, top - beam * 0.05 - half * 0.018,
                   cx + half * 1.12, top - beam * 0.05 - half * 0.09)
        stroke(c, RICE, half * 0.012)


def bus(c, x, ground, length, turn):
    h = length * 0.30
    y = ground - h - length * 0.055
    ellipse(c, x + length / 2, ground + length * 0.012, length * 0.52, length * 0.022)
    fill(c, NIGHT, 0.55)
    rounded(c, x, y, length, h, length * 0.045)
    fill(c, PAPER)
    c.rectangle(x, y + h * 0.62, length, h * 0.16)
    fill(c, JADE)
    c.rectangle(x, y + h * 0.80, length, h * 0.06)
    fill(c, RICE)
    for k in range(6):
        rounded(c, x + length * (0.05 + 0.132 * k), y + h * 0.14, length * 0.112, h * 0.38, length * 0.012)
    fill(c, mix(NIGHT, JADE, 0.35))
    rounded(c, x + length * 0.86, y + h * 0.12, length * 0.115, h * 0.46, length * 0.02)
    fill(c, mix(NIGHT, JADE, 0.35))
    ellipse(c, x + length * 0.985, y + h * 0.84, length * 0.012, length * 0.012)
    fill(c, RICE)
    for wheel in (0.20, 0.78):
        wx, wy, r = x + length * wheel, ground - length * 0.045, length * 0.062
        ellipse(c, wx, wy, r, r)
        fill(c, NIGHT)
        ellipse(c, wx, wy, r * 0.55, r * 0.55)
        fill(c, MIST)
        for spoke in range(5):
            angle = turn / r + spoke * 1.2566
            c.move_to(wx, wy)
            c.line_to(wx + r * 0.5 * math.cos(angle), wy + r * 0.5 * math.sin(angle))
        stroke(c, NIGHT, r * 0.12)


def banana(c, x, y, size, lean, sway):
    """Broad leaves at the edge of the picture, dark against the road."""
    for angle, reach in ((-1.25, 1.0), (-0.85, 0.85), (-1.65, 0.95), (-2.15, 0.75), (-0.4, 0.62), (-2.65, 0.58)):
        a = angle + lean + sway * reach
        tip = (x + size * reach * math.cos(a), y + size * reach * math.sin(a) + size * 0.18 * abs(math.cos(a)))
        mid = (x + size * 0.55 * reach * math.cos(a), y + size * 0.62 * reach * math.sin(a))
        nx, ny = -math.sin(a) * size * 0.105, math.cos(a) * size * 0.105
        c.move_to(x, y)
        c.curve_to(mid[0] + nx, mid[1] + ny, mid[0] + nx * 1.5, mid[1] + ny * 1.5, *tip)
        c.curve_to(mid[0] - nx * 1.5, mid[1] - ny * 1.5, mid[0] - nx, mid[1] - ny, x, y)
        fill(c, NIGHT)
        c.move_to(x, y)
        c.curve_to(mid[0], mid[1], mid[0], mid[1], *tip)
        stroke(c, FOREST, size * 0.012)


def scene_of(width, height):
    wide = width > height
    u = min(width, height) / 1080
    at = (lambda f: f * height) if wide else (lambda f: f * height)
    sun_x, sun_y, sun_r = (0.30, 0.155, 62 * u) if wide else (0.36, 0.215, 66 * u)
    stops = [(0, "#9DC4C3"), (0.17, "#CFE2D8"), (0.34, "#F5E3BC"), (1, "#F3D7A4")]
    if not wide:
        stops = [(0, "#86B5B6"), (0.2, "#BFDAD3"), (0.42, "#F5E3BC"), (1, "#F3D7A4")]
    background = sky(width, height, stops, (sun_x * width, sun_y * height, sun_r * 1.1, "#FFF6DC"))
    far, near = "#A6C6BF", FOREST
    # (base, amplitude, parallax, depth)
    layers = ([(0.275, 62, 10, 0.0), (0.32, 66, 18, 0.22), (0.365, 58, 30, 0.45), (0.415, 46, 46, 0.68)] if wide else
              [(0.31, 88, 8, 0.0), (0.365, 92, 14, 0.2), (0.425, 84, 22, 0.42), (0.485, 66, 32, 0.64)])
    ridges = [Ridge(41 + 7 * k, (820 - 60 * k) * u) for k in range(len(layers))]
    bank_ridge = Ridge(97, 900 * u, rough=0.45, octaves=5, folded=0.2)
    river_top, river_end = (at(0.45), at(0.51)) if wide else (at(0.545), at(0.625))
    # Below the road the lower third is a quiet foreground: captions stand there and never on the bus.
    ground = at(0.595) if wide else at(0.805)
    gate = Gate(285 * u if wide else 330 * u, ground, 200 * u if wide else 250 * u,
                ground - 12 * u, ground + 40 * u)
    banks = [mist_bank(int(width * 1.4), int(210 * u), 5 + k, "#F4F1E2") for k in range(2)]
    glints = np.random.default_rng(3).uniform(0, 1, (70, 4))
    bus_length = 250 * u if wide else 235 * u

    trees = np.random.default_rng(12).uniform(0, 1, (46, 3))

    def grove(c, shift):
        """Bushes and slender areca palms between the river and the road."""
        foot = ground - 30 * u
        for x, size, kind in trees.tolist():
            px = (x * 1.25 - 0.08) * width - shift * (0.45 + 0.2 * size)
            if kind > 0.80 and wide or kind > 0.86:
                tall = (150 + 90 * size) * u
                c.move_to(px - 3 * u, foot)
                c.line_to(px - 1.6 * u, foot - tall)
                c.line_to(px + 1.6 * u, foot - tall)
                c.line_to(px + 3 * u, foot)
                for frond in range(7):
                    a = -math.pi * (0.02 + 0.96 * frond / 6)
                    tip = (px + 46 * u * math.cos(a), foot - tall + 40 * u * math.sin(a) + 22 * u * abs(math.cos(a)))
                    c.move_to(px, foot - tall)
                    c.curve_to(px + 22 * u * math.cos(a), foot - tall + 46 * u * math.sin(a), tip[0], tip[1] - 12 * u, *tip)
                    c.curve_to(tip[0], tip[1] - 2 * u, px + 16 * u * math.cos(a), foot - tall + 26 * u * math.sin(a), px,
                               foot - tall)
            else:
                r = (20 + 34 * size) * u
                for dx, dy, k in ((-0.8, -0.25, 0.75), (0.1, -0.55, 1.0), (0.9, -0.2, 0.7)):
                    ellipse(c, px + dx * r, foot + dy * r, r * k, r * k)
        fill(c, mix(FOREST, NIGHT, 0.30))

    rows = np.random.default_rng(23).uniform(0, 1, (7, 40, 2))

    def garden(c, shift, t):
        """Rows of low bushes between the road and the eye, darker the nearer they are."""
        top = ground + 66 * u
        for r in range(7):
            y = top + (18 + 40 * r + 3.5 * r * r) * u
            size, pace = (26 + 7 * r) * u, 1.3 + 0.28 * r
            step = size * 1.55
            first = int(shift * pace / step)
            for k in range(first - 2, first + int(width / step) + 4):
                a, b = rows[r][k % 40]
                x = k * step - shift * pace + (a - 0.5) * size * 0.5
                ellipse(c, x, y + math.sin(t * 0.7 + k) * 0.8 * u, size * (0.86 + 0.2 * b), size * (0.62 + 0.2 * a))
            fill(c, mix(mix(FOREST, JADE, 0.55), NIGHT, 0.10 + 0.125 * r))
            c.rectangle(-2, y + size * 0.2, width + 4, height)
            fill(c, mix(FOREST, NIGHT, 0.25 + 0.12 * r))

    def river(c, t):
        gradient = cairo.LinearGradient(0, river_top, 0, river_end)
        gradient.add_color_stop_rgb(0, *mix("#F3E2BA", MIST, 0.25))
        gradient.add_color_stop_rgb(1, *mix(JADE, MIST, 0.55))
        c.rectangle(-2, river_top - 4 * u, width + 4, height)
        c.set_source(gradient)
        c.fill()
        for x, y, size, phase in glints.tolist():
            depth = 0.25 + 0.75 * y
            px = ((x * 1.2 * width + t * 16 * u * depth) % (1.2 * width)) - 0.1 * width
            py = river_top + (river_end - river_top) * (0.08 + 0.86 * y)
            ellipse(c, px, py, (16 + 60 * size) * u * depth, 1.5 * u * depth)
            fill(c, PAPER, 0.30 + 0.25 * math.sin(t * 1.1 + phase * 6.28))

    def draw(c, t):
        pan = ease(t / SECONDS) * 0.75 + 0.25 * t / SECONDS
        c.set_source_surface(background)
        c.paint()
        rise = 26 * u * t / SECONDS
        ellipse(c, sun_x * width, sun_y * height + 14 * u - rise, sun_r, sun_r)
        fill(c, "#FFF8E4")
        for k, (base, amplitude, shift, depth) in enumerate(layers):
            colour = mix(far, near, depth ** 1.15)
            foot = mix(colour, "#EFE9D2", 0.72 - 0.25 * depth)
            fill_ridge(c, ridges[k], width, height, at(base), amplitude * u, shift * u * pan * 1.6 + 300 * k, colour, foot,
                       (125 if wide else 190) * u)
            if k in (1, 2):
                y = at(base) + (10 if wide else 40) * u
                paint_bank(c, banks[k - 1], -(6 + 5 * k) * u * t - 200 * k, y, 0.62)
        river(c, t)
        shift = 80 * u * pan
        fill_ridge(c, bank_ridge, width, height, river_end + 6 * u, 9 * u, shift, mix(FOREST, JADE, 0.55), FOREST, 60 * u)
        grove(c, shift)
        # The road is level and runs through the gate.
        c.rectangle(-2, ground - 34 * u, width + 4, height)
        fill(c, mix(FOREST, JADE, 0.18))
        c.rectangle(-2, ground - 12 * u, width + 4, 52 * u)
        fill(c, mix(JADE, MIST, 0.42))
        c.rectangle(-2, ground + 40 * u, width + 4, height)
        fill(c, NIGHT)
        step = 96 * u
        for k in range(-1, int(width / step) + 3):
            c.rectangle(k * step - shift % step, ground + 16 * u, step * 0.5, 4 * u)
        fill(c, PAPER, 0.75)
        cx = (0.60 if wide else 0.54) * width - shift * 0.6 + 24 * u
        gate.back(c, cx)
        start, end = (0.055, 0.845) if wide else (0.02, 0.755)
        travelled = (start + (end - start) * (0.15 * ease(t / SECONDS) + 0.85 * t / SECONDS)) * width
        bus(c, travelled, ground + 12 * u, bus_length, travelled + shift)
        gate.front(c, cx)
        # Grass and leaves close to the eye, over the lower edge.
        for k in range(-2, int(width / (13 * u)) + 20):
            x = k * 13 * u - (shift * 1.5) % (13 * u * 8)
            j = k % 8
            tall = (16 + 13 * math.sin(j * 2.4) + 7 * math.sin(j * 5.1)) * u
            c.move_to(x, ground + 62 * u)
            c.line_to(x + 5 * u + math.sin(t * 0.9 + j) * 2.2 * u, ground + 52 * u - tall)
            c.line_to(x + 12 * u, ground + 62 * u)
        fill(c, NIGHT)
        c.rectangle(-2, ground + 58 * u, width + 4, height)
        fill(c, NIGHT)
        if wide:
            garden(c, shift, t)
        sway = 0.018 * math.sin(t * 0.8)
        banana(c, -34 * u - shift * 0.25, at(0.93 if wide else 0.895), 330 * u, 0.10, sway)

    return draw


def sound_of(seconds):
    sound = Sound(seconds)
    water = softened_noise(seconds, 4, 300, 1800)
    t = np.arange(len(water)) / 48000
    sound.add(0, 0.040 * water * (1 + 0.35 * np.sin(t * 1.3) * np.sin(t * 0.7)), -0.2)
    sound.add(0, 0.028 * softened_noise(seconds, 6, 500, 2600) * (1 + 0.4 * np.sin(t * 0.9 + 1)), 0.4)
    d, e, g, a, b = 293.66, 329.63, 392.0, 440.0, 493.88
    sound.melody([(0.3, d, -0.3), (0.3, d / 2, 0), (1.3, g, 0.2), (1.8, a, 0.3), (2.8, b, -0.2), (3.8, a, 0.1),
                  (4.3, g, -0.1), (4.8, e, 0.3), (4.8, e / 2, 0), (6.0, g, -0.3), (6.5, a, 0.2), (7.5, d * 2, 0.3),
                  (8.5, b, -0.2), (9.0, a, 0.1), (9.5, g, 0.2), (9.5, g / 2, 0), (10.5, e, -0.3), (11.0, g, 0.2),
                  (11.9, d, 0), (11.9, d / 2, 0.1)], 0.20)
    return sound


if __name__ == "__main__":
    make("gate-and-road", SECONDS, scene_of, sound_of, crf=23)
