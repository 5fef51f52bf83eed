/**
 * Every id that package.json and the code must agree on. A test holds this table, the manifest and the
 * registrations together, so a command that is declared but never registered cannot ship.
 */

/** `publisher.name` of package.json. */
export const extensionId = 'mlops-lab.mlops-lab';

export const commands = {
  openItem: 'mlopsLab.openItem',
  openWeek: 'mlopsLab.openWeek',
  openItemBeside: 'mlopsLab.openItemBeside',
  openItemAsText: 'mlopsLab.openItemAsText',
  revealItem: 'mlopsLab.revealItem',
  copyItemLink: 'mlopsLab.copyItemLink',
  openNotebookBeside: 'mlopsLab.openNotebookBeside',
  openBundledSlides: 'mlopsLab.openBundledSlides',
  refreshCourse: 'mlopsLab.refreshCourse',
  findInCourse: 'mlopsLab.findInCourse',
  showBundledCourse: 'mlopsLab.showBundledCourse',
  selfTest: 'mlopsLab.selfTest',
  runLab: 'mlopsLab.runLab',
  restartKernel: 'mlopsLab.restartKernel',
  installNative: 'mlopsLab.installNative',
  uninstallNative: 'mlopsLab.uninstallNative',
  restartAndRunAll: 'mlopsLab.restartAndRunAll',
  stopCell: 'mlopsLab.stopCell',
  showFullOutput: 'mlopsLab.showFullOutput',
  showAllOutputs: 'mlopsLab.showAllOutputs',
  openAsText: 'mlopsLab.openAsText',
  openAsNotebook: 'mlopsLab.openAsNotebook',
  startRun: 'mlopsLab.startRun',
  endRun: 'mlopsLab.endRun',
  logMetric: 'mlopsLab.logMetric',
  openRun: 'mlopsLab.openRun',
  compareRuns: 'mlopsLab.compareRuns',
  diffRunSources: 'mlopsLab.diffRunSources',
  renameRun: 'mlopsLab.renameRun',
  starRun: 'mlopsLab.starRun',
  unstarRun: 'mlopsLab.unstarRun',
  setRunNote: 'mlopsLab.setRunNote',
  setRunTag: 'mlopsLab.setRunTag',
  deleteRun: 'mlopsLab.deleteRun',
  restoreRun: 'mlopsLab.restoreRun',
  exportRuns: 'mlopsLab.exportRuns',
  openMlflowUi: 'mlopsLab.openMlflowUi',
  importMlruns: 'mlopsLab.importMlruns',
  refreshRuns: 'mlopsLab.refreshRuns',
  explainLeak: 'mlopsLab.explainLeak',
  showTruth: 'mlopsLab.showTruth',
  showHint: 'mlopsLab.showHint',
  showSolution: 'mlopsLab.showSolution',
  applySolution: 'mlopsLab.applySolution',
  resetCell: 'mlopsLab.resetCell',
  resetLab: 'mlopsLab.resetLab',
  checkCell: 'mlopsLab.checkCell',
  checkLab: 'mlopsLab.checkLab',
  compareVersions: 'mlopsLab.compareVersions',
  goToCheck: 'mlopsLab.goToCheck',
  runAboveAndCell: 'mlopsLab.runAboveAndCell',
  sortVariables: 'mlopsLab.variables.sortByName',
  sortVariablesAsDeclared: 'mlopsLab.variables.sortAsDeclared',
  refreshVariables: 'mlopsLab.variables.refresh',
  openAsTable: 'mlopsLab.variables.openAsTable',
  openAsChart: 'mlopsLab.variables.openAsChart',
  openAsTensor: 'mlopsLab.variables.openAsTensor',
  copyVariableValue: 'mlopsLab.variables.copyValue',
  copyVariableName: 'mlopsLab.variables.copyName',
  textRunAll: 'mlopsLab.text.runAll',
  textRunCell: 'mlopsLab.text.runCell',
  textRunCellAndAdvance: 'mlopsLab.text.runCellAndAdvance',
  textRunAbove: 'mlopsLab.text.runAbove',
  textRunBelow: 'mlopsLab.text.runBelow',
  textShowOutput: 'mlopsLab.text.showOutput',
  textShowOutputsAsText: 'mlopsLab.text.showOutputsAsText',
  exportLab: 'mlopsLab.exportLab',
  continueCourse: 'mlopsLab.continue',
  continueWith: 'mlopsLab.continueWith',
  filterCourse: 'mlopsLab.filterCourse',
  clearCourseFilter: 'mlopsLab.clearCourseFilter',
  toggleObjective: 'mlopsLab.toggleObjective',
  markAsDone: 'mlopsLab.markAsDone',
  markAsNotDone: 'mlopsLab.markAsNotDone',
  resetProgress: 'mlopsLab.resetProgress',
  progressReport: 'mlopsLab.progressReport',
  showCoverage: 'mlopsLab.showCoverage',
  saveCopyOfSlides: 'mlopsLab.slides.saveCopy',
  printSlides: 'mlopsLab.slides.print',
  copyWithLink: 'mlopsLab.slides.copyWithLink',
  slidesBack: 'mlopsLab.slides.back',
  slidesForward: 'mlopsLab.slides.forward',
  getStarted: 'mlopsLab.getStarted',
  chooseFolder: 'mlopsLab.chooseFolder',
  openGallery: 'mlopsLab.openGallery',
  addNote: 'mlopsLab.slides.addNote',
  highlight: 'mlopsLab.slides.highlight',
  openNote: 'mlopsLab.notes.open',
  openNotesFile: 'mlopsLab.notes.openFile',
  deleteNote: 'mlopsLab.notes.delete',
  searchSlides: 'mlopsLab.searchSlides',
  goToSlide: 'mlopsLab.goToSlide',
  followLink: 'mlopsLab.followLink',
} as const;

