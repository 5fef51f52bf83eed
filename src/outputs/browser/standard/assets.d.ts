/** Files that the build puts into a script. */
declare module '*.woff2' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module '*.min.css' {
  const text: string;
  export default text;
}
