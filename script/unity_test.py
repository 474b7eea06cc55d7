#!/usr/bin/env python3
"""Which files unity.py lets stand together. Run by script/lint."""
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import unity


class Groups(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        unity.root = pathlib.Path(place.name)
        (unity.root / "room").mkdir()

    def together(self, *bodies, header=""):
        for read in (unity.text_of, unity.code_of, unity.names_of):
            read.cache_clear()
        (unity.root / "room/nouns.h").write_text(f"namespace thidua::room {{\n{header}\n}}\n")
        paths = []
        for number, body in enumerate(bodies):
            paths.append(unity.root / f"room/{number}.cpp")
            paths[-1].write_text(f'#include "room/nouns.h"\nnamespace thidua::room {{\n{body}\n}}\n')
        return len(unity.groups_of(paths, 10)) == 1

    def test_files_without_private_names(self):
        self.assertTrue(self.together("int a() { return 1; }", "int b() { return a(); }"))

    def test_the_same_private_name(self):
        self.assertFalse(self.together("namespace { int f() { return 1; } }", "namespace { int f(int) { return 2; } }"))
        self.assertFalse(self.together("constexpr int kSize = 1;", "constexpr int kSize = 2;"))

    def test_a_private_function_that_another_file_would_call(self):
        self.assertFalse(self.together("namespace { int f(int) { return 1; } }", "int b() { return f(1); }"))
        self.assertFalse(self.together("namespace { int f(int) { return 1; } }", "int b();", header="int f(long);"))

    def test_a_name_behind_an_object_or_a_scope_is_another(self):
        self.assertTrue(self.together("namespace { int f(int) { return 1; } }",
                                      'int b(X x, X* y) { return x.f(1) + y->f(1) + far::f(1); } // f()'))

    def test_private_types(self):
        self.assertFalse(self.together("namespace { struct Row {}; }", "Row* b();", header="struct Row;"))
        self.assertFalse(self.together("namespace { enum class State { A }; }", "namespace { using far::State; }"))

    def test_the_same_thing_may_be_named_twice(self):
        self.assertTrue(self.together("using far::State;", "using far::State;"))
        self.assertFalse(self.together("using far::State;", "using near::State;"))

    def test_headers_that_define_a_name_differently(self):
        for number in range(2):
            (unity.root / f"room/table{number}.h").write_text(
                f"namespace thidua::room {{ struct Known; struct Table {{ int a{number}; }}; }}")
        self.assertFalse(self.together("}\n#include \"room/table0.h\"\nnamespace thidua::room {",
                                       "}\n#include \"room/table1.h\"\nnamespace thidua::room {"))
        self.assertTrue(self.together("}\n#include \"room/table0.h\"\nnamespace thidua::room {",
                                      "}\n#include \"room/table0.h\"\nnamespace thidua::room {"))

    def test_macros_and_pragmas_stand_alone(self):
        self.assertFalse(self.together("#define A 1", "int b();"))
        self.assertFalse(self.together('#pragma GCC optimize("O3")', "int b();"))


if __name__ == "__main__":
    unittest.main(verbosity=0)
