import { useEffect, useRef } from 'preact/hooks';

/** Markdown, which stands as it was written until what renders it is there. */
export function Rendered({ markdown, open }: { readonly markdown: string; readonly open: (href: string) => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isWanted = true;
    void import('./renderNote.ts').then(({ renderNote }) => {
      if (isWanted) place.current?.replaceChildren(renderNote(markdown, open));
    });
    return () => {
      isWanted = false;
    };
  }, [markdown, open]);
  return <div ref={place} class="mlops-lab-note-text" />;
}
