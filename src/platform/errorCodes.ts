/**
 * The codes of all errors that are a user's to mend, by the room that throws them. Code tells such errors apart by
 * them, never by their sentences. `errors.test.ts` finds a code that nothing throws.
 */
export type UserErrorCode = Command | Course | Kernel | Labs | Outputs | Platform | Quizzes | Runs | Slides;

type Command = 'usage' | 'no-checks' | 'no-course' | 'no-folder' | 'export-exists' | 'export-failed';

type Course =
  | 'course-missing'
  | 'course-not-text'
  | 'course-too-large'
  | 'course-too-long'
  | 'course-unreadable'
  | 'course-yaml'
  | 'glossary'
  | 'progress-large'
  | 'progress-newer'
  | 'progress-unreadable'
  | 'progress-unwritable';

type Kernel =
  | 'kernel-start'
  | 'native-install'
  | 'native-uninstall'
  | 'no-native-tensorflow'
  | 'no-node'
  | 'self-test-cancelled';

type Labs =
  | 'bundled-lab'
  | 'copy-failed'
  | 'kept-lab'
  | 'lab-front-matter'
  | 'lab-not-found'
  | 'lab-not-open'
  | 'lab-not-saved'
  | 'labs-json'
  | 'lab-changed'
  | 'no-lab'
  | 'no-original'
  | 'no-outputs'
  | 'types-failed';

type Outputs =
  | 'output-alone'
  | 'output-malformed'
  | 'output-unknown'
  | 'picture-damaged'
  | 'picture-left-out'
  | 'svg-malformed'
  | 'svg-too-big'
  | 'table-not-saved'
  | 'table-too-long';

type Platform =
  | 'chart-image'
  | 'chart-loads'
  | 'chart-not-a-spec'
  | 'chart-too-large'
  | 'locked'
  | 'output-host'
  | 'restricted';

type Quizzes = 'no-quiz' | 'quiz-yaml';

type Runs =
  | 'bad-filter'
  | 'no-run'
  | 'no-runs'
  | 'no-source'
  | 'not-a-number'
  | 'not-a-tag'
  | 'not-a-step'
  | 'not-allowed'
  | 'not-two-runs'
  | 'reader-closed'
  | 'run-active'
  | Tracking;

/** Those of `TrackingError` that reach a user as they are. */
type Tracking =
  | 'damaged-database'
  | 'database-busy'
  | 'database-unusable'
  | 'experiment-deleted'
  | 'foreign-database'
  | 'invalid-artifact-path'
  | 'invalid-key'
  | 'invalid-value'
  | 'no-file-store'
  | 'no-sqlite'
  | 'param-changed'
  | 'run-not-found'
  | 'tag-not-found'
  | 'unsupported-schema';

type Slides =
  | 'deck-slow'
  | 'file-fatal'
  | 'file-too-large'
  | 'not-a-pdf'
  | 'notes-large'
  | 'notes-unreadable'
  | 'notes-unsaved'
  | 'notes-unwritable'
  | 'page-slow'
  | 'pdf-damaged'
  | 'pdf-empty'
  | 'pdf-large'
  | 'pdf-parser'
  | 'pdf-protected'
  | 'search-closed';
