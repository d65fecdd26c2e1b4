"""What a screen's changes say: first picture, frames late, lost and held, black between clips."""
import statistics

from clips import CLIP_SPAN


NEAR = 12  # frames: a player that lost more at once shows no film any more


class Clips:
    """Rate and number of frames of each clip of a series; the last one's hold for all behind it."""

    def __init__(self, *shapes):
        self.shapes = shapes

    def of(self, number):
        return self.shapes[min(number // CLIP_SPAN, len(self.shapes) - 1)]

    def period(self, number):
        return 1 / self.of(number)[0]

    def left(self, number):
        return self.of(number)[1] - 1 - number % CLIP_SPAN


def frames_of(changes, clips, ended):
    """[(time, number)] of whole frames in the order shown; stills and what is left after the end are none. A still reads
    as some number too, as does the picture of a film that is joined in its middle: but a frame has another frame of its
    clip at its side, or begins or ends its clip beside another clip's end or beginning."""
    read = []
    for at, number, is_lit in changes:
        is_frame = number is not None and clips.left(number) >= 0 and at < ended
        if is_lit and is_frame and (not read or read[-1][1] != number):
            read.append((at, number))

    def belongs(one, other):  # `other` comes right behind
        if one // CLIP_SPAN == other // CLIP_SPAN and 0 < other - one <= NEAR:
            return True
        return clips.left(one) < NEAR and other % CLIP_SPAN < NEAR

    numbers = [number for _, number in read]
    return [(at, number) for i, (at, number) in enumerate(read)
            if (i > 0 and belongs(numbers[i - 1], number)) or (i + 1 < len(numbers) and belongs(number, numbers[i + 1]))]


def count(changes, started, ended, clips):
    shown = frames_of(changes, clips, ended)
    late = lost = 0
    gaps, held, black = [], [], 0.0
    for (at, number), (then, following) in zip(shown, shown[1:]):
        period = clips.period(number)
        if number // CLIP_SPAN != following // CLIP_SPAN or following < number:
            left = clips.left(number)
            gaps.append(then - at - (1 + left) * period)  # what the change of clips held beyond one frame
            held.append(gaps[-1] / period)
            lost += left + following % CLIP_SPAN
            black += sum(max(0, min(end, then) - max(begin, at)) for begin, end in dark(changes))
            continue
        late += then - at > 1.5 * period
        lost += max(0, following - number - 1)
    return {"first_ms": (shown[0][0] - started) * 1000 if shown else None, "shown": len(shown), "late": late, "lost": lost,
            "gap_ms": statistics.median(gaps) * 1000 if gaps else None, "worst_gap_ms": max(gaps) * 1000 if gaps else None,
            "gap_frames": statistics.median(held) if held else None, "worst_gap_frames": max(held) if held else None,
            "cuts": len(gaps), "black_ms": black * 1000}


def held_ends(changes, clips):
    """For each time that a clip's last frame was shown: by how many frames it stood too long, whatever came next."""
    return [(then - at) / clips.period(number) - 1
            for (at, number, _), (then, _, _) in zip(changes, changes[1:])
            if number is not None and clips.left(number) == 0]


def changeovers(changes, clips, ended):
    """By how many frames the last frame of one clip stood too long before another clip's, wherever in both that is."""
    shown = frames_of(changes, clips, ended)
    return [(then - at) / clips.period(number) - 1
            for (at, number), (then, following) in zip(shown, shown[1:]) if number // CLIP_SPAN != following // CLIP_SPAN]


def dark_ms(changes, clips, ended):
    """Of all the time from the first frame on."""
    shown = frames_of(changes, clips, ended)
    first = shown[0][0] if shown else ended
    return sum(max(0, min(end, ended) - max(begin, first)) for begin, end in dark(changes)) * 1000


def dark(changes):
    for (at, _, is_lit), (then, _, _) in zip(changes, changes[1:]):
        if not is_lit:
            yield at, then


def stalls(seconds):
    """How often and how long a mere sleeper of 1 ms is held up by this machine: the floor of lateness."""
    import time
    worst = many = 0
    end = time.monotonic() + seconds
    while (before := time.monotonic()) < end:
        time.sleep(0.001)
        over = time.monotonic() - before - 0.001
        worst, many = max(worst, over), many + (over > 0.016)
    return many, worst * 1000
