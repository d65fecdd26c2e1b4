"""Busy clips with sound whose every frame carries its own number, so that what a screen showed can be counted."""
import os
import pathlib
import subprocess

# Where anybody may read: VLC refuses to run as root and is started as another user.
FOLDER = pathlib.Path(os.environ.get("GATECAST_BENCH_CLIPS", "/var/tmp/gatecast-bench"))
BITS = 16
CLIP_SPAN = 2000  # numbers reserved for one clip of a series; no clip has more frames

X264 = ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-b:v", "8M", "-g", "60"]
X265 = ["-c:v", "libx265", "-preset", "superfast", "-b:v", "5M", "-x265-params", "log-level=error", "-tag:v", "hvc1"]
VP9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "7", "-b:v", "5M"]


def barcode(width, height, rate, first):
    """A strip of BITS cells, white for 1, lowest bit left: a quarter of the width, a thirtieth of the height."""
    cell = width // 64
    return (f"color=black:s={cell * BITS}x{height // 30}:r={rate},format=gray,"
            f"geq=lum='16+219*mod(floor((N+{first})/pow(2,floor(X/{cell}))),2)'")


def make(name, size, rate, encoder, seconds, first=0):
    clip = FOLDER / name
    if clip.exists():
        return clip
    FOLDER.mkdir(parents=True, exist_ok=True)
    width, height = size
    graph = (f"mandelbrot=s=480x270:r={rate},scale={width}x{height}[m];testsrc2=s={width // 2}x{height // 2}:r={rate}[t];"
             f"[m][t]overlay=W/4:H/4,noise=alls=10:allf=t,format=yuv420p[p];{barcode(width, height, rate, first)}[b];"
             f"[p][b]overlay=(W-w)/2:0,format=yuv420p[v]")
    audio = ["-c:a", "libopus"] if clip.suffix == ".webm" else ["-c:a", "aac", "-b:a", "128k"]
    unfinished = clip.with_name("unfinished-" + clip.name)
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-filter_complex", graph, "-f", "lavfi", "-i",
                    "sine=frequency=440:sample_rate=48000", "-map", "[v]", "-map", "0:a", "-t", str(seconds),
                    "-colorspace", "bt709", "-color_range", "tv", *encoder, *audio, str(unfinished)], check=True)
    unfinished.rename(clip)
    return clip
