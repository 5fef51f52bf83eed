import type { Step } from './component.ts';
import { PipelineError } from './errors.ts';

/**
 * Steps in an order in which each comes after all that it reads; otherwise as they were given.
 * @throws {PipelineError} `cyclic` with the circle, `duplicate-id`, and `wrong-input` for a step that is not given
 */
export function ordered(steps: readonly Step[]): Step[] {
  const known = new Map<string, Step>();
  for (const step of steps) {
    if (known.has(step.id))
      throw new PipelineError('duplicate-id', `Two steps are called ${step.id}. Give one another id.`);
    known.set(step.id, step);
  }
  const done = new Set<Step>();
  const result: Step[] = [];
  const visit = (step: Step, path: readonly Step[]) => {
    if (done.has(step)) return;
    if (path.includes(step)) {
      const circle = [...path.slice(path.indexOf(step)), step].map(({ id }) => id).join(' → ');
      throw new PipelineError('cyclic', `These steps wait for each other: ${circle}.`);
    }
    for (const [name, channel] of Object.entries(step.inputs)) {
      if (known.get(channel.step.id) !== channel.step) {
        throw new PipelineError(
          'wrong-input',
          `${step.id} reads “${name}” from ${channel.step.id}, which is not in the pipeline.`,
        );
      }
      visit(channel.step, [...path, step]);
    }
    done.add(step);
    result.push(step);
  };
  for (const step of steps) visit(step, []);
  return result;
}
