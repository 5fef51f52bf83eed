import type { Direction } from './objective.ts';

/** Values of one step: one for each time that the trial was run. */
export interface Observation {
  readonly value: readonly number[];
  readonly step: number;
}
export interface MetricHistoryConfig {
  readonly direction: Direction;
  readonly observations: readonly Observation[];
}

/** What one metric of a trial was at each step. */
export class MetricHistory {
  readonly direction: Direction;
  readonly #values = new Map<number, number[]>();

  constructor(direction: Direction, observations: readonly Observation[] = []) {
    this.direction = direction;
    for (const { value, step } of observations) this.#values.set(step, [...value]);
  }

  update(value: number, step: number): void {
    const there = this.#values.get(step);
    if (there) there.push(value);
    else this.#values.set(step, [value]);
  }

  /** By step, ascending. */
  get observations(): Observation[] {
    return [...this.#values].map(([step, value]) => ({ value, step })).sort((a, b) => a.step - b.step);
  }

  /** The best of all steps, each the mean of its runs; NaN is passed over, `null` where there is no value. */
  best(): { readonly value: number; readonly step: number } | null {
    let best: { value: number; step: number } | null = null;
    let seen = false;
    for (const [step, values] of this.#values) {
      seen = true;
      const value = values.reduce((sum, each) => sum + each, 0) / values.length;
      if (Number.isNaN(value)) continue;
      if (!best || (this.direction === 'max' ? value > best.value : value < best.value)) best = { value, step };
    }
    return best ?? (seen ? { value: Number.NaN, step: 0 } : null);
  }

  toJSON(): MetricHistoryConfig {
    return { direction: this.direction, observations: this.observations };
  }
}
