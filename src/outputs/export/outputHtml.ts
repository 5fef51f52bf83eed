/** What a cell showed, as HTML that needs no script. Where more can be drawn, the page's script draws it in this place. */
import type { CheckResult } from '../../mlops/host.ts';
import { mime } from '../../mlops/payloads/mime.ts';
import { t } from '../../platform/l10n.ts';
import { type Form, isPicture, ownKinds } from '../forms.ts';
import { ansiSpans, spanStyle } from '../text/ansi.ts';
import { checkDetails, checkName, verdictOf } from '../text/checkWords.ts';
import { belowMessage } from '../text/stack.ts';
import { BoundedText, exportBounds } from '../text/streams.ts';
import { plainText, terminalText } from '../text/terminal.ts';
import type { DocumentOutput } from './document.ts';
import { escapeHtml } from './escape.ts';
import type { MarkdownPage } from './markdownHtml.ts';

/** Kinds of which HTML alone shows less than a drawing does. A hostile SVG of few lines takes a browser hours: the script makes it harmless first. */
const drawn: ReadonlySet<string> = new Set([...ownKinds, mime.html, mime.json, mime.svg]);

/**
 * @param draw notes a form that the page's script is to draw, and gives its number
 * @returns one element
 */
export function outputHtml(output: DocumentOutput, markdown: MarkdownPage, draw: (form: Form) => number): string {
  switch (output.kind) {
    case 'stream':
      return element(`stream ${output.name}`, preformatted(output.text));
    case 'error': {
      const { name, message, stack } = output;
      const below = belowMessage(stack, name, message).trimEnd();
      const rest = below ? preformatted(below) : '';
      return element('error', `<p><strong>${escapeHtml(name)}</strong>: ${escapeHtml(plainText(message))}</p>${rest}`);
    }
    case 'check':
      return element('check', checkHtml(output.check));
    case 'value': {
      const { form } = output;
      const still = valueHtml(output, markdown);
      return drawn.has(form.mime)
        ? `<div class="output" data-output="${draw(form)}">${still}</div>`
        : element(form.mime === mime.markdown ? 'text' : '', still);
    }
  }
}

function element(kind: string, content: string): string {
  return `<div class="output ${kind}">${content}</div>`;
}

function valueHtml({ form, text }: Extract<DocumentOutput, { kind: 'value' }>, markdown: MarkdownPage): string {
  const { mime: type, data } = form;
  if (type === mime.markdown && typeof data === 'string') return markdown.render(data);
  if (typeof data === 'string' && isPicture(type) && type !== mime.svg && /^[\w+/=\s]*$/.test(data))
    return image(type, data, text);
  if (text !== undefined) return preformatted(text);
  if (type === mime.text && typeof data === 'string') return preformatted(data);
  if (type === mime.json) return preformatted(JSON.stringify(data, undefined, 2) ?? '');
  return `<p class="absent">${escapeHtml(t('This output ({0}) is drawn by the page’s script.', type))}</p>`;
}

function image(type: string, base64: string, text: string | undefined): string {
  const alt = escapeHtml(text || t('An image without a description'));
  return `<img src="data:${type};base64,${base64.replaceAll(/\s/g, '')}" alt="${alt}">`;
}

function preformatted(text: string): string {
  const written = new BoundedText(exportBounds);
  written.add(terminalText(text));
  return `<pre>${colouredHtml(written.text())}</pre>`;
}

/** Colours as the notebook shows them: their names stand in the page's stylesheet. */
function colouredHtml(text: string): string {
  return ansiSpans(text)
    .map((span) => {
      const style = Object.entries(spanStyle(span)).map(([name, value]) => `${name}: ${value}`);
      return style.length > 0
        ? `<span style="${escapeHtml(style.join('; '))}">${escapeHtml(span.text)}</span>`
        : escapeHtml(span.text);
    })
    .join('');
}

function checkHtml(check: CheckResult): string {
  const { passed } = check;
  const verdict = `<p><span aria-hidden="true">${passed ? '✔' : '✘'}</span> <strong>${escapeHtml(verdictOf(check))}</strong> ${escapeHtml(checkName(check))}</p>`;
  const details = checkDetails(check)
    .map(({ label, text }) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(text)}</dd>`)
    .join('');
  const shown = details ? `<dl>${details}</dl>` : '';
  return `<div class="verdict ${passed ? 'passed' : 'failed'}">${verdict}${shown}</div>`;
}
