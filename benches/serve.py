#!/usr/bin/env python3
"""serve.py POSTS PEERS [HUGO] - measures the preview server, beside `hugo server` where HUGO is given.

One synthetic blog of POSTS posts in two layouts; PEERS is the folder with make_peer.sh and gen_blog.py, HUGO the hugo
binary. Both servers run at the same time, and each edit is made to one, then to the other, so that whatever else the
machine does meets both. A time runs from the moment before the file is written to the moment when the last of the pages
that must show the edit was read whole and shows it.

Prints medians and 95th percentiles of a body edit, a title edit (the post, the list and the feed), a template edit and a
new post; requests a second for posts never asked for; memory before and after 1,000 edits; processor time while idle.
"""
import http.client, os, re, shutil, statistics, subprocess, sys, tempfile, time
from pathlib import Path

here = Path(__file__).resolve().parent
posts, peers, hugo = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None
rounds, memory_edits = int(os.environ.get("ROUNDS", "40")), int(os.environ.get("MEMORY_EDITS", "1000"))


class Server:
    """A preview server on a blog of its own."""

    def __init__(self, name, folder, command, port, feed, template):
        self.name, self.folder, self.feed, self.template = name, folder, feed, folder / template
        self.times = {}
        started = time.perf_counter()
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.port, self.connection = port, None
        while self.get("/") is None:
            time.sleep(0.005)
        self.start = time.perf_counter() - started

    def get(self, path):
        """The bytes of a page, or None if there is none (yet)."""
        # A server closes a connection that was idle for long; a new one is answered.
        for _ in range(2):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                self.connection.request("GET", path)
                answer = self.connection.getresponse()
                text = answer.read()
                return text if answer.status == 200 else None
            except (OSError, http.client.HTTPException):
                self.connection = None
        return None

    def until_fresh(self, kind, edit, marker, paths):
        """Makes an edit and notes how long it took until every page holds the marker."""
        started = time.perf_counter()
        edit()
        for path in paths:
            while marker not in (self.get(path) or b""):
                if time.perf_counter() - started > 60:
                    sys.exit(f"{self.name}: {path} never showed {marker} ({kind})")
                time.sleep(0.001)
        self.times.setdefault(kind, []).append(time.perf_counter() - started)

    def post(self, number):
        return self.folder / f"content/posts/post-{number:06}.md"

    def memory(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def processor(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def edits(server, turn):
    """One edit of each kind; `turn` makes it unlike all before."""
    mark = f"marker-{turn:04}".encode()
    body = server.post((turn * 7919) % (posts - 30))
    text = body.read_text()
    server.until_fresh("body edit", lambda: body.write_text(f"{text}\n{mark.decode()}\n"), mark, [f"/posts/{body.stem}/"])
    title = server.post(posts - 1 - turn % 5)
    text = re.sub(r'^title: ".*"', f'title: "Title {mark.decode()}"', title.read_text(), flags=re.M)
    pages = [f"/posts/{title.stem}/", "/posts/", server.feed]
    server.until_fresh("title edit", lambda: title.write_text(text), mark, pages)
    text = re.sub(r"<article>(<p>marker-\d+</p>)?", f"<article><p>{mark.decode()}</p>", server.template.read_text())
    server.until_fresh("template edit", lambda: server.template.write_text(text), mark, [f"/posts/{server.post(turn).stem}/"])
    new = server.folder / f"content/posts/new-{turn:04}.md"
    front = f'---\ntitle: "New {mark.decode()}"\ndate: 2026-01-01\ntags: ["tag-01"]\n---\n\n'
    server.until_fresh("new post", lambda: new.write_text(front + "It is new.\n"), mark, [f"/posts/{new.stem}/", "/posts/"])
    # Left there, it would push the posts whose titles change off the first page of the list.
    new.unlink()
    while server.get(f"/posts/{new.stem}/") is not None:
        time.sleep(0.001)


def requests_a_second(server):
    """Posts asked for once each, over one connection: requests a second of processor time, and of the clock."""
    count = min(3000, posts // 2)
    before, started = server.processor(), time.perf_counter()
    for number in range(count):
        if server.get(f"/posts/post-{number:06}/") is None:
            sys.exit(f"{server.name}: a post is missing")
    return count / max(server.processor() - before, 0.01), count / (time.perf_counter() - started)


def report(server):
    print(f"{server.name}: first page {server.start:.2f} s after the start")
    for kind, times in server.times.items():
        times = sorted(times)
        at_95 = times[max(0, -(-len(times) * 95 // 100) - 1)]
        print(f"  {kind:13} median {statistics.median(times) * 1000:7.1f} ms, 95 % {at_95 * 1000:7.1f} ms, of {len(times)}")


with tempfile.TemporaryDirectory() as work:
    work = Path(work)
    subprocess.run(["cargo", "build", "--release", "--quiet", "--manifest-path", here / "../Cargo.toml"], check=True)
    regards = Path(os.environ.get("REGARDS", here / "../target/release/regards")).resolve()
    subprocess.run(["python3", peers / "gen_blog.py", "ours", str(posts), work / "ours"], check=True)
    shutil.copytree(here / "blog", work / "ours", dirs_exist_ok=True)
    servers = [Server("Regards", work / "ours", [regards, "serve", "--port", "18111"], 18111, "/atom.xml",
                      "themes/bench/templates/page.html")]
    if hugo:
        subprocess.run([peers / "make_peer.sh", "hugo", str(posts), work / "hugo"], check=True)
        servers.append(Server("Hugo", work / "hugo", [hugo, "server", "--port", "18112"], 18112, "/index.xml",
                              "layouts/_default/single.html"))
    try:
        idle = servers[0].processor()
        time.sleep(10)
        print(f"idle: {(servers[0].processor() - idle) * 10:.1f} % of a core over 10 s")
        a_core, a_second = requests_a_second(servers[0])
        print(f"posts never asked for: {a_core:.0f} requests a second of one core, {a_second:.0f} a second of the clock")
        for turn in range(rounds):
            for server in servers:
                edits(server, turn)
        for server in servers:
            report(server)
        ours = servers[0]
        before = ours.memory()
        post = ours.post(posts // 2)
        text = post.read_text()
        for turn in range(memory_edits):
            mark = f"memory-{turn:05}"
            ours.until_fresh("memory", lambda: post.write_text(f"{text}\n{mark}\n"), mark.encode(), [f"/posts/{post.stem}/"])
        after = ours.memory()
        print(f"memory: {before:.0f} MB before, {after:.0f} MB after {memory_edits} edits ({(after / before - 1) * 100:+.1f} %)")
    finally:
        for server in servers:
            server.process.kill()
