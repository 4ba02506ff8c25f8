/**
 * What no webhook told. On a schedule, on one replica at a time: orders that are open are read from
 * Stripe and settled, each ever more seldom, and those whose time is over expire; events that Stripe
 * could not deliver are fetched. At a pace that leaves most of Stripe's calls to those who pay:
 * https://docs.stripe.com/rate-limits
 */
import {setTimeout as pause} from 'node:timers/promises';
import {and, asc, gt, inArray, lte, sql} from 'drizzle-orm';
import type {AnyPgColumn} from 'drizzle-orm/pg-core';
import {orders, paymentAttempts} from '../../drizzle/schema.ts';
import type {Deps, OrderDeps} from '../deps.ts';
import {ApiError, errorFacts} from '../errors.ts';
import {ask} from './attempts.ts';
import {expireOrder} from './expire.ts';
import {fetchEvents, typeLists} from './fetch-events.ts';
import {lastDone, markDone} from './marks.ts';
import {endReservation} from './reservation.ts';
import {saveOrder, type OrderRow} from './store.ts';

type ReconcileDeps = OrderDeps & Pick<Deps, 'inbox'>;

/** How many orders and events had not become what Stripe says they are. */
export interface Repaired {
  orders: number;
  expired: number;
  events: number;
}

/**
 * Inside the time limit of a job, however slow Stripe is. The orders leave some of it to the events:
 * a refund or a dispute is heard of in no other way.
 */
const ORDERS_MS = 15_000;
const BUDGET_MS = 30_000;
const AT_ONCE = 40;
const SIDE_BY_SIDE = 4;
/** Ten orders a second at most, each with a call that reads and perhaps one that cancels. */
const LEAST_MS = 400;
/** Between two looks at an order: three minutes, six, twelve … */
const MOST_BACK_OFF = "interval '6 hours'";

const HOUR_MS = 3_600_000;
const EVENTS_EVERY_MS = 5 * 60_000;
/** An event is "undelivered" only after a try of its own, so each look goes back past the last. */
const OVERLAP_MS = HOUR_MS;
const FIRST_LOOK_MS = 72 * HOUR_MS;

export async function reconcile(deps: ReconcileDeps): Promise<Repaired> {
  const {db, now} = deps;
  const startedAt = now();
  const begunAt = Date.now();
  const repaired = {orders: 0, expired: 0, events: 0};
  await reconcileDue(deps, repaired, begunAt + ORDERS_MS).catch((error: unknown) => {
    // The events are heard all the same.
    deps.log.warn({error: errorFacts(error)}, 'orders not reconciled');
  });
  for (const [index, types] of typeLists.entries()) {
    const mark = `events:${index}`;
    const last = (await lastDone(db.queries, mark))?.getTime();
    if (last !== undefined && startedAt.getTime() - last < EVENTS_EVERY_MS) continue;
    const since = new Date((last ?? startedAt.getTime() - FIRST_LOOK_MS) - OVERLAP_MS);
    const {added, stoppedBefore} = await fetchEvents(deps, {
      types,
      since,
      onlyUndelivered: true,
      stopAt: begunAt + BUDGET_MS,
    });
    repaired.events += added;
    // The next look goes on where this one broke off, lest it come no further than the overlap.
    const reached = stoppedBefore ? stoppedBefore.getTime() + OVERLAP_MS : Infinity;
    await markDone(db.queries, mark, new Date(Math.min(reached, startedAt.getTime())));
  }
  return report(deps, repaired);
}

/**
 * The same by hand: all that Stripe tells of since then, delivered or not, and every open order.
 * Throws where Stripe goes away meanwhile. After a database came back from a copy, or an endpoint was set up wrongly.
 */
export async function reconcileSince(deps: ReconcileDeps, since: Date): Promise<Repaired> {
  const repaired = {orders: 0, expired: 0, events: 0};
  for (const types of typeLists) {
    const span = {types, since, onlyUndelivered: false, stopAt: Infinity};
    repaired.events += (await fetchEvents(deps, span)).added;
  }
  for (let after = ''; ;) {
    const page = await deps.db.queries
      .select(seen)
      .from(orders)
      .where(and(inArray(orders.status, open), gt(orders.id, after)))
      .orderBy(asc(orders.id))
      .limit(AT_ONCE);
    const last = page.at(-1);
    if (!last) return report(deps, repaired);
    await reconcileOrders(deps, page, repaired, Infinity);
    after = last.id;
  }
}

