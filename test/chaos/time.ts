/** Time that goes by without being waited for. */
import pg from 'pg';
import {until} from '../support/until.ts';

/**
 * Ten minutes pass while nobody is there; then the server starts, and further ten minutes pass
 * until nothing is left to do.
 */
export async function letEverythingEnd(url: string, start: () => Promise<void>): Promise<void> {
  await withClient(url, async (client) => {
    await tenMinutesPass(client);
    await start();
    for (let rounds = 0; rounds < MOST_ROUNDS; rounds += 1) {
      await reconcile(client);
      const {open, waiting} = await leftToDo(client);
      // Two rounds at least: what the first one settled has its own consequences.
      if (rounds > 0 && waiting === 0 && rounds >= open / RECONCILED_AT_ONCE) return;
      await tenMinutesPass(client);
    }
  });
}

const MOST_ROUNDS = 60;
/** See api/orders/reconcile.ts. */
const RECONCILED_AT_ONCE = 40;

/**
 * Orders have been open for longer, leases and held jobs are older, and what was put off is due.
 * Nothing is decided here: what follows from it is the server's business.
 */
async function tenMinutesPass(client: pg.Client): Promise<void> {
  await client.query(`
    update orders set next_check_at = next_check_at - interval '10 minutes',
      lease_until = lease_until - interval '10 minutes';
    update graphile_worker._private_jobs set run_at = run_at - interval '10 minutes',
      locked_at = locked_at - interval '10 minutes';`);
}

/** What the server does once a minute, and then whatever else is due. */
async function reconcile(client: pg.Client): Promise<void> {
  await client.query("select graphile_worker.add_job('reconcile', max_attempts => 1)");
  await until('nothing is due', async () => (await leftToDo(client)).due === 0, 60_000);
}

async function leftToDo(client: pg.Client) {
  const {rows} = await client.query<{open: number; waiting: number; due: number}>(
    `select count(*)::int as waiting,
       (count(*) filter (where locked_at is not null or run_at <= now()))::int as due,
       (select count(*)::int from orders
         where status in ('pending', 'processing', 'payment_failed', 'authorized')) as open
     from graphile_worker.jobs where attempts < max_attempts or locked_at is not null`,
  );
  return rows[0]!;
}

export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({connectionString: url});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
