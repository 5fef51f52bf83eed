import { stringify } from 'yaml';

/** A value as the text of a file, in YAML where the name ends so, else in JSON; as `mlflow.log_dict` does. */
export function dictText(path: string, value: unknown): string {
  return /\.ya?ml$/i.test(path) ? stringify(value) : `${JSON.stringify(value, null, 2)}\n`;
}
