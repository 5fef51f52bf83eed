/** Python's clients speak to our service. What the validator of descriptions accepted is kept as a fixture. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunningService } from '../../src/mlops/serving.ts';
import { skip } from '../skip.ts';
import { trayService } from '../unit/mlops/serving/trays.ts';
import { pythonOf, Unavailable } from './python.ts';

const peers = { name: 'serving', requirements: ['requests==2.34.2', 'openapi-spec-validator==0.9.0'] };

describe('a service, and Python', function () {
  this.timeout(600_000);
  let python: string;
  let running: RunningService;
  before(async function () {
    try {
      python = pythonOf(peers);
    } catch (error) {
      if (error instanceof Unavailable) skip(this, error.message);
      throw error;
    }
    running = await trayService().listen();
  });
  after(() => running?.stop());

  it('requests posts files to it, and openapi-spec-validator accepts its description', async () => {
    const script = join(import.meta.dirname, 'serving_peer.py');
    const { stdout } = await promisify(execFile)(python, [script, running.url]);
    const { versions, description, ...found } = JSON.parse(stdout);
    const expected = ["'small' or 'large'", { type: 'enum', loc: ['query', 'model'], input: 'huge' }] as const;
    const { msg, ctx, ...fault } = found.unknown.body.detail[0];
    assert.deepEqual([ctx.expected, fault, found.unknown.status], [...expected, 422]);
    assert.equal(msg, `Input should be ${expected[0]}`);
    assert.deepEqual(found.posted, {
      status: 200,
      body: { model: 'small', confidence: 0.5, name: 'tray.jpg', type: 'image/jpeg', size: 5120 },
    });
    assert.deepEqual(found.order, { status: 200, body: { key: 'k', note: 'hi', pieces: 0, name: 'é.jpg' } });
    assert.deepEqual(found['same connection'], [200, 200, 200]);
    assert.deepEqual(found['faults of the description'], []);
    assert.ok(found['faults of a broken one'] > 0);
    const kept = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/serving/accepted.json'), 'utf8'));
    assert.deepEqual({ versions, description }, kept);
  });
});
