/** Entry of `dist/typescript.js`: what the kernel needs of the TypeScript compiler, loaded when a cell first does. */
export { flattenDiagnosticMessageText, ModuleKind, ScriptTarget, transpileModule } from 'typescript';
