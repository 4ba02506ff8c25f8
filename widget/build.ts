/**
 * Builds what the browser downloads and what npm users import, into `dist/widget/`:
 *
 * - `one-page-checkout.js`: the script tag's one file, enough to start. What a first view does not
 *   need lies beside it (`one-page-checkout.<name>.<hash>.js`) and is fetched when a buyer does.
 * - `one-page-checkout.<hash>.js`: the same under a name that never changes its content.
 * - `release.json`: `{src, integrity, file}` of the latter, for Subresource Integrity.
 * - `placeholder.mjs`: the element's first view as a server sends it; for Node.
 * - `index.js`, `define.js`: for npm, with their dependencies left outside, and types.
 */
/* oxlint-disable eslint/no-restricted-imports -- Runs in Node, and is no part of the widget. */
import {createHash} from 'node:crypto';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {context, transform, type BuildOptions, type Plugin} from 'esbuild';
import {gather} from './gather.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const name = 'one-page-checkout';

export interface WidgetBuildOptions {
  outDir: string;
  /** Goes on building whenever a source file changes. */
  watch?: boolean;
}

/** Builds the widget; with `watch`, returns a function that ends it. */
export async function buildWidget({outDir, watch = false}: WidgetBuildOptions) {
  await rm(outDir, {recursive: true, force: true});
  await mkdir(outDir, {recursive: true});
  const contexts = await Promise.all(
    [scriptTag, npmEntries, serverPlaceholder].map((options) => context(options(outDir))),
  );
  await Promise.all(contexts.map((bundle) => bundle.rebuild()));
  if (watch) await Promise.all(contexts.map((bundle) => bundle.watch()));
  else await Promise.all(contexts.map((bundle) => bundle.dispose()));
  return {
    async stop() {
      await Promise.all(contexts.map((bundle) => bundle.dispose()));
    },
  };
}

const shared = {
  bundle: true,
  format: 'esm',
  target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
  charset: 'utf8',
  legalComments: 'none',
  tsconfig: join(here, '..', 'tsconfig.json'),
  logLevel: 'warning',
} satisfies BuildOptions;

const scriptTag = (outDir: string): BuildOptions => ({
  ...shared,
  entryPoints: {[name]: join(here, 'define.ts')},
  outdir: outDir,
  splitting: true,
  chunkNames: `${name}.[name].[hash]`,
  minify: true,
  metafile: true,
  write: false,
  plugins: [minifyStyles, minifyViews, keylessTexts, scriptFiles(outDir)],
});

const npmEntries = (outDir: string): BuildOptions => ({
  ...shared,
  entryPoints: {index: join(here, 'index.ts'), define: join(here, 'define.ts')},
  outdir: outDir,
  splitting: true,
  chunkNames: 'npm/[name].[hash]',
  packages: 'external',
});

/** Lit's server renderer and all languages, in one file that needs no packages. */
const serverPlaceholder = (outDir: string): BuildOptions => ({
  ...shared,
  entryPoints: [join(here, 'placeholder.ts')],
  outfile: join(outDir, 'placeholder.mjs'),
  platform: 'node',
  target: 'node20',
  minify: true,
  // @lit/localize tells the page of a new language; here it tells nobody.
  define: {window: 'nobody'},
  banner: {js: 'const nobody = new globalThis.EventTarget();'},
  plugins: [minifyStyles],
});

/** White space in styles is a tenth of the file, and no minifier looks into a template. */
const minifyStyles: Plugin = {
  name: 'minify-styles',
  setup(bundle) {
    bundle.onLoad({filter: /\.styles\.ts$/}, async ({path}) => ({
      contents: (await readFile(path, 'utf8')).replace(/css`([^`]*)`/g, (_, styles: string) => {
        const dense = styles
          .replace(/\/\*[^]*?\*\//g, '')
          .replace(/\s+/g, ' ')
          .replace(/ ?([{};,]) ?/g, '$1')
          .replace(/: /g, ':');
        return `css\`${dense.trim()}\``;
      }),
      loader: 'ts',
    }));
  },
};

/** Nor into markup: what stands between lines is a space to HTML, however long it is. */
const minifyViews: Plugin = {
  name: 'minify-views',
  setup(bundle) {
    bundle.onLoad({filter: /[\\/]views[\\/][\w-]+\.ts$/}, async ({path}) => ({
      contents: (await readFile(path, 'utf8')).replace(/\n\s+/g, '\n'),
      loader: 'ts',
    }));
  },
};

/** The keys are a fourth of a language's file; the order of the English texts stands for them. */
const keylessTexts: Plugin = {
  name: 'keyless-texts',
  setup(bundle) {
    bundle.onLoad({filter: /\bi18n[\\/][a-z]{2}(-[a-z]+)?\.ts$/}, async ({path}) => {
      const {templates} = await evaluate<{templates: Record<string, string>}>(path);
      const {firstTexts} = await evaluate<{firstTexts: object}>(englishFile('first'));
      const {laterTexts} = await evaluate<{laterTexts: object}>(englishFile('later'));
      const keys = Object.keys({...firstTexts, ...laterTexts});
      const texts = keys.map((key) => templates[key]);
      return {contents: `export const templates = ${JSON.stringify(texts)}`};
    });
  },
};

const englishFile = (half: 'first' | 'later') => join(here, 'i18n', `english-${half}.ts`);

/** What a file without imports exports now; Node's own import would remember what it was. */
async function evaluate<Exports>(path: string): Promise<Exports> {
  const {code} = await transform(await readFile(path, 'utf8'), {loader: 'ts', format: 'esm'});
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Exports;
}

/** Writes the script, its lazy files, the immutable copy and where that is, after every build. */
const scriptFiles = (outDir: string): Plugin => ({
  name: 'script-files',
  setup(bundle) {
    bundle.onEnd(async ({errors, outputFiles = [], metafile}) => {
      if (errors.length > 0 || !metafile) return;
      const {core, lazy} = await gather(metafile, outputFiles, `${name}.js`);
      const digest = (algorithm: string) => createHash(algorithm).update(core);
      const file = `${name}.${digest('sha256').digest('hex').slice(0, 12)}.js`;
      const integrity = `sha384-${digest('sha384').digest('base64')}`;
      const release = `${JSON.stringify({src: `/${file}`, integrity, file}, null, 2)}\n`;
      const files = {...lazy, [`${name}.js`]: core, [file]: core, 'release.json': release};
      await Promise.all(
        Object.entries(files).map(([each, text]) => writeFile(join(outDir, each), text)),
      );
    });
  },
});

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildWidget({
    outDir: join(here, '..', 'dist', 'widget'),
    watch: process.argv.includes('--watch'),
  });
}
