"""The two nets of `models.mts` in Keras. Prints one JSON object of medians in milliseconds.

With the argument `tensor`: milliseconds from the start of Python to the first op, printed by whoever started it.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import json
import statistics
import time

import tensorflow as tf

if sys.argv[1:] == ["tensor"]:
    print((tf.constant(1) + 1).numpy())
    sys.exit()

import keras
import numpy as np

layers = keras.layers
mlp = keras.Sequential(
    [
        keras.Input([20]),
        layers.Dense(64, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(2, activation="softmax"),
    ]
)
cnn = keras.Sequential(
    [
        keras.Input([28, 28, 1]),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)


def timed(count, skipped, action):
    times = []
    for _ in range(count):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[skipped:])


def measure(model, rows, shape, classes, batch_size):
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    x = np.random.normal(size=[rows, *shape]).astype("float32")
    y = np.eye(classes, dtype="float32")[np.random.randint(0, classes, rows)]

    def predict(count):
        # `model(x)` is what Keras advises for small inputs; `model.predict` has a fixed cost of some 30 ms.
        function = tf.function(model)
        inputs = tf.constant(x[:count])
        return timed(60, 10, lambda: function(inputs).numpy())

    return {
        "epoch": timed(8, 2, lambda: model.fit(x, y, epochs=1, batch_size=batch_size, verbose=0)),
        "predict1": predict(1),
        "predict256": predict(256),
    }


print(json.dumps({"mlp": measure(mlp, 5120, [20], 2, 128), "cnn": measure(cnn, 2000, [28, 28, 1], 10, 64)}))
