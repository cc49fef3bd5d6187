#!/usr/bin/env python3
"""choose.py FOLDER [OPTION…]: chooses the estimator of popex replay on half of the rate traces of a folder, and reports
on the other half, which the choice has not seen.

A trace belongs to a half by the MD5 of its file's name: even, to choose; odd, to report. Each trace is replayed through
two networks, an inference each 1 s and each 5 s. What counts is the time against the oracle's, the mean over traces.
Intervals are of paired differences: 95 % of 10,000 bootstrap samples of traces. OPTIONs go to popex replay
(--rate-column, for instance). Needs popex in the PATH, and nothing of Python but its standard library."""

import hashlib
import json
import pathlib
import random
import subprocess
import sys

SEED = 1
SAMPLES = 10_000
MUCH = 1.02  # worse than the best fixed decision by this factor
NETWORKS = [["alexnet.json"], ["b-alexnet-opencv.json", "--gamma", "20", "--probability", "0.5"]]
INTERVALS = ["1s", "5s"]
SUFFIXES = [".csv", ".json", ".log", ".txt", ".up"]
SETTINGS = [["last"], ["similar"]]
SETTINGS += [["ewma", "--weight", w, "--jump", j] for w in ("0.5", "0.7", "0.8") for j in ("4", "off")]
SETTINGS += [[name, "--window", w, "--jump", j]
             for name in ("mean", "harmonic") for w in ("2", "5") for j in ("4", "off")]
SETTINGS += [["quantile", "--window", w, "--quantile", q, "--jump", j]
             for w, q in (("3", "0.5"), ("3", "0.7"), ("5", "0.5"), ("5", "0.7")) for j in ("4", "off")]


def traces_in(folder):
    if not pathlib.Path(folder).is_dir():
        sys.exit(f"choose.py: {folder}: not a folder")
    files = sorted(path for path in pathlib.Path(folder).iterdir() if path.suffix in SUFFIXES)
    if len({is_to_report(path) for path in files}) < 2:
        sys.exit(f"choose.py: {folder}: traces ({' '.join(SUFFIXES)}) of both halves expected, {len(files)} found")
    return files


def is_to_report(path):
    return hashlib.md5(path.name.encode()).digest()[0] % 2 == 1


def replay(files, network, interval, setting, options):
    """Of each trace: time of the estimator, of the best fixed decision, both against the oracle's."""
    command = ["popex", "replay", "--profile", *network, "--interval", interval, "--format", "json",
               "--estimator", *setting, *options]
    for file in files:
        command += ["--trace", str(file)]
    run = subprocess.run(command, stdout=subprocess.PIPE)
    if run.returncode != 0:
        sys.exit(run.returncode)
    ratios = []
    for trace in json.loads(run.stdout)["traces"]:
        by_name = {one["strategy"]: one["mean_time_ms"] for one in trace["strategies"]}
        ratios.append((by_name[setting[0]] / by_name["oracle"], by_name["best-fixed"] / by_name["oracle"]))
    return ratios


def mean(values):
    return sum(values) / len(values)


def interval_of(differences):
    """95 % interval of the mean, in per cent."""
    chance = random.Random(SEED)
    means = sorted(mean(chance.choices(differences, k=len(differences))) for _ in range(SAMPLES))
    return (f"{100 * mean(differences):+.2f} "
            f"({100 * means[int(0.025 * SAMPLES)]:+.2f} … {100 * means[int(0.975 * SAMPLES)]:+.2f})")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    options = sys.argv[2:]
    files = traces_in(sys.argv[1])
    to_choose = [file for file in files if not is_to_report(file)]
    to_report = [file for file in files if is_to_report(file)]
    cases = [(network, interval) for interval in INTERVALS for network in NETWORKS]

    print(f"To choose: {len(to_choose)} traces. Mean time against the oracle, and how many are more than 2 % worse than\n"
          f"their best fixed decision; for {', '.join(f'{network[0]} {interval}' for network, interval in cases)}:")
    best = None
    for setting in SETTINGS:
        ratios = [replay(to_choose, *case, setting, options) for case in cases]
        means = [mean([ratio for ratio, _ in one]) for one in ratios]
        worse = [sum(ratio > MUCH * fixed for ratio, fixed in one) for one in ratios]
        print("  " + "  ".join(f"{m:.4f} {w:3d}" for m, w in zip(means, worse)) + "  " + " ".join(setting), flush=True)
        if best is None or mean(means) < best[0]:
            best = (mean(means), setting)
    chosen = best[1]
    print(f"Chosen: {' '.join(chosen)}\n")

    print(f"To report: {len(to_report)} traces. The same, and differences in per cent of the oracle's time (95 % interval),\n"
          "below 0 where the chosen one is faster:")
    pooled = {}
    for network, interval in cases:
        ours = replay(to_report, network, interval, chosen, options)
        last = replay(to_report, network, interval, ["last"], options)
        fixed = [f for _, f in ours]
        against_last = [one - other for (one, _), (other, _) in zip(ours, last)]
        against_fixed = [o - f for o, f in ours]
        for name, differences in (("last", against_last), ("best fixed", against_fixed)):
            pooled.setdefault((interval, name), []).append(differences)
        print(f"{network[0]}, {interval}:")
        for name, ratios in (("chosen", [o for o, _ in ours]), ("last", [o for o, _ in last]), ("best fixed", fixed)):
            worse = sum(ratio > MUCH * f for ratio, f in zip(ratios, fixed))
            print(f"  {name:10}  {mean(ratios):.4f} {worse:3d}")
        print(f"  chosen − last        {interval_of(against_last)}")
        print(f"  chosen − best fixed  {interval_of(against_fixed)}")
    for (interval, name), both in pooled.items():
        print(f"both networks, {interval}: chosen − {name} {interval_of([mean(pair) for pair in zip(*both)])}")


main()
