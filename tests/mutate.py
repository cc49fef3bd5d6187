#!/usr/bin/env python3
"""Plants mutants in the sources named and says which of them no test notices.

A mutant is one small change: an operator, a bound, a constant. It is written into the file, the tests of the file's
room are built and run, and the file is put back. A mutant that does not compile is not counted.

  tests/mutate.py --build build/dev --seed 1 --count 40 src/model/*.cpp
  tests/mutate.py --list --seed 1 --count 40 src/model/*.cpp     (what would be planted)
  tests/mutate.py --build build/dev --tests tests_cli src/cli/batch.cpp

Exit code: 0 every mutant was killed, 1 some survived, 2 bad usage, 3 the tests fail without a mutant.
"""
import argparse
import os
import pathlib
import random
import re
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# What may be changed, and into what. Binary operators stand between blanks, which tells them from templates' brackets.
OPERATORS = {
    " < ": [" <= ", " > "], " <= ": [" < "], " > ": [" >= ", " < "], " >= ": [" > "],
    " == ": [" != "], " != ": [" == "], " && ": [" || "], " || ": [" && "],
    " + ": [" - "], " - ": [" + "], " * ": [" / "], " / ": [" * "],
    " += ": [" -= "], " -= ": [" += "], " *= ": [" /= "], "++": ["--"],
    "std::min(": ["std::max("], "std::max(": ["std::min("], "true": ["false"], "false": ["true"],
}
OPERATOR = re.compile("|".join(re.escape(o) if not o.isalpha() else rf"\b{o}\b"
                               for o in sorted(OPERATORS, key=len, reverse=True)))
NUMBER = re.compile(r"(?<![\w.'])\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.'])")
# Comments, strings and characters are blanked out, so that nothing is planted in them.
NO_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
NO_PLACE = re.compile(r"^\s*(#|template\b|static_assert\b|using\b|namespace\b)")


def other_numbers(text):
    if "." in text or "e" in text:
        return [repr(float(text) * 2 or 1.0)]
    return [str(int(text) + 1)]


def mutants_of(path):
    text = path.read_text()
    code = NO_CODE.sub(lambda m: re.sub(r"[^\n]", "\0", m.group()), text)
    found, start = [], 0
    for line in code.splitlines(keepends=True):
        if not NO_PLACE.match(line):
            for pattern, others in ((OPERATOR, OPERATORS.get), (NUMBER, other_numbers)):
                for match in pattern.finditer(line):
                    for other in others(match.group()):
                        found.append((path, start + match.start(), match.group(), other))
        start += len(line)
    return found


def planted(text, mutant):
    _, at, old, new = mutant
    return text[:at] + new + text[at + len(old):]


def described(mutant):
    path, at, old, new = mutant
    text = path.read_text()
    number = text.count("\n", 0, at) + 1
    line = text.splitlines()[number - 1].strip()
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{name}:{number}: {old.strip()} -> {new.strip()}   in: {line}"


def succeeds(command, seconds):
    """Whether it ends with 0; one that takes too long was changed for the worse, too."""
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


def tests_of(path, named):
    return named or ["tests_" + path.relative_to(ROOT / "src").parts[0]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path, help="a build folder with the tests, such as build/dev")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", action="append", help="test programs to run; default: those of the file's room")
    parser.add_argument("--filter", default="*", help="which of their tests, as --gtest_filter takes it")
    parser.add_argument("--seconds", type=float, default=300, help="how long the tests of one mutant may take")
    parser.add_argument("--list", action="store_true", help="only say what would be planted")
    options = parser.parse_args()

    every = [mutant for file in options.files for mutant in mutants_of(file.resolve())]
    random.Random(options.seed).shuffle(every)
    if options.list:
        for mutant in every[:options.count]:
            print(described(mutant))
        return 0
    if options.build is None:
        parser.error("--build: the build folder is missing")
    build = options.build.resolve()
    # Terminated, too, it puts the file back.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))

    def built(programs):
        return succeeds(["cmake", "--build", build, "--target", *programs], 3600)

    def passed(programs):
        return all(succeeds([build / "bin" / program, "--gtest_brief=1", "--gtest_filter=" + options.filter],
                            options.seconds) for program in programs)

    programs = sorted({p for file in options.files for p in tests_of(file.resolve(), options.tests)})
    if not built(programs) or not passed(programs):
        print("popex: error: the tests fail without a mutant: " + " ".join(programs), file=sys.stderr)
        return 3
    killed, survived = 0, []
    for mutant in every:
        if killed + len(survived) == options.count:
            break
        path, text = mutant[0], mutant[0].read_text()
        words, programs = described(mutant), tests_of(mutant[0], options.tests)
        try:
            path.write_text(planted(text, mutant))
            if not built(programs):
                continue
            alive = passed(programs)
        finally:
            path.write_text(text)
        if alive:
            survived.append(words)
        else:
            killed += 1
        print(("survived  " if alive else "killed    ") + words, flush=True)
    built(sorted({p for file in options.files for p in tests_of(file.resolve(), options.tests)}))
    print(f"seed {options.seed}: {killed + len(survived)} mutants, {killed} killed, {len(survived)} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
