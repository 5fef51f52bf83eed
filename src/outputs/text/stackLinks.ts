/** Links of an error's stack in a notebook. */

/** Where a line of the lab's file is shown in its notebook. */
export interface CellPlace {
  /** The number that VS Code shows at the cell, in brackets: how often a cell had run when it did. */
  readonly order: number;
  /** One-based, counted from the cell's first. */
  readonly line: number;
}

/**
 * A stack whose frames in the lab lead to their cells. VS Code's renderer of errors makes links of file URLs, which
 * open the lab as text, and of what IPython writes, `Cell In[3], line 2`, which stay in the notebook: so those frames
 * keep the file's name, line and column, and get a line in IPython's words.
 * @param labUrl as frames name the lab's file
 * @param placeOf of a one-based line of the file; nothing for a cell that is not in the notebook any more
 */
export function linkCells(stack: string, labUrl: string, placeOf: (line: number) => CellPlace | undefined): string {
  const name = decodeURIComponent(labUrl.slice(labUrl.lastIndexOf('/') + 1));
  return stack
    .split('\n')
    .map((frame) => {
      const at = /^\s+at /.test(frame) ? frame.indexOf(`${labUrl}:`) : -1;
      const [, line] = /^:(\d+):\d+\)?$/.exec(at < 0 ? '' : frame.slice(at + labUrl.length)) ?? [];
      const place = line && placeOf(Number(line));
      if (!place) return frame;
      return `${frame.replace(labUrl, () => name)}\n    Cell In[${place.order}], line ${place.line}`;
    })
    .join('\n');
}
