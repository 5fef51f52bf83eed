// What comments are made of: forms with slots, and the lists that fill them. `{list}` is a word of the list.

const split = (words: string) => words.split(' | ');

/** Words by slot. A word may hold slots itself. */
export const lists: Readonly<Record<string, readonly string[]>> = {
  closers: split('lol | please | thanks | :) | haha | from {town} | xx | guys | anyone? | today | ok bye | right?'),
  town: split(
    'Ghent | Porto | Graz | Leeds | Turin | Lyon | Bergen | Malmo | Bonn | Cork | Split | Vilnius | Brno | Delft',
  ),
  good: split(
    'great | lovely | brilliant | amazing | perfect | wonderful | superb | sweet | adorable | cozy | honest | soothing | crisp',
  ),
  bake: split(
    'crescents | rings | rolls | buns | rye loaves | pretzels | bagels | scones | plaits | baguettes | tarts | muffins | waffles',
  ),
  part: split(
    'crust | dough | glaze | filling | crumb | oven | kneading | yeast | proofing | folding | shaping | poppy seed',
  ),
  who: split(
    'my grandmother | my neighbor | our teacher | my son | the whole class | my flatmate | my aunt | my father',
  ),
  did: split('made | burned | baked | sold | dropped | loved | froze | shared | hid | wrapped | forgot'),
  when: split(
    'every sunday | last winter | in the war | before school | at midnight | on her birthday | in spring | years ago | at dawn',
  ),
  n: split('2 | 3 | 5 | 7 | 12 | 20 | 40 | 90'),
  thing: split(
    'phones | ovens | mixers | vouchers | watches | recipes | flights | loans | shoes | tablets | followers | coins | knives',
  ),
  easy: split(
    'from home | in one week | with no work | in your sleep | today only | without a boss | as a student | by text',
  ),
  word: split(
    'bake | deal | shop | win | easy | fast | gold | star | luck | mega | best | yum | crumb | oven | roll | quick',
  ),
  site: split(
    'http://{word}{word}.example/{n}{n} | http://{word}.example | http://{word}-{word}.example/{word} | www.{word}{word}.example',
  ),
  network: split('the blue app | my other account | that new network | the photo app | my feed | my story'),
  page: split('page | bread page | little page | new page | page of pictures | own page'),
  mine: split(
    'cakes | loaves | recipe | pies | bread films | cookies | baking songs | views on dough | tarts | sourdough',
  ),
  we: split(
    'two brothers | a family of bakers | three students | a young couple | a girl of 15 | an old baker | beginners | a school club',
  ),
};

interface Kind {
  readonly kind: string;
  /** Of its class. */
  readonly share: number;
  readonly forms: readonly string[];
}

/** What no rule and no model can tell: the same forms in both classes. */
const plain = split(
  'hello from {town} | who else is here {when} | {n} people will understand | i like {bake} | good morning {town} | first | ' +
    'like this if {who} {did} {bake} | where is {town} | {bake} or {bake}? | the {part} though | i am {n} and i like {bake}',
);

/** Kinds of comments by class: 0 is none, 1 is spam. */
export const kinds: readonly [ham: readonly Kind[], spam: readonly Kind[]] = [
  [
    {
      ...{ kind: 'praise', share: 0.4 },
      forms: split(
        '{good} {part} | so {good} | love the {bake} | {good} {bake} | what a {good} film | the {part} is {good} | ' +
          'i love {bake} | {good}, just {good} | best {bake} ever | more {bake} | this is {good} | {bake}, mmm',
      ),
    },
    {
      ...{ kind: 'recipe', share: 0.15 },
      forms: split(
        'what flour does the recipe need for the {part}? | i tried the recipe for {bake} and the {part} was {good} | ' +
          'is there a recipe for {bake} without eggs | the recipe says {n} minutes but my {part} took longer | ' +
          '{who} {did} this recipe {when} and it was {good}',
      ),
    },
    {
      ...{ kind: 'views', share: 0.13 },
      forms: split(
        '{n} million views and the {part} is still {good} | how has this only {n} thousand views | half of the views are {who} | ' +
          '{n} hundred views since {town}, {good} | who is counting the views of the {bake}',
      ),
    },
    {
      ...{ kind: 'story', share: 0.2 },
      forms: split(
        '{who} {did} {bake} like these {when} and nobody ever {did} the {part} | in {town} they put {n} spoons of butter into the {part} | ' +
          'i watched this with {who} {when} and we {did} all the {bake} | please show the {part} from closer next time, it looks {good} | ' +
          'why do you fold the {part} {n} times and not {n}? | {who} says that {bake} need a colder {part}, is that so?',
      ),
    },
    {
      ...{ kind: 'trap', share: 0.06 },
      forms: split(
        'can you make the {bake} gluten free next time? | already subscribed, the {part} is {good} | check out the {part} at minute {n} | ' +
          'such a gift to see {who} bake again | i could not follow how you did the {part} | feel free to come to {town}, {good} people here',
      ),
    },
    { kind: 'plain', share: 0.06, forms: plain },
  ],
  [
    {
      ...{ kind: 'link', share: 0.24 },
      forms: split(
        'earn money {easy} {site} | cheap {thing} here {site} | {site} {thing} {easy} | look at this {site} | i made {n} thousand {easy}, see {site} | ' +
          'sign this for {town} {site} | new {thing}, {good} price, only on {site} | {who} did not believe it until {site}',
      ),
    },
    {
      ...{ kind: 'bait', share: 0.2 },
      forms: split(
        'subscribe to my channel, {n} more to go | please subscribe, i am {we} | subs for subs | sub to me and i sub back | ' +
          'i need {n} hundred subscribers by sunday | everybody who subscribes gets a {good} answer | help {we} from {town} get more subs | ' +
          'hit the bell on my channel',
      ),
    },
    {
      ...{ kind: 'gift', share: 0.16 },
      forms: split(
        'win free {thing} {easy} | a gift card for the first {n} | get {n} {thing} for free, just text me | gift codes for {thing} {easy} | ' +
          'they give away {thing} to the first {n} | free {thing} for everybody in {town} | claim your prize of {n} thousand {easy}',
      ),
    },
    {
      ...{ kind: 'own', share: 0.2 },
      forms: split(
        'we are {we} from {town}, come and see our {page} | check out my {mine}, i am {we} | i bake too, my {page} has {good} {mine} | ' +
          'people say my {mine} are {good}, have a look at my {page} | would you visit the {page} of {we}? | ' +
          'my own recipe is on my {page}, come over | check out our {page} for {mine} | more views for {we} on my {page} would be {good}',
      ),
    },
    {
      ...{ kind: 'follow', share: 0.13 },
      forms: split(
        'follow me on {network} for {thing} | i follow back on {network} | follow {we} on {network} | add me on {network}, {thing} {easy}',
      ),
    },
    { kind: 'plain', share: 0.07, forms: plain },
  ],
];
