"""ml-metadata's side of metadata.test.ts and of the fixture test/fixtures/metadata/ml-metadata.json.

    uv venv --python 3.10 venv
    uv pip install --python venv/bin/python ml-metadata==1.17.1 protobuf==4.25.9
    venv/bin/python test/parity/metadata_store.py fixture > test/fixtures/metadata/ml-metadata.json

Other commands, for the live test: version; write FILE; answers FILE. Each prints one line of JSON.
"""

import json
import os
import shutil
import sqlite3
import sys
import tempfile

import ml_metadata
from google.protobuf import any_pb2, json_format, struct_pb2
from ml_metadata import errors
from ml_metadata.metadata_store import metadata_store as mlmd
from ml_metadata.proto import metadata_store_pb2 as pb

Value = pb.Value


def config(path):
    connection = pb.ConnectionConfig()
    connection.sqlite.filename_uri = path
    return connection


def open_store(path):
    return mlmd.MetadataStore(config(path))


def write(path):
    """A store with a little of everything. metadataScenario.ts writes the same."""
    store = open_store(path)
    kinds = {
        "day": pb.INT, "share": pb.DOUBLE, "split": pb.STRING, "shape": pb.STRUCT, "packed": pb.PROTO, "final": pb.BOOLEAN,
    }
    data = store.put_artifact_type(pb.ArtifactType(name="Data", properties=kinds, base_type=pb.ArtifactType.DATASET))
    newer = store.put_artifact_type(pb.ArtifactType(name="Data", version="2", description="newer"))
    schema = store.put_artifact_type(pb.ArtifactType(name="Schema", properties={"split": pb.STRING}, external_id="schema"))
    step = store.put_execution_type(
        pb.ExecutionType(name="Infer", properties={"state": pb.STRING}, base_type=pb.ExecutionType.PROCESS)
    )
    pipeline = store.put_context_type(pb.ContextType(name="pipeline", properties={"note": pb.STRING}))
    run = store.put_context_type(pb.ContextType(name="run"))

    shape = struct_pb2.Struct()
    shape.update({"rows": 3, "names": ["a", None, True, {"deep": 1.5}]})
    packed = any_pb2.Any(type_url="type.example/Row", value=bytes([0, 1, 255]))
    store.put_artifacts([
        pb.Artifact(
            type_id=data, uri="/data/1.csv", name="first", state=pb.Artifact.LIVE, external_id="one",
            properties={
                "day": Value(int_value=2**62), "share": Value(double_value=1.0), "split": Value(string_value="train"),
                "shape": Value(struct_value=shape), "packed": Value(proto_value=packed), "final": Value(bool_value=True),
            },
            custom_properties={"day": Value(string_value="Grüße \U0001f600"), "half": Value(double_value=0.5), "n": Value(int_value=-7)},
        ),
        pb.Artifact(type_id=data, uri="/data/2.csv", properties={"day": Value(int_value=0)}),
        pb.Artifact(type_id=newer, uri="/data/1.csv"),
    ])
    store.put_contexts([pb.Context(type_id=pipeline, name="beds", properties={"note": Value(string_value="nightly")})])
    event = lambda kind, *steps: pb.Event(type=kind, milliseconds_since_epoch=1_700_000_000_000, path=pb.Event.Path(
        steps=[pb.Event.Path.Step(index=s) if isinstance(s, int) else pb.Event.Path.Step(key=s) for s in steps]))
    artifact = lambda i: store.get_artifacts_by_id([i])[0]
    store.put_execution(
        pb.Execution(type_id=step, name="night 1", last_known_state=pb.Execution.COMPLETE, properties={"state": Value(string_value="done")}),
        [
            (artifact(1), event(pb.Event.INPUT, "examples", 0)),
            (artifact(2), event(pb.Event.DECLARED_INPUT, "examples", 1)),
            (pb.Artifact(type_id=schema, uri="/schema/1"), event(pb.Event.OUTPUT, "schema", 0)),
        ],
        [pb.Context(type_id=run, name="run 1")],
    )
    store.put_execution(
        pb.Execution(type_id=step, last_known_state=pb.Execution.CACHED),
        [(artifact(3), event(pb.Event.INPUT)), (artifact(4), event(pb.Event.DECLARED_OUTPUT))],
        [pb.Context(type_id=run, name="run 2")],
    )
    # A step that writes what it has read.
    store.put_execution(
        pb.Execution(type_id=step, last_known_state=pb.Execution.FAILED),
        [(artifact(4), event(pb.Event.INPUT)), (artifact(4), event(pb.Event.OUTPUT))],
        [],
    )
    store.put_parent_contexts([pb.ParentContext(child_id=2, parent_id=1), pb.ParentContext(child_id=3, parent_id=1)])
    store.put_attributions_and_associations([pb.Attribution(context_id=1, artifact_id=1)], [pb.Association(context_id=1, execution_id=1)])


