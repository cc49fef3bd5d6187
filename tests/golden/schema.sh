#!/usr/bin/env bash
# The JSON Schema accepts every bundled profile, and refuses what the reader refuses.
set -euo pipefail
cd "$(dirname "$0")/../.."
/usr/bin/python3 - <<'PYTHON'
import glob, json, jsonschema

schema = json.load(open("profiles/popex-profile.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
bundled = [f for f in glob.glob("profiles/*.json") if not f.endswith(".schema.json")]
assert len(bundled) >= 3, bundled
for file in bundled:
    profile = json.load(open(file))
    validator.validate(profile)
    # A sum over some of the layers would pass for the whole network's.
    weighed = sum("parameter_bytes" in layer for layer in profile["layers"])
    assert weighed in (0, len(profile["layers"])), f"{file}: {weighed} layers have parameter_bytes"

def changed(change):
    profile = json.load(open("profiles/alexnet.json"))
    change(profile)
    return profile

accepted = [
    lambda p: p.update(power_mw={"edge": 4000, "cloud": 1e9}), lambda p: p["input"].pop("bytes"),
    lambda p: p["input"].update(range_ms={"cloud": 2}), lambda p: p["layers"][0].update(range_ms={}),
    lambda p: p["layers"][0].update(range_ms={"edge": 1e12, "cloud": 0}),
]
for change in accepted:
    validator.validate(changed(change))
changes = [
    lambda p: p["input"].update(bytes=-1), lambda p: p.pop("layers"), lambda p: p.update(layers=[]),
    lambda p: p.update(unknown=1), lambda p: p.update(format_version=2),
    lambda p: p["layers"][0].update(output_bytes=-1), lambda p: p["layers"][0].pop("name"),
    lambda p: p["layers"][0].update(name="input"), lambda p: p["layers"][0].update(time_ms={"edge": "1"}),
    lambda p: p["layers"][0].update(output_bytes=1e308), lambda p: p["branches"][0].update(exit_probability=1.5),
    lambda p: p.update(tiers=["edge"]), lambda p: p["layers"][0].update(outputbytes=1),
    lambda p: p.update(power_mw=4000), lambda p: p.update(power_mw={"edge": -1}),
    lambda p: p.update(power_mw={"edge": 1.1e9}), lambda p: p.update(power_mw={"input": 1}),
    lambda p: p["input"].update(range_ms=2), lambda p: p["input"].update(range_ms={"edge": 0, "cloud": 2}),
    lambda p: p["layers"][0].update(range_ms=2), lambda p: p["layers"][0].update(range_ms={"edge": -1}),
    lambda p: p["layers"][0].update(range_ms={"edge": 1, "fog": 1, "cloud": 1}),
    lambda p: p["layers"][0].update(range_ms={"cloud": 1.1e12}), lambda p: p["branches"][0].update(range_ms={"edge": 1}),
]
for number, change in enumerate(changes):
    assert not validator.is_valid(changed(change)), f"change {number} was accepted"
print(f"{len(bundled) + len(accepted)} profiles accepted, {len(changes)} broken ones refused")
PYTHON
