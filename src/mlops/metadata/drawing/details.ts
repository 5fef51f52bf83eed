/** What a store says of each thing of a graph, to be opened by a click. */
import type { LineageGraph } from '../lineage.ts';
import type { PropertyValue, StoredArtifact, StoredExecution } from '../model.ts';
import { counted, escaped } from './svg.ts';

/** More would make the page slow; queries tell the rest. */
const most = 300;
const longest = 200;

export function propertiesOf({ artifacts, executions }: LineageGraph): string {
  const things = [
    ...artifacts.map((artifact) => thingOf(artifact, '', { uri: artifact.uri, state: artifact.state })),
    ...executions.map((execution) => thingOf(execution, ', an execution', { state: execution.lastKnownState })),
  ];
  const rest = things.length > most ? `<p>… and ${things.length - most} more.</p>` : '';
  const all = things.slice(0, most).join('');
  const counts = [counted(artifacts.length, 'artifact'), counted(executions.length, 'execution')];
  const what = counts.slice(0, executions.length > 0 ? 2 : 1).join(' and ');
  return `<details><summary>Properties of ${what}</summary>${all}${rest}</details>`;
}

function thingOf(
  thing: StoredArtifact | StoredExecution,
  kind: string,
  own: Readonly<Record<string, string | undefined>>,
): string {
  const rows: [string, string][] = [
    ...Object.entries({ name: thing.name, ...own }).map(([name, value]): [string, string] => [name, value ?? '']),
    ['created', timeText(thing.createTime)],
    ...entriesOf(thing.properties),
    ...entriesOf(thing.customProperties).map(([name, value]): [string, string] => [`${name} (custom)`, value]),
  ];
  const cells = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(cut(value))}</td></tr>`);
  return `<details><summary>${escaped(`${thing.type} ${thing.id}${kind}`)}</summary><table>${cells.join('')}</table></details>`;
}

/** A store may hold any number for a time. */
const timeText = (time: number): string => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
};

const entriesOf = (properties: { readonly [name: string]: PropertyValue }): [string, string][] =>
  Object.entries(properties).map(([name, value]) => [name, textOf(value)]);

const textOf = (value: PropertyValue): string => {
  if (typeof value !== 'object') return String(value);
  return value.value instanceof Uint8Array
    ? `${String(value.typeUrl)}, ${value.value.length} bytes`
    : JSON.stringify(value);
};

const cut = (words: string) => (words.length > longest ? `${words.slice(0, longest)}…` : words);
