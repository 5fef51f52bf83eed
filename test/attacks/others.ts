/** Forms that are no markup, but may be taken for it. */

import { mime } from '../../src/mlops/payloads/mime.ts';
import { codeTypes, wrapped } from '../../src/outputs/forms.ts';
import { type Attack, attacks, formAttacks, remote, script } from './attack.ts';

const markup = `<img src=x onerror=${script}><script>${script}</script>`;
const esc = '\u001b';

const json = attacks(mime.json, {
  'markup in names and values': { [markup]: markup, list: [markup] },
  'a prototype': JSON.parse(
    `{"__proto__": {"a": "${script}"}, "constructor": {"prototype": 1}, "toString": "${script}"}`,
  ),
  'an element of Preact': {
    type: 'script',
    props: { children: script, dangerouslySetInnerHTML: { __html: markup } },
    constructor: undefined,
  },
  'a name that ends a selector': { '"] , *, [x="': { '\\"': 1 } },
  depth: JSON.parse(`${'['.repeat(3000)}1${']'.repeat(3000)}`),
});

const tables = attacks(mime.table, {
  'markup in every place': { rows: 1, caption: markup, columns: [{ name: markup, values: [markup] }] },
  'an object for a value': { rows: 1, columns: [{ name: 'a', values: [{ __html: markup }] }] },
  'an element for a name': { rows: 1, columns: [{ name: { type: 'script', props: {} }, values: [1] }] },
  'no table': markup,
  'more rows than there are': { rows: 1e15, columns: [{ name: 'a', values: [1] }] },
});

const charts = attacks(mime.vegaLite, {
  'data of an address': { mark: 'bar', data: { url: `${remote}/1.csv` }, encoding: {} },
  'a picture of an address': { mark: { type: 'image', url: `${remote}/2.png` }, data: { values: [{}] }, encoding: {} },
  'a link to a script': {
    mark: { type: 'bar', href: `javascript:${script}` },
    data: { values: [{ a: 1 }] },
    encoding: { x: { field: 'a' } },
  },
  'an expression that reaches the page': {
    mark: 'bar',
    data: { values: [{ a: 1 }] },
    transform: [{ calculate: `(0,constructor.constructor)('${script}')()`, as: 'b' }],
    encoding: { x: { field: 'b' } },
  },
  'an expression of a signal': {
    mark: 'bar',
    params: [{ name: 'p', expr: `event.view.${script}` }],
    data: { values: [{ a: 1 }] },
    encoding: { x: { field: 'a' } },
  },
  'markup in its texts': {
    title: markup,
    mark: { type: 'text', tooltip: markup },
    data: { values: [{ a: markup }] },
    encoding: { text: { field: 'a' } },
  },
  'a description that ends its attribute': {
    description: '"><script>',
    title: `" onclick="${script}`,
    mark: 'bar',
    data: { values: [{ a: 1 }] },
    encoding: { x: { field: 'a' } },
  },
  'a map of an address': {
    mark: 'geoshape',
    data: { url: `${remote}/3.json`, format: { type: 'topojson', feature: 'x' } },
  },
  'lookup data of an address': {
    mark: 'bar',
    data: { values: [{ a: 1 }] },
    transform: [{ lookup: 'a', from: { data: { url: `${remote}/4.csv` }, key: 'a', fields: ['b'] } }],
    encoding: { x: { field: 'b' } },
  },
  'a colour of the data': {
    mark: 'bar',
    data: { values: [{ a: 1, c: `url(${remote}/10.svg#a)`, d: `URL( '${remote}/11.svg#a')` }] },
    encoding: { x: { field: 'a' }, fill: { field: 'c', scale: null }, stroke: { field: 'd', scale: null } },
  },
  'a colour that is put together': {
    mark: 'bar',
    data: { values: [{ a: 1 }] },
    transform: [{ calculate: `'u\\\\72' + 'l(${remote}/12.svg#a)'`, as: 'c' }],
    encoding: { x: { field: 'a' }, fill: { field: 'c', scale: null } },
  },
  'a cursor that is an address': {
    mark: { type: 'bar', cursor: `url(${remote}/13.cur), auto` },
    data: { values: [{ a: 1 }] },
    encoding: { x: { field: 'a' } },
  },
  'a background that is an address': {
    background: `url(${remote}/14.svg#a)`,
    mark: 'bar',
    data: { values: [{ a: 1 }] },
    encoding: { x: { field: 'a' } },
  },
  'a colour that is an address': {
    mark: { type: 'bar', fill: `url(${remote}/5.svg#a)` },
    data: { values: [{ a: 1 }] },
    encoding: { x: { field: 'a' } },
  },
});

const checks = attacks(mime.check, {
  'markup in every place': { id: markup, name: markup, passed: false, expected: markup, actual: markup, hint: markup },
  'an element for a hint': { id: 'a', name: 'b', passed: false, hint: { type: 'script', props: { children: script } } },
});

