/** How large decks travel to the page: in parts, as pdf.js asks for them. */

/** What pdf.js asks for at least, in bytes; a deck's first part is as long. */
export const partBytes = 256 * 1024;
/** One message holds no more; what pdf.js asks for in one piece comes in several. */
export const mostBytesAtOnce = 4 * partBytes;
