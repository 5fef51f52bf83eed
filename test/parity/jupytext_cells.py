"""Reads lab files with Jupytext: prints, as JSON, each file's cells and the text that Jupytext writes back."""
import json
import sys

import jupytext

FORMAT = {"extension": ".ts", "format_name": "percent", "notebook_metadata_filter": "-all"}

answers = []
for path in sys.argv[1:]:
    with open(path, encoding="utf8", newline="") as file:
        text = file.read()
    notebook = jupytext.reads(text, fmt=FORMAT)
    cells = [{"kind": c.cell_type, "source": c.source, "metadata": dict(c.metadata)} for c in notebook.cells]
    answers.append({"cells": cells, "text": jupytext.writes(notebook, fmt=FORMAT)})
print(json.dumps(answers))
