/**
 * `npm run dev`: the sandbox from source. A change of the element or of a page rebuilds it, a change
 * of the server restarts it, and the demo pages reload themselves after either.
 */
import {spawn, spawnSync, type ChildProcess} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {mkdirSync, watch, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (...args: string[]) => spawnSync(process.execPath, args, {cwd: root, stdio: 'inherit'});

/** Which build a changed file belongs to; the first that matches. Anything else is the server. */
const builds: [changed: RegExp, build: () => void][] = [
  [/^widget\//, () => run('--import', 'tsx', 'widget/build.ts')],
  [
    /^demo\/stripe-simulator\/(browser\/|build\.ts)/,
    () => run('--import', 'tsx', 'demo/stripe-simulator/build.ts'),
  ],
  [/^demo\/(shop\/|build\.ts)/, () => run('--import', 'tsx', 'demo/build.ts', '--reload')],
];

let server: ChildProcess | undefined;
const changed = new Set<string>();
let timer: NodeJS.Timeout | undefined;

for (const [, build] of builds) build();
tellPages();
startServer();
for (const folder of ['widget', 'demo', 'api', 'drizzle']) {
  watch(join(root, folder), {recursive: true}, (_event, file) => {
    if (!file) return;
    changed.add(`${folder}/${file.replaceAll('\\', '/')}`);
    clearTimeout(timer);
    timer = setTimeout(applyChanges, 80); // An editor saves one file in several steps.
  });
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!server) process.exit(0);
    server.removeAllListeners('exit').once('exit', (code) => process.exit(code ?? 0));
    server.kill(signal);
  });
}

function applyChanges(): void {
  const files = [...changed];
  changed.clear();
  console.log(`Changed: ${files.join(', ')}`);
  for (const [pattern, build] of builds) if (files.some((file) => pattern.test(file))) build();
  if (files.every((file) => builds.some(([pattern]) => pattern.test(file)))) return tellPages();
  if (!server) return startServer();
  server.removeAllListeners('exit').once('exit', startServer);
  server.kill('SIGTERM');
}

function startServer(): void {
  server = spawn(process.execPath, ['--import', 'tsx', 'api/main.ts'], {
    cwd: root,
    stdio: 'inherit',
  });
  server.once('exit', (code) => {
    server = undefined;
    console.log(`The server ended (${code}); it starts again with the next change.`);
  });
  tellPages();
}

function tellPages(): void {
  const file = join(root, 'dist/demo/version.txt');
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, randomUUID());
}
