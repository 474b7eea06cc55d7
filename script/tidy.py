#!/usr/bin/env python3
"""Small rules about the tree: file length, locale files with the same keys, no unfinished marks."""
import json
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
errors = []
files = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split("\n")
sources = [f for f in files if f.startswith("src/") and f.endswith((".h", ".cpp")) and (root / f).exists()]

for name in sources:
    lines = (root / name).read_text().count("\n")
    if lines > 800:
        errors.append(f"{name}: {lines} lines, at most 800")
    if not name.endswith("_test.cpp") and re.search(r"\b(TODO|FIXME|XXX|HACK)\b", (root / name).read_text()):
        errors.append(f"{name}: an unfinished mark")

for name in files:
    if name.endswith(".mustache") and (root / name).exists():
        text = (root / name).read_text()
        if re.search(r"\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=\"|\{\{\{", text):
            errors.append(f"{name}: inline style or script, or a raw tag")


def keys(value, prefix=""):
    if isinstance(value, dict):
        for key, below in value.items():
            yield from keys(below, f"{prefix}.{key}")
    else:
        yield prefix


for vi in sorted((root / "locale/vi").glob("*.json")):
    if vi.name == "terms.json":
        continue  # The Vietnamese words of coded values stand in law/vocabulary.csv.
    en = root / "locale/en" / vi.name
    if not en.exists():
        errors.append(f"{en.relative_to(root)} is missing")
        continue
    left, right = set(keys(json.loads(vi.read_text()))), set(keys(json.loads(en.read_text())))
    for key in sorted(left ^ right):
        errors.append(f"locale {vi.name}: {key} is in one language only")

print("\n".join(errors) if errors else "tidy: fine")
sys.exit(1 if errors else 0)
