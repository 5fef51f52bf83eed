import * as z from 'zod/mini';
import { addStyles } from '../../../platform/browser/addStyles.ts';
import { t } from '../../../platform/l10n.ts';
import type { ErrorData } from '../../forms.ts';
import { malformed } from '../../payloads/payload.ts';
import { belowMessage, type StackPlace, stackParts } from '../../text/stack.ts';
import { plainText } from '../../text/terminal.ts';
import { useEnvironment } from '../environment.ts';
import { type Drawer, mount } from '../mount.tsx';
import { styles } from './styles.ts';

const ErrorPayload = z.object({ name: z.string(), message: z.string(), stack: z.exactOptional(z.string()) });

/** Draws an error: what is wrong, and the way there, with links where somebody can follow them. */
export const drawError: Drawer = (data, element, environment) => {
  const parsed = ErrorPayload.safeParse(data);
  if (!parsed.success) throw malformed(t('error'), t('it has no name or no message'));
  addStyles(styles);
  return mount(element, <ErrorOutput error={parsed.data} />, environment);
};

function ErrorOutput({ error }: { readonly error: ErrorData }) {
  const [name, message] = [plainText(error.name), plainText(error.message)];
  const lines = belowMessage(plainText(error.stack ?? ''), name, message)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div class="mlops-lab-error" role="group" aria-label={t('Error')}>
      <p>
        <strong>{name}</strong>
        {message === '' ? '' : `: ${message}`}
      </p>
      {lines.length > 0 && (
        <ol>
          {lines.map((line, index) => (
            // What caused it stands out among the frames.
            <li key={index} class={/^\s+at /.test(line) ? '' : 'cause'}>
              {stackParts(line.trim()).map((part) => (typeof part === 'string' ? part : <Place place={part} />))}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Place({ place: { shown, ...place } }: { readonly place: StackPlace }) {
  const { open } = useEnvironment();
  if (!open) return shown;
  const follow = (event: Event) => {
    event.preventDefault();
    open(place);
  };
  return (
    <a href={place.file} onClick={follow}>
      {shown}
    </a>
  );
}
