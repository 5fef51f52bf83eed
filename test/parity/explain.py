"""Makes test/fixtures/explain/shap.json: what shap and scikit-learn make of the same models and rows.

    uv venv --python 3.12 venv
    uv pip install --python venv/bin/python shap==0.54.1 scikit-learn==1.9.1 numpy==2.5.5
    venv/bin/python test/parity/explain.py > test/fixtures/explain/shap.json
"""

import json
from importlib.metadata import version

import numpy
import shap
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.tree import DecisionTreeClassifier

random = numpy.random.default_rng(24)


def drawn(rows, columns):
    """Columns that go together, and a class by a product and a sum of some of them."""
    x = numpy.round(random.normal(0, 1, (rows, columns)), 3)
    x[:, 1] = numpy.round(0.7 * x[:, 0] + 0.7 * x[:, 1], 3)
    y = (x[:, 0] * x[:, 1] + x[:, 2] + 0.3 * random.normal(0, 1, rows) > 0.5).astype(int)
    return x, y


def curved(x):
    """Three columns work together; the last one has no part in it."""
    return x[:, 0] * x[:, 1] * x[:, 2] + numpy.sin(x[:, 3]) * x[:, 1] + 0.5 * x[:, 4]


def agnostic():
    x, _ = drawn(40, 6)
    background, rows = x[:12], x[12:16].copy()
    rows[0, 3] = background[0, 3]
    background[:, 4] = 0.25
    rows[1, 4] = 0.25
    exact = shap.explainers.Exact(curved, shap.maskers.Independent(background, max_samples=100))(rows)
    kernel = shap.KernelExplainer(curved, background)
    wide, _ = drawn(30, 14)
    crowd, row = wide[:8], wide[8:9]
    product = lambda z: curved(z) + z[:, 5] * z[:, 6] * z[:, 7]
    return {
        "background": background.tolist(),
        "rows": rows.tolist(),
        "exact": exact.values.tolist(),
        "baseValue": float(exact.base_values[0]),
        "kernel": kernel.shap_values(rows, l1_reg=0, silent=True).tolist(),
        "wide": {
            "background": crowd.tolist(),
            "row": row[0].tolist(),
            "exact": shap.explainers.Exact(product, shap.maskers.Independent(crowd))(row).values[0].tolist(),
        },
    }


def nodes(tree):
    tree = tree.tree_
    return {
        "left": tree.children_left.tolist(),
        "right": tree.children_right.tolist(),
        "feature": tree.feature.tolist(),
        "threshold": tree.threshold.tolist(),
        "samples": tree.weighted_n_node_samples.tolist(),
        "shares": tree.value[:, 0, :].tolist(),
    }


def trees(name, model, rows, columns, output):
    x, y = drawn(rows, columns)
    if output > 1:
        y = y + (x[:, 3] > 0.8)
    model.fit(x, y)
    background, asked = x[:20], x[20:26]
    explained = lambda explainer: explainer.shap_values(asked, check_additivity=False)[:, :, output].tolist()
    path = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    against = shap.TreeExplainer(model, background, feature_perturbation="interventional")
    return {
        "name": name,
        "trees": [nodes(each) for each in getattr(model, "estimators_", [model])],
        "columns": columns,
        "classes": model.classes_.tolist(),
        "output": output,
        "background": background.tolist(),
        "rows": asked.tolist(),
        "path": explained(path),
        "pathBase": float(path.expected_value[output]),
        "interventional": explained(against),
        "interventionalBase": float(against.expected_value[output]),
    }


def permuted():
    x, y = drawn(250, 5)
    model = LogisticRegression().fit(x[:100], y[:100])
    test, truth = x[100:], y[100:]
    found = permutation_importance(model, test, truth, n_repeats=200, random_state=1, scoring="accuracy")
    return {
        "rows": test.tolist(),
        "y": truth.tolist(),
        "coef": model.coef_[0].tolist(),
        "intercept": float(model.intercept_[0]),
        "accuracy": accuracy_score(truth, model.predict(test)),
        "mean": found.importances_mean.tolist(),
        "std": found.importances_std.tolist(),
    }


class WithProduct(LinearRegression):
    """A line through five columns and the product of the first two."""

    def fit(self, x, y):
        return super().fit(self.widened(x), y)

    def predict(self, x):
        return super().predict(self.widened(x))

    @staticmethod
    def widened(x):
        return numpy.hstack([x, x[:, :1] * x[:, 1:2]])


def dependence():
    x, _ = drawn(150, 5)
    x[:, 4] = numpy.round(x[:, 4])
    model = WithProduct().fit(x, curved(x))
    asked = lambda column, **options: partial_dependence(model, x, [column], kind="both", method="brute", **options)
    told = lambda found: {
        "grid": found["grid_values"][0].tolist(),
        "average": found["average"][0].tolist(),
        "individual": found["individual"][0][:5].tolist(),
    }
    return {
        "rows": x.tolist(),
        "coef": model.coef_.tolist(),
        "intercept": float(model.intercept_),
        "many": told(asked(0, grid_resolution=20)),
        "narrow": told(asked(1, grid_resolution=7, percentiles=(0.2, 0.7))),
        "few": told(asked(4, grid_resolution=20)),
    }


print(
    json.dumps(
        {
            "versions": {name: version(name) for name in ["shap", "scikit-learn", "numpy"]},
            "agnostic": agnostic(),
            "trees": [
                trees("a tree", DecisionTreeClassifier(random_state=1), 120, 5, 1),
                trees("a forest", RandomForestClassifier(8, random_state=2, max_depth=6), 150, 6, 1),
                trees("three classes", RandomForestClassifier(4, random_state=3, min_samples_leaf=3), 150, 5, 2),
                trees("a leaf", DecisionTreeClassifier(random_state=1, min_samples_leaf=60), 100, 4, 1),
            ],
            "permuted": permuted(),
            "dependence": dependence(),
        }
    )
)
