/**
 * A passage of a deck as Markdown: the quotation, and where it stands.
 * @param deck the file's name, or its item's id with `.pdf`: what links to decks begin with.
 * @param page one-based.
 */
export function quotationWithLink(text: string, deck: string, page: number): string {
  const lines = text.split('\n').map((line) => `> ${line}`.trimEnd());
  const target = `${encodeURI(deck).replace(/[()#?]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}#page=${page}`;
  return [...lines, '>', `> [${deck.replace(/[[\]\\]/g, '\\$&')}, ${page}](${target})`, ''].join('\n');
}
