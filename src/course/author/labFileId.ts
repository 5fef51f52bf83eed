const firstCell = /^\s*\/\/\s*%%/m;

/** The id in the front matter of a lab file, a comment line `// id: …` above its first cell. */
export function labFileId(text: string): string | undefined {
  const header = text.slice(0, firstCell.exec(text)?.index);
  const written = /^\/\/[ \t]*id:[ \t]*(\S.*?)\s*$/m.exec(header)?.[1];
  return written?.replace(/^(["'])(.*)\1$/, '$2');
}
