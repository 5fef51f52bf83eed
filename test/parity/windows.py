"""Makes test/fixtures/windows/python.json: what TensorFlow, SciPy and scikit-learn answer about windows and splits.

    uv venv --python 3.11 venv
    uv pip install --python venv/bin/python tensorflow-cpu==2.21.0 scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
    venv/bin/python test/parity/windows.py > test/fixtures/windows/python.json
"""

import json
import os
import random

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy
import scipy
import sklearn
import tensorflow as tf
from scipy import stats
from sklearn.model_selection import GroupKFold, LeaveOneGroupOut, TimeSeriesSplit

random.seed(11)


def window(rows, size, shift, stride, ahead):
    """The course's way: a window that holds the label as its last value, `ahead` strides on."""
    data = tf.data.Dataset.range(rows).window(size + ahead, shift=shift, stride=stride, drop_remainder=True)
    cut = [list(each.as_numpy_iterator()) for each in data]
    # Only the first and the last few, so that the file stays small.
    kept = [{"at": i, "rows": each[:size], "label": each[-1]} for i, each in enumerate(cut) if i < 2 or i >= len(cut) - 2]
    case = {"rows": rows, "size": size, "shift": shift, "stride": stride, "ahead": ahead}
    return {**case, "count": len(cut), "windows": kept}


def keras_windows(rows, size, shift, stride):
    data = tf.keras.utils.timeseries_dataset_from_array(
        numpy.arange(rows), None, size, sequence_stride=shift, sampling_rate=stride, batch_size=None
    )
    starts = [int(each[0]) for each in data.as_numpy_iterator()]
    return {"rows": rows, "size": size, "shift": shift, "stride": stride, "starts": starts}


def circular(values, period):
    return {"values": values, "period": period, "mean": float(stats.circmean(values, high=period))}


def splits(folds):
    return [{"train": train.tolist(), "test": test.tolist()} for train, test in folds]


def most_frequent(labels):
    unique, _, counts = tf.unique_with_counts(tf.constant(labels))
    top = tf.reduce_max(counts)
    return [each.decode() for each in tf.boolean_mask(unique, counts == top).numpy()]


def encode(value):
    return int(value) if isinstance(value, numpy.integer) else value


uneven = [name for name, count in zip("fgabcde", [3, 9, 1, 4, 7, 2, 5]) for _ in range(count)]
random.shuffle(uneven)
even = [person for person in range(8) for _ in range(3)]
mixed = ["walking"] * 75 + ["sitting"] * 5
random.shuffle(mixed)

print(
    json.dumps(
        {
            "versions": {
                "tensorflow": tf.__version__,
                "scipy": scipy.__version__,
                "scikit-learn": sklearn.__version__,
                "numpy": numpy.__version__,
            },
            "windows": [
                window(1000, 120, 1, 6, 12),
                window(800, 80, 40, 1, 0),
                window(799, 80, 40, 1, 0),
                window(10, 4, 3, 2, 1),
                window(5, 5, 1, 1, 0),
                window(4, 5, 1, 1, 0),
                window(9, 1, 2, 3, 2),
            ],
            "keras": [keras_windows(100, 10, 7, 3), keras_windows(28, 10, 1, 3), keras_windows(27, 10, 1, 3)],
            "circular": [
                circular([350, 10], 360),
                circular([350, 10, 0, 20, 355], 360),
                circular([23.8, 0.2, 1.5], 24),
                circular([-10, 370, 725], 360),
                circular([random.uniform(0, 360) for _ in range(20)], 360),
            ],
            "groupKFold": [
                {"groups": groups, "folds": k, "splits": splits(GroupKFold(k).split(groups, groups=groups))}
                for groups, k in [(uneven, 3), (uneven, 7), (even, 2), (even, 3)]
            ],
            "leaveOneGroupOut": [
                {"groups": groups, "splits": splits(LeaveOneGroupOut().split(groups, groups=groups))}
                for groups in (uneven, even)
            ],
            "timeSeries": [
                {"rows": n, "folds": k, "testSize": size, "gap": gap, "splits": splits(fold.split(range(n)))}
                for n, k, size, gap in [(20, 5, None, 0), (23, 4, None, 2), (30, 3, 5, 4), (7, 2, 1, 0)]
                for fold in [TimeSeriesSplit(k, test_size=size, gap=gap)]
            ],
            "majority": [
                {"labels": labels, "most": most_frequent(labels)}
                for labels in (mixed, ["a"], ["b", "a", "a", "b"], ["c", "a", "b", "c"])
            ],
        },
        default=encode,
    )
)
