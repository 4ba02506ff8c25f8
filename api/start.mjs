/**
 * `npm start` on a bare clone: installs what is missing, builds, then becomes the server.
 *
 * The server runs in this very process, so that a signal meant for it needs no forwarding.
 */
import {build} from './build.mjs';
import {ensureInstalled} from './install.mjs';

ensureInstalled();
try {
  await build();
} catch (error) {
  console.error(error.message, 'Nothing was started.');
  process.exit(1);
}
await import('../dist/api/main.js');

// npm hands no SIGTERM on to what it has started: when it is gone, the server ends as if told to.
if (process.env['npm_command']) {
  const npm = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  look.unref();
}
