/** A cell's outputs as plain text, for places that show nothing else. */
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { CellError, Output } from '../../kernel/protocol/outputs.ts';
import type { CheckResult } from '../../mlops/host.ts';
import { liveText } from '../../mlops/payloads/liveText.ts';
import { type MimeBundle, mime } from '../../mlops/payloads/mime.ts';
import { t } from '../../platform/l10n.ts';
import { idOf, type LiveOutputs } from '../live/liveOutputs.ts';
import { checkDetails, checkName } from './checkWords.ts';

/**
 * What a program prints comes as it is, which may be part of a line; anything else is whole lines.
 * @param live how the lab's live outputs stand; without it they are told of as they stand in the output itself
 */
export function outputText(output: Output, live?: LiveOutputs): string {
  switch (output.kind) {
    case 'stream':
      return stripVTControlCharacters(output.text);
    case 'display':
      // A live output is told of when it is over: what is written cannot be changed.
      return live?.get(idOf(output.data)) ? '' : `${bundleText(output.data)}\n`;
    case 'update': {
      const state = output.change.type === 'end' ? live?.get(output.id) : undefined;
      return state ? `${stripVTControlCharacters(liveText(state))}\n` : '';
    }
    case 'check':
      return `${checkText(output.check)}\n`;
  }
}

/** With paths for the file URLs of a stack: of those VS Code makes links in its Output, whatever they hold. */
export function errorText({ name, message, stack }: CellError): string {
  const text = stripVTControlCharacters(stack || `${name}: ${message}`);
  return `${text.replaceAll(/file:\/\/\/\S+(?=:\d+:\d+\)?$)/gm, pathOf)}\n`;
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    // What a message quotes need not be one.
    return url;
  }
}

function bundleText(bundle: MimeBundle): string {
  const text = bundle[mime.text] ?? bundle[mime.markdown];
  if (typeof text === 'string') return stripVTControlCharacters(text);
  return t('[{0}: open the lab as a notebook to see it]', Object.keys(bundle).join(', '));
}

function checkText(check: CheckResult): string {
  const name = checkName(check);
  if (check.passed) return `✔ ${t('Check passed: {0}', name)}`;
  const details = checkDetails(check).map(({ label, text }) => `  ${t('{0}: {1}', label.toLowerCase(), text)}`);
  return [`✘ ${t('Check failed: {0}', name)}`, ...details].join('\n');
}
