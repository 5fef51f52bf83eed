"""Makes test/fixtures/feature-selection/scikit-learn.json: how scikit-learn scores and chooses columns.

    uv venv --python 3.11 venv
    uv pip install --python venv/bin/python scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6 pandas==3.1.1
    venv/bin/python test/parity/feature_selection.py > test/fixtures/feature-selection/scikit-learn.json
"""

import json
from importlib.metadata import version

import numpy
import pandas
from scipy import stats
from sklearn.feature_selection import (
    RFE,
    SelectFromModel,
    SelectKBest,
    VarianceThreshold,
    chi2,
    f_classif,
    mutual_info_classif,
)
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

random = numpy.random.default_rng(31)


def drawn(rows, classes, pull, noise):
    """Columns that follow the class by a pull each, then columns of noise; some columns go together."""
    y = random.integers(0, classes, rows)
    x = random.normal(0, 1, (rows, len(pull) + noise))
    x[:, : len(pull)] += numpy.outer(y, pull)
    x[:, 1] = 0.9 * x[:, 0] + 0.4 * x[:, 1]
    return numpy.round(x, 6), y


def scored(name, rows, classes, pull, noise):
    x, y = drawn(rows, classes, pull, noise)
    f, p = f_classif(x, y)
    counts = numpy.floor(numpy.abs(x) * 3)
    c, cp = chi2(counts, y)
    kinds = numpy.clip(numpy.round(x), -1, 1)
    return {
        "name": name,
        "x": x.tolist(),
        "y": y.tolist(),
        "f": [f.tolist(), p.tolist()],
        "counts": counts.tolist(),
        "chi2": [c.tolist(), cp.tolist()],
        "kinds": kinds.tolist(),
        "ofKinds": mutual_info_classif(kinds, y, discrete_features=True).tolist(),
        "ofMeasures": mutual_info_classif(x, y, random_state=0).tolist(),
        "fiveNeighbors": mutual_info_classif(x, y, n_neighbors=5, random_state=0).tolist(),
        "correlation": pandas.DataFrame(x).corr().values.tolist(),
        "best3": SelectKBest(f_classif, k=3).fit(x, y).get_support(indices=True).tolist(),
    }


def chosen():
    x, y = drawn(200, 2, [1.2, 0.8, 0.6, 0.4, 0.3], 5)
    logistic = lambda: LogisticRegression(tol=1e-12, max_iter=10_000)
    lasso = lambda: LinearSVC(penalty="l1", C=0.05, dual=False, tol=1e-10, max_iter=100_000)
    rfe = RFE(logistic(), n_features_to_select=4).fit(x, y)
    by_two = RFE(logistic(), n_features_to_select=3, step=2).fit(x, y)
    constant = numpy.hstack([x[:, :2], numpy.full((200, 1), 0.1)])
    support = lambda selector, data: selector.fit(data, y).get_support(indices=True).tolist()
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "ranking": rfe.ranking_.tolist(),
        "rankingByTwo": by_two.ranking_.tolist(),
        "mean": support(SelectFromModel(logistic()), x),
        "median": support(SelectFromModel(logistic(), threshold="median"), x),
        "l1": support(SelectFromModel(lasso()), x),
        "varying": support(VarianceThreshold(), constant),
        "varyingMore": support(VarianceThreshold(1.1), constant),
    }


def tails():
    """Far out, where one minus the probability is 1."""
    f = [(0.3, 1, 10), (2, 3, 40), (25, 1, 80), (807.47, 1, 567), (4000, 2, 300), (1, 30, 30)]
    c = [(0.1, 1), (3, 1), (12, 5), (200, 1), (900, 4), (30, 30)]
    return {
        "f": [[*each, float(stats.f.sf(*each))] for each in f],
        "chi2": [[*each, float(stats.chi2.sf(*each))] for each in c],
    }


print(
    json.dumps(
        {
            "versions": {package: version(package) for package in ("scikit-learn", "scipy", "numpy", "pandas")},
            "scored": [
                scored("two classes", 120, 2, [2, 1, 0.5], 3),
                scored("three classes", 90, 3, [1, 0.5, 0.2, 0.1], 2),
            ],
            "chosen": chosen(),
            "tails": tails(),
        }
    )
)
