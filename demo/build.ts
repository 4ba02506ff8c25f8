/** Builds the demo's pages into dist/demo; run as an entry, or called while developing. */
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface BuildOptions {
  outDir: string;
  /** Pages that reload themselves when version.txt beside them changes. */
  reload?: boolean;
}

/** Writes shop.js, the style sheet, the pages and the pictures. */
export async function buildDemo({outDir, reload = false}: BuildOptions): Promise<void> {
  mkdirSync(outDir, {recursive: true});
  for (const name of ['shop.css', 'images']) {
    cpSync(source(`shop/${name}`), `${outDir}/${name}`, {recursive: true});
  }
  cpSync(source('screenshots'), `${outDir}/screenshots`, {recursive: true});
  for (const page of ['index.html', 'return.html', 'gallery.html']) {
    const text = readFileSync(source(`shop/${page}`), 'utf8');
    const mark = reload ? '<html data-reload' : '<html';
    writeFileSync(`${outDir}/${page}`, text.replace('<html', mark));
  }
  await esbuild.build({
    entryPoints: [source('shop/browser/shop.ts')],
    outdir: outDir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildDemo({outDir: source('../dist/demo'), reload: process.argv.includes('--reload')});
}
