/** The script of an exported page: draws the outputs in their places, as the notebook does, with nobody to ask. */
import type { Form } from '../forms.ts';
import { draw } from './drawings.tsx';
import { alone, type Environment } from './environment.ts';
import { styles } from './styles.ts';

const environment: Environment = {
  ...alone,
  async save(name, content) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content as BlobPart]));
    link.download = name;
    link.click();
    // The download has begun when the click returns; its data must live a little longer.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  },
};

/** Drawings take the theme from the class that VS Code would set; paper is light. */
function dress(): void {
  const isPaper = 'paper' in document.documentElement.dataset;
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches && !isPaper;
  document.body.className = isDark ? 'vscode-dark' : 'vscode-light';
}

function printing(isPaper: boolean): void {
  if (isPaper) document.documentElement.dataset.paper = '';
  else delete document.documentElement.dataset.paper;
  dress();
}

/** What stands there without a script is kept as long as there is nothing better. */
async function drawInto(place: HTMLElement, form: Form): Promise<void> {
  const still = document.createElement('div');
  still.className = 'still';
  still.append(...place.childNodes);
  const drawing = document.createElement('div');
  place.append(drawing, still);
  still.hidden = true;
  await draw(form, drawing, environment);
  if (drawing.querySelector('.mlops-lab-problem')) still.hidden = false;
  else still.remove();
}

async function drawAll(): Promise<void> {
  const forms: readonly Form[] = JSON.parse(document.getElementById('mlops-lab-outputs')!.textContent ?? '[]');
  for (const place of document.querySelectorAll<HTMLElement>('[data-output]')) {
    const form = forms[Number(place.dataset.output)];
    if (form) await drawInto(place, form);
  }
  document.documentElement.dataset.drawn = '';
}

const sheet = document.createElement('style');
sheet.textContent = styles;
document.head.append(sheet);
dress();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', dress);
addEventListener('beforeprint', () => printing(true));
addEventListener('afterprint', () => printing(false));
void drawAll();
