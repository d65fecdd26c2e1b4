"""Cases for the judge of the emulated screen: pictures that are made here, and what it must say of them.

usage: judge_cases.py FOLDER-OF-THE-JUDGE     Exit codes: 0 all as they should be, 1 a case is not, and which.
"""
import os
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])

from hands import Counts  # noqa: E402
from record import key_of  # noqa: E402
from screen import Picture, Reference  # noqa: E402
from watch import Watch, black_after_the_first_still, strange_ones  # noqa: E402

SIZE = (320, 180)
PAPER, FOREST, NIGHT, WHITE = (247, 242, 230), (30, 90, 70), (11, 34, 38), (255, 255, 255)
failed = []


def check(what, is_so):
    if not is_so:
        failed.append(what)


def painted(picture, boxes, colour):
    """With boxes (x, y, width, height) of one colour."""
    pixels = bytearray(picture.pixels)
    for x, y, width, height in boxes:
        for row in range(y, y + height):
            at = (row * picture.width + x) * 3
            pixels[at:at + width * 3] = bytes(colour) * width
    return Picture(picture.width, picture.height, bytes(pixels))


def plain(colour, size=SIZE):
    return Picture(*size, bytes(colour) * (size[0] * size[1]))


def letters(x, y, count):
    """A console's: 8 x 16 each, of which a stem and two strokes are lit."""
    return [box for at in range(count) for box in ((x + 8 * at, y, 2, 12), (x + 8 * at, y, 6, 2), (x + 8 * at, y + 6, 6, 2))]


def still():
    """Sky, ridges, a band with a stitch of single pixels."""
    stitch = [(x, 168 + x % 2, 1, 3) for x in range(0, 320, 2)]
    return painted(painted(painted(plain(PAPER), [(0, 140, 320, 40)], FOREST), [(0, 160, 320, 20)], NIGHT), stitch, PAPER)


def slide(seed):
    """Of more than 400 colours, nothing like the still."""
    return Picture(*SIZE, bytes(value for y in range(SIZE[1]) for x in range(SIZE[0]) for value in (x * 200 // 320, y, 60 + seed)))


class Truth:
    size = SIZE

    def still(self):
        return still()

    def judge(self, picture, _):
        right = slide(0)
        off = sum(a != b for a, b in zip(picture.pixels, right.pixels)) / len(right.pixels)
        return (off, 0) if off <= 0.06 else (off, None)

    def reference(self, *_):
        return Reference(slide(0))


watch = Watch(None, Truth(), pathlib.Path(tempfile.gettempdir()))
black = plain((0, 0, 0))
check("black is black", watch.kind(black) == "black")
check("a cursor on black is not", watch.kind(painted(black, [(0, 0, 8, 2)], (170, 170, 170))) == "other")
check("one lit pixel on black is not", watch.kind(painted(black, [(200, 100, 1, 1)], WHITE)) == "other")
check("a line of boot text on black is not", watch.kind(painted(black, letters(0, 0, 20), (170, 170, 170))) == "other")
check("the still is the still", watch.kind(still()) == "still")
check("the still in another size, as another program scales it", watch.kind(still().scaled(400, 300)) == "still")
check("... and smaller", watch.kind(still().scaled(256, 192)) == "still")
for size in (SIZE, (400, 300)):
    there = still().scaled(*size)
    check(f"a word over the still of {size}", watch.kind(painted(there, letters(8, 8, 5), NIGHT)) == "other")
    check(f"a white block of 8 x 16 over the still of {size}", watch.kind(painted(there, [(40, size[1] - 34, 8, 16)], WHITE)) == "other")
check("three lines over the still", watch.kind(painted(still(), [box for y in (0, 16, 32) for box in letters(0, y, 30)], NIGHT)) == "other")
welcome = painted(painted(still(), letters(60, 66, 20), FOREST), [(0, 135, 320, 26)], (60, 20, 20))
check("the welcome is the welcome", watch.kind(welcome) == "welcome")
check("the welcome with a line of text above it is not", watch.kind(painted(welcome, letters(0, 0, 10), NIGHT)) == "other")
check("words alone are no welcome", watch.kind(painted(still(), letters(60, 66, 20), FOREST)) == "other")
check("lines of text where its strip would be are no welcome",
      watch.kind(painted(still(), letters(0, 132, 40) + letters(0, 146, 40), WHITE)) == "other")

check("the right slide, every pixel", watch.judge(slide(0), None) == "exact")
cursor = painted(slide(0), [(150, 80 + row, 1 + row // 2, 1) for row in range(14)], WHITE)
check("a mouse's arrow on the right slide: the programme, but not every pixel", watch.judge(cursor, None) == "programme")
check("another slide", watch.judge(slide(90), None) == "other")

check("the firmware's words come before the first still", strange_ones([(1, "black"), (3, "other"), (5, "still"), (60, "programme")]) == [])
check("nothing else comes after it", strange_ones([(3, "other"), (5, "still"), (7, "other"), (60, "programme")]) == [(7, "other")])
check("nor late", strange_ones([(12, "other"), (14, "still")]) == [(12, "other")])
check("seconds of black", black_after_the_first_still([(1, "black"), (6, "still"), (20, "black"), (22, "still"), (60, "programme")]) == 2)


def counts(*states):
    kept = Counts.__new__(Counts)
    kept.seen = [{"A_TRY": a, "B_TRY": b} for a, b in states]
    return kept


check("slot A, marked", counts("00", "10", "00").tell_of("A", tried_before=0))
check("slot A that was never counted", not counts("00").tell_of("A", tried_before=0))
check("slot A that is not marked", not counts("00", "10").tell_of("A", tried_before=0))
check("slot B after one attempt of A", counts("00", "10", "11", "10").tell_of("B", tried_before=1))
check("slot B after three", counts("00", "10", "20", "30", "31", "30").tell_of("B", tried_before=3))
check("slot A before it is marked is not slot B", not counts("00", "10").tell_of("B", tried_before=1))
check("slot A, marked, is not slot B", not counts("00", "10", "00").tell_of("B", tried_before=1))
check("slot B that is not marked", not counts("00", "10", "11").tell_of("B", tried_before=1))
check("slot B too early", not counts("00", "10", "11", "10").tell_of("B", tried_before=3))


with tempfile.TemporaryDirectory() as folder:
    build, sources = pathlib.Path(folder, "build"), pathlib.Path(folder, "sources")
    (build / "steps" / "boot").mkdir(parents=True)
    sources.mkdir()
    parts = [build / "steps" / part for part in ("boot/slot.cfg", "boot/sums", "grub.cfg", "data.tar")] + [sources / "cases.py"]
    for part in parts:
        part.write_text("as it was")
    before = key_of(build, sources)
    os.utime(parts[0], (0, 0))
    parts[2].write_text("as it was0f0e0d0c-0102-4304-8506-0708090a0b0c")
    check("what passed is known on another day", key_of(build, sources) == before)
    parts[2].write_text("as it was")
    for part in parts:
        part.write_text("another")
        check(f"what passed is not known with another {part.name}", key_of(build, sources) != before)
        part.write_text("as it was")

print("\n".join(failed) if failed else "as they should be")
sys.exit(1 if failed else 0)
