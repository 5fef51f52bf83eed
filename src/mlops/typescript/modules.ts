/** A person's own modules, found as TypeScript finds them and compiled where Node.js alone cannot load them. */
import { readFileSync } from 'node:fs';
import type { RegisterHooksOptions, ResolveFnOutput, ResolveHookContext } from 'node:module';
import { type JavaScript, type TypeScript, toJavaScript } from './strip.ts';

type NextResolve = (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput;

/** Node's own resolution, else TypeScript's: `./a` and `./a.js` may mean `a.ts`. */
export function findModule(specifier: string, context: ResolveHookContext, nextResolve: NextResolve): ResolveFnOutput {
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    if (!/^(?:\.{0,2}\/|file:)/.test(specifier)) throw error;
    for (const candidate of candidates(specifier)) {
      try {
        return nextResolve(candidate, context);
      } catch {
        // Not that one. The error to be shown is that of what was asked for.
      }
    }
    throw error;
  }
}

function candidates(specifier: string): string[] {
  const compiled = /^(.*)\.([cm]?)js$/.exec(specifier);
  if (compiled) return [`${compiled[1]}.${compiled[2]}ts`];
  return ['.ts', '.js', '.mts', '.mjs', '.cts', '.cjs', '/index.ts', '/index.js'].map((end) => specifier + end);
}

/** Whether the file at a URL is TypeScript that may have to be compiled. */
export function isTypeScript(url: string): boolean {
  return /\.[cm]?ts$/.test(new URL(url).pathname);
}

/** What the text of a TypeScript module at a URL is. */
export function textOf(url: string): 'module' | 'commonjs' {
  return new URL(url).pathname.endsWith('.cts') ? 'commonjs' : 'module';
}

/**
 * What Node.js is to take a TypeScript module for; nothing where it may load the file itself. By Node's rule the
 * nearest package.json can make a file with `import` a CommonJS one. A lab never is one, nor are the modules beside it.
 */
export function formatOf(url: string, js: JavaScript): 'module' | 'commonjs' | undefined {
  if (textOf(url) === 'commonjs') return js.original ? 'commonjs' : undefined;
  const isModule = /\.(?:mts|lab\.ts)$/.test(new URL(url).pathname);
  if (isModule || js.program.body.some((node) => /^(?:Im|Ex)port/.test(node.type))) return 'module';
  return js.original ? 'commonjs' : undefined;
}

/**
 * Hooks that load them, once each, for a process that no kernel watches over.
 * @param library URL of the folder of this library's own modules, which are left to Node
 */
export function typeScriptHooks(library: string, loadTypeScript: () => TypeScript): RegisterHooksOptions {
  const isOwn = (url = '') => url.startsWith('file:') && !url.startsWith(library) && !url.includes('/node_modules/');
  return {
    resolve(specifier, context, nextResolve) {
      return (isOwn(context.parentURL) ? findModule : resolveByNode)(specifier, context, nextResolve);
    },
    load(url, context, nextLoad) {
      if (!isOwn(url) || !isTypeScript(url)) return nextLoad(url, context);
      const js = toJavaScript(readFileSync(new URL(url), 'utf8'), loadTypeScript, textOf(url));
      const format = formatOf(url, js);
      return format ? { format, source: withSourceMap(js, url), shortCircuit: true } : nextLoad(url, context);
    },
  };
}

function resolveByNode(specifier: string, context: ResolveHookContext, nextResolve: NextResolve): ResolveFnOutput {
  return nextResolve(specifier, context);
}

/** Where lines have moved, Node shows stacks by the map. */
function withSourceMap({ code, sourceMap }: JavaScript, url: string): string {
  if (sourceMap === undefined) return code;
  process.setSourceMapsEnabled(true);
  const map = JSON.stringify({ ...JSON.parse(sourceMap), sources: [url] });
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}
