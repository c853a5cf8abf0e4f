#!/usr/bin/env bash
# How fast the runtime is beside `xargs -P` and GNU parallel, how much memory it takes, and how close to the lower
# bound it packs tests of unequal length. Needs GNU time; parallel is left out where it is not installed.
#
#   cargo build --release -p pipewright-runtime && crates/runtime/benches/execute.sh [ROUNDS]
#
# Fails where a bound is broken: 1.3 x xargs (median of the rounds, which take turns), faster than parallel, 64 MiB,
# 1.15 x the lower bound.
set -euo pipefail
rounds=${1:-5}
root=$(cd "$(dirname "$0")/../../.." && pwd)
runtime=${PIPEWRIGHT_RUNTIME:-$root/target/release/pipewright-runtime}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

pipeline() { # names, then tables on standard input
  printf 'name = "bench"\n[versions."1"]\n[suites.s]\n[triggers.push]\nbranches = ["main"]\n[scenarios.b]\nsuite = "s"\ntests = [%s]\n' "$1"
  cat
}
seconds() { /usr/bin/time -o time -f '%e %M' "$@" > /dev/null; cut -d' ' -f1 time; }
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

for count in 20 200 2000; do
  names=$(seq -f '"t%g"' "$count" | paste -sd,)
  seq "$count" | sed 's/.*/[tests.t&]\ncommand = ["true"]/' | pipeline "$names" > pipeline.toml
  : > ./ours; : > ./xargs; : > ./parallel
  for _ in $(seq "$rounds"); do
    rm -rf out
    seconds "$runtime" execute --version 1 --scenario b --workers 2 --output out >> ours
    peak=$(cut -d' ' -f2 time)
    seconds sh -c "seq $count | xargs -P 2 -I{} true" >> ./xargs
    if command -v parallel > /dev/null; then seconds sh -c "seq $count | parallel -j2 true {}" >> parallel; fi
  done
  ours=$(median < ours) xargs=$(median < ./xargs) parallel=$(median < parallel)
  each=$(awk -v o="$ours" -v n="$count" 'BEGIN { printf "%.1f", o / n * 1000 }')
  echo "$count no-op tests, 2 workers: ours ${ours}s (${each} ms a test), xargs ${xargs}s, parallel ${parallel:-not here}${parallel:+s}; peak $((peak / 1024)) MiB"
done

pipeline '"flood"' > pipeline.toml <<'X'
[tests.flood]
command = ["head", "-c", "5000000000", "/dev/zero"]
X
rm -rf out
flood=$(seconds "$runtime" execute --version 1 --scenario b --output out)
flood_peak=$(cut -d' ' -f2 time)
echo "5 GB of output: ${flood}s, peak $((flood_peak / 1024)) MiB, on disk $(du -sm out | cut -f1) MiB"

lengths='0.1 0.1 0.2 0.1 0.3 0.1 0.2 1.2 0.1 0.4 0.1 0.2 0.1 0.9 0.1 0.3 0.1 1.6'
i=0; tables=; table=; names=
for length in $lengths; do
  i=$((i + 1)); names+="\"t$i\","; table+="\"t$i\": $length,"
  tables+=$(printf '[tests.t%s]\ncommand = ["sleep", "%s"]\n_' "$i" "$length"); tables=${tables%_}
done
pipeline "${names%,}" <<< "$tables" > pipeline.toml
echo "{${table%,}}" > durations.json
rm -rf out in-order
makespan=$(seconds "$runtime" execute --version 1 --scenario b --workers 4 --durations durations.json --output out)
in_order=$(seconds "$runtime" execute --version 1 --scenario b --workers 4 --output in-order)
naive=$(seconds sh -c "printf '%s\n' $lengths | xargs -P 4 -n 1 sleep")
bound=$(tr ' ' '\n' <<< "$lengths" | awk '{ s += $1; if ($1 > m) m = $1 } END { b = s / 4; print (b > m ? b : m) }')
echo "skewed lengths, 4 workers: ${makespan}s by known durations, ${in_order}s in the order of the file, xargs ${naive}s, lower bound ${bound}s"

awk -v o="$ours" -v x="$xargs" -v p="${parallel:-1e9}" -v k="$peak" -v f="$flood_peak" -v m="$makespan" -v b="$bound" 'BEGIN {
  bad = 0
  if (o > 1.3 * x) { print "broken: " o / x " x xargs"; bad = 1 }
  if (o > p) { print "broken: slower than parallel"; bad = 1 }
  if (k > 65536 || f > 65536) { print "broken: more than 64 MiB"; bad = 1 }
  if (m > 1.15 * b) { print "broken: makespan " m / b " x the lower bound"; bad = 1 }
  exit bad }'
