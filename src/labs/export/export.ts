/** Everything that an export needs, loaded when the first lab is exported: Markdown and formulas weigh much. */

export type { LabDocument } from '../../outputs/export/document.ts';
export { labPage } from '../../outputs/export/html.ts';
export { type ChartSvg, labMarkdown, type MarkdownExport } from '../../outputs/export/markdown.ts';
export { labPictures } from '../../outputs/export/pictures.ts';
export { useTranslator } from '../../platform/l10n.ts';
export { labDocument } from './labDocument.ts';
