/** Every command of `mlops-lab`. What a command does is loaded when it is called. */
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { type Command, command, none, only, positive } from './command.ts';

const json = { type: 'boolean', default: false, about: 'print one JSON document' } as const;
const workspace = { type: 'string', value: '<dir>', default: '.', about: 'folder of labs/ and mlflow.db' } as const;

/** How a lab is run, whatever is then told of it. */
const running = {
  backend: { type: 'string', value: '<b>', default: 'auto', about: 'auto, tensorflow, wasm or cpu' },
  starter: { type: 'boolean', default: false, about: 'take the bundled lab with its exercises unsolved' },
  solution: { type: 'boolean', default: false, about: 'take the bundled lab with its solutions' },
  timeout: { type: 'string', value: '<s>', about: 'stop a lab after so many seconds: it has then failed' },
  workspace,
} as const;

/** The command that arguments begin with, and the rest of them; of two, that of more words. */
export function commandOf(args: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  const fitting = commands.filter(({ name }) => name.split(' ').every((word, index) => args[index] === word));
  const [found] = fitting.toSorted((a, b) => b.name.length - a.name.length);
  return found && { command: found, rest: args.slice(found.name.split(' ').length) };
}

export const commands: readonly Command[] = [
  command(
    {
      name: 'run',
      argument: '<id|file>',
      about: 'run a lab’s cells and checks, and record the run',
    },
    {
      all: { type: 'boolean', default: false, about: 'run every lab of the bundled course instead' },
      jobs: { type: 'string', value: '<n>', about: 'with --all: run so many labs at once (default: 1)' },
      ...running,
      json,
    },
    async ({ values: { all, jobs, timeout, ...values }, positionals, root }) => {
      const how = { ...values, timeout: positive('timeout', timeout), root };
      const atOnce = positive('jobs', jobs, true);
      if (atOnce !== undefined && !all) throw new UserError('usage', t('--jobs goes with --all.'));
      const { runAllCommand, runCommand } = await import('./run.ts');
      if (!all) return runCommand(only(positionals, t('run needs the id or the file of one lab, or --all.')), how);
      none(positionals);
      return runAllCommand(atOnce ?? 1, how);
    },
  ),
  command(
    { name: 'check', argument: '<id|file>', about: 'run what a lab’s checks need, and print the checks alone' },
    {
      all: { type: 'boolean', default: false, about: 'check every lab of the bundled course instead' },
      hint: { type: 'boolean', default: false, about: 'print the next hint of the first check that fails' },
      junit: { type: 'string', value: '<file>', about: 'write the results as JUnit XML, for a CI' },
      ...running,
      json,
    },
    async ({ values: { all, junit, timeout, ...values }, positionals, root }) => {
      const how = { ...values, junit, timeout: positive('timeout', timeout), root };
      const { checkCommand } = await import('./check.ts');
      if (!all) return checkCommand(only(positionals, t('check needs the id or the file of one lab, or --all.')), how);
      none(positionals);
      return checkCommand(undefined, how);
    },
  ),
  command(
    { name: 'export', argument: '<id|file>', about: 'write a lab that was run as an HTML page or as Markdown' },
    {
      html: { type: 'string', value: '<file>', about: 'the page to write (without --markdown: <lab>.html)' },
      markdown: { type: 'string', value: '<file>', about: 'the Markdown file to write, with a folder of its images' },
      run: { type: 'boolean', default: false, about: 'run the lab first, instead of taking the outputs that are kept' },
      force: { type: 'boolean', default: false, about: 'overwrite files that are there' },
      ...running,
    },
    async ({ values: { timeout, ...values }, positionals, root }) => {
      const lab = only(positionals, t('export needs the id or the file of one lab.'));
      const { exportCommand } = await import('./export.ts');
      return exportCommand(lab, { ...values, timeout: positive('timeout', timeout), root });
    },
  ),
  command(
    { name: 'list', argument: '', about: 'list the labs that can be run' },
    { workspace, json },
    async ({ values, positionals, root }) => {
      none(positionals);
      const { listCommand } = await import('./list.ts');
      await listCommand({ ...values, root });
      return true;
    },
  ),
  command(
    { name: 'course', argument: '<folder>', about: 'list the courses, weeks and items of a course folder' },
    { json },
    async ({ values, positionals, root }) => {
      const { courseCommand } = await import('./course.ts');
      await courseCommand({ ...values, folder: only(positionals, t('course needs one folder.')), root });
      return true;
    },
  ),
  command(
    { name: 'course check', argument: '[folder]', about: 'list everything that is wrong with a course, line by line' },
    {
      strict: { type: 'boolean', default: false, about: 'take warnings for errors, as when a file is not there yet' },
      json,
    },
    async ({ values, positionals, root }) => {
      const { courseCheckCommand } = await import('./courseCheck.ts');
      const folder = positionals.length > 0 ? only(positionals, t('course check takes one folder.')) : '.';
      return courseCheckCommand({ ...values, folder, root });
    },
  ),
  command(
    { name: 'quiz', argument: '<id|file>', about: 'take a quiz: an answer on each line, kept in the progress' },
    {
      again: { type: 'boolean', default: false, about: 'ask the second form of each question' },
      seed: { type: 'string', value: '<n>', about: 'ask in the order of this number' },
      workspace: { ...workspace, about: 'folder in which the progress is kept' },
      json,
    },
    async ({ values: { seed, ...values }, positionals, root }) => {
      const quiz = only(positionals, t('quiz needs the id or the file of one quiz.'));
      const number = positive('seed', seed, true);
      const { quizCommand } = await import('./quiz.ts');
      return quizCommand(quiz, { ...values, root, ...(number === undefined ? {} : { seed: number }) });
    },
  ),
  command(
    { name: 'runs', argument: '', about: 'list the recorded runs' },
    { workspace, json },
    async ({ values, positionals }) => {
      none(positionals);
      const { runsCommand } = await import('./runs.ts');
      await runsCommand(values);
      return true;
    },
  ),
  command(
    {
      name: 'progress',
      argument: '[folder…]',
      about: 'tell how far a learner is in the course, or a class, a folder each',
    },
    {
      workspace,
      markdown: { type: 'boolean', default: false, about: 'print a report as Markdown' },
      csv: { type: 'boolean', default: false, about: 'of a class: print a line a learner and week' },
      json,
    },
    async ({ values, positionals, root }) => {
      const { csv, json, markdown, workspace: folder } = values;
      if (csv && (json || markdown)) throw new UserError('usage', t('--csv excludes --json and --markdown.'));
      if (positionals.length > 0) {
        if (markdown) throw new UserError('usage', t('--markdown is of one learner: name them by --workspace.'));
        const { classProgressCommand } = await import('./classProgress.ts');
        await classProgressCommand(positionals, json ? 'json' : csv ? 'csv' : 'table', root);
        return true;
      }
      if (csv) throw new UserError('usage', t('--csv is of a class: name the folders of its learners.'));
      if (markdown && json) throw new UserError('usage', t('--markdown and --json exclude each other.'));
      const { progressCommand } = await import('./progress.ts');
      await progressCommand({ workspace: folder, markdown, json, root });
      return true;
    },
  ),
  command(
    { name: 'self-test', argument: '', about: 'try on this machine what labs stand on' },
    { backend: running.backend, json },
    async ({ values, positionals, root }) => {
      none(positionals);
      const { selfTestCommand } = await import('./selfTest.ts');
      return selfTestCommand({ ...values, root });
    },
  ),
];
