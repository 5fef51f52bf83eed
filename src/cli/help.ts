import type { Command, Option } from './command.ts';

const introduction = 'Usage: mlops-lab <command> [options]';

const conclusion = `  --help, --version

An id means labs/<file>.lab.ts of the workspace where there is one, else the bundled lab with its solutions.
With --json one JSON document is all that is printed to stdout; questions and progress go to stderr.
Ctrl+C stops a lab at the cell that runs; pressed again it ends the program at once.
Exit status: 0 all passed, 1 something failed or was stopped, 2 bad usage or input.`;

/** What `--help` prints, made from the same tables by which the arguments are read. */
export function helpText(commands: readonly Command[]): string {
  const [first] = commands;
  if (commands.length === 1 && first) {
    return [`Usage: mlops-lab ${nameOf(first)} [options]`, '', `  ${first.about}`, ...optionLines(first)].join('\n');
  }
  const sections = commands.flatMap((each) => [`  ${nameOf(each).padEnd(19)} ${each.about}`, ...optionLines(each)]);
  return [introduction, '', ...sections, conclusion].join('\n');
}

function nameOf({ name, argument }: Command): string {
  return argument ? `${name} ${argument}` : name;
}

function optionLines({ options }: Command): string[] {
  return Object.entries(options).map(([name, option]) => {
    const shown = option.type === 'string' ? `--${name} ${option.value}` : `--${name}`;
    return `    ${shown.padEnd(18)}  ${option.about}${defaultOf(option)}`;
  });
}

function defaultOf(option: Option): string {
  return option.type === 'string' && option.default !== undefined ? ` (default: ${option.default})` : '';
}
