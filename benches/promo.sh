#!/bin/sh
# Measures the promo check on a folder of labelled posts, and two plain baselines on the same parts of whole blogs:
# TF-IDF with logistic regression (scikit-learn) and a count of keywords.
#
#   benches/promo.sh FOLDER      from the root of the project
#
# Needs Python 3 with venv; scikit-learn is installed under target/, once.
set -eu
folder=${1:?usage: benches/promo.sh FOLDER}
here=$(dirname "$0")
cargo run --quiet --release --example promo -- measure "$folder"
python=target/promo-venv/bin/python
[ -x "$python" ] || python3 -m venv target/promo-venv
"$python" -c 'import sklearn' 2>/dev/null || "$python" -m pip install --quiet scikit-learn==1.9.1
cargo run --quiet --release --example promo -- scores "$folder" >target/promo-scores.tsv
"$python" "$here/promo_baselines.py" "$folder" target/promo-scores.tsv
