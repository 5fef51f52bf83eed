// What a request holds against what its route takes. Every fault is told, and not only the first.
import { missing, type PlacedFault } from './faults.ts';
import type { Fields, UploadedFile } from './multipart.ts';
import type { Parameters } from './parameters.ts';
import type { Inputs, Takes } from './routes.ts';

type Given = { get(name: string): string | UploadedFile | undefined };
export interface Sent {
  readonly path: Given;
  readonly query: Given;
  readonly headers: Given;
  readonly form: Fields;
}
type AllInputs = Inputs<Parameters, Parameters, Parameters, Parameters>;

/** The places of a request in the order in which FastAPI looks at them, by what its faults call them. */
const places = [
  ['path', 'path'],
  ['query', 'query'],
  ['headers', 'header'],
  ['form', 'body'],
] as const;

/** The values for the handler, or all that is wrong with them. */
export function inputsOf(takes: Takes, sent: Sent): { inputs: AllInputs } | { faults: PlacedFault[] } {
  const faults: PlacedFault[] = [];
  const values = Object.fromEntries(
    places.map(([place, called]) => {
      const read: Record<string, unknown> = {};
      for (const [name, parameter] of Object.entries(takes[place] ?? {})) {
        const given = sent[place].get(name);
        if (given === undefined && parameter.fallback) read[name] = parameter.fallback.value;
        else {
          const result = given === undefined ? { fault: missing } : parameter.read(given);
          if ('value' in result) read[name] = result.value;
          else faults.push({ ...result.fault, loc: [called, name] });
        }
      }
      return [place, read];
    }),
  );
  return faults.length > 0 ? { faults } : { inputs: values as unknown as AllInputs };
}
