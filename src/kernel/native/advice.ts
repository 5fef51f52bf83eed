/**
 * What TensorFlow 2.21 writes to stderr while its library loads, before it reads TF_CPP_MIN_LOG_LEVEL. Switching
 * oneDNN off silences it as well, but makes convolutions a tenth to a quarter slower.
 */
const advice = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR\r?\n/m,
  /^I0000 .* oneDNN custom operations are on\. .*\r?\n/m,
];

/** The text of a kernel's stderr without the advice that TensorFlow gives everyone. */
export function withoutAdvice(text: string): string {
  return advice.reduce((rest, line) => rest.replace(line, ''), text);
}
