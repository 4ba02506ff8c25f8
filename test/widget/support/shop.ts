/** The real server with the real simulator, on a free port and a data folder that goes with it. */
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createLogger} from '../../../api/log.ts';
import {startServer} from '../../../api/server.ts';
import {openSandbox} from '../../../demo/sandbox.ts';
import {buildStripeJs} from '../../../demo/stripe-simulator/build.ts';
import {buildWidget} from '../../../widget/build.ts';

const dist = (name: string) => new URL(`../../../dist/${name}`, import.meta.url).pathname;

/** Builds what browsers download, and opens the shop. */
export async function openShop() {
  await Promise.all([
    buildWidget({outDir: dist('widget')}),
    buildStripeJs({outDir: dist('stripe-js')}),
  ]);
  const dataDir = await mkdtemp(join(tmpdir(), 'checkout-shop-'));
  const server = await startServer({
    env: {
      PORT: String(await freePort()),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      RATE_LIMIT_FACTOR: '0',
      MOST_LAG_MS: '60000',
    },
    log: createLogger('error'),
    openSandbox,
  });
  return {
    origin: server.origin,
    async close() {
      await server.close();
      await rm(dataDir, {recursive: true, force: true});
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
