"""Looks at a guest's screen until it shows what it shall, and at everything on the way: black, the still, or the programme;
anything else (letters of a boot, a prompt, a cursor) is kept and is a fault."""
import time

from screen import difference
from truth import ALIKE, NEAR_STILL

LOOK_EACH = 4.0
BLACK = 0.002  # lit less than this share: a cursor of the emulator's firmware would be more


class NoPicture(Exception):
    pass


class Watch:
    def __init__(self, machine, truth, folder):
        self.machine, self.truth, self.folder = machine, truth, folder
        self.stills = {truth.size: truth.still()}
        self.seen, self.took = [], 0

    def kind(self, picture):
        """"black", "still" or "other"."""
        size = (picture.width, picture.height)
        if size not in self.stills:  # the loader shows it in the firmware's own resolution
            self.stills[size] = self.stills[self.truth.size].scaled(*size)
        if difference(picture, self.stills[size]) < NEAR_STILL:
            return "still"
        if picture.lit() < BLACK:
            return "black"
        return "other"

    def until(self, wanted, within=3600):
        """`wanted`: "programme", "still" or "picture" (either). Seconds of the guest from power on until it was there."""
        last = time.monotonic() + within
        previous = None
        while time.monotonic() < last:
            time.sleep(LOOK_EACH)
            if self.machine.process.poll() is not None:
                raise NoPicture("the emulator ended")
            (picture, instant), at = self.machine.look(), self.machine.seconds()
            guest = round((instant - self.machine.clock).total_seconds())
            kind = self.kind(picture)
            if kind == "other" and picture.colours() > 400:
                off, second = self.truth.judge(picture, instant)
                kind = "programme" if second is not None and off <= ALIKE else "other"
            if kind != previous:
                self.seen.append((guest, kind))
                picture.save(self.folder / f"{len(self.seen):02d}-{guest}s-{kind}.png")
            previous = kind
            # The still in the firmware's size is the loader's, not the player's.
            is_players = (picture.width, picture.height) == self.truth.size
            if kind == wanted or (wanted == "picture" and kind in ("programme", "still") and is_players):
                self.took = round(at)
                return guest
        raise NoPicture(f"after {within} s no {wanted}; seen: {self.story()}")

    def story(self):
        return ", ".join(f"{kind} from {at} s" for at, kind in self.seen)
