// npm run labs [-- ID... | --course 1,2] [--seeds] [--json]: proves that labs teach what they claim: solution, starter,
// wrong answers, claims, CPU time, minutes. Exits with 1 unless all holds.
import { run, runTool } from './process.mjs';
import { ensure, reexec } from './setup.mjs';

await runTool(async () => {
  await ensure({ dev: true });
  await reexec();
  // What the build says must not stand in a JSON document.
  const build = "import('./tools/build.mjs').then(({ build }) => build())";
  const built = await run(process.execPath, ['-e', build], { stdio: ['inherit', 2, 2] });
  if (built !== 0) return built;
  const flags = ['--disable-warning=ExperimentalWarning'];
  return run(process.execPath, [...flags, 'src/labs/proof/main.ts', ...process.argv.slice(2)]);
});
