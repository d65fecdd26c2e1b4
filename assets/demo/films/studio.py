"""What the three films share: colours, drawing, the bamboo notes, and the way into an mp4.

Nothing is taken from elsewhere: every picture is drawn from curves, every sound is computed.
"""
import math
import os
import re
import subprocess
import sys
import tempfile
import wave

import cairo
import numpy as np

FPS = 30
RATE = 48000
TARGET_LUFS = -23.0

NIGHT, FOREST, JADE = "#0B2226", "#12403C", "#1B6B62"
PAPER, MIST, RICE, CHAMPA = "#F7F2E6", "#D5E6E1", "#E9B44C", "#F3C8C4"


def rgb(colour):
    if isinstance(colour, str):
        return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return colour


def mix(a, b, t):
    a, b = rgb(a), rgb(b)
    return tuple(x + (y - x) * t for x, y in zip(a, b))


def clamp(x, low=0.0, high=1.0):
    return max(low, min(high, x))


def ease(x):
    """Slow in, slow out, between 0 and 1."""
    x = clamp(x)
    return x * x * x * (x * (6 * x - 15) + 10)


def span(t, start, end):
    return ease((t - start) / (end - start))


# ---- drawing ----------------------------------------------------------------------------------------------
def surface_of(array):
    """float RGB (h, w, 3) in 0..1 -> an opaque cairo surface, dithered so that no band shows."""
    height, width, _ = array.shape
    noise = np.random.default_rng(9).random((height, width, 1)) - 0.5
    levels = np.clip(np.floor(array * 255 + 0.5 + noise * 0.9), 0, 255).astype(np.uint8)
    out = np.zeros((height, width, 4), np.uint8)
    out[..., 0], out[..., 1], out[..., 2], out[..., 3] = levels[..., 2], levels[..., 1], levels[..., 0], 255
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, width, height)
    rows = np.ndarray((height, surface.get_stride()), np.uint8, surface.get_data())
    rows[:, : width * 4] = out.reshape(height, width * 4)
    surface.mark_dirty()
    return surface


def sky(width, height, stops, sun=None):
    """Vertical gradient through `stops` [(y, colour)], with a halo around `sun` (x, y, radius, colour)."""
    y = np.linspace(0, 1, height)
    channels = [np.interp(y, [s[0] for s in stops], [rgb(s[1])[c] for s in stops]) for c in range(3)]
    array = np.repeat(np.stack(channels, 1)[:, None, :], width, 1)
    if sun:
        cx, cy, radius, colour = sun
        yy, xx = np.mgrid[0:height, 0:width]
        distance = np.hypot(xx - cx, yy - cy)
        glow = 0.75 * np.exp(-((distance / (radius * 3.2)) ** 1.3))
        array = array + (np.array(rgb(colour)) - array) * glow[..., None]
    return surface_of(array)


def mist_bank(width, height, seed, colour):
    """A soft bank of mist as a transparent surface that can be shifted sideways."""
    rng = np.random.default_rng(seed)
    yy, xx = np.mgrid[0:height, 0:width].astype(float)
    alpha = np.zeros((height, width))
    for _ in range(9):
        cx, cy = rng.uniform(0, width), height * rng.uniform(0.4, 0.6)
        sx, sy = height * rng.uniform(1.4, 3.2), height * rng.uniform(0.10, 0.17)
        for shift in (-width, 0, width):
            alpha += np.exp(-(((xx - cx - shift) / sx) ** 2) - ((yy - cy) / sy) ** 2)
    alpha = np.clip(alpha, 0, 1.2) / 1.2 * np.sin(np.pi * (yy + 0.5) / height)
    noise = rng.random((height, width)) - 0.5
    out = np.zeros((height, width, 4), np.uint8)
    for index, value in enumerate(reversed(rgb(colour))):
        out[..., index] = np.clip(value * alpha * 255 + noise * 0.5, 0, 255)
    out[..., 3] = np.clip(alpha * 255 + noise * 0.5, 0, 255)
    out[..., :3] = np.minimum(out[..., :3], out[..., 3:])
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, width, height)
    rows = np.ndarray((height, surface.get_stride()), np.uint8, surface.get_data())
    rows[:, : width * 4] = out.reshape(height, width * 4)
    surface.mark_dirty()
    return surface


def paint_bank(c, bank, x, y, strength):
    """Paints a bank that repeats sideways, so that there is no edge."""
    pattern = cairo.SurfacePattern(bank)
    pattern.set_extend(cairo.EXTEND_REPEAT)
    pattern.set_filter(cairo.FILTER_BILINEAR)
    c.save()
    c.rectangle(0, y, 10000, bank.get_height())
    c.clip()
    c.translate(x, y)
    c.set_source(pattern)
    c.paint_with_alpha(strength)
    c.restore()


