#!/usr/bin/env python3
"""What a changed set costs on the wire: Gatecast beside curl, rsync, zsync, casync and aria2 in one run, behind nginx.

Ten films of 20 MiB, four of them edited in nine places each (2.5 MB new). Bytes are those of requests and answers with
their heads, without those of TCP and IP. Processor time is the client's, in units of `openssl sha256` over the four
changed files. A peer that is not installed is left out.
usage: python3 tests/bench/transfer BIN_FOLDER [MIB_A_FILM]
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

CHANGED = [0, 2, 4, 6]


def measured(command, **more):
    """Seconds of processor time, peak memory in MiB, bytes charged as written, by the kernel's own count."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command[0]} ended with {status}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024, "disk": usage.ru_oublock * 512}


class Nginx:
    def __init__(self, folder, root):
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; {user} events {{}}\n"
            f"http {{ log_format short '$bytes_sent $request_length'; access_log {folder}/access.log short; {temporary}\n"
            f"default_type application/octet-stream; server {{ listen 127.0.0.1:{self.port}; root {root}; }} }}\n")
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
        time.sleep(0.5)

    def address(self, path):
        return f"http://127.0.0.1:{self.port}/{path}"

    def traffic(self):
        """(bytes, requests) so far."""
        time.sleep(0.2)  # a line is written when its answer is out
        lines = (self.folder / "access.log").read_text().split("\n")[:-1]
        return sum(sum(map(int, line.split())) for line in lines), len(lines)

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Bench:
    def __init__(self, bin_folder, folder, mib):
        self.bin = bin_folder
        self.folder = folder
        self.new_bytes = int(subprocess.run([bin_folder / "transfer_set", folder, str(mib)], check=True, capture_output=True).stdout)
        changed = [folder / "new" / f"film{i}.bin" for i in CHANGED]
        self.changed_bytes = sum(path.stat().st_size for path in changed)
        self.unit = min(measured(["openssl", "sha256", *changed])["cpu"] for _ in range(5))
        (folder / "nginx").mkdir()
        self.nginx = Nginx(folder / "nginx", folder)

    def over_http(self, name, command, **more):
        before, asked = self.nginx.traffic()
        usage = measured(command, **more)
        after, asked_now = self.nginx.traffic()
        self.say(name, after - before, usage, asked_now - asked)
        return usage

    def say(self, name, wire, usage, requests=None):
        cpu = usage["cpu"] / self.unit
        print(f"| {name} | {wire / 1e6:.2f} MB | {wire / self.new_bytes:.2f} | {cpu:.2f} | {usage['memory']:.0f} MiB "
              f"| {usage['disk'] / self.changed_bytes:.2f} | {requests if requests is not None else ''} |", flush=True)

    def gatecast(self):
        store = self.folder / "store"

        def once(repository):
            return [self.bin / "gatecast-sync", "once", "--store", store, "--server", self.nginx.address(repository), "--root",
                    self.folder / "root.json", "--channel", "lao-bao-hall", "--reserve", "1"]
        before, _ = self.nginx.traffic()
        measured(once("one"))
        whole = sum(path.stat().st_size for path in (self.folder / "old").iterdir())
        print(f"gatecast, everything new: {(self.nginx.traffic()[0] - before) / whole:.3f} of the objects' bytes")
        before, asked = self.nginx.traffic()
        usage = measured(once("two"))
        after, asked_now = self.nginx.traffic()
        return after - before, usage, asked_now - asked

    def peers(self):
        for name, run in [("curl + sha256sum, the changed files", self.curl), ("rsync -ac", self.rsync), ("zsync", self.zsync),
                          ("casync", self.casync), ("aria2c -x4, the changed files", self.aria2)]:
            if not shutil.which(name.split()[0].rstrip(",")):
                print(f"| {name} | not installed |")
                continue
            try:
                run(name)
            except (RuntimeError, subprocess.CalledProcessError) as error:
                print(f"| {name} | failed: {error} |")

    def copy_of_old(self, name):
        copy = self.folder / name
        shutil.copytree(self.folder / "old", copy)
        return copy

    def curl(self, name):
        out = self.folder / "curl"
        out.mkdir()
        urls = " ".join(f"-o film{i}.bin {self.nginx.address(f'new/film{i}.bin')}" for i in CHANGED)
        self.over_http(name, ["sh", "-c", f"curl -s {urls} && sha256sum film*.bin"], cwd=out)

    def aria2(self, name):
        out = self.folder / "aria2"
        out.mkdir()
        (out / "list").write_text("".join(self.nginx.address(f"new/film{i}.bin") + "\n" for i in CHANGED))
        self.over_http(name, ["aria2c", "-q", "-x4", "-d", out, "-i", out / "list"])

    def rsync(self, name):
        copy = self.copy_of_old("rsync")
        log = self.folder / "rsync.log"
        usage = measured(["sh", "-c", f"rsync -ac --no-whole-file --stats {self.folder}/new/ {copy}/ > {log}"])
        stats = {line.split(":")[0]: int(line.split(":")[1].split()[0].replace(",", ""))
                 for line in log.read_text().split("\n") if line.startswith("Total bytes")}
        self.say(name + " (both ends' processor time)", sum(stats.values()), usage)

    def zsync(self, name):
        copy = self.copy_of_old("zsync")
        for i in CHANGED:
            subprocess.run(["zsyncmake", "-b", "4096", "-o", self.folder / f"new/film{i}.bin.zsync", "-u",
                            self.nginx.address(f"new/film{i}.bin"), self.folder / f"new/film{i}.bin"], check=True, capture_output=True)
        script = " && ".join(f"zsync -q -i film{i}.bin -o new{i}.bin {self.nginx.address(f'new/film{i}.bin.zsync')}" for i in CHANGED)
        self.over_http(name, ["sh", "-c", script], cwd=copy)
        for i in CHANGED:
            (self.folder / f"new/film{i}.bin.zsync").unlink()

    def casync(self, name):
        (self.folder / "casync").mkdir()
        subprocess.run(["casync", "make", "--without=all", "--store", self.folder / "casync/all.castr",
                        self.folder / "casync/new.caidx", self.folder / "new"], check=True, capture_output=True)
        copy = self.copy_of_old("casync-old")
        self.over_http(name, ["casync", "extract", "--without=all", "--seed", copy, "--store", self.nginx.address("casync/all.castr"),
                              self.nginx.address("casync/new.caidx"), self.folder / "casync/out"])


def main():
    bin_folder = pathlib.Path(sys.argv[1]).resolve()
    mib = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        bench = Bench(bin_folder, pathlib.Path(folder), mib)
        try:
            print(f"\n## transfer: {mib * 10} MiB, {bench.new_bytes / 1e6:.2f} MB new in {len(CHANGED)} of 10 files")
            wire, usage, requests = bench.gatecast()
            print("| way | on the wire | x new | processor x openssl sha256 | memory | written x changed files | requests |")
            print("|---|---|---|---|---|---|---|")
            bench.say("gatecast-sync once, all in", wire, usage, requests)
            bench.peers()
        finally:
            bench.nginx.stop()


main()
