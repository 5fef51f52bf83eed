/** What the build makes of course/glossary.yaml; `readGlossary` of the course holds the file to it. */
declare module 'glossary:terms' {
  const terms: readonly {
    readonly term: string;
    readonly also?: readonly string[];
    readonly means: string;
    readonly see: string;
  }[];
  export default terms;
}
