#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the expected time that popex works out with what running the network in two parts takes.

Measures a model without exits layer by layer and by ranges, then runs it cut at every layer where
popex can split it, both parts in one process on this machine with a pause between them for as long
as the upload would take, and prints what each way of measuring would have said.
"""
import argparse
import collections
import json
import os
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path


def popex(*words):
    return subprocess.run(["popex", *map(str, words)], check=True, stdout=subprocess.PIPE, text=True).stdout


def measured(options, folder, ranges):
    """A profile whose two tiers are both this machine."""
    files = []
    for tier in ("edge", "cloud"):
        file = folder / f"{tier}.json"
        popex("measure", "-q", options.model, "--tier", tier, "--runs", options.runs, "-o", file, *ranges)
        profile = json.loads(file.read_text())
        profile.pop("branches", None)  # here every sample goes on to the end
        file.write_text(json.dumps(profile))
        files.append(file)
    popex("merge", *files, "-o", folder / "profile.json")
    return folder / "profile.json"


def expected_times(options, profile):
    """By split: the expected time and the time of the upload in it, in ms."""
    answer = json.loads(popex("solve", "--profile", profile, "--rate", options.rate,
                              "--latency", options.latency, "--all", "--format", "json"))
    decisions = [answer["decision"], *answer["alternatives"]]
    decisions.sort(key=lambda decision: -1 if decision["split_index"] is None else decision["split_index"])
    return {decision["split"]: (decision["expected_time_ms"], decision["links"][0]["transfer_ms"])
            for decision in decisions if decision["split"] is not None}


def run_split(options, tool, at, main_output, upload_ms):
    """The median time of the network cut behind tensor `at`."""
    lines = subprocess.run([tool, "split", options.model, "--at", at, "--to", main_output, "--link",
                            str(upload_ms), "--runs", str(options.runs)],
                           check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return statistics.median(json.loads(line)["total_ms"] for line in lines[10:])  # warm-up


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", help="an ONNX file")
    parser.add_argument("--rate", default="100", help="upload rate, as popex takes it")
    parser.add_argument("--latency", default="2", help="latency in ms")
    parser.add_argument("--runs", default=50, type=int, help="of every part, in a round")
    parser.add_argument("--rounds", default=1, type=int,
                        help="how often all is measured; the medians count. More of them even out that a "
                        "machine is slower for a while")
    options = parser.parse_args()

    program = Path(os.path.realpath(shutil.which("popex")))
    tool = program.parent.parent / "libexec" / "popex" / "popex-onnx"
    graph = json.loads(subprocess.run([tool, "describe", options.model], check=True,
                                      stdout=subprocess.PIPE, text=True).stdout)
    main_output = graph["outputs"][-1]
    tensor_of = {node["name"]: node["outputs"][0] for node in graph["nodes"]}
    tensor_of.update({"input": "", "output": main_output})

    found = {way: collections.defaultdict(list) for way in ("layers", "ranges", "real")}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.rounds):
            by_layers = expected_times(options, measured(options, Path(folder), []))
            by_ranges = expected_times(options, measured(options, Path(folder), ["--ranges"]))
            for split, (layers_ms, upload_ms) in by_layers.items():
                found["layers"][split].append(layers_ms)
                found["ranges"][split].append(by_ranges[split][0])
                found["real"][split].append(
                    run_split(options, tool, tensor_of[split], main_output, upload_ms))
    print_table({way: {split: statistics.median(times) for split, times in by_split.items()}
                 for way, by_split in found.items()})


def print_table(times):
    print(f"{'split':<28}{'measured ms':>12}{'layers ms':>11}{'error':>8}{'ranges ms':>11}{'error':>8}")
    errors = {"layers": [], "ranges": []}
    for split, real in times["real"].items():
        row = f"{split[-27:]:<28}{real:>12.3f}"
        for way, of_way in errors.items():
            of_way.append(times[way][split] - real)
            row += f"{times[way][split]:>11.3f}{of_way[-1]:>8.3f}"
        print(row)
    for way, of_way in errors.items():
        print(f"{way}: mean error {statistics.mean(of_way):.3f} ms, mean absolute error "
              f"{statistics.mean(map(abs, of_way)):.3f} ms over {len(of_way)} splits")


main()
