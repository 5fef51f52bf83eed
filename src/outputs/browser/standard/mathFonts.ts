/**
 * KaTeX's fonts, as bytes: a notebook's page may load no font from an address of ours, and an exported page has to
 * bring its own.
 */
import aMSRegular from 'katex/dist/fonts/KaTeX_AMS-Regular.woff2' with { type: 'bytes' };
import caligraphicBold from 'katex/dist/fonts/KaTeX_Caligraphic-Bold.woff2' with { type: 'bytes' };
import caligraphicRegular from 'katex/dist/fonts/KaTeX_Caligraphic-Regular.woff2' with { type: 'bytes' };
import frakturBold from 'katex/dist/fonts/KaTeX_Fraktur-Bold.woff2' with { type: 'bytes' };
import frakturRegular from 'katex/dist/fonts/KaTeX_Fraktur-Regular.woff2' with { type: 'bytes' };
import mainBold from 'katex/dist/fonts/KaTeX_Main-Bold.woff2' with { type: 'bytes' };
import mainBoldItalic from 'katex/dist/fonts/KaTeX_Main-BoldItalic.woff2' with { type: 'bytes' };
import mainItalic from 'katex/dist/fonts/KaTeX_Main-Italic.woff2' with { type: 'bytes' };
import mainRegular from 'katex/dist/fonts/KaTeX_Main-Regular.woff2' with { type: 'bytes' };
import mathBoldItalic from 'katex/dist/fonts/KaTeX_Math-BoldItalic.woff2' with { type: 'bytes' };
import mathItalic from 'katex/dist/fonts/KaTeX_Math-Italic.woff2' with { type: 'bytes' };
import sansSerifBold from 'katex/dist/fonts/KaTeX_SansSerif-Bold.woff2' with { type: 'bytes' };
import sansSerifItalic from 'katex/dist/fonts/KaTeX_SansSerif-Italic.woff2' with { type: 'bytes' };
import sansSerifRegular from 'katex/dist/fonts/KaTeX_SansSerif-Regular.woff2' with { type: 'bytes' };
import scriptRegular from 'katex/dist/fonts/KaTeX_Script-Regular.woff2' with { type: 'bytes' };
import size1Regular from 'katex/dist/fonts/KaTeX_Size1-Regular.woff2' with { type: 'bytes' };
import size2Regular from 'katex/dist/fonts/KaTeX_Size2-Regular.woff2' with { type: 'bytes' };
import size3Regular from 'katex/dist/fonts/KaTeX_Size3-Regular.woff2' with { type: 'bytes' };
import size4Regular from 'katex/dist/fonts/KaTeX_Size4-Regular.woff2' with { type: 'bytes' };
import typewriterRegular from 'katex/dist/fonts/KaTeX_Typewriter-Regular.woff2' with { type: 'bytes' };

type Face = readonly [family: string, bytes: Uint8Array<ArrayBuffer>, weight?: 'bold' | 'normal', style?: 'italic'];

const faces: readonly Face[] = [
  ['AMS', aMSRegular],
  ['Caligraphic', caligraphicBold, 'bold'],
  ['Caligraphic', caligraphicRegular],
  ['Fraktur', frakturBold, 'bold'],
  ['Fraktur', frakturRegular],
  ['Main', mainBold, 'bold'],
  ['Main', mainBoldItalic, 'bold', 'italic'],
  ['Main', mainItalic, 'normal', 'italic'],
  ['Main', mainRegular],
  ['Math', mathBoldItalic, 'bold', 'italic'],
  ['Math', mathItalic, 'normal', 'italic'],
  ['SansSerif', sansSerifBold, 'bold'],
  ['SansSerif', sansSerifItalic, 'normal', 'italic'],
  ['SansSerif', sansSerifRegular],
  ['Script', scriptRegular],
  ['Size1', size1Regular],
  ['Size2', size2Regular],
  ['Size3', size3Regular],
  ['Size4', size4Regular],
  ['Typewriter', typewriterRegular],
];

/** Makes the fonts known to the page and to every shadow root in it. */
export function addMathFonts(): void {
  for (const [family, bytes, weight = 'normal', style = 'normal'] of faces)
    document.fonts.add(new FontFace(`KaTeX_${family}`, bytes.buffer, { weight, style }));
}
