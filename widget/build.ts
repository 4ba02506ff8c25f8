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
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {context, type BuildOptions, type Plugin} from 'esbuild';
import {dataFiles, minifyStyles, minifyViews, modernLit} from './build-plugins.ts';
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

/**
 * Long names of properties and methods that only our own files know, made short in all of them: never
 * one of the page's, the browser's, Stripe's, the API's, of what is kept, or of what a file exports.
 */
export const ownNames = new RegExp(
  `^(${[
    'fieldErrors|paymentReady|paymentComplete|isShippedToBilling|canShipToBilling|shipToBilling',
    'onShipToBilling|expectedLines|isSandbox|onJump|onSubmit|onRetry|onContinue|onCheckAgain',
    'onStartOver|onInput|onLeave|onErrors|onChange|onReady|onLoadError|onAvailable|onStarted',
    'onRemoved|canStartOver|followCountry|followPage|fieldsChecked|focusPayment|settings|followed',
    'continuePayment|checkAgain|startOver|changeFailed|addStyles|takeChecks|themeScope|wishes',
    'regionLanguage|showOrder|placeOrder|changeOrder|startPayment|lookupOrder',
    'destinations|paymentSlot|walletSlot|startHostedPayment|formFailed',
    'isIntact|setAmount|restyle|outcomeView|watching|tried|likely|checkForm|isWhole',
    'isReturn|slotName|dispatch|desk|changes|onChanged|reachably|keepsPlace|refit',
    'instructions|payments|walletEvents|errorSummaryView|checkField|checkDetails',
    'rule|rows|names|moveTo|unshare|share|remount|reopen|hold|area|asksPhone|deliveryName',
    'isWallet|submitted|takeToken|unwatch|plant|begin|moved|shipsToBilling|putBack',
    'outcome|config|prefix|onConfirm|onClick|laterSecret|restart|follow',
  ].join('|')})$`,
);

function scriptTag(outDir: string): BuildOptions {
  const data: Record<string, string> = {};
  const keep = (files: {name: string; text: string}[]) =>
    files.forEach((file) => (data[file.name] = file.text));
  return {
    ...shared,
    entryPoints: {[name]: join(here, 'define.ts')},
    outdir: outDir,
    splitting: true,
    chunkNames: `${name}.[name].[hash]`,
    minify: true,
    metafile: true,
    write: false,
    mangleProps: ownNames,
    plugins: [
      minifyStyles,
      minifyViews,
      modernLit,
      dataFiles(name, keep),
      scriptFiles(outDir, data),
    ],
  };
}

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
  plugins: [minifyStyles],
});

/** Writes the script, its lazy files, the immutable copy and where that is, after every build. */
const scriptFiles = (outDir: string, data: Record<string, string>): Plugin => ({
  name: 'script-files',
  setup(bundle) {
    bundle.onEnd(async ({errors, outputFiles = [], metafile}) => {
      if (errors.length > 0 || !metafile) return;
      const {core, lazy} = await gather(metafile, outputFiles, `${name}.js`);
      const digest = (algorithm: string) => createHash(algorithm).update(core);
      const file = `${name}.${digest('sha256').digest('hex').slice(0, 12)}.js`;
      const integrity = `sha384-${digest('sha384').digest('base64')}`;
      const release = `${JSON.stringify({src: `/${file}`, integrity, file}, null, 2)}\n`;
      const files = {...data, ...lazy, [`${name}.js`]: core, [file]: core, 'release.json': release};
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
