"""MLflow's side of mlflow.test.ts: python mlflow_store.py COMMAND WORKSPACE, prints one line of JSON."""

import json
import os
import sys

import mlflow
from mlflow.tracking import MlflowClient

URI = "sqlite:///mlflow.db"


def version():
    return mlflow.__version__


def create():
    """An empty database, made by MLflow itself."""
    MlflowClient(URI).search_experiments()


def read():
    """All runs with their whole history. JSON has no NaN: numbers travel as Python prints them."""
    client = MlflowClient(URI)
    experiments = {e.experiment_id: e.name for e in client.search_experiments()}
    return [describe(client, run, experiments) for run in client.search_runs(list(experiments))]


def search(query="metrics.acc > 0.5 and params.lr = '0.1' and tags.note = 'ü'"):
    client = MlflowClient(URI)
    ids = [e.experiment_id for e in client.search_experiments()]
    return [run.info.run_name for run in client.search_runs(ids, filter_string=query)]


def filters():
    """For each filter of stdin, the names of the runs that MLflow finds by it, or that it refuses it."""
    found = []
    for query in json.load(sys.stdin):
        try:
            found.append(sorted(search(query)))
        except mlflow.exceptions.MlflowException as error:
            found.append("refused: " + error.message)
    return found


def log():
    """A run as a Python script records it."""
    mlflow.set_tracking_uri(URI)
    mlflow.set_experiment("from python")
    with mlflow.start_run(run_name="python's", tags={"note": "p"}) as run:
        mlflow.log_params({"lr": 0.5, "deep": True})
        for step in range(3):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metric("bad", float("nan"), step=2)
        return run.info.run_id


def files():
    """Runs in the retired file store, and what MLflow itself reads of them."""
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
    mlflow.set_tracking_uri("file:./mlruns")
    mlflow.set_experiment("on files")
    with mlflow.start_run(run_name="outer", tags={"note": "ü"}):
        mlflow.log_params({"lr": 0.5, "net/depth": 3, "text": "two\nlines"})
        for step in range(3):
            mlflow.log_metric("val/loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"bad": float("nan"), "huge": float("inf"), "tiny": 1e-300})
        with mlflow.start_run(run_name="inner", nested=True):
            mlflow.log_metric("loss", 0.1, step=-1)
    client = MlflowClient()
    with mlflow.start_run(run_name="gone") as gone:
        pass
    client.delete_run(gone.info.run_id)
    experiments = {e.experiment_id: e.name for e in client.search_experiments()}
    return [describe(client, run, experiments) for run in client.search_runs(list(experiments))]


def describe(client, run, experiments):
    return {
        "id": run.info.run_id,
        "name": run.info.run_name,
        "status": run.info.status,
        "experiment": experiments[run.info.experiment_id],
        "params": run.data.params,
        "tags": run.data.tags,
        "metrics": {key: repr(value) for key, value in run.data.metrics.items()},
        "history": {
            key: [[m.step, repr(m.value)] for m in client.get_metric_history(run.info.run_id, key)]
            for key in run.data.metrics
        },
        "inputs": [
            [i.dataset.name, i.dataset.digest, i.dataset.source_type, i.dataset.profile, *(t.value for t in i.tags)]
            for i in run.inputs.dataset_inputs
        ],
        "artifacts": [artifact.path for artifact in client.list_artifacts(run.info.run_id)],
    }


if __name__ == "__main__":
    command, workspace = sys.argv[1:]
    os.chdir(workspace)
    commands = [version, create, read, search, filters, files, log]
    print(json.dumps({each.__name__: each for each in commands}[command]()))
