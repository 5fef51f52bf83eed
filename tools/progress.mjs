/** One line of progress: rewritten in place on a terminal, printed a few times elsewhere (a log, a pipe). */
export class Progress {
  #label;
  #started = Date.now();
  #lastPrinted = 0;

  constructor(label) {
    this.#label = label;
    console.log(`${label}…`);
  }

  /** Seconds between two lines where they cannot be rewritten. */
  static everySeconds = 5;

  show(text) {
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${this.#label}: ${text} (${this.#seconds()} s)`);
    else if (Date.now() - this.#lastPrinted > Progress.everySeconds * 1000) {
      this.#lastPrinted = Date.now();
      console.log(`${this.#label}: ${text} (${this.#seconds()} s)`);
    }
  }

  done(text) {
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
    console.log(`${this.#label}: ${text}, done in ${this.#seconds()} s.`);
  }

  #seconds() {
    return ((Date.now() - this.#started) / 1000).toFixed(1);
  }
}
