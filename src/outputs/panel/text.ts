/** The side panel as plain text: for whoever reads with a screen reader, searches, or wants all of a long log. */
import { t } from '../../platform/l10n.ts';
import { endText } from '../cellEnd.ts';
import { errorText, outputText } from '../text/outputText.ts';
import { type Block, isRunning, type PanelState } from './state.ts';

export function panelText({ blocks }: PanelState): string {
  if (blocks.length === 0) return `${t('No cell of this lab has been run as text yet.')}\n`;
  return blocks.map(blockText).join('\n');
}

/** One line that says which cell a block stands for, counted like the numbers in the editor's margin. */
function blockTitle({ cell }: Pick<Block, 'cell'>): string {
  return t('Line {0}: {1}', cell.line, cell.source.trimStart().split('\n', 1)[0] ?? '');
}

function blockText(block: Block): string {
  const { outputs, end } = block;
  const pieces = [`── ${blockTitle(block)}\n`];
  let isLineOpen = false;
  const addLines = (text: string) => {
    if (text) pieces.push(isLineOpen ? `\n${text}` : text);
    isLineOpen = text === '' ? isLineOpen : !text.endsWith('\n');
  };
  for (const output of outputs) {
    const text = outputText(output);
    if (output.kind !== 'stream') addLines(text);
    else if (text) {
      pieces.push(text);
      isLineOpen = !text.endsWith('\n');
    }
  }
  if (end?.error) addLines(errorText(end.error));
  addLines(`${isRunning(block) || !end ? t('Running') : endText(end)}\n`);
  return pieces.join('');
}
