/**
 * Brings node_modules to what package.json names, and says so when there is something to do.
 *
 * Plain JavaScript without dependencies: it is the one file that runs before anything is installed.
 */
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const oldestNode = [20, 20];

/** Ends the process with one sentence when this Node is too old or the packages cannot be had. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    stop(`This needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`);
  }
  if (missingPackages().length === 0) return;
  console.log('Installing the packages of package-lock.json (once; about a minute) …');
  // Not `npm ci`: it refuses a lock file that does not name the binary packages of every platform.
  // The build needs the development packages even where NODE_ENV says production.
  const args = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'];
  const {status} = spawnSync('npm', args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) stop('npm could not install the packages: see above. Nothing was started.');
}

/** The direct dependencies that are not there in the version that package.json pins. */
function missingPackages() {
  const {dependencies, devDependencies} = readJson('package.json');
  return Object.entries({...dependencies, ...devDependencies}).filter(([name, version]) => {
    try {
      return readJson(`node_modules/${name}/package.json`).version !== version;
    } catch {
      return true;
    }
  });
}

function readJson(path) {
  return JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled();
