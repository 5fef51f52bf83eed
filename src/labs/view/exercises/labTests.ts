import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { CheckResult } from '../../../mlops/host.ts';
import { checkName, failureText, hintsOf, verdictOf } from '../../../outputs/text/checkWords.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { itemsOf } from '../../../shared/find.ts';
import { fileOf } from '../../../shared/model.ts';
import { cellsToCheck } from '../../answers.ts';
import { copyPath } from '../../copies.ts';
import { exerciseTried, starterText } from '../../exercise.ts';
import { frontMatter, type LabFile, parseLab } from '../../file.ts';
import { type CheckNode, testTree } from '../../testTree.ts';
import { isOpen, openLabFile, openNotebook, openText } from '../openLabs.ts';
import { revealCell } from '../revealCell.ts';
import type { ExercisesHost } from './exercises.ts';

/** A lab of the tree. */
interface TestedLab {
  readonly item: vscode.TestItem;
  readonly id: string;
  /** The learner's copy, or a lab of their own, whether or not it is there yet. */
  readonly uri: vscode.Uri;
  /** Of the bundled lab that the copy is made from. */
  readonly bundled?: string;
  /** By the id of the check's result. */
  checks: ReadonlyMap<string, { readonly item: vscode.TestItem; readonly node: CheckNode }>;
}

/** The Test Explorer: week, lab, exercise, check. It runs what the notebook runs, and shows what ran there. */
export class LabTests extends Disposable {
  readonly #controller: vscode.TestController;
  readonly #host: ExercisesHost;
  readonly #labs = new Map<string, TestedLab>();
  /** The lab that is run from here, and the results that have come. */
  #running: { readonly lab: string; readonly results: Map<string, CheckResult> } | undefined;
  readonly #listed: Promise<void>;

