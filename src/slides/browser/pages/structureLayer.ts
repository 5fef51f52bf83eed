/**
 * A tagged PDF's own structure, for screen readers: headings, lists, tables, and what pictures show. It holds no text
 * itself, but owns the pieces of the text layer (`aria-owns`), so that text is read once, in the author's order.
 */
import type { PageOverlay } from './overlay.ts';

/** A node as pdf.js gives it; from a stranger's file. */
interface StructureNode {
  readonly role?: unknown;
  readonly alt?: unknown;
  readonly lang?: unknown;
  readonly children?: unknown;
  /** Of a piece of content: the id of its element in the text layer. */
  readonly type?: unknown;
  readonly id?: unknown;
}

/** A page with more is no slide, and a tree that is deeper is an attack. */
const mostNodes = 5000;
const deepest = 100;

/** ARIA's role for PDF's structure types (ISO 32000-2, 14.8.4) where it is right in any place. */
const roles: Readonly<Record<string, string>> = {
  P: 'paragraph',
  BlockQuote: 'blockquote',
  Code: 'code',
  Em: 'emphasis',
  Strong: 'strong',
  Note: 'note',
};

/** Those that are right only within another. */
const rolesWithin: Readonly<Record<string, readonly [role: string, parents: readonly string[]]>> = {
  LI: ['listitem', ['list']],
  TR: ['row', ['table', 'rowgroup']],
  TH: ['columnheader', ['row']],
  TD: ['cell', ['row']],
  THead: ['rowgroup', ['table']],
  TBody: ['rowgroup', ['table']],
  TFoot: ['rowgroup', ['table']],
};

/** Those that are right only around another. */
const rolesAround: Readonly<Record<string, readonly [role: string, child: RegExp]>> = {
  L: ['list', /^LI$/],
  Table: ['table', /^(TR|THead|TBody|TFoot)$/],
};

export const structureLayer: PageOverlay = (page, _viewport, { element, text }) => {
  let layer: HTMLElement | undefined;
  let removed = false;
  page.getStructTree().then(
    (tree: StructureNode | null) => {
      if (removed || !tree) return;
      layer = document.createElement('div');
      layer.className = 'mlops-lab-structure mlops-lab-for-screen-readers';
      new Builder(text).build(tree, layer, undefined, 0);
      if (layer.querySelector('[role], [aria-owns]')) element.append(layer);
    },
    // The text layer stands by itself.
    () => {},
  );
  return () => {
    removed = true;
    layer?.remove();
  };
};

class Builder {
  readonly #text: HTMLElement;
  #nodes = 0;

  constructor(text: HTMLElement) {
    this.#text = text;
  }

  /** @param role that of the nearest element above which has one. */
  build(node: StructureNode, parent: HTMLElement, role: string | undefined, depth: number): void {
    if (++this.#nodes > mostNodes || depth > deepest) return;
    if (node.type === 'content') this.#own(node, parent);
    // What is not a piece of content either is an annotation: links have a layer of their own.
    if (typeof node.type === 'string') return;
    const element = document.createElement('div');
    const given = roleOf(node, role);
    if (given) element.setAttribute('role', given.role);
    if (given?.level) element.setAttribute('aria-level', String(given.level));
    if (typeof node.lang === 'string') element.lang = node.lang;
    parent.append(element);
    if (given?.role === 'img') return void element.setAttribute('aria-label', String(node.alt));
    for (const child of childrenOf(node)) this.build(child, element, given?.role ?? role, depth + 1);
  }

  #own({ id }: StructureNode, parent: HTMLElement): void {
    if (typeof id !== 'string' || /\s/.test(id) || !this.#text.querySelector(`#${CSS.escape(id)}`)) return;
    const piece = document.createElement('span');
    piece.setAttribute('aria-owns', id);
    parent.append(piece);
  }
}

function childrenOf({ children }: StructureNode): readonly StructureNode[] {
  return Array.isArray(children) ? children.filter((child) => typeof child === 'object' && child !== null) : [];
}

function roleOf(
  node: StructureNode,
  parent: string | undefined,
): { readonly role: string; readonly level?: number } | undefined {
  const type = typeof node.role === 'string' ? node.role : '';
  const level = /^H([1-6])$/.exec(type)?.[1];
  if (level) return { role: 'heading', level: Number(level) };
  if (type === 'H' || type === 'Title') return { role: 'heading', level: 2 };
  if ((type === 'Figure' || type === 'Formula') && typeof node.alt === 'string' && node.alt.trim() !== '')
    return { role: 'img' };
  const within = rolesWithin[type];
  if (within) return parent !== undefined && within[1].includes(parent) ? { role: within[0] } : undefined;
  const around = rolesAround[type];
  if (around)
    return childrenOf(node).some(({ role }) => around[1].test(String(role))) ? { role: around[0] } : undefined;
  const role = roles[type];
  return role ? { role } : undefined;
}
