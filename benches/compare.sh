#!/usr/bin/env bash
# compare.sh N PEERS [HUGO] - builds one synthetic blog of N posts with Regards and with Hugo, in turn, and prints
# wall seconds and peak memory of each run, then the ratio of the medians.
#
# PEERS is the folder with make_peer.sh and gen_blog.py, HUGO the hugo binary (default: hugo). Needs GNU time.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
posts=$1 peers=$2 hugo=${3:-hugo} runs=${RUNS:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --quiet --manifest-path "$here/../Cargo.toml"
regards=$here/../target/release/regards
"$peers/make_peer.sh" hugo "$posts" "$work/hugo"
python3 "$peers/gen_blog.py" ours "$posts" "$work/ours"
cp -r "$here/blog/." "$work/ours/"

# measure FILE COMMAND... - appends "seconds kilobytes" to FILE
measure() { local file=$1; shift; /usr/bin/time -f '%e %M' -a -o "$file" "$@" >/dev/null; }
median() { sort -n "$1" | awk -v column="$2" '{ value[NR] = $column } END { print value[int((NR + 1) / 2)] }'; }

# Output is moved aside, not deleted: ext4 searches long for inodes after a large deletion, which would be measured.
for run in $(seq "$runs"); do
  mkdir -p "$work/old/$run/ours" "$work/old/$run/hugo"
  for made in ours/public ours/outbox ours/.regards hugo/public hugo/resources; do
    if [ -e "$work/$made" ]; then mv "$work/$made" "$work/old/$run/$made"; fi
  done
  measure "$work/ours.log" "$regards" build --quiet --root "$work/ours"
  measure "$work/hugo.log" "$hugo" --quiet --source "$work/hugo"
done
for _ in $(seq "$runs"); do measure "$work/again.log" "$regards" build --quiet --root "$work/ours"; done

for name in ours hugo again; do
  printf '%-6s %s s, %s KB peak (medians of %s)\n' "$name" "$(median "$work/$name.log" 1)" "$(median "$work/$name.log" 2)" "$runs"
done
awk -v ours="$(median "$work/ours.log" 1)" -v hugo="$(median "$work/hugo.log" 1)" \
  'BEGIN { printf "Regards takes %.2f of the time of Hugo\n", ours / hugo }'
