/** What stands in place of the slides, or above them, when they cannot be shown. */
import { t } from '../../platform/l10n.ts';

interface FailureProps {
  readonly message: string;
  readonly again: () => void;
}

export function Failure({ message, again }: FailureProps) {
  return (
    <div class="mlops-lab-message" role="alert">
      <p>
        <span class="codicon codicon-error" aria-hidden="true" /> {message}
      </p>
      <button type="button" onClick={again}>
        {t('Open Again')}
      </button>
    </div>
  );
}

interface LargeProps {
  readonly message: string;
  readonly open: () => void;
}

export function Large({ message, open }: LargeProps) {
  return (
    <div class="mlops-lab-message" role="status">
      <p>
        <span class="codicon codicon-warning" aria-hidden="true" /> {message}
      </p>
      <button type="button" onClick={open}>
        {t('Open Anyway')}
      </button>
    </div>
  );
}

export function Loading() {
  return (
    <p class="mlops-lab-message mlops-lab-loading" role="status">
      {t('Opening the slides…')}
    </p>
  );
}

interface NoticeProps {
  readonly message: string;
}

export function Notice({ message }: NoticeProps) {
  return (
    <p class="mlops-lab-notice" role="status">
      <span class="codicon codicon-warning" aria-hidden="true" /> {message}{' '}
      {t('The slides are shown as they were before, until the file can be read again.')}
    </p>
  );
}
