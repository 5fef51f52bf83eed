"""Makes test/fixtures/tfjs-node/saved-model/saved_model.pb: a small SavedModel with two signatures.

    venv/bin/pip install tensorflow-cpu==2.21.0
    venv/bin/python test/parity/saved_model.py
"""

import shutil
import sys
import tempfile
from pathlib import Path

import tensorflow as tf


class Model(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32, 'features')])
    def score(self, features):
        return {'score': tf.reduce_sum(features, 1), 'positive': features > 0}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string), tf.TensorSpec([], tf.int64)])
    def shout(self, text, times):
        return {'text': tf.strings.join([text, tf.strings.as_string(times)])}


folder = Path(tempfile.mkdtemp()) / 'model'
model = Model()
tf.saved_model.save(model, str(folder), {'serving_default': model.score, 'shout': model.shout})
target = Path(__file__).parent.parent / 'fixtures/tfjs-node/saved-model'
target.mkdir(parents=True, exist_ok=True)
shutil.copy(folder / 'saved_model.pb', target / 'saved_model.pb')
