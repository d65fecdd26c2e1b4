#!/usr/bin/env python3
"""Judges one picture of a screen against what the product draws from the image's release for now.

usage: judge.py PICTURE --build BUILD --programs BIN --work DIR [--welcome]
Exit codes: 0 it is the right frame, every pixel of it (--welcome: the welcome of a kiosk without a release), 1 it is not, and
how far off.
"""
import argparse
import datetime
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from screen import Picture  # noqa: E402
from truth import Truth  # noqa: E402
from watch import Watch  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--welcome", action="store_true")
    line = parser.parse_args()
    taken = datetime.datetime.fromtimestamp(line.picture.stat().st_mtime, datetime.timezone.utc).replace(tzinfo=None)
    picture = Picture.read(line.picture)
    truth = Truth(line.build.resolve(), line.programs.resolve(), line.work, (picture.width, picture.height))
    watch = Watch(None, truth, line.work)
    kind = watch.judge(picture, taken)
    print(f"at {taken:%H:%M:%S} UTC: {kind}; pixels off: {watch.off}")
    sys.exit(0 if kind == ("welcome" if line.welcome else "exact") else 1)


main()
