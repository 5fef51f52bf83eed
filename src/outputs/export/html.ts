/** A lab that was run as one HTML page that needs nothing else: to be handed in, published, or printed. */
import { createHash } from 'node:crypto';
import { mime } from '../../mlops/payloads/mime.ts';
import { t } from '../../platform/l10n.ts';
import { duration } from '../cellEnd.ts';
import type { Form } from '../forms.ts';
import type { DocumentCell, LabDocument, RunFacts } from './document.ts';
import { escapeHtml, scriptJson, scriptText } from './escape.ts';
import { highlight } from './highlight.ts';
import { type Heading, MarkdownPage } from './markdownHtml.ts';
import { outputHtml } from './outputHtml.ts';
import { pageStyle } from './pageStyle.ts';
import type { Pictures } from './pictures.ts';

/** Headings down to this level stand in the outline. */
const outlineDepth = 3;

/**
 * @param program the page's script, which draws what HTML alone cannot; left out where there is nothing of the kind
 * @param pictures of its Markdown cells
 */
export function labPage(lab: LabDocument, program: string, pictures: Pictures = new Map()): string {
  const markdown = new MarkdownPage();
  const forms: Form[] = [];
  const draw = (form: Form) => forms.push(withoutSource(form)) - 1;
  const [first, ...rest] = lab.cells;
  // The lab's own title is the page's.
  const own = first?.kind === 'markdown' ? /^\s*# +([^\n]*?)\s*(?:\n|$)/.exec(first.source) : null;
  const cells = own ? [{ kind: 'markdown', source: first!.source.slice(own[0].length) } as const, ...rest] : lab.cells;
  const body = cells.map((cell, index) => cellHtml(cell, index, { markdown, pictures, draw })).join('\n');
  const script = forms.length > 0 ? scriptText(program) : '';
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="MLOps Lab">
<title>${escapeHtml(lab.title)}</title>
<style>${pageStyle}</style>
</head>
<body class="vscode-light">
<a class="skip" href="#content">${escapeHtml(t('Skip to the content'))}</a>
<header>
<p class="id">${escapeHtml(lab.id)}</p>
<h1>${escapeHtml(own?.[1] ?? lab.title)}</h1>
${factsHtml(lab.facts)}
</header>
<div class="page">
${outline(markdown.headings)}
<main id="content">
${body}
</main>
</div>
<footer><p>${escapeHtml(t('Made with MLOps Lab.'))}</p></footer>
${script ? `<script type="application/json" id="mlops-lab-outputs">${scriptJson(forms)}</script>\n<script>${script}</script>\n` : ''}</body>
</html>
`;
}

/** Behind a page there is no kernel to ask: a table that knows it says how many of its rows it holds. */
function withoutSource({ data, ...form }: Form): Form {
  if (form.mime !== mime.table || typeof data !== 'object' || data === null) return { ...form, data };
  const { source, ...rest } = data as Readonly<Record<string, unknown>>;
  return { ...form, data: rest };
}

/** Nothing but the page's own script runs, and nothing is loaded. */
function policy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    ...(script ? [`script-src 'sha256-${hash}'`] : []),
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

interface PageParts {
  readonly markdown: MarkdownPage;
  readonly pictures: Pictures;
  readonly draw: (form: Form) => number;
}

function cellHtml(cell: DocumentCell, index: number, { markdown, pictures, draw }: PageParts): string {
  if (cell.kind === 'markdown') return `<section class="text">${markdown.render(cell.source, pictures)}</section>`;
  const code = `<pre class="code" tabindex="0" aria-label="${escapeHtml(t('Code'))}"><code>${highlight(cell.source)}</code></pre>`;
  const outputs = cell.outputs.map((output) => outputHtml(output, markdown, draw)).join('\n');
  const status = cell.run ? statusHtml(cell.run) : `<p class="status">${escapeHtml(t('Not run'))}</p>`;
  const shown = outputs ? `<div class="outputs">${outputs}</div>` : '';
  return `<section class="cell" aria-label="${escapeHtml(t('Cell {0}', index + 1))}">${code}${status}${shown}</section>`;
}

function statusHtml({ success, seconds }: { readonly success?: boolean; readonly seconds?: number }): string {
  const words = [
    ...(success === false ? [t('Failed')] : []),
    ...(seconds === undefined ? [] : [duration(seconds)]),
  ].join(' · ');
  return words ? `<p class="status${success === false ? ' failed' : ''}">${escapeHtml(words)}</p>` : '';
}

function factsHtml({ ran, cells, checks, seconds, finished, backend }: RunFacts): string {
  const facts: [string, string][] = [
    [t('Cells run'), t('{0} of {1}', ran, cells)],
    ...(checks.all > 0 ? [[t('Checks passed'), t('{0} of {1}', checks.passed, checks.all)] as [string, string]] : []),
    ...(ran > 0 ? [[t('Time'), duration(seconds)] as [string, string]] : []),
    ...(backend ? [[t('Backend'), backend] as [string, string]] : []),
    ...(finished
      ? [[t('Run on'), `${new Date(finished).toISOString().slice(0, 16).replace('T', ' ')} UTC`] as [string, string]]
      : []),
  ];
  const rows = facts.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`);
  return `<dl class="facts">${rows.join('')}</dl>`;
}

function outline(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level <= outlineDepth);
  if (shown.length < 2) return '';
  const items = shown.map(
    ({ level, text, id }) => `<li class="level-${level}"><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav aria-label="${escapeHtml(t('Outline'))}"><p aria-hidden="true">${escapeHtml(t('Outline'))}</p><ul>${items.join('')}</ul></nav>`;
}
