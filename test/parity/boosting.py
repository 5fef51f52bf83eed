"""Makes test/fixtures/estimators/xgboost.json: what xgboost trains, writes, predicts and explains; and what it makes of
a model that mlops-lab/estimators has written. Run it with this project's Node.js on the path.

    uv venv --python 3.12 venv
    uv pip install --python venv/bin/python xgboost==3.4.1 scikit-learn==1.9.1 numpy==2.5.5
    venv/bin/python test/parity/boosting.py > test/fixtures/estimators/xgboost.json
"""

import json
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy
import xgboost

random = numpy.random.default_rng(7)


def drawn(rows, columns, decimals):
    x = random.normal(0, 1, (rows, columns)).round(decimals)
    margin = 2 * x[:, 0] * x[:, 1] + x[:, 2] - 0.5 * x[:, 3] ** 2
    return x, margin


def text_of(model):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(path)
        return path.read_text()


def told(name, model, x, target, **fit):
    model.fit(x, target, **fit)
    booster = model.get_booster()
    rows = x[:25]
    last = (0, model.best_iteration + 1) if fit else (0, 0)
    ask = lambda **options: booster.predict(xgboost.DMatrix(rows), iteration_range=last, **options).tolist()
    return {
        "name": name,
        "model": text_of(model),
        "rows": rows.tolist(),
        "margins": ask(output_margin=True),
        "answers": ask(),
        # The last number is the base.
        "contributions": ask(pred_contribs=True),
        "importances": model.feature_importances_.tolist(),
    }


def trained(name, kind, options, x, target):
    model = kind(tree_method="hist", **options).fit(x, target)
    return {
        "name": name,
        "x": x.tolist(),
        "y": target.tolist(),
        "options": options,
        "margins": model.predict(x, output_margin=True).tolist(),
    }


def ours():
    x, margin = drawn(150, 4, 2)
    y = (margin > 0).astype(int)
    options = {"nEstimators": 12, "maxDepth": 4, "learningRate": 0.2}
    text = subprocess.run(
        ["node", Path(__file__).with_name("boostedModel.ts")],
        input=json.dumps({"x": x.tolist(), "y": y.tolist(), "options": options}).encode(),
        capture_output=True,
        check=True,
    ).stdout.decode()
    booster = xgboost.Booster()
    booster.load_model(bytearray(text.encode()))
    answers = booster.predict(xgboost.DMatrix(x)).tolist()
    return {"x": x.tolist(), "y": y.tolist(), "options": options, "model": text, "answers": answers}


def all_of():
    x, margin = drawn(300, 5, 3)
    noise = random.normal(0, 0.7, 300)
    y = (margin + noise > 0).astype(int)
    held, held_margin = drawn(150, 5, 3)
    held_y = (held_margin + random.normal(0, 0.7, 150) > 0).astype(int)
    classifier, regressor = xgboost.XGBClassifier, xgboost.XGBRegressor
    coarse, coarse_margin = drawn(200, 4, 1)
    coarse_y = (coarse_margin + random.normal(0, 0.5, 200) > 0).astype(int)
    coarse_target = (coarse_margin + random.normal(0, 0.5, 200)).round(3)
    return {
        "versions": {name: version(name) for name in ["xgboost", "scikit-learn", "numpy"]},
        "read": [
            told("a classifier", classifier(n_estimators=15, max_depth=4), x, y),
            told("a regressor", regressor(n_estimators=10, max_depth=3, tree_method="exact"), x, margin + noise),
            told(
                "early stopping",
                classifier(n_estimators=80, max_depth=3, early_stopping_rounds=5),
                x,
                y,
                eval_set=[(held, held_y)],
                verbose=False,
            ),
        ],
        "trained": [
            trained("classes", classifier, {"n_estimators": 10, "max_depth": 3}, coarse, coarse_y),
            trained("numbers", regressor, {"n_estimators": 10, "max_depth": 4}, coarse, coarse_target),
            trained(
                "with penalties",
                regressor,
                {"n_estimators": 8, "max_depth": 5, "reg_lambda": 3, "min_child_weight": 6, "learning_rate": 0.1},
                coarse,
                coarse_target,
            ),
        ],
        "ours": ours(),
    }


print(json.dumps(all_of()))
