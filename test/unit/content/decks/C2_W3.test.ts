import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharing } from '../../../../course/C2/W3/figures/model/drawers.ts';
import { build, holding, parents, reach } from '../../../../course/C2/W3/figures/model/store.ts';
import { model } from '../../../../course/C2/W3/figures/model.ts';
import { extensionRoot } from '../../courseFolder.ts';
import { assertDraws, countFigures, type DeckFile, linksOf, openDeck, textsOf, typesetDecks } from './deckFile.ts';

const topics: Readonly<Record<string, RegExp>> = {
  artifacts: /artifact .*execution .*event/,
  'provenance and lineage': /provenance: back .*lineage/,
  GDPR: /withdraws consent/,
  'right to erasure': /erasure, article 17/,
  'versioning of data and environment': /fingerprint of the files .*lock file, image digest/,
  'metadata model': /48 artifacts, 38 executions, 111 events/,
  'driver, executor, publisher': /driver .*executor .*publisher/,
  'storage back ends': /in memory, SQLite, MySQL, PostgreSQL/,
  'a test that cannot fail': /^A test that cannot fail/,
  'iterative schema': /v1 inferred .*v4/,
  environments: /label: not in SERVING/,
  'feature stores, online and offline': /offline store .*online store/,
  'point-in-time join': /point-in-time join .*plain join/,
  'warehouse, database, lake by access pattern': /database .*warehouse .*lake/,
  'rows and columns': /One layout is fast for rows/,
  'hash buckets': /forty soils in ten drawers/,
  'it happened': /Everalbum/,
  'not solved': /^Not solved/,
};

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

