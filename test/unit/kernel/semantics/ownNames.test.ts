import assert from 'node:assert/strict';
import { KernelLab } from '../../kernelLab.ts';

describe('a name that a lab takes from the globals', function () {
  this.timeout(30_000);
  const lab = KernelLab.forTests();
  const shows = async (cells: readonly (readonly [source: string, text: string])[]) => {
    for (const [source, text] of cells) assert.equal(await lab.show(source), text, source);
  };

  it('is a name like any other', async () => {
    await shows([
      ['const process = 1; let Set = { a: 2 }; var history = [3]; [process, Set.a, ...history]', '[ 1, 2, 3 ]'],
      [
        '({ process, Set, history: history.length, [history[0]]: 4 })',
        "{ '3': 4, process: 1, Set: { a: 2 }, history: 1 }",
      ],
      ['({ process: 5 }).process + Set.a', '7'],
      ['Set = { a: 6 }; history.push(7); [Set.a, history.at(-1)]', '[ 6, 7 ]'],
      ['[Set, history] = [history, Set]; [Set, history]', '[ [ 3, 7 ], { a: 6 } ]'],
      ['({ Set, x: history = 8 } = { Set: 9 } as any); [Set, history]', '[ 9, 8 ]'],
      ['Set++; Set += 1; Set ??= 0; `Set`.length + Set', '14'],
      ['typeof process + typeof Set + typeof globalThis.process', "'numbernumberobject'"],
      ['(globalThis as any).Set.name + globalThis.process.platform.length', "'Set5'"],
      ['pr\\u006fcess', '1'],
      ['process: for (;;) { break process } process', '1'],
      ['import.meta.url.length > process', 'true'],
    ]);
  });

  it('may be bound anew further inside, by whatever binds', async () => {
    await shows([
      ['const name = "outer", event = 1, top = 2, close = 3, status = 4; name', "'outer'"],
      ['((name: string) => ({ name }))("in")', "{ name: 'in' }"],
      ['(function name(): unknown { return typeof name })()', "'function'"],
      ['((a = name) => { var name = "in"; return [a, name] })()', "[ 'outer', 'in' ]"],
      ['(({ name, ...event }: any) => [name, event])({ name: 1, b: 2 })', '[ 1, { b: 2 } ]'],
      ['(([top] = [name]) => top)()', "'outer'"],
      [
        '{ let name = "block"; class event {} function top() { return name } [name, typeof event, top()].join() }; name',
        "'outer'",
      ],
      [
        'let seen: unknown; try { throw "caught" } catch (event) { seen = { event } } [seen, event]',
        "[ { event: 'caught' }, 1 ]",
      ],
      [
        'const all: unknown[] = []; for (const top of [8]) all.push({ top }); for (let close = 0; close < 1; close++) all.push(close); [...all, top, close]',
        '[ { top: 8 }, 0, 2, 3 ]',
      ],
      ['switch (status as number) { case 4: let status = "in"; all.push(status) } [all.at(-1), status]', "[ 'in', 4 ]"],
      [
        'class Holder { name = name; static status = status; event() { return event } static { var top = 0; all.push(top) } } const held = new Holder(); [held.name, Holder.status, held.event(), all.at(-1), top]',
        "[ 'outer', 4, 1, 0, 2 ]",
      ],
      [
        'const keep = { name() { return name }, get status() { return status }, [name]: top }; [keep.name(), keep.status, keep.outer]'.replace(
          'keep.outer',
          '(keep as any).outer',
        ),
        "[ 'outer', 4, 2 ]",
      ],
      ['const fn = function () { return arguments.length + top }; fn(1, 2)'.replace('fn(', '(fn as any)('), '4'],
    ]);
  });

  it('is the name of what is given to it', async () => {
    await shows([
      ['function Map() { return Map } [Map.name, Map() === Map]', "[ 'Map', true ]"],
      [
        'async function* Request(): AsyncGenerator<unknown> { yield Request.name } (await Request().next()).value',
        "'Request'",
      ],
      [
        'class Event { static own = Event; at() { return Event } } [Event.name, Event.own === Event, new Event().at() === Event]',
        "[ 'Event', true, true ]",
      ],
      ['new Event()', 'Event {}'],
      ['export default class Response { static n = 1 }\n(Response as any).name', "'Response'"],
      ['export function Headers() {} Headers.name', "'Headers'"],
      [
        'const URL = () => 1, Blob = function () {}, File = class {}, Image = (() => 2); [URL, Blob, File, Image].map(({ name }) => name)',
        "[ 'URL', 'Blob', 'File', 'Image' ]",
      ],
      [
        'let screen: any; screen = () => 1; const first = screen.name; screen &&= class {}; [first, screen.name]',
        "[ 'screen', 'screen' ]",
      ],
      [
        'const { parent = () => 1, self: [opener = class {}] = [] } = {} as any; [parent.name, opener.name]',
        "[ 'parent', 'opener' ]",
      ],
      ['var find = async (x: number) => x; [find.name, await find(3)]', "[ 'find', 3 ]"],
      ['const frames = class { static name = "other" }; frames.name', "'other'"],
      ['const length = (0, () => 1); length.name', "''"],
      ['const scroll = Blob; scroll.name', "'Blob'"],
      ['enum Node { A = 1 } namespace Text { export const v = 2 } [Node.A, Node[1], Text.v]', "[ 1, 'A', 2 ]"],
      [
        'function mark(value: any, _: unknown) { return value } @mark class Option { @mark m() { return 1 } } [Option.name, new Option().m()]',
        "[ 'Option', 1 ]",
      ],
      [
        'import paths = require("node:path"); import { sep as origin } from "node:path"; import * as crypto from "node:crypto"; [typeof paths, origin, typeof crypto.randomUUID]',
        "[ 'object', '/', 'function' ]",
      ],
      ['using stop = { [Symbol.dispose]() { console.log("gone") } }; console.log(typeof stop)', 'object\ngone'],
    ]);
  });

  it('may be declared after the function that uses it, where it is no global of Node’s', async () => {
    await shows([
      ['function report() { return [typeof location, typeof innerWidth] } report()', "[ 'undefined', 'undefined' ]"],
      ['const later = () => location.a; typeof later', "'function'"],
    ]);
    const { message, name } = await lab.fail('later()');
    assert.deepEqual([name, message], ['ReferenceError', 'location is not defined']);
    assert.equal((await lab.fail('location = 1 as any')).message, 'location is not defined');
    await shows([
      ['(globalThis as any).location = { a: 1 }; [later(), location.a, report()[0]]', "[ 1, 1, 'object' ]"],
      ['location = { a: 2 } as any; (globalThis as any).location.a', '2'],
      ['delete (globalThis as any).location; report()[0]', "'undefined'"],
      ['const location = { a: 3 }, innerWidth = 4; [later(), ...report()]', "[ 3, 'object', 'number' ]"],
      ['typeof globalThis.location', "'undefined'"],
    ]);
  });

  it('is left to the global by a declaration that throws, and taken by the next', async () => {
    assert.equal((await lab.fail('const performance = (() => { throw new Error("no") })();')).message, 'no');
    await lab.fail('import { nothing as queueMicrotask } from "node:fs"');
    await lab.fail('class navigator { static x = (() => { throw new Error("no") })() }');
    await shows([
      ['performance.now() > 0 && typeof queueMicrotask + typeof navigator', "'functionobject'"],
      [
        'const performance = 5, queueMicrotask = 6; class navigator { static x = 7 } [performance, queueMicrotask, navigator.x]',
        '[ 5, 6, 7 ]',
      ],
    ]);
  });

  it('has no trace in errors, and all columns are the cell’s', async () => {
    await lab.show(
      'const history = { loss: 1 } as any, window = 3, clients = { run() { throw new TypeError("in") } };',
    );
    for (const [source, message, at] of [
      ['history.nope()', 'history.nope is not a function', '11:9'],
      ['const q = { history, window }; history.nope()', 'history.nope is not a function', '11:40'],
      ['[{ history, window }].map(({ history }) => history.nope())', 'history.nope is not a function', '11:52'],
      ['window()', 'window is not a function', '11:1'],
      ['const [...caches] = window as any', /window.* is not iterable|window is not a function/, '11:21'],
      ['cookieStore; const cookieStore = 1;', 'cookieStore is not defined', '11:1'],
      ['const { history: { loss: { deep: { x } } } } = { history }; x', /Cannot read properties of undefined/, '11:36'],
      [
        'class Audio { static {\n  null!.x } }'.replace('null!', '(null as any)'),
        /Cannot read properties of null/,
        '12:17',
      ],
      ['class Audio {} (null as any).x', /Cannot read properties of null/, '11:30'],
      ['function open() {\n const o = { history };\n  throw new Error("x" + o) }\nopen()', 'x[object Object]', '13:9'],
      ['function open() {} function focus() { throw new Error("x") } focus()', 'x', '11:45'],
      [
        'enum Range { A }\n[{ history, a: Range.A }].map(({ history }) => history.nope())',
        'history.nope is not a function',
        '12:56',
      ],
    ] as const) {
      const error = await lab.fail(source);
      if (typeof message === 'string') assert.equal(error.message, message, source);
      else assert.match(error.message, message, source);
      assert.equal(error.at, at, `${source}\n${error.stack}`);
      assert.match(error.stack, /^[\n -~]*$/, source);
    }
    await lab.show('function process(): never { throw new RangeError("deep") }\nconst moveTo = () => process();');
    const { stack } = await lab.fail(
      'class Event { static go() { moveTo() } }\nconst o = { history, go: () => Event.go() }; o.go()',
    );
    assert.deepEqual(stack.split('\n'), [
      'RangeError: deep',
      '    at process (x.lab.ts:11:35)',
      '    at moveTo (x.lab.ts:12:22)',
      '    at Event.go (x.lab.ts:11:29)',
      '    at Object.go (x.lab.ts:12:38)',
      '    at x.lab.ts:12:48',
    ]);
    assert.match(
      await lab.show('try { history.nope() } catch (error) { console.log(error) }'),
      /^TypeError: history\.nope is not a function\n {4}at /,
    );
  });

  it('has no trace in what a cell catches, and columns stay there, too', async () => {
    await lab.show('const history = { loss: 1 } as any; function process(): never { return history.nope() }');
    for (const source of [
      'let seen = ""; try { history.nope() } catch (error) { seen = (error as Error).message } seen',
      'let seen = ""; try { process() } catch (error: any) { seen = error.message } finally { } seen',
      'let seen = ""; try { try { history.nope() } catch (history) { throw history } } catch (e: any) { seen = e.message } seen',
    ]) {
      assert.equal(await lab.show(source), "'history.nope is not a function'", source);
    }
    assert.equal(await lab.show('try { throw 5 } catch (error) { error } 1'), '1');
    assert.equal(
      await lab.show('try { history.nope() } catch { } try { Object.freeze(history) } catch (e) { } 2'),
      '2',
    );
    const error = await lab.fail(
      'try { history.nope() } catch (error) { const o = { history }; throw new Error("b") }',
    );
    assert.equal(error.at, '11:69');
  });

  it('leaves a lab its letters of full width', async () => {
    await shows([
      ['const ｆetch = 1; ｆetch', '1'],
      ['const fetch = 2; [fetch, ｆetch]', '[ 2, 1 ]'],
      ['const alert = 3; const ａlert = 4; [alert, ａlert]', '[ 3, 4 ]'],
      ['({ fetch, ｆetch, alert, ａlert })', "{ fetch: 2, 'ｆetch': 1, alert: 3, 'ａlert': 4 }"],
      [
        '(globalThis as any).$ = 5; (globalThis as any)._ = 6; const $ = 7, _ = 8; [$, _, (globalThis as any).$ + (globalThis as any)._]',
        '[ 7, 8, 11 ]',
      ],
    ]);
  });
});