/** All that are due, for as long as there is time: a page at once, each ever later after its look. */
async function reconcileDue(deps: OrderDeps, repaired: Repaired, stopAt: number): Promise<void> {
  for (let isAway = false; !isAway && Date.now() < stopAt;) {
    const due = await deps.db.queries
      .select(seen)
      .from(orders)
      .where(and(inArray(orders.status, open), lte(orders.nextCheckAt, sql`now()`)))
      // Carts that nobody began to pay must not stand before what money or stock waits for.
      .orderBy(sql`${isUntouched}`, asc(orders.nextCheckAt))
      .limit(AT_ONCE);
    if (due.length === 0) return;
    ({isAway} = await reconcileOrders(deps, due, repaired, stopAt));
  }
}

/** Some at a time: each waits for Stripe most of the while. Whether it turned out to be away. */
async function reconcileOrders(
  deps: OrderDeps,
  found: Seen[],
  repaired: Repaired,
  stopAt: number,
): Promise<{isAway: boolean}> {
  const waiting = found.values();
  let isAway = false;
  const work = async () => {
    for (const order of waiting) {
      if (isAway || Date.now() > stopAt) return;
      const pace = order.asks ? pause(LEAST_MS) : undefined;
      try {
        await reconcileOrder(deps, order, repaired);
      } catch (error) {
        deps.log.warn({orderId: order.id, error: errorFacts(error)}, 'order not reconciled');
        // Also if Stripe is away: else one that it always fails for would stand before all others.
        await lookLater(deps, order.id);
        if (!(error instanceof ApiError) || error.code !== 'payment_provider_unavailable') continue;
        isAway = true;
        // On the schedule, the next look goes on; by hand, nobody else does.
        if (stopAt === Infinity) throw error;
      }
      await pace;
    }
  };
  await Promise.all(Array.from({length: SIDE_BY_SIDE}, work));
  return {isAway};
}

async function reconcileOrder(deps: OrderDeps, due: Due, repaired: Repaired): Promise<void> {
  const {log, now} = deps;
  const {id} = due;
  const outcome = await lookAt(deps, due, now());
  if (outcome === 'expired') repaired.expired += 1;
  if (outcome === 'changed') {
    repaired.orders += 1;
    log.warn({orderId: id}, 'order repaired: no webhook had told');
  }
  await lookLater(deps, id);
}

/** Asks Stripe once, whatever there is to be done; again only where the lease was in the way. */
async function lookAt(deps: OrderDeps, {id, expiresAt, reservedUntil}: Due, now: Date) {
  if (expiresAt <= now) {
    const outcome = await expireOrder(deps, id);
    if (outcome !== 'busy') return outcome;
  } else if (reservedUntil && reservedUntil <= now) {
    const settled = await endReservation(deps, id);
    if (settled?.outcome !== 'busy') return settled?.outcome;
  }
  return (await ask(deps, id))?.settled.outcome;
}

/** In time for its end, and for that of its reservation, if they come before. */
const lookLater = ({db}: OrderDeps, orderId: string): Promise<void> => {
  const {checks, expiresAt, reservedUntil} = orders;
  const backOff = sql`now() + least(interval '3 minutes' * power(2, least(${checks}, 10)), ${sql.raw(MOST_BACK_OFF)})`;
  // Just over here, and not yet by the clock of the server that looked: in a minute it is.
  const ahead = (at: AnyPgColumn) =>
    sql`case when ${at} > now() then ${at} when ${at} > now() - interval '1 minute' then now() + interval '1 minute' end`;
  return saveOrder(db.queries, orderId, {
    checks: sql`${checks} + 1` as unknown as number,
    // Where nothing was begun, only the end is left to come.
    nextCheckAt:
      sql`least(${ahead(expiresAt)}, ${ahead(reservedUntil)}, case when ${isUntouched} and ${expiresAt} > now() then ${expiresAt} else ${backOff} end)` as unknown as Date,
  });
};

function report({log, metrics}: OrderDeps, repaired: Repaired): Repaired {
  const {orders: moved, events} = repaired;
  if (moved + events > 0) metrics.reconciled.inc(moved + events);
  if (moved + events + repaired.expired > 0) log.info(repaired, 'reconciled');
  return repaired;
}

const open = ['pending', 'processing', 'payment_failed', 'authorized'] as const;
const seen = {
  id: orders.id,
  expiresAt: orders.expiresAt,
  reservedUntil: orders.reservedUntil,
  /** Whether there is a payment of which Stripe can be asked. */
  asks: sql<boolean>`exists (select from ${paymentAttempts} where ${paymentAttempts.orderId} = ${orders.id} and ${paymentAttempts.open})`,
};
type Due = Pick<OrderRow, 'id' | 'expiresAt' | 'reservedUntil'>;
type Seen = Due & {asks: boolean};

/** Nobody has begun to pay it, or they have long left it. */
const isUntouched = sql`(${orders.status} = 'pending' and ${orders.stock} = 'none')`;
