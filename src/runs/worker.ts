/**
 * Reads `mlflow.db` on a thread of its own: node:sqlite is synchronous, and a long history or a busy writer must
 * not hold up the extension host. Bundled as dist/runs-worker.js.
 */
import { parentPort } from 'node:worker_threads';
import { messageOf, UserError } from '../platform/errors.ts';
import { listExperiments, readColumns, readExtremes, readHistories } from './compare/read.ts';
import type { Answer, Question } from './protocol.ts';
import { getRun, listDeletedRuns, listRuns } from './reader.ts';

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)));

function answer(question: Question): Answer {
  const { requestId } = question;
  try {
    return { requestId, value: read(question) };
  } catch (error) {
    const code = error instanceof UserError ? { code: error.code } : {};
    return { requestId, error: { message: messageOf(error), ...code } };
  }
}

function read(question: Question) {
  switch (question.query) {
    case 'listRuns':
      return listRuns(question.workspace, question.limit);
    case 'getRun':
      return getRun(question.workspace, question.id);
    case 'readColumns':
      return readColumns(question.workspace, question.scope, question.limit);
    case 'readExtremes':
      return readExtremes(question.workspace, question.ids);
    case 'readHistories':
      return readHistories(question.workspace, question.ids, question.key);
    case 'listDeletedRuns':
      return listDeletedRuns(question.workspace);
    case 'listExperiments':
      return listExperiments(question.workspace);
  }
}
