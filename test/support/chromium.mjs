/**
 * Finds the Chromium that the browser tests drive, and installs one where there is none.
 *
 * Order: CHROME_PATH, an installed Chrome or Chromium, Debian's package where apt and root are at
 * hand, Playwright's own download.
 */
import {spawnSync} from 'node:child_process';
import {accessSync, constants, existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const fixedPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of an installed Chromium or Chrome, or undefined. */
export function findChromium() {
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, where there is no file.`);
  }
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...fixedPlaces].find(isExecutable);
}

/** The same, after installing one if need be. Says what it does; throws when it cannot. */
export async function ensureChromium() {
  const found = findChromium() ?? (await downloadedByPlaywright());
  if (found) return found;
  if (process.getuid?.() === 0 && isExecutable('/usr/bin/apt-get')) {
    console.log("No Chromium found: installing Debian's package with apt-get …");
    const environment = {...process.env, DEBIAN_FRONTEND: 'noninteractive'};
    const apt = (...args) =>
      spawnSync('apt-get', args, {stdio: ['ignore', 'ignore', 'inherit'], env: environment});
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk');
    const installed = findChromium();
    if (installed) return installed;
  }
  console.log("No Chromium found: downloading Playwright's …");
  const cli = fileURLToPath(new URL('../../node_modules/playwright-core/cli.js', import.meta.url));
  spawnSync(process.execPath, [cli, 'install', 'chromium'], {stdio: 'inherit'});
  const downloaded = await downloadedByPlaywright();
  if (downloaded) return downloaded;
  throw new Error(
    'The browser tests need Chromium and none could be installed: install Chrome or Chromium, or name one in CHROME_PATH.',
  );
}

async function downloadedByPlaywright() {
  const {chromium} = await import('playwright-core');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Flags for a headless run; a root user has no sandbox of Chromium's to offer. */
export const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // A frame in a process of its own is hit-tested by the browser's last picture of the page: a click
  // right after a scroll may land in it. The frames stay of another origin, closed to the page.
  '--disable-site-isolation-trials',
  '--disable-features=IsolateOrigins,site-per-process,IsolateSandboxedIframes',
];
