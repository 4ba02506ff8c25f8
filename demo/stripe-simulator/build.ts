import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

export interface BuildOptions {
  outDir: string;
  minify?: boolean;
}

/** One page per kind of frame; the page's name tells the frame's script what to draw. */
const pages = [
  'controller',
  'elements-inner-payment',
  'elements-inner-address',
  'elements-inner-link-authentication',
  'elements-inner-express-checkout',
  'wallet-sheet',
  'captcha',
];

const here = dirname(fileURLToPath(import.meta.url));

/** Builds the simulator's `stripe.js`, the script of its frames and their pages. */
export async function buildStripeJs({outDir, minify = true}: BuildOptions): Promise<void> {
  await mkdir(outDir, {recursive: true});
  await build({
    entryPoints: {
      stripe: join(here, 'browser/page/main.ts'),
      'elements-inner': join(here, 'browser/frame/main.ts'),
    },
    outdir: outDir,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify,
    charset: 'utf8',
    logLevel: 'warning',
    legalComments: 'none',
  });
  await Promise.all(pages.map((name) => writeFile(join(outDir, `${name}.html`), page)));
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>Simulated Stripe element</title>
</head>
<body>
<script src="elements-inner.js"></script>
</body>
</html>
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildStripeJs({outDir: resolve(here, '../../dist/stripe-js')});
}
