"""Looks at a guest's screen until it shows what it shall, and at everything on the way: black, the still, the welcome, or the
programme; anything else (letters of a boot, a prompt, a cursor) is kept and is a fault."""
import time

from screen import Reference
from truth import ALIKE

LOOK_EACH = 2.0
FIRMWARE_SECONDS = 8  # until then its logo and its own words are there: not ours
MOST_STRANGE = 12  # pixels: half of one letter of a console, an eighth of its cursor
# What the welcome draws over the still, as shares of a picture that is wider than high (player/compose/welcome.cpp).
WELCOME_WORDS, WELCOME_STRIP = (0.33, 0.66), (0.72, 0.92)
WELCOME_STRIP_COVERED = 0.4  # of the strip that differs from the still: measured 0.55, for much below it is as dark; letters 0.1


class NoPicture(Exception):
    pass


def is_welcome(strange, width, height):
    """Whether these pixels, other than the still's, can be the welcome: words in the sky, and a strip over all the width."""
    def within(shares, y):
        return shares[0] * height <= y < shares[1] * height
    strip = sum(within(WELCOME_STRIP, y) for _, y in strange)
    rows = len({y for _, y in strange if within(WELCOME_STRIP, y)})
    elsewhere = sum(not within(WELCOME_STRIP, y) and not within(WELCOME_WORDS, y) for _, y in strange)
    return elsewhere <= MOST_STRANGE and rows >= 0.1 * height and strip >= WELCOME_STRIP_COVERED * rows * width


def strange_ones(seen):
    """Of what was seen, (second of the guest, kind): what nobody shall see. The firmware's own comes before the first still."""
    ours = next((at for at, (_, kind) in enumerate(seen) if kind not in ("other", "black")), len(seen))
    return [(second, kind) for at, (second, kind) in enumerate(seen)
            if kind == "other" and (at > ours or second > FIRMWARE_SECONDS)]


def black_after_the_first_still(seen):
    """Seconds, as far as looks tell: from each that shows black to the next that shows something else."""
    first = next((at for at, (_, kind) in enumerate(seen) if kind == "still"), len(seen))
    return sum(after - at for (at, kind), (after, _) in zip(seen[first:], seen[first + 1:]) if kind == "black")


class Watch:
    def __init__(self, machine, truth, folder):
        self.machine, self.truth, self.folder = machine, truth, folder
        self.stills = {truth.size: Reference(truth.still())}
        self.seen, self.took = [], 0
        self.off = None  # pixels of the last programme that were not as the truth has them

    def still_of(self, size):
        if size not in self.stills:  # the loader shows it in the firmware's own resolution
            self.stills[size] = Reference(self.stills[self.truth.size].picture.scaled(*size))
        return self.stills[size]

    def kind(self, picture):
        """"black", "still", "welcome" or "other"."""
        if picture.is_black():
            return "black"
        size = (picture.width, picture.height)
        strange = self.still_of(size).strange(picture)
        if len(strange) <= MOST_STRANGE:
            return "still"
        if size == self.truth.size and is_welcome(strange, *size):
            return "welcome"
        return "other"

    def judge(self, picture, instant):
        """As kind(), and "programme" or "exact": the programme, and every pixel of it as the truth has it."""
        kind = self.kind(picture)
        if kind != "other" or picture.colours() <= 400:
            return kind
        off, second = self.truth.judge(picture, instant)
        if second is None or off > ALIKE:
            return "other"
        self.off = len(self.truth.reference(instant, second).strange(picture))
        return "exact" if self.off <= MOST_STRANGE else "programme"

    def until(self, wanted, within=3600, meanwhile=lambda: None):
        """`wanted`: "programme", "exact", "still" or "picture" (any of the player's). Seconds of the guest from power on until
        it was there. `meanwhile`: is called before each look."""
        last = time.monotonic() + within
        previous = None
        while time.monotonic() < last:
            time.sleep(LOOK_EACH)
            meanwhile()
            if self.machine.process.poll() is not None:
                raise NoPicture("the emulator ended")
            (picture, instant), at = self.machine.look(), self.machine.seconds()
            guest = round((instant - self.machine.clock).total_seconds())
            kind = self.judge(picture, instant)
            shown = "programme" if kind == "exact" else kind
            if shown != previous:
                self.seen.append((guest, shown))
                picture.save(self.folder / f"{len(self.seen):02d}-{guest}s-{shown}.png")
            previous = shown
            # The still in the firmware's size is the loader's, not the player's.
            is_players = shown in ("programme", "welcome", "still") and (picture.width, picture.height) == self.truth.size
            if wanted in (kind, shown) or (wanted == "picture" and is_players):
                self.took = round(at)
                return guest
        raise NoPicture(f"after {within} s no {wanted}; seen: {self.story()}; pixels off at last: {self.off}")

    def story(self):
        return ", ".join(f"{kind} from {at} s" for at, kind in self.seen)
