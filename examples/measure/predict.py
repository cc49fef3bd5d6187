#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the expected time that popex works out with what running the network in two parts takes.

Measures a model without exits layer by layer and by ranges, then runs it cut at every layer where
popex can split it, both parts in one process on this machine with a pause between them for as long
as the upload would take, and prints what each way of measuring would have said.
"""
import argparse
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
        popex("measure", options.model, "--tier", tier, "--runs", options.runs, "-o", file, *ranges)
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
    parser.add_argument("--runs", default=50, type=int)
    options = parser.parse_args()

    program = Path(os.path.realpath(shutil.which("popex")))
    tool = program.parent.parent / "libexec" / "popex" / "popex-onnx"
    graph = json.loads(subprocess.run([tool, "describe", options.model], check=True,
                                      stdout=subprocess.PIPE, text=True).stdout)
    main_output = graph["outputs"][-1]
    tensor_of = {node["name"]: node["outputs"][0] for node in graph["nodes"]}
    tensor_of.update({"input": "", "output": main_output})

    with tempfile.TemporaryDirectory() as folder:
        by_layers = expected_times(options, measured(options, Path(folder), []))
        by_ranges = expected_times(options, measured(options, Path(folder), ["--ranges"]))

    print(f"{'split':<28}{'measured ms':>12}{'layers ms':>11}{'error':>8}{'ranges ms':>11}{'error':>8}")
    errors = {"layers": [], "ranges": []}
    for split, (layers_ms, upload_ms) in by_layers.items():
        real = run_split(options, tool, tensor_of[split], main_output, upload_ms)
        ranges_ms = by_ranges[split][0]
        errors["layers"].append(layers_ms - real)
        errors["ranges"].append(ranges_ms - real)
        print(f"{split[-27:]:<28}{real:>12.3f}{layers_ms:>11.3f}{layers_ms - real:>8.3f}"
              f"{ranges_ms:>11.3f}{ranges_ms - real:>8.3f}")
    for way, found in errors.items():
        print(f"{way}: mean error {statistics.mean(found):.3f} ms, mean absolute error "
              f"{statistics.mean(map(abs, found)):.3f} ms over {len(found)} splits")


main()
