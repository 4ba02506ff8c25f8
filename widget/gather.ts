/**
 * One file to start with, although lazy files share code with it.
 *
 * esbuild's splitting moves what two files share into a third: the script tag would then be several
 * requests, one after the other. Here those third files go back into the core, which hands what is
 * in them to the lazy files. Handed in, and not imported from the core by its address: the core has
 * several (its hashed name, a `?v=` of the page's), and another address would be another copy.
 */
/* oxlint-disable eslint/no-restricted-imports -- Runs in Node, and is no part of the widget. */
import {createHash} from 'node:crypto';
import {basename} from 'node:path';
import {minify} from 'terser';
import {build, type Metafile, type OutputFile, type Plugin} from 'esbuild';

interface Files {
  /** The text of every output of the split build. */
  texts: Map<string, string>;
  /** Those that the core needs at once, each with the names it exports. */
  shared: Map<string, string[]>;
  /** Where the core leaves what it shares. */
  place: string;
}

/** @param entry The file name of the core among the outputs of a split build. */
export async function gather(metafile: Metafile, outputs: OutputFile[], entry: string) {
  const texts = new Map(outputs.map(({path, text}) => [basename(path), text]));
  const made = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]),
  );
  const core = new Set([entry]);
  for (const file of core) {
    for (const {path, kind} of made.get(file)?.imports ?? []) {
      if (kind === 'import-statement') core.add(basename(path));
    }
  }
  const shared = new Map(
    [...core].filter((file) => file !== entry).map((file) => [file, made.get(file)?.exports ?? []]),
  );
  // The names of the shared files are digests of what is in them: another build, another place.
  const build = createHash('sha256')
    .update([...shared.keys()].join())
    .digest('hex')
    .slice(0, 12);
  const place = `globalThis[Symbol.for('${entry} ${build}')]`;
  const files = {texts, shared, place};
  const lazy = [...texts.keys()].filter((file) => !core.has(file));
  const built = await Promise.all(lazy.map((file) => bundle(files, texts.get(file) ?? '', false)));
  return {
    core: await bundle(files, coreEntry(entry, files), true),
    lazy: Object.fromEntries(lazy.map((file, index) => [file, built[index] ?? ''])),
  };
}

const nameOf = (index: number, name: string) => `${name}${index}`;

function coreEntry(entry: string, {shared, place}: Files): string {
  const all = [...shared].map(([file, names], index) => ({
    file,
    names: names.map((name) => [name, nameOf(index, name)] as const),
  }));
  const imports = all.map(
    ({file, names}) =>
      `import {${names.map(([name, own]) => `${name} as ${own}`).join(',')}} from './${file}';`,
  );
  const own = all.flatMap(({names}) => names.map(([, name]) => name));
  return `import './${entry}';${imports.join('')}${place} ??= {${own.join(',')}};`;
}

async function bundle(files: Files, contents: string, isCore: boolean): Promise<string> {
  const {outputFiles} = await build({
    stdin: {contents},
    bundle: true,
    format: 'esm',
    minifySyntax: true,
    charset: 'utf8',
    legalComments: 'none',
    target: 'es2022',
    write: false,
    plugins: [fromSplitBuild(files, isCore)],
  });
  const {code = ''} = await minify(outputFiles[0]?.text ?? '', {
    module: true,
    ecma: 2020,
    compress: {passes: 2, keep_fargs: false, unsafe_arrows: true, unsafe_methods: true},
  });
  return code;
}

const fromSplitBuild = ({texts, shared, place}: Files, isCore: boolean): Plugin => ({
  name: 'from-split-build',
  setup(bundle) {
    bundle.onResolve({filter: /^\.\//}, ({kind, path}) => {
      if (path === './all') return {path: 'all', namespace: 'split'};
      const file = basename(path);
      const isOwn = kind === 'import-statement' && (isCore || shared.has(file));
      return isOwn ? {path: file, namespace: 'split'} : {path, external: true};
    });
    bundle.onLoad({filter: /./, namespace: 'split'}, ({path}) => {
      if (isCore) return {contents: texts.get(path) ?? ''};
      if (path === 'all') return {contents: `export const all = ${place};`};
      const index = [...shared.keys()].indexOf(path);
      // Each name in a pure call, so that those this file does not use fall away.
      const take = (name: string) =>
        `export const ${name} = /* @__PURE__ */ (() => all.${nameOf(index, name)})();`;
      return {contents: `import {all} from './all';${shared.get(path)?.map(take).join('')}`};
    });
  },
});
