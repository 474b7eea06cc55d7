#!/usr/bin/env python3
"""bench import: a list of 100,000 awards, .xlsx and .csv, checked and stored by `thidua import` while a clerk
saves once a second; SheetJS and exceljs read the same files beside (read only: they check and store nothing).

    script/bench import --json [--quick] [--seed N]
"""
import argparse
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import random
import subprocess
import sys
import threading
import time
import zipfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "script"))
import office  # noqa: E402

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô"]
MIDDLE = ["Văn", "Thị", "Minh", "Quốc", "Thanh", "Đức", "Hữu", "Ngọc"]
GIVEN = ["An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Linh", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Tú", "Vân", "Yến"]
UNITS = [f"K{number}" for number in range(101, 109)]
FIRST_YEAR, YEARS = 2010, 10
HEADER = ["TT", "Số hiệu", "Họ và tên", "Đơn vị", "Hình thức", "Năm thành tích", "Số quyết định", "Ngày quyết định", "Thành tích"]
DATE_COLUMN = 7


class World:
    """People and the list of what they were awarded: one title each in each of ten years."""

    def __init__(self, seed, awards):
        draw = random.Random(seed)
        self.people = [(f"BM{number:06}", " ".join(map(draw.choice, (FAMILY, MIDDLE, GIVEN))), draw.choice(UNITS))
                       for number in range(1, awards // YEARS + 1)]
        self.rows = []
        for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
            for code, name, unit in self.people:
                title = "Chiến sĩ thi đua cơ sở" if draw.random() < 0.15 else "Chiến sĩ tiên tiến"
                text = f"Hoàn thành tốt nhiệm vụ năm {year}, có {draw.randint(1, 40)} sáng kiến"
                self.rows.append([len(self.rows) + 1, code, name, unit, title, year, f"{int(unit[1:])}/QĐ-{unit}", f"{year}-12-20", text])

    def write_people(self, path):
        lines = ["code,full_name,category,unit,joined"]
        lines += [f"{code},{name},Sĩ quan,{unit},2001-03-01" for code, name, unit in self.people]
        path.write_text("\n".join(lines) + "\n")

    def write_csv(self, path):
        lines = [",".join(HEADER)] + [",".join(f'"{value}"' if "," in str(value) else str(value) for value in row) for row in self.rows]
        path.write_text("\n".join(lines) + "\n")

    def write_xlsx(self, path):
        """As Excel writes it: texts shared, days as numbers with a date style."""
        shared = {}

        def cell(column, row, value):
            place = f"{chr(65 + column)}{row}"
            if column == DATE_COLUMN and row > 1:
                day = (time.mktime(time.strptime(value, "%Y-%m-%d")) - time.mktime((1970, 1, 1, 0, 0, 0, 0, 0, 0))) / 86400
                return f'<c r="{place}" s="1"><v>{round(day) + 25569}</v></c>'
            if isinstance(value, int):
                return f'<c r="{place}"><v>{value}</v></c>'
            return f'<c r="{place}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'

        lines = [f'<row r="{number}" spans="1:9">' + "".join(cell(c, number, value) for c, value in enumerate(row)) + "</row>"
                 for number, row in enumerate([HEADER, *self.rows], 1)]
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        relations = "http://schemas.openxmlformats.org/package/2006/relationships"
        office_doc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        parts = {
            "[Content_Types].xml":
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
                f'<Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/>'
                f'<Override PartName="/xl/sharedStrings.xml" ContentType="{types}.sharedStrings+xml"/></Types>',
            "_rels/.rels":
                f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office_doc}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/_rels/workbook.xml.rels":
                f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office_doc}/worksheet" Target="worksheets/sheet1.xml"/>'
                f'<Relationship Id="rId2" Type="{office_doc}/styles" Target="styles.xml"/>'
                f'<Relationship Id="rId3" Type="{office_doc}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/workbook.xml":
                f'<workbook xmlns="{main}" xmlns:r="{office_doc}"><sheets><sheet name="Khen thưởng" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/styles.xml":
                f'<styleSheet xmlns="{main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
                '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml":
                f'<worksheet xmlns="{main}"><dimension ref="A1:I{len(self.rows) + 1}"/><sheetData>' + "".join(lines) + "</sheetData></worksheet>",
            "xl/sharedStrings.xml":
                f'<sst xmlns="{main}" uniqueCount="{len(shared)}">' + "".join(f"<si><t>{escape(text)}</t></si>" for text in shared) + "</sst>",
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, content in parts.items():
                archive.writestr(name, head + content)


class Autosaves(threading.Thread):
    """One short act a second through the server, each timed from its own start."""

    def __init__(self, port):
        super().__init__()
        self.port = port
        self.clerk = office.Clerk(port, "canbo")
        self.ended = threading.Event()
        self.latencies = []
        self.failed = 0

    def run(self):
        while not self.ended.is_set():
            began = time.monotonic()
            try:
                self.clerk.record(f"{len(self.latencies) + self.failed + 1}/QĐ-TS", ["K101"])
                self.latencies.append(time.monotonic() - began)
            except RuntimeError as error:
                self.note_failure(error)
            except (OSError, http.client.HTTPException) as error:  # A connection that dropped serves no more.
                self.note_failure(error)
                self.sign_in_again()
            self.ended.wait(max(0.0, 1 - (time.monotonic() - began)))

    def note_failure(self, error):
        print(f"a save failed: {error!r}", file=sys.stderr)
        self.failed += 1

    def sign_in_again(self):
        self.clerk.close()
        with contextlib.suppress(OSError, http.client.HTTPException, RuntimeError):
            self.clerk = office.Clerk(self.port, "canbo")

    def figures(self):
        self.ended.set()
        self.join()
        self.clerk.close()
        ordered = sorted(self.latencies)
        return {"saves": len(ordered), "failed": self.failed, "median_ms": round(ordered[len(ordered) // 2] * 1000, 1),
                "longest_ms": round(ordered[-1] * 1000, 1)}


def watch_memory(child, peak):
    """Keeps the high-water mark of the program itself: what wait4 tells begins with this script's own size."""
    with contextlib.suppress(OSError):
        while True:
            marks = [line for line in pathlib.Path(f"/proc/{child}/status").read_text().splitlines() if line.startswith("VmHWM:")]
            if not marks:
                return
            peak.append(int(marks[0].split()[1]))
            time.sleep(0.02)


def measured(command):
    """Runs it to the end: what it printed, its seconds, its processor time and its peak of memory."""
    began = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = []
    watcher = threading.Thread(target=watch_memory, args=(child.pid, peak))
    watcher.start()
    printed = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    watcher.join()
    child.stdout.close()
    if status not in (0, 256):
        raise RuntimeError(f"{command}: {status}")
    return printed, {"seconds": round(time.monotonic() - began, 2), "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
                     "peak_mb": round(max(peak, default=0) / 1024)}


def import_once(program, databases, people, file, awards):
    db = databases.new()
    office.staffed(program, db, "canbo")
    office.run(program, "import", "persons", people, "--db", db)
    server = office.Server(program, db)
    with contextlib.closing(server.process.stderr):
        autosaves = Autosaves(server.port)
        autosaves.start()
        time.sleep(1.2)
        printed, figures = measured([program, "import", "awards", file, "--set", "authority=Thủ trưởng đơn vị", "--json", "--db", db])
        figures["autosaves_meanwhile"] = autosaves.figures()
        server.process.terminate()
        server.process.wait()
    report = json.loads(printed)
    if (report["accepted"], report["rejected"]) != (awards, 0):
        raise RuntimeError(f"accepted {report['accepted']} of {awards}: {report['errors'][:3]}")
    figures["warnings"] = len(report["warnings"])
    return figures


def rivals(file):
    node = HERE.parent / ".tools/node/bin/node"
    if not (HERE / "node_modules").exists():
        return None
    return {name: json.loads(measured([node, HERE / "import_rival.mjs", name, file])[0]) for name in ("sheetjs", "exceljs")}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--json", action="store_true", help="(always)")
    options.add_argument("--quick", action="store_true", help="10,000 awards")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--program", type=pathlib.Path, default=office.ROOT / "build/release/bin/thidua")
    given = options.parse_args()
    awards = 10_000 if given.quick else 100_000
    world = World(given.seed, awards)
    report = {"bench": "import", "seed": given.seed, "awards": awards, "commit": os.environ.get("THIDUA_COMMIT", "")}
    for kind in ["sqlite", "postgres"] if office.POSTGRES else ["sqlite"]:
        with contextlib.closing(office.Databases(kind)) as databases:
            people = databases.folder / "people.csv"
            world.write_people(people)
            for extension in ("xlsx", "csv"):
                file = databases.folder / f"awards.{extension}"
                getattr(world, f"write_{extension}")(file)
                report["checksum" if extension == "csv" else "bytes_of_xlsx"] = \
                    hashlib.sha256(file.read_bytes()).hexdigest() if extension == "csv" else file.stat().st_size
                report[f"{kind}_{extension}"] = import_once(given.program.resolve(), databases, people, file, awards)
                if kind == "sqlite":
                    report[f"rivals_{extension}"] = rivals(file)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
