#!/usr/bin/env python3
"""Writes sources that include several of a folder's sources each, so that they are compiled as one.

script/unity.py SIZE OUTPUT SOURCE...: at most SIZE sources in each OUTPUT_0.cpp, OUTPUT_1.cpp, ...;
prints what to compile, a source that stays alone as itself.

Files that are compiled as one see each other's private names (an anonymous namespace, a `using`).
Two files stand in one group only if no private name of the one occurs in the other or in the headers
of their folder that it includes, so no file needs to know with whom it is compiled. It reads tokens,
not C++: where it doubts, it keeps apart. What it lets through wrongly the compiler refuses.
"""
import functools
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent / "src"
noise = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'',
    re.DOTALL)
include = re.compile(r'^\s*#\s*include "([^"]+)"', re.MULTILINE)
# A name that no scope or object stands before; the second group is "(" where it is called or declared.
word = re.compile(r"(?<![\w:.>])([A-Za-z_]\w*)\b(\s*\()?")
directive = re.compile(r"^\s*#[^\n]*", re.MULTILINE)
arrow = re.compile(r"->\s*\w+")


@functools.cache
def text_of(path):
    return path.read_text()


@functools.cache
def code_of(path):
    return arrow.sub("", noise.sub('""', text_of(path)))


def headers_of(path, folder, seen):
    """The headers of the folder that this file reaches, in `seen`."""
    for name in include.findall(text_of(path)):
        header = root / name
        if name.startswith(folder + "/") and header not in seen and header.exists():
            seen.add(header)
            headers_of(header, folder, seen)
    return seen


def statements(code):
    """What stands at namespace level, each up to its body or semicolon, and whether no name leads there."""
    text = ""
    scopes = []  # the open braces: a namespace's name, or None for any other brace
    for character in code:
        is_outside = None not in scopes
        if character == "{":
            space = is_outside and re.search(r"\bnamespace\b([\w\s:]*)$", text)
            if is_outside and not space:
                yield text + "{", "" in scopes
            scopes.append(space[1].strip() if space else None)
            text = ""
        elif character == "}":
            if scopes:
                scopes.pop()
            text = ""
        elif character == ";" and is_outside:
            yield text + ";", "" in scopes
            text = ""
        elif is_outside:
            text += character


template_arguments = re.compile(r"<[^<>]*>")


def declared(statement):
    """(name, whether a function, what it is another name for) of a declaration, or None."""
    statement = " ".join(statement.split())
    while template_arguments.search(statement):
        statement = template_arguments.sub(" ", statement)
    using = re.match(r"using ((?:\w+ = )?)(.*);", statement)
    if using:
        return (using[1].removesuffix(" = ") or using[2].split("::")[-1]), False, using[2]
    kind = re.match(r"(?:template )?(?:struct|class|enum class|enum|union) (\w+)", statement)
    if kind:
        return kind[1], False, ""
    head = re.match(r"(.*?)([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)?([({=;])", statement)
    if not head or head[1].endswith("::") or statement.startswith(("using namespace", "namespace")):
        return None
    is_macro = head[3] == "(" and head[2].isupper()
    return None if is_macro or head[2] == "operator" else (head[2], head[3] == "(", "")


@functools.cache
def names_of(header):
    """The names a header declares, each with whether it is a type or constant that the header defines."""
    names = {}
    for statement, _ in statements(directive.sub("", code_of(header))):
        found = declared(statement)
        if found and not found[2]:
            names[found[0]] = names.get(found[0]) or not (found[1] or statement.endswith(";") and "=" not in statement)
    return names


class Source:
    def __init__(self, path):
        self.path = path
        code = code_of(path)
        # Its pragmas and macros would hold for the others.
        self.is_alone = "#pragma GCC" in code or "#define" in code
        self.private = {}
        for statement, is_hidden in statements(directive.sub("", code)):
            found = declared(statement)
            if found and (is_hidden or not found[1]):
                self.private[found[0]] = found[1:]
        folder = path.relative_to(root).parts[0]
        headers = headers_of(path, folder, set())
        # Its folder's names, each with the header that defines it.
        self.own = {}
        for header in headers:
            for name, is_defined in names_of(header).items():
                if is_defined or name not in self.own:
                    self.own[name] = header if is_defined else None
        self.named, self.called = set(), set()
        for part in [path, *headers]:
            for name, call in word.findall(code_of(part)):
                self.named.add(name)
                if call:
                    self.called.add(name)

    def hides_from(self, other):
        """Whether a private name of this one would be taken for something else in the other."""
        for name, (is_function, meaning) in self.private.items():
            theirs = other.private.get(name)
            if theirs is not None:
                if not meaning or theirs[1] != meaning:
                    return True
            elif meaning and name not in other.own:
                continue  # the other names the same thing, from further out
            elif name in (other.called if is_function else other.named):
                return True
        return False

    def contradicts(self, other):
        """Whether headers of the two define one name in two ways."""
        return any(header and (other.own.get(name) or header) != header for name, header in self.own.items())

    def fits(self, others):
        return not any(self.is_alone or other.is_alone or self.contradicts(other)
                       or self.hides_from(other) or other.hides_from(self) for other in others)


def groups_of(paths, size):
    groups = []
    for path in paths:
        source = Source(path)
        for group in groups:
            if len(group) < size and source.fits(group):
                group.append(source)
                break
        else:
            groups.append([source])
    return [[source.path for source in group] for group in groups]


def main():
    size, output = int(sys.argv[1]), sys.argv[2]
    for number, paths in enumerate(groups_of(map(pathlib.Path, sys.argv[3:]), size)):
        if len(paths) == 1:
            print(paths[0])
            continue
        written = pathlib.Path(f"{output}_{number}.cpp")
        text = "".join(f'#include "{path.relative_to(root)}"\n' for path in paths)
        if not written.exists() or written.read_text() != text:
            written.parent.mkdir(parents=True, exist_ok=True)
            written.write_text(text)
        print(written)


if __name__ == "__main__":
    main()
