import { useMemo, useState } from 'preact/hooks';
import { addStyles } from '../../../platform/browser/addStyles.ts';
import { t } from '../../../platform/l10n.ts';
import { malformed } from '../../payloads/payload.ts';
import { ansiSpans, type Span, spanStyle } from '../../text/ansi.ts';
import { type Drawer, mount } from '../mount.tsx';
import { styles } from './styles.ts';

/** In characters: more takes the browser too long to lay out to be shown unasked. */
const shownAtFirst = 200_000;

/** Draws text as a terminal shows it. */
export const drawText: Drawer = drawer('');

/** The same for what a program wrote to its standard error stream. */
export const drawStderr: Drawer = drawer('mlops-lab-stderr');

function drawer(name: string): Drawer {
  return (data, element, environment) => {
    if (typeof data !== 'string') throw malformed(t('text'), t('no text'));
    addStyles(styles);
    return mount(element, <Text text={data} name={name} />, environment);
  };
}

function Text({ text, name }: { readonly text: string; readonly name: string }) {
  const [all, setAll] = useState(false);
  const shown = all ? text : text.slice(0, shownAtFirst);
  const spans = useMemo(() => ansiSpans(shown), [shown]);
  return (
    <>
      <pre class={`mlops-lab-text ${name}`}>{spans.map(Piece)}</pre>
      {shown.length < text.length && (
        <button type="button" class="mlops-lab-more" onClick={() => setAll(true)}>
          {t('Show All {0} Characters', text.length.toLocaleString())}
        </button>
      )}
    </>
  );
}

function Piece(span: Span) {
  const style = spanStyle(span);
  return Object.keys(style).length > 0 ? <span style={style}>{span.text}</span> : span.text;
}
