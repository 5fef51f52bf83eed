import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import { IconButton } from '../toolbar/iconButton.tsx';

export interface PasswordPromptProps {
  /** The file's. */
  readonly name: string;
  /** The password given before did not open the file. */
  readonly wrong: boolean;
  readonly give: (password: string) => void;
  readonly cancel: () => void;
}

/** Asks for the password of a protected file; what is typed goes to the parser, and is kept nowhere. */
export function PasswordPrompt({ name, wrong, give, cancel }: PasswordPromptProps) {
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const ids = useId();
  useEffect(() => field.current?.focus(), []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (password === '') return field.current?.focus();
    give(password);
  };
  const keydown = (event: KeyboardEvent) => {
    // Letters are words here, and no keys of the viewer's.
    event.stopPropagation();
    if (event.key === 'Escape') cancel();
  };
  return (
    <div class="mlops-lab-password-room">
      <form class="mlops-lab-password" aria-labelledby={`${ids}-title`} onSubmit={submit} onKeyDown={keydown}>
        <h1 id={`${ids}-title`}>
          <span class="codicon codicon-lock" aria-hidden="true" /> {t('{0} is protected', name)}
        </h1>
        <label for={`${ids}-field`}>{t('Password')}</label>
        <div class="mlops-lab-password-field">
          <input
            {...(shown ? { type: 'text' } : { type: 'password' })}
            ref={field}
            id={`${ids}-field`}
            value={password}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong}
            aria-describedby={`${ids}-help`}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
          <IconButton
            icon={shown ? 'eye-closed' : 'eye'}
            label={t('Show Password')}
            pressed={shown}
            press={() => setShown(!shown)}
          />
        </div>
        <p id={`${ids}-help`} role={wrong ? 'alert' : undefined} class={wrong ? 'mlops-lab-password-wrong' : undefined}>
          {wrong && <span class="codicon codicon-error" aria-hidden="true" />}
          {wrong
            ? t('This password does not open the file. Try again; capital letters count.')
            : t('It is used to open the file, and not kept: you are asked again the next time.')}
        </p>
        <div class="mlops-lab-password-actions">
          <button type="submit" class="mlops-lab-button">
            {t('Open')}
          </button>
          <button type="button" class="mlops-lab-button secondary" onClick={cancel}>
            {t('Cancel')}
          </button>
        </div>
      </form>
    </div>
  );
}
