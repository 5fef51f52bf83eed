"""Makes test/fixtures/tuning/keras-tuner.json: what Keras Tuner's oracles decide from given scores.

    uv venv --python 3.10 venv
    uv pip install --python venv/bin/python keras-tuner==1.4.8 keras==3.12.4 jax==0.6.2 scikit-learn==1.7.2 scipy==1.15.3 numpy==2.2.6 six==1.17.0
    export KERAS_BACKEND=jax OMP_NUM_THREADS=1
    venv/bin/python test/parity/tuning.py > test/fixtures/tuning/keras-tuner.json
    venv/bin/python test/parity/tuning.py bayesian > test/fixtures/tuning/bayesian.json
"""

import contextlib
import json
import math
import random
import sys
import tempfile
from importlib.metadata import version

import keras_tuner
import numpy
from keras_tuner.src.engine import trial as trials
from keras_tuner import oracles


def space(hp):
    """All kinds, with one that depends on another. The unit test declares the same."""
    hp.Int("units", 4, 64, step=4)
    hp.Float("rate", 1e-4, 1, sampling="log")
    hp.Choice("activation", ["relu", "tanh", "sigmoid"])
    hp.Boolean("dropout")
    with hp.conditional_scope("dropout", [True]):
        hp.Float("share", 0.1, 0.5, step=0.1)
    hp.Int("batch", 8, 128, sampling="log", step=2)
    hp.Float("momentum", 0.5, 0.99, sampling="reverse_log")
    hp.Int("seed", 1, 1000, sampling="log")
    hp.Fixed("epochs", 3)


def small(hp):
    """Sixteen settings at most, of which chance runs out."""
    hp.Choice("a", [1, 2, 3])
    hp.Boolean("b", default=True)
    with hp.conditional_scope("b", [True]):
        hp.Int("c", 2, 6, step=2, default=4)
    hp.Choice("d", ["x", "y"], default="y")


def smooth(hp):
    hp.Float("x", 0, 1)
    hp.Float("y", 1e-3, 10, sampling="log")


def declared(build):
    hp = keras_tuner.HyperParameters()
    build(hp)
    return hp


def score_of(trial_id, values):
    """A number that both sides compute alike: digits of the values, nothing of chance."""
    total = 0.1 * int(trial_id)
    for name in sorted(values):
        value = values[name]
        if isinstance(value, bool):
            total += 0.3 if value else 0
        elif isinstance(value, str):
            total += 0.01 * len(value)
        else:
            total += round(float(value), 6)
    return round(math.sin(7 * total), 6)


def run(oracle, workers=1, score=score_of, limit=200):
    """Asks workers in turn; each ends the oldest ongoing trial when nobody can go on. Gives the log of decisions."""
    log, running = [], []
    idle = 0
    with tempfile.TemporaryDirectory() as folder:
        oracle._set_project_dir(folder, "search")
        oracle.verbose = 0
        while len(log) < limit:
            name = next((f"tuner{i}" for i in range(workers) if f"tuner{i}" not in oracle.ongoing_trials), None)
            trial = oracle.create_trial(name) if name else None
            if trial is not None and trial.status == "RUNNING":
                running.append(trial)
                log.append({"start": trial.trial_id, "values": dict(trial.hyperparameters.values)})
            elif trial is not None and trial.status == "STOPPED" and not running:
                log.append({"stopped": True})
                break
            else:
                if trial is not None:
                    log.append({"answer": trial.status})
                if not running:
                    break
            if len(running) >= workers or (trial is not None and trial.status != "RUNNING"):
                ended = running.pop(0)
                value = score(ended.trial_id, ended.hyperparameters.values)
                if value is None:
                    ended.status, ended.message = "INVALID", "crashed"
                else:
                    oracle.update_trial(ended.trial_id, {"val_accuracy": value})
                    ended.status = "COMPLETED"
                oracle.end_trial(ended)
                log.append({"end": ended.trial_id, "status": oracle.trials[ended.trial_id].status})
    best = [t.trial_id for t in oracle.get_best_trials(5) if t.status == "COMPLETED"]
    return {"log": log, "best": best}


objective = keras_tuner.Objective("val_accuracy", "max")
less = keras_tuner.Objective("val_accuracy", "min")


def some_crash(trial_id, values):
    return None if int(trial_id) % 5 == 3 else score_of(trial_id, values)


def some_diverge(trial_id, values):
    return float("nan") if int(trial_id) % 4 == 2 else score_of(trial_id, values)


def hyperband(seed, build=space, workers=1, score=score_of, goal=objective, **sizes):
    return run(
        oracles.HyperbandOracle(objective=goal, seed=seed, hyperparameters=declared(build), **sizes),
        workers,
        score,
    )


def random_search(seed, build=space, workers=1, score=score_of, **more):
    return run(
        oracles.RandomSearchOracle(objective=objective, seed=seed, hyperparameters=declared(build), **more), workers, score
    )


def grid(build, workers=1, **more):
    return run(oracles.GridSearchOracle(objective=objective, seed=1, hyperparameters=declared(build), **more), workers)


def distance(trial_id, values):
    return round(-((values["x"] - 0.3) ** 2) - 0.05 * (math.log10(values["y"]) + 1) ** 2, 6)