class Ridge:
    """The line of a mountain chain: folded waves over many octaves, endless to both sides."""

    def __init__(self, seed, length, rough=0.52, octaves=7, folded=0.75):
        rng = np.random.default_rng(seed)
        self.waves = [
            (rough**k, 2 * math.pi * 1.93**k / length, rng.uniform(0, 6.28), rng.uniform(0.7, 1.3))
            for k in range(octaves)
        ]
        self.folded = folded

    def heights(self, x):
        total = np.zeros_like(x)
        for amplitude, frequency, phase, bend in self.waves:
            wave_ = np.sin(x * frequency * bend + phase)
            peak = 1 - 2 * np.abs(np.sin(x * frequency * bend * 0.5 + phase))
            total += amplitude * (self.folded * peak + (1 - self.folded) * wave_)
        return total


def fill_ridge(c, ridge, width, height, base, amplitude, shift, top, foot, fade, step=3):
    x = np.arange(-step, width + 2 * step, step, dtype=float)
    y = base - amplitude * ridge.heights(x + shift)
    c.move_to(-step, height + 4)
    for px, py in zip(x.tolist(), y.tolist()):
        c.line_to(px, py)
    c.line_to(width + 2 * step, height + 4)
    c.close_path()
    gradient = cairo.LinearGradient(0, base - amplitude * 1.2, 0, base + fade)
    gradient.add_color_stop_rgb(0, *rgb(top))
    gradient.add_color_stop_rgb(1, *rgb(foot))
    c.set_source(gradient)
    c.fill()


def fill(c, colour, alpha=1.0):
    c.set_source_rgba(*rgb(colour), alpha)
    c.fill()


def stroke(c, colour, width, alpha=1.0):
    c.set_source_rgba(*rgb(colour), alpha)
    c.set_line_width(width)
    c.stroke()


def ellipse(c, x, y, rx, ry, angle=0.0):
    c.save()
    c.translate(x, y)
    c.rotate(angle)
    c.scale(rx, ry)
    c.new_sub_path()
    c.arc(0, 0, 1, 0, 2 * math.pi)
    c.restore()


def rounded(c, x, y, w, h, r):
    c.new_sub_path()
    c.arc(x + w - r, y + r, r, -math.pi / 2, 0)
    c.arc(x + w - r, y + h - r, r, 0, math.pi / 2)
    c.arc(x + r, y + h - r, r, math.pi / 2, math.pi)
    c.arc(x + r, y + r, r, math.pi, 1.5 * math.pi)
    c.close_path()


def woven_strip(c, x, y, length, height, ground, figure, dot, phase=0.0):
    """A strip of stepped diamonds, as on every slide."""
    c.save()
    c.rectangle(x, y, length, height)
    c.clip()
    c.rectangle(x, y, length, height)
    fill(c, ground)
    cell = height / 9
    motif = 12
    start = -motif - int(phase / cell) % motif
    offset = -(phase % cell)
    for column in range(start, int(length / cell) + motif):
        k = column % motif
        reach = min(k, motif - k)
        if 1 <= reach <= 4:
            for row in (4 - (4 - reach), 4 + (4 - reach)):
                c.rectangle(x + offset + column * cell, y + row * cell, cell * 0.94, cell * 0.94)
        if k == 0:
            for row in (0, 8):
                c.rectangle(x + offset + column * cell, y + row * cell, cell * 0.94, cell * 0.94)
    fill(c, figure)
    for column in range(start, int(length / cell) + motif):
        k = column % motif
        for row in (2, 4, 6) if k == 6 else (4,) if k == 0 else ():
            c.rectangle(x + offset + column * cell, y + row * cell, cell * 0.94, cell * 0.94)
    fill(c, dot)
    c.restore()


# ---- sound ------------------------------------------------------------------------------------------------
def bamboo(frequency, loudness, seconds=1.6):
    """A struck bamboo tube: a quick knock, a warm tone, two short upper partials."""
    t = np.arange(int(seconds * RATE)) / RATE
    tone = np.sin(2 * np.pi * frequency * t) * np.exp(-t * 4.2)
    tone += 0.34 * np.sin(2 * np.pi * frequency * 2.76 * t) * np.exp(-t * 13)
    tone += 0.10 * np.sin(2 * np.pi * frequency * 5.40 * t) * np.exp(-t * 30)
    knock = np.random.default_rng(int(frequency * 7)).standard_normal(len(t)) * np.exp(-t * 260)
    knock = np.convolve(knock, np.ones(12) / 12, "same")
    attack = np.minimum(1, t / 0.003)
    return loudness * attack * (tone + 0.25 * knock)


