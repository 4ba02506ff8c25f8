/** Where the limits are counted: in this process, or in Postgres for all replicas together. */
import {createHmac} from 'node:crypto';
import pg from 'pg';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import {errorFacts} from '../errors.ts';
import type {Logger} from '../log.ts';

export interface LimitStore {
  /** Counts for all replicas together, where there can be more than one. */
  shared: MakeLimiter;
  /** Counts for this replica alone, without asking anybody. */
  own: MakeLimiter;
  /** Remembers for an hour who wants to pay an order, so that its failures are counted for them. */
  rememberCaller(orderId: string, caller: string): Promise<void>;
  callerOf(orderId: string): Promise<string | undefined>;
  /** What stands for a client: nobody can read an address out of it. */
  pseudonym(network: string): string;
  close(): Promise<void>;
}

type MakeLimiter = (limit: {name: string; points: number; seconds: number}) => RateLimiterAbstract;

/** `secret`: the same on every replica, so that they all call a client by the same name. */
interface Options {
  databaseUrl: string | undefined;
  secret: string;
  log: Logger;
}

export async function openLimitStore({databaseUrl, secret, log}: Options): Promise<LimitStore> {
  const pseudonym = (network: string) =>
    createHmac('sha256', secret).update(`client:${network}`).digest('base64url').slice(0, 22);
  if (!databaseUrl) return {...inMemory(), pseudonym};
  return {...(await inPostgres(databaseUrl, log)), pseudonym};
}

const REMEMBERED_MS = 3_600_000;
/** Enough for a replica's hour; the oldest go first. */
const MOST_REMEMBERED = 20_000;

function inMemory(): Omit<LimitStore, 'pseudonym'> {
  const callers = new Map<string, {caller: string; until: number}>();
  const own: MakeLimiter = ({name, points, seconds}) =>
    new RateLimiterMemory({keyPrefix: name, points, duration: seconds});
  return {
    own,
    shared: own,
    rememberCaller: async (orderId, caller) => {
      callers.delete(orderId);
      callers.set(orderId, {caller, until: Date.now() + REMEMBERED_MS});
      const [oldest] = callers.keys();
      if (callers.size > MOST_REMEMBERED && oldest !== undefined) callers.delete(oldest);
    },
    callerOf: async (orderId) => {
      const found = callers.get(orderId);
      return found && found.until > Date.now() ? found.caller : undefined;
    },
    close: async () => callers.clear(),
  };
}

/** Any number, as long as every replica takes the same, and the migrations another one. */
const LOCK = 7_140_267;
const SWEEP_EVERY_MS = 600_000;
const SWEPT_AT_ONCE = 5000;

/**
 * Counters need not survive a crash, and no answer waits for a disk because of them: the tables are
 * unlogged and their commits asynchronous. The connections are their own, so that a limit answers
 * also where requests queue for the others, and gives up soon: then each replica counts for itself.
 */
async function inPostgres(
  databaseUrl: string,
  log: Logger,
): Promise<Omit<LimitStore, 'pseudonym'>> {
  await createTables(databaseUrl);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 3,
    connectionTimeoutMillis: 500,
    statement_timeout: 1000,
    query_timeout: 1500,
    application_name: 'one-page-checkout limits',
    options: '-c synchronous_commit=off',
  });
  const lost = (error: Error) => log.warn({error: errorFacts(error)}, 'limits: connection lost');
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', lost));
  const memory = inMemory();
  const sweep = setInterval(() => {
    sweepExpired(pool).catch((error: unknown) => {
      log.warn({error: errorFacts(error)}, 'limits: expired counters stay until the next sweep');
    });
  }, SWEEP_EVERY_MS).unref();
  return {
    own: memory.own,
    shared: ({name, points, seconds}) =>
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'limit_counters',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: name,
        points,
        duration: seconds,
        // Who is far over the limit is no longer worth a query.
        inMemoryBlockOnConsumed: points + 1,
        insuranceLimiter: memory.own({name, points, seconds}),
      }),
    rememberCaller: async (orderId, caller) => {
      try {
        await pool.query({
          name: 'remember-caller',
          text: `insert into limit_callers values ($1, $2, $3)
            on conflict (order_id) do update set caller = $2, expire = $3`,
          values: [orderId, caller, Date.now() + REMEMBERED_MS],
        });
      } catch {
        await memory.rememberCaller(orderId, caller);
      }
    },
    callerOf: async (orderId) => {
      try {
        const {rows} = await pool.query<{caller: string}>({
          name: 'caller-of',
          text: 'select caller from limit_callers where order_id = $1 and expire > $2',
          values: [orderId, Date.now()],
        });
        return rows[0]?.caller ?? (await memory.callerOf(orderId));
      } catch {
        return memory.callerOf(orderId);
      }
    },
    close: async () => {
      clearInterval(sweep);
      await pool.end();
    },
  };
}

/** In steps that fit into the time of a statement, however many a burst from everywhere has left. */
export async function sweepExpired(pool: pg.Pool): Promise<void> {
  for (const table of ['limit_counters', 'limit_callers']) {
    for (let swept = SWEPT_AT_ONCE; swept === SWEPT_AT_ONCE;) {
      const {rowCount} = await pool.query(
        `delete from ${table} where ctid = any(array(
          select ctid from ${table} where expire < $1 limit ${SWEPT_AT_ONCE}))`,
        [Date.now()],
      );
      swept = rowCount ?? 0;
    }
  }
}

/** "if not exists" alone fails when two replicas come at the same moment. */
async function createTables(connectionString: string): Promise<void> {
  const client = new pg.Client({connectionString, application_name: 'one-page-checkout start'});
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`begin;
      select pg_advisory_xact_lock(${LOCK});
      create unlogged table if not exists limit_counters (
        key varchar(255) primary key, points integer not null default 0, expire bigint);
      create unlogged table if not exists limit_callers (
        order_id text primary key, caller text not null, expire bigint not null);
      commit`);
  } finally {
    await client.end();
  }
}
