"""An office as programs meet it: databases of both engines, the program's commands, a running server
and one clerk who works through its JSON interface. Shared by the scripts that test from outside."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "src/register/testdata"
POSTGRES = os.environ.get("THIDUA_TEST_POSTGRES", "")
PASSWORD = "một câu dài dễ nhớ 2026"


def psql(url, sql):
    done = subprocess.run(["psql", "-qAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", url, "-c", sql], check=True, capture_output=True, text=True)
    return [tuple(line.split("\t")) for line in done.stdout.splitlines()]


class Databases:
    """Fresh databases of one engine; all go when it closes."""

    made_so_far = 0  # By this process.

    def __init__(self, kind):
        self.kind = kind
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="thidua-office-"))
        self.made = []

    def new(self):
        Databases.made_so_far += 1
        number = Databases.made_so_far
        if self.kind == "sqlite":
            url = f"sqlite:{self.folder}/{number}.db"
        else:
            name = f"office_{os.getpid()}_{number}"
            psql(POSTGRES, f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8')
            parts = urllib.parse.urlsplit(POSTGRES)
            url = urllib.parse.urlunsplit(parts._replace(path="/" + name))
        self.made.append(url)
        return url

    def close(self):
        for url in self.made if self.kind == "postgres" else []:
            name = urllib.parse.urlsplit(url).path[1:]
            psql(POSTGRES, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)


def rows(url, sql):
    """What a query answers, every value as text, read past the program."""
    if not url.startswith("sqlite:"):
        return psql(url, sql)
    with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:"), timeout=30)) as db:
        return [tuple("" if value is None else str(value) for value in row) for row in db.execute(sql)]


def run(program, *arguments, stdin=""):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, input=stdin)
    if done.returncode != 0:
        raise RuntimeError(f"{arguments}: status {done.returncode}\n{done.stdout[:2000]}\n{done.stderr[:2000]}")
    return done.stdout


class Server:
    """`thidua serve` on a free port."""

    def __init__(self, program, db, environment=None):
        self.process = subprocess.Popen([program, "serve", "--db", db, "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE,
                                        stdout=subprocess.DEVNULL, text=True, env={**os.environ, **(environment or {})})
        self.port = 0
        for line in self.process.stderr:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found.group(1))
                break
        else:
            raise ConnectionError(f"the server ended with {self.process.wait()}")

    def kill(self):
        self.process.kill()
        self.end()

    def stop(self):
        self.process.terminate()
        self.end()

    def end(self):
        self.process.wait()
        self.process.stderr.close()


class Clerk:
    """Signed in, enters decisions. ConnectionError or http.client.HTTPException when the server goes away."""

    def __init__(self, port, name):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            answer, response = self.post("/session", {"username": name, "password": PASSWORD})
        except BaseException:
            self.close()
            raise
        self.headers["Cookie"] = response.getheader("Set-Cookie").split(";")[0]
        self.headers["X-CSRF-Token"] = answer["csrf"]

    def close(self):
        self.connection.close()

    def post(self, path, values):
        headers = {**self.headers, "Idempotency-Key": uuid.uuid4().hex}
        self.connection.request("POST", path, json.dumps(values), headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status >= 400:
            raise RuntimeError(f"{path}: {response.status} {body.decode()[:1000]}")
        return json.loads(body), response

    def record(self, number, units):
        """A decision that gives each of the units the same award."""
        self.post("/decisions", {"number": number, "decided_on": "2020-05-20", "authority": "board", "award": "bk-ban", "year": "2019",
                                 "recipients": "\n".join(units), "confirmed": "1"})


def staffed(program, db, clerk):
    """The sample organisation and a clerk of its standing office."""
    run(program, "import", "units", DATA / "units.csv", "--db", db)
    run(program, "user", "add", clerk, "--role", "standing-office", "--password-stdin", "--db", db, stdin=PASSWORD + "\n")
