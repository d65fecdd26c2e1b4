#!/usr/bin/env python3
"""Playing one clip, side by side in one run: processor time, memory, start to first picture.

Prints ratios only: machines are noisy, and absolute times say nothing. A peer that is not installed is left out.
usage: playback.py BIN_FOLDER [SECONDS]
"""
import mmap
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(sys.argv[1])
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 15
CLIPS = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "gatecast-bench"


def make_clip(name, size, rate, encoder):
    """A busy clip with sound: a fractal zoom under a moving test picture and noise, 30 s."""
    clip = CLIPS / name
    if clip.exists():
        return clip
    CLIPS.mkdir(parents=True, exist_ok=True)
    width, height = size
    graph = (f"mandelbrot=s=480x270:r={rate},scale={width}x{height}[m];testsrc2=s={width // 2}x{height // 2}:r={rate}[t];"
             f"[m][t]overlay=W/4:H/4,noise=alls=10:allf=t,format=yuv420p[v]")
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-filter_complex", graph, "-f", "lavfi", "-i",
                    "sine=frequency=440:sample_rate=48000", "-map", "[v]", "-map", "0:a", "-t", "30", *encoder,
                    "-c:a", "aac", "-b:a", "128k", str(clip)], check=True)
    return clip


class Screen:
    """Xvfb with its frame buffer in a file, sampled without any X traffic."""

    def __init__(self, width, height):
        self.folder = tempfile.mkdtemp()
        self.number = next(n for n in range(200, 260) if not os.path.exists(f"/tmp/.X{n}-lock"))
        self.server = subprocess.Popen(["Xvfb", f":{self.number}", "-screen", "0", f"{width}x{height}x24", "-fbdir",
                                        self.folder, "-nolisten", "tcp", "-noreset"], stderr=subprocess.DEVNULL)
        path = pathlib.Path(self.folder) / "Xvfb_screen0"
        while not path.exists() or path.stat().st_size < 1000 or not os.path.exists(f"/tmp/.X11-unix/X{self.number}"):
            time.sleep(0.02)
        with open(path, "rb") as file:
            self.pixels = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self.pixels[:100])
        self.first = header[0] + header[19] * 12
        self.stride = header[12]
        self.samples = [self.first + y * self.stride + x * 4
                        for y in range(height // 10, height, height // 5) for x in range(width // 10, width, width // 5)]

    def is_lit(self):
        return sum(self.pixels[s:s + 3] != b"\0\0\0" for s in self.samples) > len(self.samples) // 2

    def close(self):
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def measure(command, screen=None):
    """Processor seconds, peak MiB, ms to the first lit picture; the process is stopped after SECONDS."""
    environment = dict(os.environ, SDL_AUDIODRIVER="dummy")
    if screen:
        environment["DISPLAY"] = f":{screen.number}"
    started = time.monotonic()
    child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    first = None
    while time.monotonic() - started < SECONDS + 15:
        if screen and first is None and screen.is_lit():
            first = (time.monotonic() - started) * 1000
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = status
            return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, first, os.waitstatus_to_exitcode(status)
        time.sleep(0.001 if first is None else 0.05)
    child.send_signal(signal.SIGKILL)
    _, status, usage = os.wait4(child.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, first, -9


def peers(clip):
    seconds = str(SECONDS)
    yield "decoding alone (ffmpeg)", ["ffmpeg", "-nostdin", "-loglevel", "error", "-threads", "2", "-t", seconds, "-i",
                                      str(clip), "-map", "0:v:0", "-f", "null", "-"], False
    yield "gatecast", [str(BIN / "gatecast-preview"), "--play", str(clip), "--seconds", seconds], True
    if shutil.which("mpv"):
        yield "mpv x11", ["mpv", "--no-config", "--vo=x11", "--ao=null", "--fs", f"--length={seconds}", "--hwdec=no",
                          "--osc=no", "--really-quiet", str(clip)], True
    if shutil.which("ffplay"):
        yield "ffplay", ["ffplay", "-loglevel", "error", "-fs", "-autoexit", "-t", seconds, str(clip)], True
    if shutil.which("cvlc") and os.geteuid() != 0:  # VLC refuses to run as root
        yield "vlc xcb", ["vlc", "-I", "dummy", "--vout=xcb_x11", "--fullscreen", "--no-video-title-show", "--no-osd",
                          "--aout=dummy", "--play-and-exit", f"--stop-time={seconds}", str(clip)], True


def compare(title, clip, size):
    rows = {}
    for name, command, needs_screen in peers(clip):
        screen = Screen(*size) if needs_screen else None
        rows[name] = measure(command, screen)
        if screen:
            screen.close()
    floor = rows["decoding alone (ffmpeg)"][0]
    ours = rows["gatecast"]
    print(f"\n{title}, {SECONDS} s")
    print(f"{'':26}{'CPU / decoding':>15}{'memory / ours':>15}{'first picture / ours':>22}{'exit':>6}")
    for name, (cpu, memory, first, code) in rows.items():
        start = f"{first / ours[2]:.2f}" if first and ours[2] else "-"
        print(f"{name:26}{cpu / floor:15.2f}{memory / ours[1]:15.2f}{start:>22}{code:>6}")


def main():
    x264 = ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-b:v", "8M", "-g", "60"]
    compare("H.264 1080p30 on 1920x1080", make_clip("h264-1080p30.mp4", (1920, 1080), 30, x264), (1920, 1080))
    compare("H.264 720p25 scaled to 1920x1080", make_clip("h264-720p25.mp4", (1280, 720), 25, x264), (1920, 1080))


main()