def answers(path):
    """What the store says of everything in it, in the words of metadataScenario.ts."""
    store = open_store(path)
    artifacts = [a.id for a in store.get_artifacts()]
    executions = [e.id for e in store.get_executions()]
    contexts = [c.id for c in store.get_contexts()]
    ids = lambda nodes: sorted(n.id for n in nodes)
    return {
        "artifactTypes": [plain_type(t) for t in store.get_artifact_types()],
        "executionTypes": [plain_type(t) for t in store.get_execution_types()],
        "contextTypes": [plain_type(t) for t in store.get_context_types()],
        "artifacts": [plain_node(a, "state") for a in store.get_artifacts_by_id(artifacts)],
        "executions": [plain_node(e, "last_known_state") for e in store.get_executions_by_id(executions)],
        "contexts": [plain_node(c) for c in store.get_contexts_by_id(contexts)],
        "newest": [a.id for a in store.get_artifacts(mlmd.ListOptions(limit=2, order_by=mlmd.OrderByField.ID, is_asc=False))],
        "data": ids(store.get_artifacts_by_type("Data")),
        "data2": ids(store.get_artifacts_by_type("Data", "2")),
        "none": ids(store.get_artifacts_by_type("None")),
        "byUri": ids(store.get_artifacts_by_uri("/data/1.csv")),
        "byName": [n and n.id for n in (store.get_artifact_by_type_and_name("Data", name) for name in ("first", "last"))],
        "eventsOfArtifacts": plain_events(store.get_events_by_artifact_ids(artifacts)),
        "eventsOfExecutions": {i: plain_events(store.get_events_by_execution_ids([i])) for i in executions},
        "inContext": {i: [ids(store.get_artifacts_by_context(i)), ids(store.get_executions_by_context(i))] for i in contexts},
        "family": {i: [ids(store.get_parent_contexts_by_context(i)), ids(store.get_children_contexts_by_context(i))] for i in contexts},
        "contextsOfArtifacts": {i: ids(found(store.get_contexts_by_artifact, i)) for i in artifacts},
        "contextsOfExecutions": {i: ids(found(store.get_contexts_by_execution, i)) for i in executions},
        "lineage": {f"{i} {way} {hops}": lineage(store, i, way, hops)
                    for i in artifacts for way in ("UPSTREAM", "DOWNSTREAM", "BIDIRECTIONAL") for hops in (0, 1, 2, 3, 8)},
    }


def found(query, node):
    """Where a node is in no context, ml-metadata raises an error for some kinds; none is what is meant."""
    try:
        return query(node)
    except errors.NotFoundError:
        return []


def lineage(store, artifact, way, hops):
    options = pb.LineageSubgraphQueryOptions(max_num_hops=hops, direction=getattr(pb.LineageSubgraphQueryOptions, way))
    options.starting_artifacts.filter_query = f"id = {artifact}"
    graph = store.get_lineage_subgraph(options)
    events = sorted([e.artifact_id, e.execution_id, pb.Event.Type.Name(e.type)] for e in graph.events)
    return [sorted(a.id for a in graph.artifacts), sorted(e.id for e in graph.executions), events]


def filled(entries):
    return {key: value for key, value in entries.items() if value not in (None, "")}


def plain_type(t):
    base = t.base_type if hasattr(t, "base_type") else 0
    return filled({
        "id": t.id, "name": t.name, "version": t.version, "description": t.description, "externalId": t.external_id,
        "properties": {name: pb.PropertyType.Name(kind) for name, kind in sorted(t.properties.items())},
        "baseType": type(t).SystemDefinedBaseType.Name(base) if base else None,
    })


