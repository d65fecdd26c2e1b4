"""What cases do with a machine's disk beside its screen: the loader's counts as they change, the data partition as a file."""
import contextlib
import subprocess
import time

import disk


def expect(is_so, what):
    if not is_so:
        raise AssertionError(what)


class Counts:
    """The loader's counts of attempts as they change, each state once: what it began with comes first."""

    def __init__(self, bench):
        self.bench, self.seen = bench, []
        self.look()

    def look(self):
        try:
            now = disk.attempts(self.bench.machine.disk)
        except subprocess.CalledProcessError:  # it is being written
            return
        now = {name: now.get(name, "") for name in ("A_TRY", "B_TRY")}
        if all(now.values()) and (not self.seen or self.seen[-1] != now):
            self.seen.append(now)

    def settle(self, within=1200, still_for=60):
        """Until a slot has been marked as good, and then nothing changed for a while."""
        last, since, known = time.monotonic() + within, time.monotonic(), len(self.seen)
        while time.monotonic() < last:
            time.sleep(2)
            self.look()
            if len(self.seen) != known:
                since, known = time.monotonic(), len(self.seen)
            if was_marked(self.seen) and time.monotonic() - since > still_for:
                return

    def of(self, name):
        """One count's values, one after another."""
        values = [state[name] for state in self.seen]
        return [value for at, value in enumerate(values) if at == 0 or value != values[at - 1]]

    def tell_of(self, slot, tried_before):
        """Whether this slot was tried once and then marked as good, and the other one so often before, in vain."""
        other = "B" if slot == "A" else "A"
        return (self.of(f"{slot}_TRY") == ["0", "1", "0"]
                and self.of(f"{other}_TRY") == [str(number) for number in range(tried_before + 1)])


def was_marked(seen):
    return any(before[name] != "0" and after[name] == "0" for before, after in zip(seen, seen[1:]) for name in before)


@contextlib.contextmanager
def data_partition_of(bench):
    """The data partition as a file of its own, to be changed; then back into the disk."""
    begin, size = disk.place(bench.machine.disk, disk.DATA)
    part = bench.folder / "data.img"
    subprocess.run(["dd", f"if={bench.machine.disk}", f"of={part}", "bs=1M", f"skip={begin >> 20}", f"count={size >> 20}",
                    "conv=sparse", "status=none"], check=True)
    yield part, size
    subprocess.run(["dd", f"if={part}", f"of={bench.machine.disk}", "bs=1M", f"seek={begin >> 20}", "conv=notrunc",
                    "status=none"], check=True)
    part.unlink()


def expect_mended(bench):
    """The plug is pulled: of the data partition nothing is left to do but to play its journal."""
    time.sleep(10)
    bench.machine.off()
    with data_partition_of(bench) as (part, _):
        judged = subprocess.run(["/sbin/e2fsck", "-p", "-f", str(part)], capture_output=True, text=True)
        expect(judged.returncode in (0, 1), f"the data partition is not in order: {judged.stdout}")
        expect(disk.listing(part, "/store"), "the data partition has no store")
