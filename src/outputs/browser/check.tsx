import type { CheckResult } from '../../mlops/host.ts';
import { t } from '../../platform/l10n.ts';
import { parseCheck } from '../payloads/payload.ts';
import { checkDetails, checkName, verdictOf } from '../text/checkWords.ts';
import { type Drawer, mount } from './mount.tsx';

export const drawCheck: Drawer = (data, element, environment) =>
  mount(element, <Check result={parseCheck(data)} />, environment);

/** How a check came out: in words and by an icon's shape, since colour alone does not reach everyone. */
function Check({ result }: { readonly result: CheckResult }) {
  const details = checkDetails(result);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div class={`mlops-lab-check ${result.passed ? 'passed' : 'failed'}`} role="group" aria-label={t('Check')}>
      <p>
        <Icon passed={result.passed} /> <strong>{verdictOf(result)}</strong> {checkName(result)}
      </p>
      {!result.passed && (
        <dl>
          {details.map(({ label, text, form }) => (
            <>
              <dt>{label}</dt>
              <dd>{form === 'value' ? <code>{text}</code> : text}</dd>
            </>
          ))}
        </dl>
      )}
    </div>
  );
}

function Icon({ passed }: { readonly passed: boolean }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <circle cx="8" cy="8" r="6.5" />
      <path d={passed ? 'M5 8.3 7.2 10.5 11 6' : 'M5.6 5.6 10.4 10.4M10.4 5.6 5.6 10.4'} />
    </svg>
  );
}