  constructor(controller: vscode.TestController, host: ExercisesHost) {
    super();
    this.#controller = controller;
    this.#host = host;
    const { Run } = vscode.TestRunProfileKind;
    const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken) => this.#run(request, token);
    this.register(controller.createRunProfile(vscode.l10n.t('Check'), Run, run, true));
    controller.refreshHandler = () => this.#list();
    this.register(host.sessions.checks.onDidChange(({ lab, results }) => void this.#ran(lab, results)));
    this.#listed = this.#list();
  }

  /** Lists the weeks and their labs, or what one lab asks. */
  async resolve(item: vscode.TestItem | undefined): Promise<void> {
    await this.#listed;
    const lab = item && [...this.#labs.values()].find((each) => each.item === item);
    if (lab) await this.#fill(lab);
  }

  /** Brings a check, an exercise or a lab of the tree into view. */
  async goTo(item: vscode.TestItem): Promise<void> {
    const lab = this.#labOf(item);
    if (!lab || !(await this.#open(lab))) return;
    const node = [...lab.checks.values()].find((each) => each.item === item)?.node;
    const line = item.range?.start.line ?? 0;
    if (openText(lab.uri) && !openNotebook(lab.uri)) {
      const place = new vscode.Range(line, 0, line, 0);
      await vscode.window.showTextDocument(lab.uri, { selection: place });
    } else if (item !== lab.item) await revealCell(lab.uri, node?.cell ?? item.id.split(' ').at(-1) ?? '');
  }

  async #list(): Promise<void> {
    const course = await this.#host.shownCourse();
    const bundled = await this.#host.bundledLabs();
    const weeks = new Map<string, vscode.TestItem>();
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    this.#labs.clear();
    for (const { item, course: courseTitle, week } of course ? placed(course) : []) {
      const path = course && fileOf(course, item);
      if (!item.id || item.state !== 'resolved' || !path?.endsWith('.lab.ts')) continue;
      const isBundled = bundled.some((each) => each.path === path);
      if (isBundled && !folder) continue;
      const uri = vscode.Uri.file(isBundled && folder ? copyPath(folder.fsPath, path) : path);
      const key = `${courseTitle} ${week}`;
      const group = weeks.get(key) ?? this.#controller.createTestItem(key, week);
      weeks.set(key, group);
      group.description = courseTitle;
      const row = this.#controller.createTestItem(item.id, item.title, uri);
      row.canResolveChildren = true;
      group.children.add(row);
      this.#add({ item: row, id: item.id, uri, checks: new Map(), ...(isBundled ? { bundled: path } : {}) });
    }
    this.#controller.items.replace([...weeks.values()]);
    // What ran before somebody looked here.
    for (const { uri } of [...this.#labs.values()]) await this.#ran(uri, this.#host.sessions.checks.of(uri));
  }

  #add(lab: TestedLab): void {
    this.#labs.set(lab.uri.toString(), lab);
  }

  /** A lab that no course lists stands by itself, once it has run. */
  #found(uri: vscode.Uri): TestedLab {
    const known = this.#labs.get(uri.toString());
    if (known) return known;
    const { id, title } = frontMatter(openLabFile(uri), uri.fsPath);
    const item = this.#controller.createTestItem(id, title, uri);
    item.canResolveChildren = true;
    this.#controller.items.add(item);
    const lab: TestedLab = { item, id, uri, checks: new Map() };
    this.#add(lab);
    return lab;
  }

  /** Its exercises and checks, as the lab stands now. */
  async #fill(lab: TestedLab): Promise<LabFile | undefined> {
    const file = await this.#fileOf(lab);
    if (!file) return undefined;
    const checks = new Map<string, { item: vscode.TestItem; node: CheckNode }>();
    const row = (id: string, label: string, line: number) => {
      const item = this.#controller.createTestItem(`${lab.id} ${id}`, label, lab.uri);
      item.range = new vscode.Range(line, 0, line, 0);
      return item;
    };
    const groups = testTree(file).map((node) => {
      const group = row(node.exercise ?? ':others', node.exercise ?? vscode.l10n.t('Of the lab itself'), node.line);
      if (node.kind) group.description = node.kind;
      for (const check of node.checks) {
        const item = row(`${node.exercise ?? ''}/${check.id}`, check.name, check.line);
        group.children.add(item);
        checks.set(check.id, { item, node: check });
      }
      return group;
    });
    lab.item.children.replace(groups);
    lab.checks = checks;
    return file;
  }

  /** As it stands in its editor; of one that is not there yet what it will be. */
  async #fileOf({ uri, bundled }: TestedLab): Promise<LabFile | undefined> {
    if (isOpen(uri)) return openLabFile(uri);
    const path = existsSync(uri.fsPath) ? uri.fsPath : bundled;
    const text = path && (await readFile(path, 'utf8').catch(() => undefined));
    return text ? parseLab(starterText(text)) : undefined;
  }

  async #open({ uri, id }: TestedLab): Promise<boolean> {
    if (openText(uri) && !openNotebook(uri)) return true;
    const bundled = (await this.#host.bundledLabs()).find((lab) => lab.id === id);
    if (bundled && !existsSync(uri.fsPath)) return (await this.#host.openCopy(bundled)) !== undefined;
    await this.#host.show(uri);
    return true;
  }

  async #run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.#controller.createTestRun(request);
    try {
      await this.#listed;
      for (const lab of [...this.#labs.values()]) {
        if (token.isCancellationRequested) break;
        await this.#runLab(lab, request, run, token);
      }
    } finally {
      run.end();
    }
  }

  async #runLab(
    lab: TestedLab,
    { include, exclude = [] }: vscode.TestRunRequest,
    run: vscode.TestRun,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const isIn = (item: vscode.TestItem, rows: readonly vscode.TestItem[]) => rows.some((row) => holds(row, item));
    const isWanted = (item: vscode.TestItem) => (!include || isIn(item, include)) && !isIn(item, exclude);
    // Rows that are only about to be made are wanted with the lab that they belong to.
    if (include && !isWanted(lab.item) && !include.some((row) => holds(lab.item, row))) return;
    if (lab.checks.size === 0) await this.#fill(lab);
    const wanted = [...lab.checks].filter(([, { item }]) => isWanted(item)).map(([id, { item }]) => ({ id, item }));
    if (wanted.length === 0) return;
    for (const { item } of wanted) run.enqueued(item);
    if (!(await this.#open(lab))) return;
    const stop = token.onCancellationRequested(() => this.#host.sessions.find(lab.uri)?.stop());
    const results = new Map<string, CheckResult>();
    this.#running = { lab: lab.uri.toString(), results };
    try {
      for (const { item } of wanted) run.started(item);
      const file = openLabFile(lab.uri);
      const exercises = new Set(wanted.map(({ item }) => exerciseOfRow(item, file)));
      const ran = this.#host.sessions.find(lab.uri)?.ran;
      await this.#host.runCells(
        lab.uri,
        cellsToCheck(file, exercises, (source) => ran?.has(source) ?? false),
      );
    } finally {
      this.#running = undefined;
      stop.dispose();
    }
    // What else ran on the way, so that the view stays in step with the notebook.
    const mine = new Set(wanted.map(({ id }) => id));
    for (const { item, result } of rowsOf(lab, results.values())) if (!mine.has(result.id)) tell(run, item, result);
    for (const { id, item } of wanted) {
      const result = results.get(id);
      if (result) tell(run, item, result);
      else if (token.isCancellationRequested) run.skipped(item);
      else run.errored(item, new vscode.TestMessage(vscode.l10n.t('A cell ended in an error before this check ran.')));
    }
  }

  /** What ran in the notebook, the text or a command. */
  async #ran(uri: vscode.Uri, results: readonly CheckResult[]): Promise<void> {
    if (results.length === 0) return;
    if (this.#running?.lab === uri.toString()) {
      for (const result of results) this.#running.results.set(result.id, result);
      return;
    }
    const lab = this.#found(uri);
    if (results.some(({ id }) => !lab.checks.has(id))) await this.#fill(lab);
    const rows = rowsOf(lab, results);
    if (rows.length === 0) return;
    const request = new vscode.TestRunRequest(rows.map(({ item }) => item));
    const run = this.#controller.createTestRun(request, undefined, false);
    for (const { item, result } of rows) tell(run, item, result);
    run.end();
  }

  #labOf(item: vscode.TestItem): TestedLab | undefined {
    return [...this.#labs.values()].find((lab) => holds(lab.item, item));
  }
}

function placed(course: Parameters<typeof itemsOf>[0]) {
  return itemsOf(course).map((each) => ({ item: each.item, course: each.course.title, week: each.week.title }));
}

/** Whether a row is, or lies above, another. */
function holds(row: vscode.TestItem, item: vscode.TestItem | undefined): boolean {
  for (let each = item; each; each = each.parent) if (each === row) return true;
  return false;
}

/** The id of the exercise whose row a check's row stands in; of a check that belongs to none its own. */
function exerciseOfRow(item: vscode.TestItem, file: LabFile): string {
  const [exercise = '', check = ''] = item.id.slice(item.id.indexOf(' ') + 1).split('/');
  if (exercise !== '') return exercise;
  const cell = file.cells.find(({ metadata }) => metadata.check === check.replace(/-\d+$/, ''));
  return (cell && exerciseTried(cell)) ?? check;
}

/** The results that have a row, each with it. */
function rowsOf(lab: TestedLab, results: Iterable<CheckResult>) {
  return [...results].flatMap((result) => {
    const row = lab.checks.get(result.id);
    return row ? [{ result, item: row.item }] : [];
  });
}

/** A named mistake stands for itself; else expected and actual are compared side by side. */
function tell(run: vscode.TestRun, item: vscode.TestItem, result: CheckResult): void {
  const print = (text: string) => run.appendOutput(`${text.replace(/\n/g, '\r\n  ')}\r\n`, undefined, item);
  if (result.passed) {
    print(`${verdictOf(result)}: ${checkName(result)}`);
    run.passed(item);
    return;
  }
  const [hint] = hintsOf(result);
  const reason = result.mistake ?? failureText(result) ?? checkName(result);
  const text = hint === undefined ? reason : `${reason}\n${vscode.l10n.t('Hint: {0}', hint)}`;
  print(`${verdictOf(result)}: ${checkName(result)}\n${text}`);
  const message =
    result.mistake === undefined && result.expected !== undefined && result.actual !== undefined
      ? vscode.TestMessage.diff(text, result.expected, result.actual)
      : new vscode.TestMessage(text);
  if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
  run.failed(item, message);
}
