/**
 * Text as Markdown that shows it word for word: no mark of it makes a link, a picture, an entity or a list. Blanks that
 * follow each other become one, and stay blanks at which lines may break, which `MarkdownString.appendText` of VS Code
 * does not let them be.
 */
export function plainMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
