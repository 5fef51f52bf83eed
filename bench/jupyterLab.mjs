/** A JupyterLab on the loopback address, and a page that shows one notebook of it. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/**
 * @param {string} python with JupyterLab
 * @param {string} folder where notebooks lie; the server's own files go below it
 */
export async function startJupyterLab(python, folder) {
  const port = await freePort();
  const token = randomUUID();
  const home = join(folder, '.home');
  mkdirSync(home, { recursive: true });
  const options = {
    'ServerApp.ip': '127.0.0.1',
    'ServerApp.port': port,
    'ServerApp.root_dir': folder,
    'IdentityProvider.token': token,
    'LabApp.news_url': 'None',
    'LabApp.check_for_updates_class': 'jupyterlab.NeverCheckForUpdate',
  };
  const args = ['-m', 'jupyterlab', '--no-browser', '--allow-root'];
  for (const [name, value] of Object.entries(options)) args.push(`--${name}=${value}`);
  const server = spawn(python, args, { cwd: folder, env: { ...process.env, HOME: home }, stdio: 'ignore' });
  const origin = `http://127.0.0.1:${port}`;
  const stop = () => {
    server.kill();
    return new Promise((ended) => server.once('exit', ended));
  };
  for (let wait = 0; ; wait++) {
    const answers = await fetch(`${origin}/api?token=${token}`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) break;
    if (wait > 300) {
      await stop();
      throw new Error('JupyterLab did not answer within 60 s.');
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { url: (name) => `${origin}/lab/tree/${name}?token=${token}&reset`, stop };
}

/** Writes a notebook of code cells. */
export function writeNotebook(path, sources) {
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    // However long its output is, the next cell stays in view.
    metadata: { scrolled: true },
    execution_count: null,
    outputs: [],
    source,
  }));
  const kernelspec = { name: 'python3', display_name: 'Python 3', language: 'python' };
  writeFileSync(path, JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
