"""Makes test/fixtures/estimators/scikit-learn.json: what scikit-learn's models learn and predict.

    uv venv --python 3.11 venv
    uv pip install --python venv/bin/python scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
    venv/bin/python test/parity/estimators.py > test/fixtures/estimators/scikit-learn.json
"""

import json
from importlib.metadata import version

import numpy
from sklearn.naive_bayes import GaussianNB, MultinomialNB

random = numpy.random.default_rng(12)


def rounded(values, digits=6):
    return numpy.round(values, digits).tolist()


def counts(rows, columns, classes):
    """Counts whose rates differ by class; the last column is always 0."""
    y = random.integers(0, classes, rows)
    rates = random.gamma(1, 1, (classes, columns))
    x = random.poisson(rates[y])
    x[:, -1] = 0
    return x.tolist(), y.tolist()


def measured(rows, columns, classes):
    """Columns of different size and unit, with classes that overlap."""
    y = random.integers(0, classes, rows)
    centers = random.normal(0, 1, (classes, columns))
    x = (centers[y] + random.normal(0, 1, (rows, columns))) * 10.0 ** numpy.arange(-2, columns - 2)
    return rounded(x), y.tolist()


def bayes(model, x, y, unseen, fitted, **fit):
    model.fit(x, y, **fit)
    return {
        "joint": model.predict_joint_log_proba(unseen).tolist(),
        "logs": model.predict_log_proba(unseen).tolist(),
        "probabilities": model.predict_proba(unseen).tolist(),
        "predicted": model.predict(unseen).tolist(),
        **{name: getattr(model, name).tolist() for name in fitted},
    }


def multinomial(name, options, weighted=False):
    x, y = counts(40, 6, 3)
    unseen, _ = counts(15, 6, 3)
    weights = rounded(random.uniform(0, 2, 40)) if weighted else None
    found = bayes(
        MultinomialNB(**options), x, y, unseen, ["feature_log_prob_", "class_log_prior_"], sample_weight=weights
    )
    return {"name": name, "x": x, "y": y, "unseen": unseen, "weights": weights, **found}


def gaussian(name, options, weighted=False):
    x, y = measured(40, 4, 3)
    unseen, _ = measured(15, 4, 3)
    weights = rounded(random.uniform(0, 2, 40)) if weighted else None
    found = bayes(GaussianNB(**options), x, y, unseen, ["theta_", "var_", "class_prior_"], sample_weight=weights)
    return {"name": name, "x": x, "y": y, "unseen": unseen, "weights": weights, **found}


def made():
    yield "versions", {package: version(package) for package in ("scikit-learn", "scipy", "numpy")}
    yield "multinomial", [
        multinomial("usual", {}),
        multinomial("alpha 0.01", {"alpha": 0.01}),
        multinomial("classes alike", {"fit_prior": False}),
        multinomial("given prior", {"class_prior": [0.2, 0.3, 0.5]}),
        multinomial("weighted", {}, weighted=True),
    ]
    yield "gaussian", [
        gaussian("usual", {}),
        gaussian("given priors", {"priors": [0.2, 0.3, 0.5]}),
        gaussian("smoother", {"var_smoothing": 1e-2}),
        gaussian("weighted", {}, weighted=True),
    ]


print(json.dumps(dict(made())))