def plain_node(node, state=None):
    """Properties sorted by name; the order in which they are kept means nothing."""
    has_state = state and node.HasField(state)
    names = {"state": lambda n: pb.Artifact.State.Name(n), "last_known_state": lambda n: pb.Execution.State.Name(n)}
    return filled({
        "id": node.id, "typeId": node.type_id, "type": node.type, "name": node.name,
        "uri": getattr(node, "uri", None), "externalId": node.external_id,
        ("state" if state == "state" else "lastKnownState"): names[state](getattr(node, state)) if has_state else None,
        "properties": plain_properties(node.properties), "customProperties": plain_properties(node.custom_properties),
        "createTime": node.create_time_since_epoch, "lastUpdateTime": node.last_update_time_since_epoch,
    })


def plain_properties(properties):
    return {name: plain_value(value) for name, value in sorted(properties.items())}


def plain_value(value):
    kind = value.WhichOneof("value")
    content = getattr(value, kind)
    if kind == "int_value":
        return content if abs(content) < 2**53 else {"int": str(content)}
    if kind == "struct_value":
        return json_format.MessageToDict(content)
    if kind == "proto_value":
        return {"typeUrl": content.type_url, "value": content.value.hex()}
    return content


def plain_events(events):
    """In an order of ours: ml-metadata promises none."""
    return sorted(map(plain_event, events), key=lambda e: (e["artifactId"], e["executionId"], e["type"]))


def plain_event(event):
    path = [s.index if s.HasField("index") else s.key for s in event.path.steps]
    return filled({
        "artifactId": event.artifact_id, "executionId": event.execution_id, "type": pb.Event.Type.Name(event.type),
        "path": path or None, "time": event.milliseconds_since_epoch,
    })


