# awk -v kind=steps|walk|onoff -f make_trace.awk: 600 s of a made-up upload rate, a value a second. The same
# numbers each time.

# Park and Miller's generator (Communications of the ACM 1988): whole numbers that a double holds exactly.
function random() {
  seed = (seed * 16807) % 2147483647
  return seed / 2147483647
}
function between(low, high) { return low + random() * (high - low) }
# Near enough to a normal deviate: the sum of twelve uniform ones (Irwin and Hall).
function normal(    sum, i) {
  for (i = 0; i < 12; i++) sum += random()
  return sum - 6
}

BEGIN {
  seed = 20201
  for (i = 0; i < 20; i++) random()
  count = split("0.4 1.5 4 8 16 30", level, " ")
  rate = 3
  print "time_s,rate_mbps"
  for (s = 0; s < 600; s++) {
    if (kind == "steps") {  # a new level every 15 to 60 s, 8 % of noise
      if (s >= until) { base = level[1 + int(random() * count)]; until = s + int(between(15, 60)) }
      rate = base * (1 + 0.08 * normal())
    } else if (kind == "walk") {  # the rate's logarithm drifts, and turns back at 0.3 and 40 Mbps
      rate *= exp(0.2 * normal())
      if (rate < 0.3) rate = 0.09 / rate
      if (rate > 40) rate = 1600 / rate
    } else {  # 8 Mbps with 20 % of noise for 10 to 40 s, then nothing for 3 to 20 s
      if (s >= until) { on = !on; until = s + int(on ? between(10, 40) : between(3, 20)) }
      rate = on ? 8 * (1 + 0.2 * normal()) : 0
    }
    printf "%d,%.3f\n", s, rate < 0 ? 0 : rate
  }
}
