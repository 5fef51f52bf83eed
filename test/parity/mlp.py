"""Makes test/fixtures/estimators/mlp.json: how scikit-learn's net moves from given first weights, rows in order.

    uv venv --python 3.10 venv
    uv pip install --python venv/bin/python scikit-learn==1.7.2 scipy==1.15.3 numpy==2.2.6
    venv/bin/python test/parity/mlp.py > test/fixtures/estimators/mlp.json
"""

import json
from importlib.metadata import version

import numpy
from sklearn.neural_network import MLPClassifier

random = numpy.random.default_rng(9)


def trained(name, classes, epochs, **options):
    x = numpy.round(random.normal(0, 1, (50, 4)), 4)
    y = (random.integers(0, classes, 50)).tolist()
    model = MLPClassifier(shuffle=False, random_state=3, **options)
    # An epoch with steps of nothing: the first weights are drawn, and stay.
    model.set_params(learning_rate_init=1e-300, alpha=0)
    model.partial_fit(x, y, classes=list(range(classes)))
    first = [[w.ravel().tolist(), b.tolist()] for w, b in zip(model.coefs_, model.intercepts_)]
    model.set_params(learning_rate_init=options.get("learning_rate_init", 0.001), alpha=options.get("alpha", 0.0001))
    del model._optimizer
    model._optimizer = None
    # The optimizer begins anew with the steps that are meant.
    from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

    params = model.coefs_ + model.intercepts_
    if model.solver == "sgd":
        model._optimizer = SGDOptimizer(
            params, model.learning_rate_init, model.learning_rate, model.momentum, model.nesterovs_momentum, model.power_t
        )
    else:
        model._optimizer = AdamOptimizer(params, model.learning_rate_init, model.beta_1, model.beta_2, model.epsilon)
    for _ in range(epochs):
        model.partial_fit(x, y)
    return {
        "name": name,
        "x": x.tolist(),
        "y": y,
        "epochs": epochs,
        "options": options,
        "first": first,
        "last": [[w.ravel().tolist(), b.tolist()] for w, b in zip(model.coefs_, model.intercepts_)],
        "probabilities": model.predict_proba(x[:8]).tolist(),
        "score": model.score(x, y),
    }


print(
    json.dumps(
        {
            "versions": {name: version(name) for name in ("scikit-learn", "scipy", "numpy")},
            "trained": [
                trained("adam", 3, 20, hidden_layer_sizes=(5,), batch_size=16, learning_rate_init=0.01),
                trained("plain steps", 3, 20, hidden_layer_sizes=(5,), batch_size=16, solver="sgd", momentum=0, learning_rate_init=0.1),
                trained("nesterov", 3, 20, hidden_layer_sizes=(6, 4), batch_size=10, solver="sgd", learning_rate_init=0.05),
                trained("momentum, held small", 3, 20, hidden_layer_sizes=(5,), batch_size=16, solver="sgd", nesterovs_momentum=False, learning_rate_init=0.05, alpha=0.5),
                trained("two classes", 2, 20, hidden_layer_sizes=(5,), learning_rate_init=0.02),
            ],
        }
    )
)
