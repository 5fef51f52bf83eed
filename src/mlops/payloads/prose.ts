import { type MimeBundle, mime } from './mime.ts';

/** Sentences as an output: they wrap where the page ends, which plain text in a notebook does not. */
export function prose(...paragraphs: readonly string[]): MimeBundle {
  return { [mime.text]: paragraphs.join('\n'), [mime.markdown]: paragraphs.map(literal).join('\n\n') };
}

/** Text as Markdown that shows it to the letter. */
function literal(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+\-.!|~&$^=:]/g, '\\$&').replace(/\n/g, '\\\n');
}