def softened_noise(seconds, seed, low, high):
    """Noise between two frequencies: water, wind, a shuttle in the warp."""
    count = int(seconds * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    f = np.fft.rfftfreq(count, 1 / RATE)
    spectrum *= 1 / (1 + (low / np.maximum(f, 1)) ** 4) / (1 + (f / high) ** 3)
    noise = np.fft.irfft(spectrum, count)
    return noise / np.max(np.abs(noise))


class Sound:
    """Two channels that are filled with notes and noises, then given a room and the right loudness."""

    def __init__(self, seconds):
        self.dry = np.zeros((int(seconds * RATE), 2))
        self.seconds = seconds

    def add(self, at, samples, pan=0.0):
        start = int(at * RATE)
        samples = samples[: max(0, len(self.dry) - start)]
        left, right = math.cos((pan + 1) * math.pi / 4), math.sin((pan + 1) * math.pi / 4)
        self.dry[start : start + len(samples), 0] += samples * left
        self.dry[start : start + len(samples), 1] += samples * right

    def melody(self, notes, loudness):
        for at, frequency, pan in notes:
            self.add(at, bamboo(frequency, loudness), pan)

    def finished(self):
        out = self.dry.copy()
        size = 1 << int(math.ceil(math.log2(len(out) + RATE * 2)))
        for channel in range(2):
            rng = np.random.default_rng(31 + channel)
            t = np.arange(int(1.8 * RATE)) / RATE
            room = rng.standard_normal(len(t)) * np.exp(-t * 3.6)
            room *= 1 / np.sqrt(np.sum(room**2))
            wet = np.fft.irfft(np.fft.rfft(self.dry[:, channel], size) * np.fft.rfft(room, size), size)
            out[:, channel] += 0.30 * wet[: len(out)]
        # Begins and ends in silence, so that a cut to the next item never clicks.
        edge = int(0.25 * RATE)
        out[:edge] *= np.sin(np.linspace(0, np.pi / 2, edge))[:, None] ** 2
        edge = int(1.2 * RATE)
        out[-edge:] *= np.cos(np.linspace(0, np.pi / 2, edge))[:, None] ** 2
        return out / max(1e-9, np.max(np.abs(out))) * 0.5


def write_wave(path, samples):
    with wave.open(path, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def loudness(path):
    """Integrated loudness and true peak of a file, by EBU R 128."""
    text = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True, text=True, check=True).stderr
    summary = text[text.rindex("Summary:"):]
    return (float(re.search(r"I:\s+(-?[\d.]+) LUFS", summary).group(1)),
            float(re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary).group(1)))


def levelled_wave(path, samples):
    write_wave(path, samples)
    integrated, _ = loudness(path)
    samples = samples * 10 ** ((TARGET_LUFS - integrated) / 20)
    peak = np.max(np.abs(samples))
    if peak > 0.7:
        raise SystemExit(f"{path}: peak {peak:.2f} at the target loudness; soften the attack")
    write_wave(path, samples)


# ---- making -----------------------------------------------------------------------------------------------
SHAPES = {"landscape": (1920, 1080), "portrait": (1080, 1920)}


def encode(out, width, height, wave_path, crf):
    return subprocess.Popen(
        ["ffmpeg", "-hide_banner", "-loglevel", "error", "-y",
         "-f", "rawvideo", "-pix_fmt", "bgra", "-s", f"{width}x{height}", "-r", str(FPS), "-i", "-",
         "-i", wave_path, "-map", "0:v", "-map", "1:a", "-map_metadata", "-1",
         "-vf", "scale=in_range=full:out_range=tv:out_color_matrix=bt709:flags=accurate_rnd,format=yuv420p",
         "-c:v", "libx264", "-profile:v", "high", "-level", "4.0", "-preset", "slow", "-crf", str(crf),
         "-maxrate", "4M", "-bufsize", "4M", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-bf", "2",
         "-flags", "+cgop", "-aq-mode", "3",
         "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
         "-c:a", "aac", "-b:a", "96k", "-ar", str(RATE), "-ac", "2",
         "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
         "-movflags", "+faststart", out],
        stdin=subprocess.PIPE)


def make(name, seconds, scene_of, sound_of, crf=21):
    """`scene_of(width, height)` gives a function draw(context, t). Called as: film.py [shape] [--still T FILE]."""
    arguments = sys.argv[1:]
    shapes = [s for s in SHAPES if s in arguments] or list(SHAPES)
    if "--still" in arguments:
        at, out = arguments[arguments.index("--still") + 1 :][:2]
        width, height = SHAPES[shapes[0]]
        surface = cairo.ImageSurface(cairo.FORMAT_RGB24, width, height)
        scene_of(width, height)(cairo.Context(surface), float(at))
        surface.write_to_png(out)
        return
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "shared", "media")
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        wave_path = os.path.join(scratch, "sound.wav")
        levelled_wave(wave_path, sound_of(seconds).finished())
        for shape in shapes:
            width, height = SHAPES[shape]
            out = os.path.join(folder, f"{name}-{shape}.mp4")
            draw = scene_of(width, height)
            surface = cairo.ImageSurface(cairo.FORMAT_RGB24, width, height)
            context = cairo.Context(surface)
            encoder = encode(out, width, height, wave_path, crf)
            for frame in range(int(seconds * FPS)):
                context.save()
                draw(context, frame / FPS)
                context.restore()
                surface.flush()
                encoder.stdin.write(surface.get_data())
            encoder.stdin.close()
            if encoder.wait() != 0:
                raise SystemExit(f"{out}: ffmpeg failed")
            print(f"{os.path.basename(out)}: {os.path.getsize(out)} bytes, {loudness(out)[0]} LUFS")
