#!/usr/bin/env python3
"""Where headless Chromium ends lines: the sentences of chromium.json are laid out in a box without width, and every
place where a new line begins is marked with "|".

usage: chromium_breaks.py [--write]     without it: exit code 1 where Chromium says something else than the file
"""
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

FILE = pathlib.Path(__file__).resolve().with_name("chromium.json")
# What a good page would ask for: Korean by words, Japanese by strict rules.
STYLES = {"ko": "word-break:keep-all", "ja": "line-break:strict"}

PAGE = """<!doctype html><meta charset="utf-8"><body><pre id="out"></pre><script>
const texts = %s;
const styles = %s;
const marked = {};
for (const language in texts) marked[language] = texts[language].map(text => {
  const box = document.createElement("div");
  box.lang = language;
  box.style = "width:0;font:20px sans-serif;line-height:200px;white-space:normal;overflow-wrap:normal;" + (styles[language] || "");
  box.textContent = text;
  document.body.append(box);
  const range = document.createRange(), top = box.getBoundingClientRect().top;
  let result = "", last = 0;
  for (let i = 0; i < text.length; ++i) {
    range.setStart(box.firstChild, i);
    range.setEnd(box.firstChild, i + 1);
    const rects = [...range.getClientRects()];
    if (rects.length && text[i] != " ") {
      const rect = rects[rects.length - 1];
      const line = Math.floor(((rect.top + rect.bottom) / 2 - top) / 200);
      if (line > last) result += "|";
      last = line;
    }
    result += text[i];
  }
  box.remove();
  return result;
});
document.getElementById("out").textContent = JSON.stringify(marked);
</script>"""


def chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return name
    sys.exit("chromium is not installed: package chromium")


def ask(texts):
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "page.html"
        page.write_text(PAGE % (json.dumps(texts), json.dumps(STYLES)), encoding="utf-8")
        out = subprocess.run([chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                              f"--user-data-dir={folder}/profile", "--virtual-time-budget=20000", "--dump-dom",
                              page.as_uri()], capture_output=True, text=True, timeout=240, check=True).stdout
    found = re.search(r'<pre id="out">(.*?)</pre>', out, re.S)
    return json.loads(html.unescape(found.group(1)))


def main():
    document = json.loads(FILE.read_text(encoding="utf-8"))
    texts = {language: [unicodedata.normalize("NFC", line.replace("|", "")) for line in lines]
             for language, lines in document["lines"].items()}
    version = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    now = ask(texts)
    if "--write" in sys.argv:
        document = {"chromium": version, "styles": STYLES, "lines": now}
        FILE.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return 0
    wrong = [(old, new) for language in texts for old, new in zip(document["lines"][language], now[language]) if old != new]
    for old, new in wrong:
        print(f"Chromium {document['chromium']}: {old}\nChromium {version}: {new}")
    print(f"{sum(map(len, texts.values()))} sentences, {len(wrong)} that Chromium {version} breaks otherwise")
    return 1 if wrong else 0


sys.exit(main())
