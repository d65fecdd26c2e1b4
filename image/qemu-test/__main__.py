"""Starts the image in an emulated machine and judges what its screen shows.

usage: python3 image/qemu-test [OPTIONS] [CASE...]     without a case: all that have not passed with this image yet
Exit codes: 0 all passed, 1 a case failed, 2 usage, 3 environment, 4 out of time (call it again to go on).
"""
import argparse
import atexit
import json
import pathlib
import shutil
import signal
import sys
import time
import traceback

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from board import BOARDS  # noqa: E402
from cases import CASES, Bench  # noqa: E402
from machine import SIZE, Machine  # noqa: E402
from truth import Truth  # noqa: E402
from record import key_of  # noqa: E402

TREE = pathlib.Path(__file__).resolve().parents[2]


def arguments():
    parser = argparse.ArgumentParser(prog="qemu-test", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="by name; --list tells them")
    parser.add_argument("--list", action="store_true", help="the cases, and which have passed")
    parser.add_argument("--arch", choices=sorted(BOARDS), default="amd64", help="which machine (amd64)")
    parser.add_argument("--build", type=pathlib.Path, help="what image/build.sh left (build/image, build/image-arm64)")
    parser.add_argument("--programs", type=pathlib.Path, default=TREE / "build/release/bin", help="where gatecast-player is")
    parser.add_argument("--work", type=pathlib.Path, help="disks and pictures (default: BUILD/qemu-test)")
    parser.add_argument("--minutes", type=float, default=60, help="begin no further case after this time (60)")
    parser.add_argument("--cuts", type=int, default=3, help="power cuts (3)")
    parser.add_argument("--again", action="store_true", help="also what has passed")
    line = parser.parse_args()
    line.build = line.build or TREE / ("build/image" if line.arch == "amd64" else f"build/image-{line.arch}")
    return line


def stop(what, remedy):
    print(f"qemu-test: {what}\n  → {remedy}", file=sys.stderr)
    sys.exit(3)


def check_environment(line, board, image):
    if not image.exists():
        stop(f"{image} is not there", f"image/build.sh --arch {line.arch}")
    for tool, package in ((board.emulator, board.emulator_package), ("convert", "imagemagick"), ("mtype", "mtools"),
                          ("sfdisk", "fdisk")):
        if not (shutil.which(tool) or pathlib.Path("/sbin", tool).exists()):
            stop(f"{tool} is missing", f"apt install {package}")
    if not pathlib.Path(board.firmware).exists():
        stop("the firmware for QEMU is missing", f"apt install {board.firmware_package}")
    if not (line.programs / "gatecast-player").exists():
        stop(f"{line.programs} holds no gatecast-player", "--programs DIR")


def run(test, machine, truth, work, cuts):
    folder = work / test.__name__
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    begun = time.monotonic()
    bench = Bench(machine, truth, folder, cuts)
    try:
        test(bench)
        is_good, why = True, ""
    except Exception as error:  # whatever it was: the case failed, the others go on
        is_good, why = False, "".join(traceback.format_exception_only(type(error), error)).strip()
        try:
            machine.screen().save(folder / "last.png")
        except Exception:
            pass
    machine.off()
    print(f"{'ok' if is_good else 'FAILED'}: {test.__name__} ({test.__doc__}), {time.monotonic() - begun:.0f} s", flush=True)
    for note in bench.notes + ([why] if why else []):
        print(f"    {note}", flush=True)
    return is_good


def main():
    line = arguments()
    names = [test.__name__ for test in CASES]
    unknown = [name for name in line.cases if name not in names]
    if unknown:
        print(f"qemu-test: no case {unknown[0]}; there are: {', '.join(names)}", file=sys.stderr)
        sys.exit(2)
    work = (line.work or line.build / "qemu-test").resolve()
    board, image = BOARDS[line.arch], line.build / f"gatecast-{line.arch}.img"
    record = work / "passed.json"
    if line.list:
        passed = json.loads(record.read_text())["passed"] if record.exists() else []
        for test in CASES:
            print(f"{'passed' if test.__name__ in passed else '      '} {test.__name__}: {test.__doc__}")
        return
    check_environment(line, board, image)
    work.mkdir(parents=True, exist_ok=True)
    key = key_of(line.build)
    passed = []
    if record.exists() and json.loads(record.read_text()).get("image") == key:
        passed = json.loads(record.read_text())["passed"]
    machine = Machine(board, image, work / "machine")
    atexit.register(machine.off)  # no machine outlives its test
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
    truth = Truth(line.build.resolve(), line.programs.resolve(), work / "truth", SIZE)
    begun, failed = time.monotonic(), []
    for test in CASES:
        if line.cases and test.__name__ not in line.cases:
            continue
        if test.__name__ in passed and not line.again and not line.cases:
            continue
        if time.monotonic() - begun > line.minutes * 60:
            print("out of time; call it again to go on")
            sys.exit(4)
        if run(test, machine, truth, work, line.cuts):
            passed = sorted({*passed, test.__name__})
        else:
            passed = [name for name in passed if name != test.__name__]
            failed.append(test.__name__)
        record.write_text(json.dumps({"image": key, "passed": passed}))
    print(f"{len(passed)} of {len(CASES)} cases passed with this image" + (f"; failed: {', '.join(failed)}" if failed else ""))
    sys.exit(1 if failed else 0)


main()