def refusals():
    """What it refuses, in which words. metadata.test.ts tries the same, under the same names."""
    folder = tempfile.mkdtemp()
    store = open_store(os.path.join(folder, "refusals.sqlite"))
    kinds = {"day": pb.INT, "share": pb.DOUBLE, "split": pb.STRING}
    data = store.put_artifact_type(pb.ArtifactType(name="Data", properties=kinds))
    step = store.put_execution_type(pb.ExecutionType(name="Step"))
    run = store.put_context_type(pb.ContextType(name="Run"))
    store.put_artifacts([pb.Artifact(type_id=data, name="one", external_id="x")])
    store.put_executions([pb.Execution(type_id=step)])
    store.put_contexts([pb.Context(type_id=run, name="a"), pb.Context(type_id=run, name="b"), pb.Context(type_id=run, name="c")])
    store.put_events([pb.Event(artifact_id=1, execution_id=1, type=pb.Event.INPUT)])
    store.put_parent_contexts([pb.ParentContext(child_id=2, parent_id=1), pb.ParentContext(child_id=3, parent_id=2)])
    other = store.put_artifact_type(pb.ArtifactType(name="Other"))
    artifact = lambda **given: (lambda: store.put_artifacts([pb.Artifact(**given)]))
    of_data = lambda **properties: artifact(type_id=data, properties={k: Value(**v) for k, v in properties.items()})
    a_type = lambda options={}, **given: (lambda: store.put_artifact_type(pb.ArtifactType(**given), **options))
    event = lambda **given: (lambda: store.put_events([pb.Event(**given)]))
    attribution = lambda **given: (lambda: store.put_attributions_and_associations([pb.Attribution(**given)], []))
    association = lambda **given: (lambda: store.put_attributions_and_associations([], [pb.Association(**given)]))
    parent = lambda **given: (lambda: store.put_parent_contexts([pb.ParentContext(**given)]))
    cases = {
        "the same type": a_type(name="Data", properties=kinds),
        "a type with another property type": a_type(name="Data", properties={**kinds, "day": pb.STRING}),
        "a type with a property less": a_type(name="Data", properties={"day": pb.INT, "share": pb.DOUBLE}),
        "a type with a property less, allowed": a_type({"can_omit_fields": True}, name="Data", properties={"day": pb.INT}),
        "a type with a property more": a_type(name="Data", properties={**kinds, "more": pb.INT}),
        "a type with a property more, allowed": a_type({"can_add_fields": True}, name="Data", properties={**kinds, "more": pb.INT}),
        "a type without a name": a_type(),
        "a text for an INT": of_data(day={"string_value": "1"}),
        "a half for an INT": of_data(day={"double_value": 1.5}),
        "a number for a STRING": of_data(split={"int_value": 1}),
        "a boolean for a STRING": of_data(split={"bool_value": True}),
        "a text for a DOUBLE": of_data(share={"string_value": "0.5"}),
        "a property that the type lacks": of_data(nope={"int_value": 1}),
        "no properties": artifact(type_id=data),
        "a custom property of any name": artifact(type_id=data, custom_properties={"day": Value(string_value="1")}),
        "an artifact without a type": artifact(uri="/a"),
        "an artifact of no type": artifact(type_id=999),
        "a name that is taken": artifact(type_id=data, name="one"),
        "an external id that is taken": artifact(type_id=data, external_id="x"),
        "an update of nothing": artifact(id=999, type_id=data),
        "an update to another type": artifact(id=1, type_id=other),
        "a context without a name": lambda: store.put_contexts([pb.Context(type_id=run)]),
        "a context whose name is taken": lambda: store.put_contexts([pb.Context(type_id=run, name="a")]),
        "an event on no artifact": event(artifact_id=999, execution_id=1, type=pb.Event.INPUT),
        "an event of no execution": event(artifact_id=1, execution_id=999, type=pb.Event.INPUT),
        "an event without a type": event(artifact_id=1, execution_id=1),
        "an event without an artifact": event(execution_id=1, type=pb.Event.INPUT),
        "an event without an execution": event(artifact_id=1, type=pb.Event.INPUT),
        "an event again": event(artifact_id=1, execution_id=1, type=pb.Event.INPUT),
        "an attribution of no artifact": attribution(artifact_id=999, context_id=1),
        "an attribution to no context": attribution(artifact_id=1, context_id=999),
        "an association of no execution": association(execution_id=999, context_id=1),
        "an association to no context": association(execution_id=1, context_id=999),
        "a parent again": parent(child_id=2, parent_id=1),
        "a context as its own parent": parent(child_id=1, parent_id=1),
        "a circle of contexts": parent(child_id=1, parent_id=3),
        "a parent that is not there": parent(child_id=1, parent_id=999),
        "a parent without a child": parent(parent_id=1),
        "a type that is not there": lambda: store.get_artifact_type("None"),
        "an empty external id": lambda: store.get_artifacts_by_external_ids([""]),
        "a negative limit": lambda: store.get_artifacts(mlmd.ListOptions(limit=-1)),
    }
    return {name: outcome(case) for name, case in cases.items()}


def outcome(case):
    try:
        case()
        return None
    except errors.StatusError as error:
        return {"error": type(error).__name__, "message": str(error)}


def tables(path):
    rows = sqlite3.connect(path).execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
    return {f"{kind} {name}": sql.replace("`", "") for kind, name, sql in rows}


def fixture():
    """The scenario as SQL, in each version of the schema that ml-metadata can go back to and that is read."""
    folder = tempfile.mkdtemp()
    written = os.path.join(folder, "10.sqlite")
    write(written)
    schema, said = tables(written), answers(written)
    dumps = {}
    for version in (10, 9, 8, 7, 6):
        path = os.path.join(folder, f"{version}.sqlite")
        if version < 10:
            shutil.copy(written, path)
            mlmd.downgrade_schema(config(path), version)
        dumps[version] = list(sqlite3.connect(path).iterdump())
    versions = {"python": sys.version.split()[0], "ml-metadata": ml_metadata.__version__}
    return {"versions": versions, "schema": schema, "answers": said, "refusals": refusals(), "dumps": dumps}


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    commands = {"version": lambda: ml_metadata.__version__, "write": write, "answers": answers, "fixture": fixture, "tables": tables}
    indent = 1 if command == "fixture" else None
    print(json.dumps(commands[command](*arguments), indent=indent, ensure_ascii=False))
