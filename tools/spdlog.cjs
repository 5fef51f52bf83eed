// Stands in for the native module @vscode/spdlog in the served VS Code: the same functions in plain JavaScript, so
// that Output channels and log files are written without a compiler. Rotation is left out: sessions are short.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  #file;
  #level = 0;
  #raw = false;

  constructor(_type, _name, file) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, '');
  }

  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }
  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  /** VS Code takes the formatters away where it writes whole lines itself. */
  clearFormatters() {
    this.#raw = true;
  }
  setPattern() {
    this.#raw = false;
  }
  flush() {}
  drop() {}

  #write(level, message) {
    if (level < this.#level) return;
    appendFileSync(this.#file, this.#raw ? message : `${timestamp()} [${levels[level]}] ${message}\n`);
  }
}

/** Local time as spdlog writes it, e.g. `2026-05-01 09:30:00.125`. */
function timestamp() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 23).replace('T', ' ');
}

const create = async (name, file) => new Logger('rotating', name, file);

// One by one: VS Code imports this as an ES module, which finds names in no other form.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
exports.Logger = Logger;
