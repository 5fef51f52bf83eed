/** Text that becomes part of a page. */

/** For the content of elements and of quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Data for a `<script type="application/json">`: nothing in it can end the element, nor open a comment. */
export function scriptJson(data: unknown): string {
  return JSON.stringify(data).replace(
    /[<\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A program for a `<script>`. `<script`, `</script` and `<!--` stand in it only within strings, templates and regular
 * expressions, all of which take `\x3C` for the same (esbuild writes the operators of `a < !--b` apart).
 */
export function scriptText(program: string): string {
  return program.replace(/<(?=!--|\/?script)/gi, '\\x3C');
}
