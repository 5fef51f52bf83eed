/** Everything that an export needs, loaded when the first lab is exported: Markdown and formulas weigh much. */
export { useTranslator } from '../../platform/l10n.ts';
export { type LabDocument, labDocument } from './document.ts';
export { labPage } from './html.ts';
export { type ChartSvg, labMarkdown, type MarkdownExport } from './markdown.ts';
export { labPictures } from './pictures.ts';
