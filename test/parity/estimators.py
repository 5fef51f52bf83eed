"""Makes test/fixtures/estimators/scikit-learn.json: what scikit-learn's models learn and predict.

    uv venv --python 3.11 venv
    uv pip install --python venv/bin/python scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
    venv/bin/python test/parity/estimators.py > test/fixtures/estimators/scikit-learn.json
"""

import json
from importlib.metadata import version

import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.naive_bayes import GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

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


def scaled(rows, columns, classes):
    """As `measured`, in deviations from the mean: what linear models want."""
    x, y = measured(rows, columns, classes)
    return rounded(StandardScaler().fit_transform(x), 9), y


def linear(name, model, data, probabilities=False):
    x, y = data
    model.fit(x, y)
    return {
        "name": name,
        "x": x,
        "y": y,
        "coef": model.coef_.tolist(),
        "intercept": model.intercept_.tolist(),
        "predicted": model.predict(x).tolist(),
        "probabilities": model.predict_proba(x).tolist() if probabilities else None,
    }


def tree(name, options, size):
    """A tree on data without ties, so that its seed changes nothing."""
    while True:
        x, y = measured(*size)
        models = [DecisionTreeClassifier(random_state=seed, **options).fit(x, y) for seed in range(8)]
        if len({tuple(model.tree_.feature) for model in models}) == 1:
            break
    found = models[0].tree_
    unseen = rounded(numpy.asarray(x)[:15] * 1.1)
    return {
        "name": name,
        "x": x,
        "y": y,
        "unseen": unseen,
        "left": found.children_left.tolist(),
        "right": found.children_right.tolist(),
        "feature": found.feature.tolist(),
        "threshold": found.threshold.tolist(),
        "impurity": found.impurity.tolist(),
        "importances": models[0].feature_importances_.tolist(),
        "probabilities": models[0].predict_proba(unseen).tolist(),
    }


def forest(name, options, rows, columns, classes):
    """Chance differs from ours: of 20 forests the mean and the spread, on rows that they have not seen."""
    x, y = measured(rows + 500, columns, classes)
    x = rounded(x, 3)
    models = [RandomForestClassifier(random_state=seed, n_jobs=1, **options).fit(x[:rows], y[:rows]) for seed in range(20)]
    accuracy = [model.score(x[rows:], y[rows:]) for model in models]
    importances = [model.feature_importances_ for model in models]
    log_loss = [
        -numpy.log(numpy.clip(model.predict_proba(x[rows:])[range(500), y[rows:]], 0.005, 1)).mean() for model in models
    ]
    return {
        "name": name,
        "x": x,
        "y": y,
        "rows": rows,
        "accuracy": [numpy.mean(accuracy), numpy.std(accuracy)],
        "logLoss": [numpy.mean(log_loss), numpy.std(log_loss)],
        "importances": [numpy.mean(importances, axis=0).tolist(), numpy.std(importances, axis=0).tolist()],
    }


def folds(name, y, splits):
    return {
        "name": name,
        "y": y,
        "splits": splits,
        "tests": [test.tolist() for _, test in StratifiedKFold(splits).split(numpy.zeros(len(y)), y)],
    }


def scalers():
    x, _ = measured(30, 3, 2)
    x = [row + [0.1] for row in x]
    scaler = StandardScaler().fit(x)
    return {"x": x, "mean": scaler.mean_.tolist(), "scale": scaler.scale_.tolist(), "z": scaler.transform(x).tolist()}


def regression(name, model):
    x = rounded(random.normal(0, 1, (50, 6)) * [1, 2, 3, 1, 1, 0.5])
    y = rounded(numpy.asarray(x) @ [2, 0.3, 0, -1, 0.05, 0] + 7 + random.normal(0, 1, 50))
    model.fit(x, y)
    return {"name": name, "x": x, "y": y, "coef": model.coef_.tolist(), "intercept": float(model.intercept_)}


def neighbors(name, options):
    x, y = measured(60, 2, 3)
    unseen, _ = measured(15, 2, 3)
    unseen[0] = x[0]
    model = KNeighborsClassifier(**options).fit(x, y)
    return {"name": name, "x": x, "y": y, "unseen": unseen, "probabilities": model.predict_proba(unseen).tolist()}


def searched():
    x, y = measured(90, 3, 2)
    grid = {"n_neighbors": [1, 5, 15], "weights": ["uniform", "distance"]}
    search = GridSearchCV(KNeighborsClassifier(), grid, cv=StratifiedKFold(5)).fit(x, y)
    return {
        "x": x,
        "y": y,
        "scores": cross_val_score(GaussianNB(), x, y, cv=StratifiedKFold(5)).tolist(),
        "means": search.cv_results_["mean_test_score"].tolist(),
        "best": search.best_params_,
    }


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
    yield "scaler", scalers()
    exact = {"tol": 1e-12, "max_iter": 100_000}
    yield "logistic", [
        linear("two classes", LogisticRegression(**exact), scaled(80, 4, 2), True),
        linear("held small", LogisticRegression(C=0.01, **exact), scaled(80, 4, 2), True),
        linear("three classes", LogisticRegression(C=10, **exact), scaled(90, 3, 3), True),
    ]
    yield "svm", [
        linear("l2", LinearSVC(dual=False, **exact), scaled(80, 4, 2)),
        linear("l1", LinearSVC(penalty="l1", dual=False, **exact), scaled(80, 6, 2)),
        linear("l1, few weights", LinearSVC(penalty="l1", C=0.02, dual=False, **exact), scaled(120, 8, 2)),
        linear("three classes, l1", LinearSVC(penalty="l1", C=0.1, dual=False, **exact), scaled(90, 4, 3)),
    ]
    yield "trees", [
        tree("gini, depth 3", {"max_depth": 3}, (150, 4, 2)),
        tree("entropy, depth 3", {"max_depth": 3, "criterion": "entropy"}, (150, 4, 3)),
        tree("leaves of 8", {"min_samples_leaf": 8, "max_depth": 5}, (200, 5, 2)),
    ]
    yield "forests", [
        forest("entropy", {"criterion": "entropy", "n_estimators": 50}, 300, 6, 2),
        forest("three classes", {"n_estimators": 50}, 300, 5, 3),
    ]
    yield "folds", [
        folds("57 and 43", ["a" if (i * 7) % 100 < 57 else "b" for i in range(100)], 5),
        folds("three classes, 4 folds", [[2, 0, 0, 1, 2, 2, 1][i % 7] for i in range(50)], 4),
    ]
    yield "regressions", [
        regression("ridge", Ridge()),
        regression("ridge, strong", Ridge(alpha=50)),
        regression("lasso", Lasso(alpha=0.1, tol=1e-12, max_iter=100_000)),
        regression("elastic net", ElasticNet(alpha=0.2, l1_ratio=0.3, tol=1e-12, max_iter=100_000)),
    ]
    yield "neighbors", [
        neighbors("five", {}),
        neighbors("by distance", {"n_neighbors": 7, "weights": "distance"}),
    ]
    yield "searched", searched()


print(json.dumps(dict(made())))
