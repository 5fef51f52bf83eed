"""What TensorBoard reads in a log folder, as JSON: scalars and histograms by tag. Checks every record's checksums."""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util

events = EventAccumulator(sys.argv[1], size_guidance={'tensors': 0, 'scalars': 0})
events.Reload()
scalars = {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in events.Tags()['scalars']}
histograms = {}
for tag in events.Tags()['tensors']:
    metadata = events.SummaryMetadata(tag)
    if metadata.plugin_data.plugin_name == 'histograms':
        histograms[tag] = [
            {
                'step': e.step,
                'buckets': tensor_util.make_ndarray(e.tensor_proto).tolist(),
                'description': metadata.summary_description,
            }
            for e in events.Tensors(tag)
        ]
print(json.dumps({'scalars': scalars, 'histograms': histograms}))
