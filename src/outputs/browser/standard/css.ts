/**
 * Untrusted CSS, made harmless: the browser parses it, and only declarations that can load nothing are written again.
 * Nothing is matched in the source itself, where escapes and comments hide what they mean.
 */

/** What computes a value from its arguments alone; `url`, `image-set`, `src` and the like are not among them. */
const functions = new Set(
  `rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark var calc min max clamp round abs sign
  linear-gradient radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient
  repeating-conic-gradient translate translatex translatey scale scalex scaley rotate skew skewx skewy matrix
  cubic-bezier steps minmax repeat fit-content counter counters inset circle ellipse polygon
  blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
  not is where has nth-child nth-last-child nth-of-type nth-last-of-type lang dir`.split(/\s+/),
);

export interface SafeCss {
  readonly css: string;
  /** Whether anything that could load something was left out. */
  readonly leftOut: boolean;
}

/** A `style` attribute. */
export function safeDeclarations(text: string): SafeCss {
  const rule = parsed(`* {${text}}`)?.cssRules[0];
  return rule instanceof CSSStyleRule ? declarationsOf(rule.style) : { css: '', leftOut: false };
}

/** The text of `style` elements: plain rules and those of `@media`, of which none reaches the frame around them. */
export function safeSheet(text: string): SafeCss {
  const sheet = parsed(text);
  const rules = sheet ? [...sheet.cssRules].map(ruleOf) : [];
  // A constructed sheet ignores `@import`, so that it is not among the rules.
  return {
    css: rules.map(({ css }) => css).join('\n'),
    leftOut: /@import/i.test(text) || rules.some((r) => r.leftOut),
  };
}

/** A sheet that no document has adopted loads nothing. */
function parsed(text: string): CSSStyleSheet | undefined {
  const sheet = new CSSStyleSheet();
  try {
    sheet.replaceSync(text);
    return sheet;
  } catch {
    return undefined;
  }
}

function ruleOf(rule: CSSRule): SafeCss {
  if (rule instanceof CSSMediaRule) {
    const inner = [...rule.cssRules].map(ruleOf);
    const css = `@media ${rule.conditionText} {${inner.map((part) => part.css).join('\n')}}`;
    return { css, leftOut: inner.some((part) => part.leftOut) };
  }
  if (!(rule instanceof CSSStyleRule)) return { css: '', leftOut: loads(rule.cssText) };
  // The frame is ours.
  if (/:host|::part|::slotted/i.test(rule.selectorText)) return { css: '', leftOut: false };
  const { css, leftOut } = declarationsOf(rule.style);
  return { css: `${rule.selectorText} {${css}}`, leftOut: leftOut || [...rule.cssRules].some((r) => loads(r.cssText)) };
}

function declarationsOf(style: CSSStyleDeclaration): SafeCss {
  let css = '';
  let leftOut = false;
  for (const name of new Set(Array.from(style, (longhand) => writtenName(style, longhand)))) {
    const value = style.getPropertyValue(name);
    // The value of a custom property is any text, to be parsed where it is used.
    if (name.startsWith('--') || loads(value)) leftOut ||= loads(value);
    else css += `${name}: ${value}${style.getPropertyPriority(name) ? ' !important' : ''};`;
  }
  return { css, leftOut };
}

/** A shorthand with `var()` in it has its value under its own name alone: `background` for `background-color`. */
function writtenName(style: CSSStyleDeclaration, longhand: string): string {
  for (let name = longhand; name.length > 2; name = name.slice(0, Math.max(0, name.lastIndexOf('-')))) {
    if (style.getPropertyValue(name) !== '') return name;
  }
  return longhand;
}

/** Whether a value may name something to load; an escape may spell any name. */
function loads(value: string): boolean {
  return (
    value.includes('\\') ||
    [...value.matchAll(/([\w-]*)\(/g)].some(([, name]) => name && !functions.has(name.toLowerCase()))
  );
}
