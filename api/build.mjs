/**
 * `npm run build`: the whole product into dist/, a folder that runs and deploys by itself.
 *
 * dist/widget is what browsers and npm users get, dist/api the server, dist/drizzle its
 * migrations, dist/demo and dist/stripe-js the sandbox. Each folder knows how it is built; this
 * runs the builds side by side.
 */
import {spawn} from 'node:child_process';
import {cpSync, rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {ensureInstalled} from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const builds = [
  ['the element', ['--import', 'tsx', 'widget/build.ts']],
  ["the sandbox's Stripe.js", ['--import', 'tsx', 'demo/stripe-simulator/build.ts']],
  ['the demo pages', ['--import', 'tsx', 'demo/build.ts']],
  ['the server', ['node_modules/typescript/bin/tsc', '-p', 'api/tsconfig.json']],
];

/** After the element's own build, which empties their folder. */
const types = [
  "the element's types",
  ['node_modules/typescript/bin/tsc', '-p', 'widget/tsconfig.json'],
];

/** Resolves when dist/ is complete; rejects with the first build that failed. */
export async function build() {
  console.log('Building …');
  rmSync(`${root}/dist`, {recursive: true, force: true});
  cpSync(`${root}/drizzle/migrations`, `${root}/dist/drizzle/migrations`, {recursive: true});
  await Promise.all(builds.map(([what, args]) => run(what, args)));
  await run(...types);
}

function run(what, args) {
  return new Promise((resolve, reject) => {
    spawn(process.execPath, args, {cwd: root, stdio: 'inherit'}).on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The build of ${what} failed: see above.`)),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  await build().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
