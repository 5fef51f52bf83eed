import assert from 'node:assert/strict';
import { sentence } from '../../../tools/npm.mjs';
import { missing } from '../../../tools/setup.mjs';

describe('installing', () => {
  it('nothing is missing once everything was installed', () => {
    assert.deepEqual(missing({ dev: true }), []);
    assert.deepEqual(missing({ dev: false }), []);
  });

  it('a piece that cannot be had is named in one sentence', () => {
    const stderr = [
      'npm http fetch GET 200 http://127.0.0.1:9/zod 5ms (cache hit)',
      'npm error code ECONNREFUSED',
      'npm error FetchError: request to http://127.0.0.1:9/@scope%2fname failed, reason: connect ECONNREFUSED 127.0.0.1:9',
    ].join('\n');
    assert.equal(
      sentence('ci', stderr),
      "@scope/name could not be had from npm's registry (ECONNREFUSED): check the network, then run the same command again.",
    );
    const npm10 =
      'npm http fetch GET http://127.0.0.1:9/zod attempt 1 failed with ECONNREFUSED\nnpm error Exit handler never called!';
    assert.match(sentence('ci', npm10), /^zod could not be had .*ECONNREFUSED/);
    assert.equal(
      sentence('ci', 'npm ERR! code EUSAGE\nnpm ERR! The lock file is old.'),
      'npm ci failed (EUSAGE): The lock file is old.',
    );
  });
});
