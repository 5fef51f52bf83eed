import type { CheckResult, LabHost } from './host.ts';
import { LiveTerminal } from './live/terminal.ts';
import type { LiveState } from './payloads/live.ts';
import { mime } from './payloads/mime.ts';
import { guessText } from './payloads/prediction.ts';

let terminal: LiveTerminal | undefined;

/** The host of a lab that plain Node runs: prints to the console, and tells by the exit code that a check failed. */
export const consoleHost: LabHost = {
  display(bundle) {
    const live = bundle[mime.live];
    if (live) {
      terminal ??= new LiveTerminal();
      terminal.show(live as LiveState);
      return;
    }
    const text = bundle[mime.text] ?? bundle[mime.markdown];
    console.log(typeof text === 'string' ? text : bundle);
  },
  update: (id, change) => terminal?.change(id, change),
  checked(result) {
    console.log(`${result.passed ? 'passed' : 'FAILED'}  ${result.name}${predictedText(result)}`);
    if (result.passed) return;
    if (result.mistake !== undefined) console.log(`  ${result.mistake}`);
    else if (result.expected !== undefined) console.log(`  expected ${result.expected}, got ${result.actual}`);
    if (result.hint) console.log(`  hint: ${result.hint}`);
    process.exitCode = 1;
  },
};

function predictedText({ prediction }: Pick<CheckResult, 'prediction'>): string {
  return prediction?.value === undefined || prediction.inWords
    ? ''
    : ` You predict ${guessText(prediction.value, prediction.unit)}.`;
}
