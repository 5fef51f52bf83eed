import { useEffect, useState } from 'preact/hooks';
import type { PagesSetting } from '../contract.ts';
import { colorsOn, highContrastColors, type Rgb } from '../darkPages.ts';
import type { Tone } from '../state.ts';
import { type DarkPaper, darkPaper } from './pages/darken.ts';

/** What of VS Code's theme the pages follow. */
export interface Theme {
  readonly tone: Tone;
  readonly paper: DarkPaper;
}

/** The theme, kept up to date: VS Code tells of it by the classes and styles of the document. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(currentTheme);
  useEffect(() => {
    const read = () => setTheme((before) => (same(before, currentTheme()) ? before : currentTheme()));
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.body, { attributeFilter: ['class'] });
    observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}

const same = (a: Theme, b: Theme) => a.tone === b.tone && a.paper === b.paper;

function currentTheme(): Theme {
  const { classList } = document.body;
  if (classList.contains('vscode-high-contrast') && !classList.contains('vscode-high-contrast-light'))
    return { tone: 'dark', paper: darkPaper(highContrastColors) };
  const background = rgbOf(getComputedStyle(document.body).getPropertyValue('--vscode-editor-background') || 'white');
  return { tone: classList.contains('vscode-dark') ? 'dark' : 'light', paper: darkPaper(colorsOn(background)) };
}

/** A CSS colour as numbers, whatever way it is written. */
function rgbOf(color: string): Rgb {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red / 255, green / 255, blue / 255];
}

/** What the pages look like: by the deck's own choice, else the setting, else the theme. */
export function toneOf(chosen: Tone | undefined, setting: PagesSetting, theme: Theme): Tone {
  return chosen ?? (setting === 'auto' ? theme.tone : setting);
}
