/** A JSON value as the rows of a tree, of which only those below open rows are made. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Row {
  /** Unique in its tree; a group's begins with that of the value it is a part of. */
  readonly id: string;
  readonly parent: string | undefined;
  /** From 1. */
  readonly level: number;
  /** A property's name or an element's index; of a group its first and last; nothing for the root. */
  readonly label: string | undefined;
  readonly value: Json;
  /** How a program reaches the value from the root: `.a[0]["b c"]`. Of a group, that of the value it is a part of. */
  readonly path: string;
  readonly isGroup: boolean;
  /** Entries that it opens to; 0 for a leaf. */
  readonly entries: number;
  readonly isOpen: boolean;
  /** Its place among its siblings, from 1, and how many these are. */
  readonly position: number;
  readonly siblings: number;
}

/** Rows that one row opens to, at the most: more entries are put into groups, and those into groups of groups. */
const mostChildren = 100;

type Node = Omit<Row, 'isOpen' | 'position' | 'siblings' | 'level' | 'parent'> & { readonly children: () => Node[] };

/** The rows that are seen, from top to bottom. @param open ids of open rows */
export function treeRows(root: Json, open: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const add = (node: Node, place: Pick<Row, 'parent' | 'level' | 'position' | 'siblings'>) => {
    const { children, ...row } = node;
    const isOpen = row.entries > 0 && open.has(row.id);
    rows.push({ ...row, ...place, isOpen });
    if (!isOpen) return;
    const below = children();
    for (const [index, child] of below.entries())
      add(child, { parent: row.id, level: place.level + 1, position: index + 1, siblings: below.length });
  };
  add(nodeOf(undefined, root, '$', ''), { parent: undefined, level: 1, position: 1, siblings: 1 });
  return rows;
}

/** What is open at first: the root, and below it what is small. */
export function openAtFirst(root: Json): ReadonlySet<string> {
  const rows = treeRows(root, new Set(['$']));
  const small = rows.filter(({ id, entries, isGroup }) => id !== '$' && entries <= 5 && !isGroup);
  return new Set(['$', ...(rows.length <= 12 ? small.map(({ id }) => id) : [])]);
}

function nodeOf(label: string | undefined, value: Json, id: string, path: string): Node {
  const entries = sizeOf(value);
  const children = () => grouped(value, id, path, 0, entries, keysOf(value));
  return { id, label, value, path, isGroup: false, entries, children };
}

function grouped(value: Json, id: string, path: string, from: number, to: number, keys: Keys): Node[] {
  const count = to - from;
  if (count <= mostChildren) return Array.from({ length: count }, (_, i) => entryOf(value, id, path, keys(from + i)));
  let size = mostChildren;
  while (count / size > mostChildren) size *= mostChildren;
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => {
    const first = from + index * size;
    const end = Math.min(first + size, to);
    return {
      id: `${id}#${first}-${end}`,
      label: Array.isArray(value) ? `${first} … ${end - 1}` : `${keys(first)} … ${keys(end - 1)}`,
      value,
      path,
      isGroup: true,
      entries: end - first,
      children: () => grouped(value, id, path, first, end, keys),
    };
  });
}

type Keys = (index: number) => string;

function keysOf(value: Json): Keys {
  if (Array.isArray(value)) return String;
  const keys = isComposite(value) ? Object.keys(value) : [];
  return (index) => keys[index]!;
}

function entryOf(value: Json, id: string, path: string, key: string): Node {
  const step = Array.isArray(value)
    ? `[${key}]`
    : /^[A-Za-z_$][\w$]*$/.test(key)
      ? `.${key}`
      : `[${JSON.stringify(key)}]`;
  // A name that begins like a group's id is quoted in its step.
  return nodeOf(key, (value as Readonly<Record<string, Json>>)[key]!, id + step, path + step);
}

function sizeOf(value: Json): number {
  if (Array.isArray(value)) return value.length;
  return isComposite(value) ? Object.keys(value).length : 0;
}

export function isComposite(value: Json): value is readonly Json[] | { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

/** A composite value on one line, cut: `{name: "a", size: 3, …}`. */
export function preview(value: Json, entries: number): string {
  if (!isComposite(value)) return shortText(value);
  const isList = Array.isArray(value);
  const keys = isList
    ? Array.from({ length: Math.min(value.length, 8) }, (_, i) => String(i))
    : Object.keys(value).slice(0, 5);
  const parts = keys.map((key) => {
    const part = (value as Readonly<Record<string, Json>>)[key]!;
    const text = isComposite(part) ? (Array.isArray(part) ? `[${part.length || ''}]` : '{…}') : shortText(part);
    return isList ? text : `${key}: ${text}`;
  });
  if (keys.length < entries) parts.push('…');
  return isList ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`;
}

/** Six digits are enough to recognise a number in a preview. */
function shortText(value: null | boolean | number | string): string {
  return leafText(typeof value === 'number' ? Number(value.toPrecision(6)) : value, 30);
}

/** @param most characters of a string */
export function leafText(value: null | boolean | number | string, most: number): string {
  if (typeof value !== 'string') return String(value);
  return value.length <= most ? JSON.stringify(value) : `${JSON.stringify(value.slice(0, most)).slice(0, -1)}…"`;
}

export type TreeKey = 'ArrowDown' | 'ArrowUp' | 'ArrowRight' | 'ArrowLeft' | 'Home' | 'End';

/** Where a key leads, by the ARIA practices for trees: another row, or the same, opened or closed. */
export function keyed(rows: readonly Row[], active: string, key: TreeKey): { active: string; toggle?: string } {
  const index = Math.max(
    0,
    rows.findIndex(({ id }) => id === active),
  );
  const row = rows[index]!;
  const to = (position: number) => ({ active: rows[Math.min(Math.max(position, 0), rows.length - 1)]!.id });
  switch (key) {
    case 'ArrowDown':
      return to(index + 1);
    case 'ArrowUp':
      return to(index - 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'ArrowRight':
      if (row.entries === 0) return { active };
      return row.isOpen ? to(index + 1) : { active, toggle: row.id };
    case 'ArrowLeft':
      return row.isOpen ? { active, toggle: row.id } : { active: row.parent ?? active };
  }
}
