"""Plain baselines on the parts that `promo scores` printed: TF-IDF with logistic regression, and a count of keywords."""

import random
import re
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve, roc_auc_score

KEYWORDS = re.compile(
    r"\b(free|sign up|register|join us|contact us|call us|buy|discount|offer|launch|announc\w+|excited|subscribe|"
    r"webinar|customers|our (?:product|service|team|platform)|get started|learn more|today)\b",
    re.IGNORECASE,
)


def figures(labels, scores):
    """ROC AUC, best F1 and recall at precision 0.90: promotional against value-adding, then against the rest."""
    found = []
    for kept in (labels != "M", np.ones(len(labels), bool)):
        promotional = labels[kept] == "P"
        precision, recall, _ = precision_recall_curve(promotional, scores[kept])
        f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
        found += [roc_auc_score(promotional, scores[kept]), f1.max(), recall[precision >= 0.9].max()]
    return np.array(found)


def main(folder, table):
    rows = [line.split("\t") for line in Path(table).read_text(encoding="utf-8").splitlines()[1:]]
    texts = [(Path(folder) / "posts" / f"{row[0]}.md").read_text(encoding="utf-8") for row in rows]
    labels, blogs, folds = (np.array([row[column] for row in rows]) for column in (1, 2, 3))
    tf_idf = np.zeros(len(rows))
    for fold in sorted(set(folds)):
        seen, left_out = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True)
        model = LogisticRegression(C=20, class_weight="balanced", max_iter=2000)
        model.fit(words.fit_transform([texts[i] for i in seen]), labels[seen] == "P")
        tf_idf[left_out] = model.decision_function(words.transform([texts[i] for i in left_out]))
    keywords = np.array([100 * len(KEYWORDS.findall(text)) / max(50, len(text.split())) for text in texts])
    unseen = np.array([float(row[4]) for row in rows])

    print("\n| on the same parts | P against V: AUC | best F1 | recall at 0.90 | P against the rest: AUC | best F1 | recall at 0.90 |")
    print("|---|---|---|---|---|---|---|")
    by_blog = [np.flatnonzero(blogs == blog) for blog in sorted(set(blogs))]
    for name, scores in (("Regards", unseen), ("TF-IDF, logistic regression", tf_idf), ("count of keywords", keywords)):
        drawn, chance = [], random.Random(20261122)
        for _ in range(500):
            sample = np.concatenate([chance.choice(by_blog) for _ in by_blog])
            drawn.append(figures(labels[sample], scores[sample]))
        low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
        cells = [f"{f:.3f} ({a:.3f}–{b:.3f})" for f, a, b in zip(figures(labels, scores), low, high)]
        print(f"| {name} | {' | '.join(cells)} |")


main(*sys.argv[1:])
