/** The kinds of output, by their names on the wire. Those of our own have a payload in this folder. */

/** One value in several forms, the reader takes the richest it knows. Keys are mime types. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export const mime = {
  text: 'text/plain',
  markdown: 'text/markdown',
  html: 'text/html',
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  json: 'application/json',
  table: 'application/vnd.mlops-lab.table.v1+json',
  tensor: 'application/vnd.mlops-lab.tensor.v1+json',
  images: 'application/vnd.mlops-lab.images.v1+json',
  model: 'application/vnd.mlops-lab.model.v1+json',
  live: 'application/vnd.mlops-lab.live.v1+json',
  vegaLite: 'application/vnd.vegalite.v6+json',
  check: 'application/vnd.mlops-lab.check.v1+json',
  reveal: 'application/vnd.mlops-lab.reveal.v1+json',
} as const;
