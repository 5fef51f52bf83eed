/**
 * Reads `mlflow.db` on a thread of its own: node:sqlite is synchronous, and a long history or a busy writer must
 * not hold up the extension host. Bundled as dist/runs-worker.js.
 */
import { parentPort } from 'node:worker_threads';
import { messageOf, UserError } from '../platform/errors.ts';
import type { Answer, Question } from './protocol.ts';
import { getRun, listRuns } from './reader.ts';

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
  }
}
