/** Entry of `dist/typescript.js`: what is needed of the TypeScript compiler, loaded when a cell or module first does. */
export { flattenDiagnosticMessageText, ModuleKind, ScriptTarget, transpileModule } from 'typescript';
