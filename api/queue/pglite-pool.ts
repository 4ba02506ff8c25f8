/**
 * What graphile-worker needs of a `pg` pool, on one PGlite.
 *
 * PGlite has a single session, so every "client" here is a view of the same one. Two things make
 * that safe: a plain query takes PGlite's own lock for its duration, and `begin` … `commit` runs
 * inside `pglite.transaction`, so the worker's transactions and Drizzle's can never interleave.
 */
import {EventEmitter} from 'node:events';
import type {PGlite, Transaction} from '@electric-sql/pglite';
import type {Pool} from 'pg';

type Query = string | {text: string; values?: unknown[]};
type Rows = {rows: unknown[]};
type Connected = (error: undefined, client: PgliteClient, release: () => void) => void;

/** A pool for graphile-worker's `pgPool`; it owns nothing, so it is not closed. */
export function pglitePool(pglite: PGlite): Pool {
  return new PglitePool(pglite) as unknown as Pool;
}

class PglitePool extends EventEmitter {
  /** Read by graphile-worker to warn of a pool smaller than its concurrency. */
  readonly options = {max: 10};
  readonly #pglite: PGlite;

  constructor(pglite: PGlite) {
    super();
    this.#pglite = pglite;
  }

  connect(): Promise<PgliteClient>;
  connect(connected: Connected): void;
  connect(connected?: Connected): Promise<PgliteClient> | void {
    const client = new PgliteClient(this.#pglite);
    if (!connected) return Promise.resolve(client);
    queueMicrotask(() => connected(undefined, client, () => client.release()));
  }

  query(query: Query, values?: unknown[]): Promise<Rows> {
    return new PgliteClient(this.#pglite).query(query, values);
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}

class PgliteClient extends EventEmitter {
  readonly #pglite: PGlite;
  #transaction: OpenTransaction | undefined;
  readonly #unlisten: (() => Promise<void>)[] = [];

  constructor(pglite: PGlite) {
    super();
    this.#pglite = pglite;
  }

  async query(query: Query, moreValues?: unknown[]): Promise<Rows> {
    const text = typeof query === 'string' ? query : query.text;
    const values = moreValues ?? (typeof query === 'string' ? undefined : query.values);
    switch (firstWord(text)) {
      case 'begin':
        this.#transaction = await OpenTransaction.begin(this.#pglite);
        return {rows: []};
      case 'commit':
        return this.#end(true);
      case 'rollback':
        return this.#end(false);
      case 'listen':
        await this.#listen(text);
        return {rows: []};
      case 'unlisten':
        await Promise.all(this.#unlisten.splice(0).map((stop) => stop()));
        return {rows: []};
    }
    const target = this.#transaction?.tx ?? this.#pglite;
    if (values?.length) return target.query(text, values);
    // Like the simple protocol of `pg`: several statements at once, the answer of the last.
    return (await target.exec(text)).at(-1) ?? {rows: []};
  }

  release(): void {
    // A client given back in the middle of a transaction must not keep the whole database waiting.
    void this.#end(false);
  }

  async #end(commit: boolean): Promise<Rows> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    await transaction?.end(commit);
    return {rows: []};
  }

  async #listen(text: string): Promise<void> {
    for (const [, name] of text.matchAll(/listen\s+("[^"]+")/gi)) {
      if (!name) continue;
      const channel = name.slice(1, -1);
      const heard = (payload: string) => void this.emit('notification', {channel, payload});
      await this.#pglite.listen(name, heard);
      // Not the function that `listen` answers: that one forgets the quotes the name needs.
      this.#unlisten.push(() => this.#pglite.unlisten(name, heard));
    }
  }
}

/** `pglite.transaction` is a callback; this holds one open until `end` is called. */
class OpenTransaction {
  readonly tx: Transaction;
  readonly #finish: (commit: boolean) => void;
  readonly #finished: Promise<void>;

  private constructor(tx: Transaction, finish: (commit: boolean) => void, finished: Promise<void>) {
    this.tx = tx;
    this.#finish = finish;
    this.#finished = finished;
  }

  static begin(pglite: PGlite): Promise<OpenTransaction> {
    return new Promise((resolve, reject) => {
      const finished: Promise<void> = pglite.transaction(async (tx) => {
        const commit = await new Promise<boolean>((finish) => {
          queueMicrotask(() => resolve(new OpenTransaction(tx, finish, finished)));
        });
        if (!commit) await tx.rollback();
      });
      finished.catch(reject);
    });
  }

  end(commit: boolean): Promise<void> {
    this.#finish(commit);
    return this.#finished;
  }
}

const firstWord = (text: string): string => /^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? '';
