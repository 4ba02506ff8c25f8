/** The real server with the real simulator, on a free port and a data folder that goes with it. */
import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createLogger} from '../../../api/log.ts';
import {startServer} from '../../../api/server.ts';
import {openSandbox} from '../../../demo/sandbox.ts';
import {freePort} from '../../support/server.ts';

const release = new URL('../../../dist/widget/release.json', import.meta.url);

/** Opens the shop with what was built: other tests use the same files at the same time. */
export async function openShop() {
  if (!existsSync(release)) throw new Error('Build first: npm run build.');
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
