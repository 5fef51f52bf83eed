/** What a harmless output lacks of the one that was made, in words. */
import { t } from '../../../platform/l10n.ts';

export type LeftOut = 'script' | 'frame' | 'form' | 'address' | 'broken';

type Removed = { readonly element?: Node } | { readonly attribute?: Attr | null; readonly from?: Node };

const elements: Readonly<Record<string, LeftOut>> = {
  SCRIPT: 'script',
  NOSCRIPT: 'script',
  IFRAME: 'frame',
  FRAME: 'frame',
  FRAMESET: 'frame',
  OBJECT: 'frame',
  EMBED: 'frame',
  APPLET: 'frame',
  PORTAL: 'frame',
  FENCEDFRAME: 'frame',
  FORM: 'form',
  INPUT: 'form',
  BUTTON: 'form',
  SELECT: 'form',
  TEXTAREA: 'form',
  ISINDEX: 'form',
  LINK: 'address',
  BASE: 'address',
  META: 'address',
  AUDIO: 'address',
  VIDEO: 'address',
  SOURCE: 'address',
  TRACK: 'address',
};

const loading =
  /^(src|srcset|srcdoc|poster|background|lowsrc|dynsrc|data|longdesc|ping|manifest|action|formaction|xlink:href)$/i;

/** Why something was removed; nothing for what changes only how an output looks, such as an unknown attribute. */
export function reasonOf(removed: Removed): LeftOut | undefined {
  if ('element' in removed && removed.element) return elements[removed.element.nodeName.toUpperCase()];
  const name = 'attribute' in removed ? removed.attribute?.name : undefined;
  if (name === undefined) return undefined;
  if (/^on/i.test(name)) return 'script';
  return loading.test(name) ? 'address' : undefined;
}

/** A sentence on what was left out, and why; nothing when all is there. */
export function leftOutText(reasons: ReadonlySet<LeftOut>): string | undefined {
  if (reasons.size === 0) return undefined;
  const names: Readonly<Record<LeftOut, string>> = {
    script: t('scripts'),
    frame: t('embedded pages'),
    form: t('form fields'),
    address: t('what would be loaded from elsewhere'),
    broken: t('a drawing that is not well-formed'),
  };
  const list = [...reasons].map((reason) => names[reason]).join(', ');
  return t('Left out, since outputs run no code and load nothing: {0}.', list);
}
