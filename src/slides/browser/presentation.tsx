import { useEffect } from 'preact/hooks';
import { t } from '../../platform/l10n.ts';
import type { ViewerAction, ViewerState } from '../state.ts';
import type { Host } from './document/useDeck.ts';
import { SpokenText } from './speakerNotes.tsx';

export interface PresentationProps {
  readonly host: Host;
  readonly state: ViewerState;
  readonly pages: number;
  readonly speakerNotes?: Readonly<Record<string, string>> | undefined;
  readonly dispatch: (action: ViewerAction) => void;
}

/** What stands over the page while presenting: where one is, and, when asked for, what to say. */
export function Presentation({ host, state, pages, speakerNotes, dispatch }: PresentationProps) {
  useFullScreen(host, dispatch);
  return (
    <div class="mlops-lab-presentation">
      <p class="mlops-lab-present-place">
        {t('{0} / {1}', state.page, pages)}
        <span class="mlops-lab-present-keys">{t('Esc ends, N shows the notes')}</span>
      </p>
      {state.speakerNotes && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <aside class="mlops-lab-speaker-notes" aria-label={t('Speaker Notes')} tabIndex={0}>
          <SpokenText markdown={speakerNotes?.[state.page]} open={(href) => host.send({ type: 'openLink', href })} />
        </aside>
      )}
    </div>
  );
}

/** Fills the screen where a page may do so; else has the extension clear VS Code's window. */
function useFullScreen(host: Host, dispatch: (action: ViewerAction) => void): void {
  useEffect(() => {
    let cleared = false;
    let over = false;
    const left = () => {
      if (!document.fullscreenElement) dispatch({ type: 'present', on: false });
    };
    document.documentElement.requestFullscreen({ navigationUI: 'hide' }).then(
      () => {
        if (over) return void document.exitFullscreen();
        document.addEventListener('fullscreenchange', left);
      },
      () => {
        if (over) return;
        cleared = true;
        host.send({ type: 'present', on: true });
      },
    );
    return () => {
      over = true;
      document.removeEventListener('fullscreenchange', left);
      if (document.fullscreenElement) void document.exitFullscreen();
      if (cleared) host.send({ type: 'present', on: false });
    };
  }, []);
}
