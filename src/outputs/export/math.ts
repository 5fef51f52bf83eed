import { renderToString } from 'katex';
import { escapeHtml } from './escape.ts';

/** A formula as MathML, which needs neither a stylesheet nor fonts; what is none stays as it was written. */
export function formula(source: string, displayMode: boolean): string {
  try {
    // Without `trust` no command of a formula makes a link or loads an image.
    return renderToString(source, {
      displayMode,
      maxSize: 20,
      output: 'mathml',
      throwOnError: true,
      strict: 'ignore',
      trust: false,
    });
  } catch {
    const marks = displayMode ? '$$' : '$';
    return `<code>${escapeHtml(marks + source + marks)}</code>`;
  }
}
