/** What esbuild's metafiles say about which source went into which bundle. */

export interface Metafile {
  readonly inputs: Readonly<Record<string, { readonly imports: readonly Import[] }>>;
}
interface Import {
  readonly path: string;
  readonly external?: boolean;
}

/** A bundle's rule: what it may import at run time, and which sources it must not hold. */
interface Rule {
  readonly vscode: boolean;
  readonly forbidden: RegExp;
}

const inWebview: Rule = { vscode: false, forbidden: /^src\/([^/]+\/(view|process)\/|extension\.ts|cli)/ };
const plainNode: Rule = { vscode: false, forbidden: /^src\/([^/]+\/(view|browser)\/|extension\.ts)/ };

/** By the metafile's name; every bundle has a rule, or `violations` says so. */
export const rules: Readonly<Record<string, Rule>> = {
  extension: { vscode: true, forbidden: /^src\/([^/]+\/browser\/|kernel\/process\/|cli)/ },
  cli: { ...plainNode, forbidden: /^src\/([^/]+\/(view|browser|process)\/|extension\.ts)/ },
  kernel: plainNode,
  'kernel-control': plainNode,
  typescript: plainNode,
  'chart-image': plainNode,
  'runs-worker': plainNode,
  slides: plainNode,
  yaml: plainNode,
  'course-load': plainNode,
  'course-file': plainNode,
  'course-author': plainNode,
  'course-clone': plainNode,
  'course-reports': plainNode,
  glossary: plainNode,
  'slides-view': { vscode: true, forbidden: /^src\/([^/]+\/browser\/|kernel\/process\/|cli)/ },
  'week-page': { vscode: true, forbidden: /^src\/([^/]+\/browser\/|kernel\/process\/|cli)/ },
  'quiz-view': { vscode: true, forbidden: /^src\/([^/]+\/browser\/|kernel\/process\/|cli)/ },
  'runs-view': { vscode: true, forbidden: /^src\/([^/]+\/browser\/|kernel\/process\/|cli)/ },
  'lab-export': { vscode: true, forbidden: /^src\/([^/]+\/browser\/|kernel\/process\/|cli)/ },
  exercises: { vscode: true, forbidden: /^src\/([^/]+\/browser\/|kernel\/process\/|cli)/ },
  'quiz-file': plainNode,
  'quiz-author': plainNode,
  'self-test': plainNode,
  'native-install': plainNode,
  'slide-notes': plainNode,
  'lab-types': plainNode,
  export: plainNode,
  mlops: { vscode: false, forbidden: /^src\/(?!mlops\/)/ },
  webview: inWebview,
  page: inWebview,
};

/** Sentences on what the bundle `name` holds against its rule; none when it keeps it. */
export function violations(name: string, { inputs }: Metafile): string[] {
  const rule = rules[name];
  if (!rule) return [`The bundle ${name} has no rule.`];
  const held = Object.keys(inputs).filter((path) => rule.forbidden.test(path));
  const asks = Object.entries(inputs).filter(([, { imports }]) => imports.some(({ path }) => path === 'vscode'));
  return [
    ...held.map((path) => `${name} holds ${path}.`),
    ...(rule.vscode ? [] : asks.map(([path]) => `${name} imports vscode in ${path}.`)),
  ];
}
