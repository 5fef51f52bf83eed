import type { RefObject } from 'preact';
import { t } from '../../../platform/l10n.ts';
import type { Mode } from '../../layout.ts';
import type { Tone, ViewerAction, ViewerState } from '../../state.ts';
import type { Zoom } from '../../zoom.ts';
import { IconButton } from './iconButton.tsx';
import { Menu, type MenuSection } from './menu.tsx';
import { PageField } from './pageField.tsx';

export interface ToolbarProps {
  readonly state: ViewerState;
  readonly pages: number;
  readonly labels?: readonly string[] | undefined;
  readonly hasSpeakerNotes: boolean;
  /** On screen now; 1 is the physical size. */
  readonly magnification: number;
  readonly tone: Tone;
  readonly pageField: RefObject<HTMLInputElement | null>;
  readonly dispatch: (action: ViewerAction) => void;
  readonly toggleTone: () => void;
  /** At the end of the menu: what has nothing to do with how pages are shown. */
  readonly more?: readonly MenuSection[];
}

/** The controls. In a narrow pane some of them are in the menu alone. */
export function Toolbar(props: ToolbarProps) {
  const { state, pages, labels, magnification, tone, pageField, dispatch, toggleTone } = props;
  const { page } = state;
  return (
    <div class="mlops-lab-toolbar" role="toolbar" aria-label={t('Slides')} onMouseDown={keepFocus}>
      <fieldset aria-label={t('Look Up')}>
        <IconButton
          icon="layout-sidebar-left"
          label={t('Sidebar')}
          pressed={state.sidebar}
          press={() => dispatch({ type: 'sidebar' })}
        />
        <IconButton
          icon="search"
          label={t('Find')}
          keys="Ctrl+F"
          pressed={state.find !== undefined}
          press={() => dispatch({ type: 'find', words: state.find === undefined ? '' : undefined })}
        />
      </fieldset>
      <fieldset aria-label={t('Page')}>
        <IconButton
          icon="chevron-left"
          label={t('Previous Page')}
          keys="←"
          off={page <= 1}
          press={() => dispatch({ type: 'turn', by: -1 })}
        />
        <PageField
          page={page}
          pages={pages}
          labels={labels}
          field={pageField}
          go={(to) => dispatch({ type: 'goTo', page: to })}
        />
        <IconButton
          icon="chevron-right"
          label={t('Next Page')}
          keys="→"
          off={page >= pages}
          press={() => dispatch({ type: 'turn', by: 1 })}
        />
      </fieldset>
      <fieldset aria-label={t('Zoom')} class="mlops-lab-folds-first">
        <IconButton
          icon="zoom-out"
          label={t('Zoom Out')}
          keys="-"
          press={() => dispatch({ type: 'zoomOut', from: magnification })}
        />
        <output class="mlops-lab-zoom" aria-label={t('Zoom')}>
          {Math.round(magnification * 100)}%
        </output>
        <IconButton
          icon="zoom-in"
          label={t('Zoom In')}
          keys="+"
          press={() => dispatch({ type: 'zoomIn', from: magnification })}
        />
        <IconButton {...fitButton(state.zoom, dispatch)} />
      </fieldset>
      <fieldset aria-label={t('View')}>
        <IconButton
          icon={tone === 'dark' ? 'color-mode' : 'lightbulb'}
          label={t('Dark Pages')}
          keys="d"
          pressed={tone === 'dark'}
          class="mlops-lab-folds"
          press={toggleTone}
        />
        <IconButton
          icon="play"
          label={t('Present')}
          keys="p"
          class="mlops-lab-folds"
          press={() => dispatch({ type: 'present', on: true })}
        />
        <Menu label={t('More')} sections={menu(props)} />
      </fieldset>
    </div>
  );
}

/** A click leaves the focus with the pages, where the keys are wanted next. */
function keepFocus(event: MouseEvent): void {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
}

/** Goes through the fits, each named by where it leads. */
function fitButton(zoom: Zoom, dispatch: ToolbarProps['dispatch']) {
  if (zoom === 'width')
    return {
      icon: 'screen-normal',
      label: t('Fit Whole Page'),
      press: () => dispatch({ type: 'zoom', to: 'page' }),
    };
  return { icon: 'arrow-both', label: t('Fit Width'), press: () => dispatch({ type: 'zoom', to: 'width' }) };
}

function menu({
  state,
  hasSpeakerNotes,
  magnification,
  tone,
  dispatch,
  toggleTone,
  more = [],
}: ToolbarProps): MenuSection[] {
  const mode = (label: string, to: Mode) => ({
    label,
    checked: state.mode === to,
    run: () => dispatch({ type: 'mode', to }),
  });
  const fit = (label: string, to: Zoom, keys?: string) => ({
    label,
    checked: state.zoom === to,
    ...(keys && { keys }),
    run: () => dispatch({ type: 'zoom', to }),
  });
  return [
    {
      label: t('Layout'),
      choice: true,
      entries: [mode(t('Continuous'), 'continuous'), mode(t('Single Page'), 'single'), mode(t('Two Pages'), 'spread')],
    },
    {
      label: t('Fit'),
      choice: true,
      entries: [
        fit(t('Automatic Zoom'), 'auto', '0'),
        fit(t('Fit Width'), 'width'),
        fit(t('Fit Whole Page'), 'page'),
        fit(t('Actual Size'), 1),
      ],
    },
    {
      label: t('Page'),
      entries: [
        { label: t('Zoom In'), keys: '+', run: () => dispatch({ type: 'zoomIn', from: magnification }) },
        { label: t('Zoom Out'), keys: '-', run: () => dispatch({ type: 'zoomOut', from: magnification }) },
        { label: t('Rotate Clockwise'), keys: 'r', run: () => dispatch({ type: 'rotate', by: 90 }) },
        { label: t('Rotate Counterclockwise'), keys: 'Shift+R', run: () => dispatch({ type: 'rotate', by: -90 }) },
        { label: t('Dark Pages'), keys: 'd', checked: tone === 'dark', run: toggleTone },
      ],
    },
    {
      label: t('Presentation'),
      entries: [
        { label: t('Present'), keys: 'p', run: () => dispatch({ type: 'present', on: true }) },
        ...(hasSpeakerNotes
          ? [
              {
                label: t('Speaker Notes'),
                keys: 's',
                checked: !state.notesFolded,
                run: () => dispatch({ type: 'speakerNotes' }),
              },
            ]
          : []),
      ],
    },
    ...more,
  ];
}