def bayesian(seed):
    """Decisions over one smooth landscape, and what the Gaussian process was fitted to."""
    oracle = oracles.BayesianOptimizationOracle(
        objective=objective, max_trials=10, seed=seed, hyperparameters=declared(smooth), num_initial_points=4
    )
    kernels = []
    fit = oracle.gpr.fit

    def noted(x, y):
        fitted = fit(x, y)
        at = numpy.array([[0.25, 0.75], [0.9, 0.1]])
        mean, deviation = oracle.gpr.predict(at, return_std=True)
        kernels.append(
            {
                "lengthScale": float(oracle.gpr.kernel_.length_scale),
                "logLikelihood": float(oracle.gpr.log_marginal_likelihood_value_),
                "mean": mean.tolist(),
                "deviation": deviation.tolist(),
            }
        )
        return fitted

    oracle.gpr.fit = noted
    return {"seed": seed, **run(oracle, 1, distance), "fits": kernels}


def sizes():
    found = []
    for factor in [2, 3, 4, 5]:
        for epochs in [1, 2, 3, 5, 8, 9, 10, 16, 27, 30, 50, 64, 81, 100, 125, 200, 243, 256, 625, 1000]:
            oracle = oracles.HyperbandOracle(objective=objective, max_epochs=epochs, factor=factor, seed=1)
            brackets = [
                [
                    b,
                    [[oracle._get_size(b, r), oracle._get_epochs(b, r)] for r in range(oracle._get_num_rounds(b))],
                ]
                for b in reversed(range(oracle._get_num_brackets()))
            ]
            found.append({"factor": factor, "maxEpochs": epochs, "brackets": brackets})
    return found


def mapped():
    """Values at places and places of values, of each kind."""
    hp = declared(space)
    places = [0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.62, 0.75, 0.9, 0.999]
    return [
        {
            "name": each.name,
            "values": [each.prob_to_value(at) for at in places],
            "probs": [each.value_to_prob(each.prob_to_value(at)) for at in places],
        }
        for each in hp.space
    ], places


def project():
    """A search that was broken off, as files."""
    oracle = oracles.HyperbandOracle(
        objective=objective, max_epochs=4, factor=2, seed=5, hyperparameters=declared(space)
    )
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        oracle._set_project_dir(folder, "search")
        oracle.verbose = 0
        for at in range(8):
            trial = oracle.create_trial("tuner0")
            if at == 7:
                break
            for step in range(2):
                oracle.update_trial(
                    trial.trial_id,
                    {"val_accuracy": score_of(trial.trial_id, trial.hyperparameters.values) + step / 100, "loss": 1.5 - step},
                    step=step,
                )
            trial.status = "COMPLETED"
            oracle.end_trial(trial)
        oracle.save()
        import pathlib

        for path in sorted(pathlib.Path(folder).rglob("*.json")):
            files[str(path.relative_to(folder))] = json.loads(path.read_text())
        again = oracles.HyperbandOracle(
            objective=objective, max_epochs=4, factor=2, seed=5, hyperparameters=declared(space)
        )
        again._set_project_dir(folder, "search")
        again.verbose = 0
        again.reload()
        rest = []
        while len(rest) < 60:
            trial = again.create_trial("tuner0")
            if trial.status != "RUNNING":
                break
            rest.append({"start": trial.trial_id, "values": dict(trial.hyperparameters.values)})
            again.update_trial(trial.trial_id, {"val_accuracy": score_of(trial.trial_id, trial.hyperparameters.values)})
            trial.status = "COMPLETED"
            again.end_trial(trial)
    return {"files": files, "rest": rest}


seeds = list(range(1, 21))
versions = {name: version(name) for name in ["keras-tuner", "scikit-learn", "scipy", "numpy"]}


def drawn(seed):
    next = random.Random(seed)
    return [seed, [next.random() for _ in range(3)]]


def decisions():
    values, places = mapped()
    return {
        "python": {
            "random": [drawn(seed) for seed in [1, 2, 42, 2**32 + 5]],
            "numpy": [[seed, numpy.random.RandomState(seed).uniform(size=3).tolist()] for seed in [1, 42, 2**32 - 1]],
        },
        "mapped": {"places": places, "parameters": values},
        "sizes": sizes(),
        "random": [random_search(seed, max_trials=12) for seed in seeds],
        "randomSmall": random_search(3, small, max_trials=100),
        "randomRetries": random_search(
            4, workers=2, score=some_diverge, max_trials=10, max_retries_per_trial=1, max_consecutive_failed_trials=9
        ),
        "hyperband": [hyperband(seed, max_epochs=10, factor=3) for seed in seeds],
        "hyperbandWorkers": [hyperband(seed, workers=4, max_epochs=9, factor=3) for seed in seeds[:5]],
        "hyperbandLess": hyperband(7, goal=less, max_epochs=10, factor=3),
        "hyperbandSmall": hyperband(2, small, workers=3, max_epochs=10, factor=3, hyperband_iterations=2),
        "hyperbandCrash": hyperband(6, workers=2, score=some_crash, max_epochs=8, factor=2),
        "grid": grid(small),
        "gridWorkers": grid(small, workers=3),
        "gridFew": grid(small, max_trials=5),
        "project": project(),
    }


with contextlib.redirect_stdout(sys.stderr):
    found = {"searches": [bayesian(seed) for seed in seeds]} if "bayesian" in sys.argv else decisions()
json.dump({"versions": versions} | found, sys.stdout, separators=(",", ":"))
print()
