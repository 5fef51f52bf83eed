import * as z from 'zod/mini';
import { addStyles } from '../../../platform/browser/addStyles.ts';
import { t } from '../../../platform/l10n.ts';
import { malformed } from '../../contract.ts';
import type { ErrorData } from '../../forms.ts';
import { useEnvironment } from '../environment.ts';
import { type Drawer, mount } from '../mount.tsx';
import { ansiSpans } from './ansi.ts';
import { type Frame, framesOf } from './stack.ts';
import { styles } from './styles.ts';

const ErrorPayload = z.object({ name: z.string(), message: z.string(), stack: z.optional(z.string()) });

/** Draws an error: what is wrong, and the way there, with links where somebody can follow them. */
export const drawError: Drawer = (data, element, environment) => {
  const parsed = ErrorPayload.safeParse(data);
  if (!parsed.success) throw malformed(t('error'), t('it has no name or no message'));
  addStyles(styles);
  return mount(element, <ErrorOutput error={parsed.data as ErrorData} />, environment);
};

function ErrorOutput({ error: { name, message, stack = '' } }: { readonly error: ErrorData }) {
  const frames = framesOf(plain(stack));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div class="mlops-lab-error" role="group" aria-label={t('Error')}>
      <p>
        <strong>{plain(name)}</strong>
        {message === '' ? '' : `: ${plain(message)}`}
      </p>
      {frames.length > 0 && (
        <ol>
          {frames.map((frame, index) => (
            <li key={index}>
              <FrameLine frame={frame} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function FrameLine({ frame: { before, place, shown, after } }: { readonly frame: Frame }) {
  const { open } = useEnvironment();
  if (!place || !open) return <>{`${before}${shown ?? ''}${after}`}</>;
  const follow = (event: Event) => {
    event.preventDefault();
    open(place);
  };
  return (
    <>
      {before}
      <a href={place.file} onClick={follow}>
        {shown}
      </a>
      {after}
    </>
  );
}

/** Without colours, which many a library's messages have for a terminal. */
function plain(text: string): string {
  return ansiSpans(text)
    .map((span) => span.text)
    .join('');
}
