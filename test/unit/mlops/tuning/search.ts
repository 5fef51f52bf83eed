/** A search in a process of its own, to be killed: it tells when trial 0005 runs, which never ends. */
import { HyperbandOracle, Tuner } from '../../../../src/mlops/tuning.ts';
import { scoreOf, space } from './parity.ts';

const oracle = new HyperbandOracle({
  objective: { name: 'val_accuracy', direction: 'max' },
  maxEpochs: 4,
  factor: 2,
  seed: 5,
  hyperparameters: space,
});
const tuner = new Tuner({
  oracle,
  directory: process.argv[2]!,
  record: false,
  runTrial: async ({ trialId, hyperparameters, report }) => {
    if (trialId !== '0005') return scoreOf(trialId, hyperparameters.values)!;
    report({ val_accuracy: 0.99 }, 0);
    process.send?.('running');
    return new Promise<number>(() => setInterval(() => undefined, 1000));
  },
});
await tuner.search();
