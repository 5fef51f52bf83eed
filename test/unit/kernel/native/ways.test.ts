import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type InstallOptions, installNative } from '../../../../src/kernel/native/install.ts';
import { readInstallation, thisPlatform } from '../../../../src/kernel/native/installation.ts';
import { type Recipe, recipes } from '../../../../src/kernel/native/pins.ts';
import { findNode } from '../../../../src/kernel/node.ts';
import { UserError } from '../../../../src/platform/errors.ts';
import { skip } from '../../../skip.ts';
import { dist } from '../../kernels.ts';

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

describe('native: an installation from a registry, a package index and a download host of the test', () => {
  let root: string;
  let folder: string;
  let server: Server;
  let host: string;
  let recipe: Recipe;
  /** What the server gives, by path. */
  let served: Map<string, string | Buffer>;
  const kept = { ...process.env };

  const install = (options: Partial<InstallOptions>) =>
    installNative({ folder, node: process.execPath, dist, report: () => undefined, ...options });

  before(async () => {
    server = createServer(({ url = '' }, response) => {
      const body = served.get(decodeURIComponent(url));
      const type = body?.toString().startsWith('<!') ? 'text/html' : 'application/vnd.pypi.simple.v1+json';
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  beforeEach(function () {
    root = mkdtempSync(join(tmpdir(), 'mlops-lab native-'));
    folder = join(root, 'native');
    const real = recipes[thisPlatform];
    if (!real) skip(this, `nothing is pinned for ${thisPlatform}`);
    if (!has('python3', '-m', 'pip', '--version')) skip(this, 'there is no Python with pip');
    if (!has('g++', '--version')) skip(this, 'there is no g++');
    served = new Map();
    recipe = serveAll(real);
    const npm = {
      npm_config_registry: host,
      npm_config_cache: join(root, 'npm'),
      npm_config_userconfig: '/dev/null',
    };
    const pip = { PIP_INDEX_URL: `${host}/simple`, PIP_NO_CACHE_DIR: '1', PIP_CONFIG_FILE: '/dev/null' };
    Object.assign(process.env, npm, pip, { PIP_FIND_LINKS: '', npm_config_prefer_offline: 'false' });
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
    for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name];
    Object.assign(process.env, kept);
  });

  it('gets as far as the symbols with a TensorFlow that is none, and leaves nothing usable', async () => {
    const seen: string[] = [];
    await assert.rejects(install({ recipe, report: (message) => seen.push(message) }), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /^Native TensorFlow could not be installed: x\.tar\.gz could not be had from 127\.0\.0\.1:\d+ \(HTTP 404\), and this TensorFlow lacks 55 functions of its C API, such as TFE_ContextListDevices\. Labs go on with WASM\.$/,
      );
      return true;
    });
    assert.equal(await readInstallation(folder), undefined);
    assert.ok(seen.some((message) => message.startsWith('Downloading TensorFlow')));
    // The second try has the packages and the wheel already, and begins with the way that got furthest.
    served.clear();
    seen.length = 0;
    await assert.rejects(install({ recipe, report: (message) => seen.push(message) }), /: this TensorFlow lacks 55/);
    assert.equal(seen[0], 'Checking the symbols of TensorFlow');
  }).timeout(60_000);

  it('leaves the wheel to pip where the index does not answer in JSON', async () => {
    const { file } = recipe.wheel;
    served.set(`/files/${file}`, served.get('/files/wheel')!);
    served.set(`/simple/${recipe.wheel.project}/`, `<!DOCTYPE html><a href="../../files/${file}">${file}</a>`);
    const seen: string[] = [];
    const report = (message: string) => seen.push(message);
    await assert.rejects(install({ recipe, report }), /, and this TensorFlow lacks 55 functions/);
    assert.ok(seen.includes(`Downloading TensorFlow ${recipe.wheel.version} with pip`));
  }).timeout(60_000);

  it('refuses a package whose integrity is not the pinned one', async () => {
    const packages = recipe.packages.map((one) => ({ ...one, integrity: `sha512-${'A'.repeat(86)}==` }));
    await assert.rejects(
      install({ recipe: { ...recipe, packages } }),
      /the checksum of tensorflow-tfjs-node-4\.22\.0\.tgz is not the one that is known for it/,
    );
    assert.equal(await readInstallation(folder), undefined);
  }).timeout(60_000);

  it('refuses a wheel whose checksum is not the pinned one', async () => {
    const wheel = { ...recipe.wheel, sha256: '0'.repeat(64) };
    await assert.rejects(
      install({ recipe: { ...recipe, wheel } }),
      /and the checksum of tensorflow_cpu-\S+\.whl is not the one that is known for it/,
    );
  }).timeout(60_000);

  it('says which index or registry could not be reached', async () => {
    process.env.PIP_INDEX_URL = 'http://127.0.0.1:9/simple';
    await assert.rejects(install({ recipe }), /, and pip cannot reach its package index\. Labs go on with WASM\.$/);
    rmSync(folder, { recursive: true });
    Object.assign(process.env, { npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' });
    await assert.rejects(
      install({ recipe }),
      /installed: npm could not fetch the sources of the binding \(E\w+\)\. Labs go on with WASM\.$/,
    );
  }).timeout(90_000);

  it('runs nothing of the folder that the process was started in', async () => {
    const planted = join(root, 'planted');
    const ran = join(root, 'ran');
    mkdirSync(join(planted, 'bin'), { recursive: true });
    for (const name of ['pip.py', 'zipfile.py', 'pathlib.py'])
      writeFileSync(join(planted, name), `open(${JSON.stringify(ran)}, 'a').write(${JSON.stringify(`${name}\n`)})`);
    for (const name of ['python3', 'g++', 'npm', 'nm', 'tar', 'node'])
      writeFileSync(join(planted, 'bin', name), `#!/bin/sh\necho ${name} >> '${ran}'\n`, { mode: 0o755 });
    const before = process.cwd();
    process.env.PATH = ['bin', './bin', '.', process.env.PATH].join(delimiter);
    process.chdir(planted);
    try {
      await assert.rejects(install({ recipe }), /, and this TensorFlow lacks 55 functions/);
      await findNode([]);
    } finally {
      process.chdir(before);
    }
    assert.equal(existsSync(ran) && readFileSync(ran, 'utf8'), false);
  }).timeout(60_000);

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped by a test');
    const report = (message: string) => message.startsWith('Downloading TensorFlow') && stop.abort(reason);
    await assert.rejects(install({ recipe, signal: stop.signal, report }), (error) => error === reason);
    assert.equal(await readInstallation(folder), undefined);
    assert.equal(existsSync(`${folder}.lock`), false);
  }).timeout(60_000);

  /** Puts small packages and a wheel without TensorFlow on the server, and pins them as the real ones are. */
  function serveAll(real: Recipe): Recipe {
    const packages = real.packages.map(({ name, version }) => {
      const tarball = pack(name, version);
      const dist = { tarball: `${host}/tarballs/${name}.tgz`, shasum: digestOf(tarball, 'sha1', 'hex') };
      served.set(`/tarballs/${name}.tgz`, tarball);
      const versions = { [version]: { name, version, dist } };
      served.set(`/${name}`, JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
      return { name, version, integrity: `sha512-${digestOf(tarball, 'sha512', 'base64')}` };
    });
    const file = join(root, real.wheel.file);
    const made = spawnSync('python3', ['-c', makeWheel, file], { encoding: 'utf8' });
    assert.equal(made.status, 0, made.stderr);
    const wheel = readFileSync(file);
    served.set('/files/wheel', wheel);
    const listing = { files: [{ filename: real.wheel.file, url: '../../files/wheel' }] };
    served.set(`/simple/${real.wheel.project}/`, JSON.stringify(listing));
    return {
      ...real,
      packages,
      libtensorflow: { ...real.libtensorflow, url: `${host}/x.tar.gz` },
      wheel: { ...real.wheel, sha256: digestOf(wheel, 'sha256', 'hex') },
    };
  }

  function pack(name: string, version: string): Buffer {
    const home = mkdtempSync(join(root, 'package-'));
    mkdirSync(join(home, 'package'));
    writeFileSync(join(home, 'package', 'package.json'), JSON.stringify({ name, version }));
    return spawnSync('tar', ['-cz', '-C', home, 'package']).stdout;
  }
});

/** A wheel that pip takes, with two shared libraries that nm can read and that are none of TensorFlow's. */
const makeWheel = `
import subprocess, sys, zipfile
library = sys.argv[1] + '.so'
subprocess.run(['g++', '-shared', '-fPIC', '-x', 'c', '/dev/null', '-o', library], check=True)
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    for name in ['cc', 'framework']:
        wheel.write(library, f'tensorflow/libtensorflow_{name}.so.2')
    wheel.writestr('tensorflow/include/tensorflow/c/c_api.h', '')
    name, version = sys.argv[1].split('/')[-1].split('-')[:2]
    metadata = f'Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n'
    wheel.writestr(f'{name}-{version}.dist-info/METADATA', metadata)
    wheel.writestr(f'{name}-{version}.dist-info/WHEEL', 'Wheel-Version: 1.0\\n')
`;

function digestOf(data: Buffer, algorithm: string, encoding: 'hex' | 'base64'): string {
  return createHash(algorithm).update(data).digest(encoding);
}