const text = formAttacks(codeTypes.stdout, {
  markup: markup,
  'markup in colours': `${esc}[31m<img src=x ${esc}[0monerror=${script}>`,
  'a link of the terminal': `${esc}]8;;javascript:${script}${esc}\\x${esc}]8;;${esc}\\`,
  'a colour that ends its attribute': `${esc}[38;2;1;2;3);background:url(${remote}/6)mx`,
  'a colour out of range': `${esc}[38;5;99999mx${esc}[48;2;999999;-1;"mx${esc}[4294967296m`,
  'a picture and a title of the terminal': `${esc}]1337;File=inline=1:AAAA\u0007${esc}]0;x\u0007${esc}P+q\u009cx`,
  'many marks of a direction': `\u202e${'\u2066'.repeat(1000)}x`,
});

const errors = formAttacks(codeTypes.error, {
  markup: { name: markup, message: markup, stack: `${markup}\n    at ${markup} (file:///x${markup}:1:1)` },
  'a link to a script': {
    name: 'a',
    message: 'b',
    stack: `a\n    at f (javascript:${script}:1:1)\n    at <a href="javascript:${script}">x</a>`,
  },
  'a place on another machine': {
    name: 'a',
    message: 'b',
    stack: 'a\n    at f (file://attacker.example/share/x.ts:1:1)',
  },
  'an element for a message': { name: 'a', message: { type: 'script', props: {} } },
});

const pictures = [mime.png, mime.jpeg, mime.gif, mime.webp].flatMap((type) =>
  attacks(type, {
    'an address': `${remote}/7.png`,
    'a page': Buffer.from(markup).toString('base64'),
    'a data URL that ends early': `AAAA"><img src=x onerror=${script}>`,
  }),
);

/** Bundles and stored files, where what is said of a form may be untrue. */
const wholes: readonly Attack[] = [
  { name: 'bundle: a script of its own type', bundle: { 'application/javascript': script, 'text/javascript': script } },
  {
    name: 'bundle: another renderer',
    bundle: { 'application/vnd.plotly.v1+json': { data: [] }, 'text/x-latex': markup },
  },
  { name: 'bundle: a wrapped form', bundle: { [wrapped]: { mime: mime.html, data: markup } } },
  {
    name: 'bundle: a type that is a name of every object',
    bundle: { constructor: markup, ['__proto__']: markup, 'toString/x': 1 },
  },
  { name: 'bundle: words that are markup', bundle: { [mime.png]: 'AAAA', [mime.text]: `"${markup}` } },
  { name: 'stored: bare HTML', stored: [{ mime: mime.html, text: markup }] },
  {
    name: 'stored: bare SVG as bytes',
    stored: [
      {
        mime: mime.svg,
        base64: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"/>`).toString('base64'),
      },
    ],
  },
  { name: 'stored: bare Markdown', stored: [{ mime: mime.markdown, text: `x ${markup} ![x](${remote}/8.png)` }] },
  { name: 'stored: a picture that is a page', stored: [{ mime: mime.png, text: `"><script>${script}</script>` }] },
  {
    name: 'stored: wrapped HTML',
    stored: [{ mime: wrapped, text: JSON.stringify({ mime: mime.html, data: markup }) }],
  },
  {
    name: 'stored: wrapped twice',
    stored: [{ mime: wrapped, text: JSON.stringify({ mime: wrapped, data: { mime: mime.html, data: markup } }) }],
  },
  {
    name: 'stored: a wrapped script',
    stored: [{ mime: wrapped, text: JSON.stringify({ mime: 'application/javascript', data: script }) }],
  },
  {
    name: 'stored: a wrapped name of every object',
    stored: [{ mime: wrapped, text: JSON.stringify({ mime: 'constructor', data: markup }) }],
  },
  {
    name: 'stored: a script of its own type',
    stored: [
      { mime: 'application/javascript', text: script },
      { mime: 'text/javascript', text: script },
    ],
  },
  {
    name: 'stored: HTML under a name with a parameter',
    stored: [
      { mime: 'text/html; charset=utf-8', text: markup },
      { mime: 'TEXT/HTML', text: markup },
    ],
  },
  { name: 'stored: JSON that is none', stored: [{ mime: mime.json, text: `1\n\`\`\`\n\n${markup}` }] },
  { name: 'stored: a table that is markup', stored: [{ mime: mime.table, text: JSON.stringify(markup) }] },
  {
    name: 'stored: a chart that loads',
    stored: [{ mime: mime.vegaLite, text: JSON.stringify({ mark: 'bar', data: { url: `${remote}/9.csv` } }) }],
  },
  {
    name: 'stored: an error with a link',
    stored: [
      {
        mime: codeTypes.error,
        text: JSON.stringify({ name: 'a', message: 'b', stack: `<a href="javascript:${script}">x</a>` }),
      },
    ],
  },
  {
    name: 'stored: a live output without an end',
    stored: [{ mime: mime.live, text: JSON.stringify({ id: markup, title: markup, status: markup }) }],
  },
];

export const otherAttacks: readonly Attack[] = [
  ...json,
  ...tables,
  ...charts,
  ...checks,
  ...text,
  ...errors,
  ...pictures,
  ...wholes,
];
