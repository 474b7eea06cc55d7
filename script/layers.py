#!/usr/bin/env python3
"""Keeps the direction of dependencies: reads src/layers.txt and every #include under src/.

An include of a folder that the includer may not reach, a folder without a line, a cycle, and an arrow
that no include uses any more are errors.
"""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
errors = []
arrows = {}
for line in (root / "src/layers.txt").read_text().splitlines():
    line = line.split("#")[0].strip()
    if line:
        folder, _, below = line.partition(":")
        arrows[folder.strip()] = below.split()


def reach(folder, path=()):
    if folder in path:
        errors.append("cycle: " + " -> ".join([*path, folder]))
        return set()
    found = set()
    for below in arrows.get(folder, []):
        found |= {below} | reach(below, (*path, folder))
    return found


allowed = {folder: reach(folder) | {folder} for folder in arrows}
used = {folder: set() for folder in arrows}
include = re.compile(r'^\s*#include "([^"]+)"')
for source in sorted((root / "src").rglob("*")):
    if source.suffix not in (".h", ".cpp"):
        continue
    folder = source.relative_to(root / "src").parts[0]
    if folder not in arrows:
        errors.append(f"{source.relative_to(root)}: folder {folder} has no line in src/layers.txt")
        continue
    # Tests and their helpers may stand on the shell: they drive pages from outside.
    is_test = source.stem.endswith("_test") or "testing" in source.parts
    for number, line in enumerate(source.read_text().splitlines(), 1):
        match = include.match(line)
        if not match or "/" not in match[1]:
            continue
        target = match[1].split("/")[0]
        if target in arrows:
            used[folder].add(target)
            if target not in allowed[folder] and not is_test:
                errors.append(f"{source.relative_to(root)}:{number}: {folder} may not include {target}")

for folder, below in arrows.items():
    for target in below:
        through = used[folder] & (allowed[target] if target in allowed else set())
        if not through and any((root / "src" / folder).glob("*.cpp")):
            errors.append(f"src/layers.txt: arrow {folder} -> {target} is not used")

print("\n".join(errors) if errors else "layers: fine")
sys.exit(1 if errors else 0)