describe('the deck of course 2, week 3', () => {
  let deck: DeckFile;
  let pages: string[];
  const made = model();
  const page = (pattern: RegExp) => pages.find((text) => pattern.test(text)) ?? assert.fail(`no page says ${pattern}`);

  before(async () => {
    await typesetDecks();
    deck = await openDeck('C2/W3');
    pages = await textsOf(deck);
  });
  after(() => deck?.document.loadingTask.destroy());

  it('reads the numbers that its model makes', () => {
    assertDraws('C2/W3', made);
  });

  it('has 24 to 36 pages in at most 300 kB, a figure on two pages of three, and notes of 80 to 120 words', async () => {
    const count = deck.document.numPages;
    assert.ok(count >= 24 && count <= 36 && deck.bytes <= 300_000, `${count} pages, ${deck.bytes} bytes`);
    assert.ok((await countFigures(deck)) >= (count * 2) / 3);
    for (const [number, note] of Object.entries(deck.notes.pages)) {
      const length = note.split(/\s+/).length;
      assert.ok(length >= 80 && length <= 120, `page ${number}: ${length} words`);
      assert.match(note, /In a\s+room:/, `page ${number}`);
    }
  });

  it('has five questions, each answered on the page after it', () => {
    const asked = pages.flatMap((text, index) => (text.startsWith('Question') ? [index] : []));
    assert.ok(asked.length >= 5);
    for (const index of asked) assert.match(pages[index + 1]!, /^Answer/);
  });

  for (const [topic, pattern] of Object.entries(topics)) {
    it(`has a page for: ${topic}`, () => {
      page(pattern);
    });
  }

  it('links the cells that the week promises', async () => {
    const links = await linksOf(deck);
    for (const cell of [
      'C2_W3_Lab_1#ancestors',
      'C2_W3_Lab_1#undeclared',
      'C2_W3_Lab_2#which-schema',
      'C2_W3_Assignment#drawers',
    ]) {
      assert.ok(links.has(`mlops-lab:lab/${cell}`), cell);
    }
  });

  it('names two models by the store and five by the files, the truth being five', () => {
    const { declared, found } = made.store.saw;
    assert.deepEqual([declared.length, found.length, made.store.summarized.length], [2, 5, 2]);
    const title = `The store names ${words[declared.length]} models. The files name ${words[found.length]}.`;
    assert.ok(page(/The files name/).startsWith(title));
    assert.match(
      page(/^Solved/),
      new RegExp(`${declared.length} models: the store leads there .*${found.length - 2} models`),
    );
    const changed = page(/^Not solved/);
    assert.match(changed, new RegExp(`found ${words[made.store.summarized.length]} models`));
    assert.match(changed, new RegExp(`${found.length} models found .*${made.store.summarized.length} models found`));
    // What the code of data 5 read, were it declared: the walk from week 3 would then find them all.
    const store = build();
    const execution = store.executions.find(({ name }) => name === 'build cohort')!.id;
    const whole = {
      ...store,
      events: [...store.events, { execution, artifact: made.store.saw.source, type: 'input' as const }],
    };
    const reached = reach(whole, made.store.saw.source, 'children');
    const models = store.artifacts
      .filter(({ id, kind }) => kind === 'model' && reached.includes(id))
      .map(({ id }) => id);
    assert.deepEqual(models, found);
    assert.equal(holding(store, made.store.saw.row).length, 3);
  });

  it('counts parents, ancestors and what lies forward of week 5 as a recursive walk does', () => {
    const store = build();
    const up = (id: number): Set<number> => new Set(parents(store, id).flatMap((parent) => [parent, ...up(parent)]));
    const { four, five } = made.store;
    assert.deepEqual(
      [...up(four.id)].sort((one, other) => one - other),
      four.ancestors,
    );
    const ancestors = page(/provenance: back/);
    assert.match(ancestors, /^A model has two parents and nine ancestors/);
    assert.match(ancestors, new RegExp(`${four.parents.length} parents.*${four.ancestors.length} ancestors`));
    const below = store.artifacts.filter(({ id }) => up(id).has(five.id)).map(({ id }) => id);
    assert.deepEqual(below, five.forward);
    assert.match(
      page(/^Answer: \d+ artifacts/),
      new RegExp(`^Answer: ${below.length} artifacts, ${words[five.models.length]} of them`),
    );
    // An event for each line of the picture, and one for what each execution made.
    assert.equal(made.store.events, made.store.edges.length + made.store.executions);
  });

  it('finds in the spoiled weeks what the deck of week 1 finds', () => {
    const file = join(extensionRoot, 'course', 'C2', 'W1', 'figures', 'model.json');
    const { planted }: { planted: { inferred: string[]; curated: string[] }[] } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    const found = (key: 'inferred' | 'curated') => planted.filter((fault) => fault[key].length > 0).length;
    assert.deepEqual(made.greens, {
      weeks: planted.length,
      own: 0,
      earlier: found('inferred'),
      curated: found('curated'),
    });
    const { own, earlier, curated } = made.greens;
    assert.match(
      page(/^A test that cannot fail/),
      new RegExp(`very week ${own} .*before ${earlier} .*person ${curated} `),
    );
  });

  it('refuses as many honest rows on the page as its edit does, and none of them is a mistake', () => {
    const [tight, wide, ...loose] = made.edits.edits;
    assert.match(page(/honest rows refused/i), new RegExp(`${tight!.name} ${tight!.refused} refused refused`));
    assert.ok(tight!.refused > 0 && made.edits.oldest <= 120 && wide!.refused === 0 && !wide!.old);
    assert.ok(loose.every(({ typos }) => typos));
  });

  it('reads sixty times as much by the wrong layout', () => {
    const megabytes = [...page(/^One layout/).matchAll(/(\d+) (kB|MB)/g)].map(
      ([, n, unit]) => Number(n) * (unit === 'MB' ? 1000 : 1),
    );
    const [rows, columns] = [
      megabytes.includes(492) && megabytes.includes(8),
      megabytes.includes(960_000) && megabytes.includes(16_000),
    ];
    assert.ok(rows && columns, String(megabytes));
    assert.equal(Math.round((60 * 8192) / 1000), 492);
    assert.equal((2_000_000 * 60 * 8) / 1e6, 960);
    assert.equal((2_000_000 * 8) / 1e6, 16);
  });

  it('shows a join that is better in the test and worse in the ward', () => {
    const { plain, pointInTime } = made.leak;
    assert.equal(pointInTime.test, pointInTime.ward);
    assert.ok(plain.test > pointInTime.test + 0.1 && plain.ward < pointInTime.ward);
    const text = page(/the test applauds/);
    for (const value of [plain.test, plain.ward, pointInTime.ward])
      assert.ok(text.includes(value.toFixed(2)), String(value));
  });

  it('counts who sits alone, and the buckets that one soil in ten takes', () => {
    const { ten, alone, expectedAlone, tenPercent } = made.drawers;
    assert.equal(ten.flat().length, 40);
    assert.equal(ten.filter(({ length }) => length === 1).length, alone);
    assert.ok(Math.abs(40 * 0.9 ** 39 - expectedAlone) < 0.005);
    const text = page(/^Answer: forty soils in ten drawers/);
    assert.match(text, new RegExp(`Expected: ${expectedAlone} of 40`));
    assert.match(text, alone === 0 ? /none alone/ : new RegExp(`${alone} alone`));
    assert.ok(sharing(tenPercent) <= 0.1 && sharing(tenPercent - 1) > 0.1);
    assert.match(page(/^For one soil in ten/), new RegExp(`takes ${tenPercent} buckets.*10%: ${tenPercent} buckets`));
  });
});
