"""A virtual screen whose frame buffer is a file: what is lit, and which frame's number stands on it, is read a
thousand times a second without any X traffic, by a process of its own."""
import mmap
import multiprocessing
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import time

from clips import BITS


class Pixels:
    """The frame buffer of Xvfb -fbdir: an XWD header, a colour map, then the pixels."""

    def __init__(self, folder, width, height):
        with open(pathlib.Path(folder) / "Xvfb_screen0", "rb") as file:
            self.map = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self.map[:100])
        first, stride, cell = header[0] + header[19] * 12, header[12], width // 64
        left, y = (width - cell * BITS) // 2, height // 60
        self.cells = [first + y * stride + (left + bit * cell + cell // 2) * 4 + 1 for bit in range(BITS)]
        self.spread = [first + y * stride + x * 4 for y in range(height // 10, height, height // 5)
                       for x in range(width // 10, width, width // 5)]

    def is_lit(self):
        return sum(self.map[at:at + 3] != b"\0\0\0" for at in self.spread) > len(self.spread) // 2

    def number(self):
        """None while a cell is neither black nor white: no clip, or a picture half drawn."""
        value = 0
        for bit, at in enumerate(self.cells):
            level = self.map[at]
            if 70 < level < 180:
                return None
            value |= (level >= 180) << bit
        return value


def watch(folder, size, seconds, changes):
    """Sends [(seconds since start, number, was lit)] of every change."""
    pixels = Pixels(folder, *size)
    started = time.monotonic()
    seen, last, before = [], None, None
    while time.monotonic() - started < seconds:
        at, now = time.monotonic(), (pixels.number(), pixels.is_lit())
        if before is None or now != before[1:]:
            before = (at, *now)
        elif now != last:  # read twice alike: no picture half drawn
            seen.append(before)
            last = now
        time.sleep(0.001)
    changes.send(seen)


class Screen:
    def __init__(self, size):
        self.size = size
        self.folder = tempfile.mkdtemp()
        self.number = next(n for n in range(200, 260) if not os.path.exists(f"/tmp/.X{n}-lock"))
        width, height = size
        self.server = subprocess.Popen(["Xvfb", f":{self.number}", "-screen", "0", f"{width}x{height}x24", "-fbdir",
                                        self.folder, "-nolisten", "tcp", "-noreset", "-ac"], stderr=subprocess.DEVNULL)
        path = pathlib.Path(self.folder) / "Xvfb_screen0"
        while not path.exists() or path.stat().st_size < 1000 or not os.path.exists(f"/tmp/.X11-unix/X{self.number}"):
            time.sleep(0.02)

    def start_watching(self, seconds):
        self.changes, sender = multiprocessing.Pipe(duplex=False)
        self.watcher = multiprocessing.Process(target=watch, args=(self.folder, self.size, seconds, sender))
        self.watcher.start()

    def seen(self):
        changes = self.changes.recv()
        self.watcher.join()
        return changes

    def cpu_s(self):
        fields = pathlib.Path(f"/proc/{self.server.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