export const views = {
  container: 'mlopsLab',
  course: 'mlopsLab.course',
  runs: 'mlopsLab.runs',
  variables: 'mlopsLab.variables',
  notes: 'mlopsLab.notes',
} as const;

export const walkthroughs = {
  gettingStarted: 'mlopsLab.gettingStarted',
} as const;

export const editors = {
  deck: 'mlopsLab.deck',
  /** Of files named as the course's slides are, so that links to them need no question. */
  runPage: 'mlopsLab.run',
  comparePage: 'mlopsLab.compare',
  quiz: 'mlopsLab.quiz',
  week: 'mlopsLab.week',
  value: 'mlopsLab.value',
  outputs: 'mlopsLab.outputs',
} as const;

/** Of documents and rows that the extension makes. */
export const schemes = {
  /** A lab's outputs as plain text. */
  outputs: 'mlops-lab-outputs',
  /** A text that a learner's own is compared with, such as a solution. */
  solution: 'mlops-lab-solution',
  /** A report, such as that of the self-test. */
  report: 'mlops-lab-report',
  /** A row of the Course view, for its badge. */
  courseRow: 'mlops-lab-course',
} as const;

export const notebook = {
  /** The notebook type of `*.lab.ts`. */
  type: 'mlops-lab',
  controller: 'mlops-lab-kernel',
  renderer: 'mlops-lab-renderer',
} as const;

/** Of the Test Explorer's tree of exercises. */
export const testController = 'mlops-lab-exercises';

export const settings = {
  backend: 'mlopsLab.backend',
  nodePath: 'mlopsLab.kernel.nodePath',
  idleTimeout: 'mlopsLab.kernel.idleTimeout',
  memoryLimit: 'mlopsLab.kernel.memoryLimit',
  autoRun: 'mlopsLab.tracking.autoRun',
  autolog: 'mlopsLab.tracking.autolog',
  slidesPages: 'mlopsLab.slides.pages',
} as const;

/** Context keys used in `when` clauses of package.json. */
export const contexts = {
  /**
   * `ready` when the Course view shows a course, `other` when the folder's README lists none, `failed` when its
   * course.yaml cannot be read, `empty` when it lists nothing, `noMatch` when the filter leaves nothing of it.
   */
  course: 'mlopsLab.courseState',
  /** True while the Course view leaves out items by a filter. */
  courseFiltered: 'mlopsLab.courseFiltered',
  /** True while a run started from the palette is open. */
  runActive: 'mlopsLab.runActive',
  /** Why the Runs view lists none: `empty` or `failed`; `listed` when it does. */
  runs: 'mlopsLab.runsState',
  /** Why the Variables view lists none: `noLab`, `notRun` or `empty`; `listed` when it does. */
  variables: 'mlopsLab.variablesState',
  /** `declared` or `name`. */
  variableOrder: 'mlopsLab.variableOrder',
  /** True while the deck that has the focus has a place to go back to, or on to. */
  slidesBack: 'mlopsLab.slidesBack',
  slidesForward: 'mlopsLab.slidesForward',
  /** True for a moment when it happens: what ticks off the steps of the walkthrough. */
  courseShown: 'mlopsLab.courseShown',
  slidesRead: 'mlopsLab.slidesRead',
  cellRun: 'mlopsLab.cellRun',
  galleryOpened: 'mlopsLab.galleryOpened',
  runOpened: 'mlopsLab.runOpened',
  continued: 'mlopsLab.continued',
} as const;
