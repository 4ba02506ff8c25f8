import type {NewOrder, Order, OrderShown} from '../api/contract.ts';
import {ApiCallError, type ApiClient} from './api-client.ts';
import type {CheckoutSession} from './session.ts';

export interface OpenOrder {
  order: Order;
  token: string;
  clientSecret?: string | undefined;
  /** What waits to be paid elsewhere. */
  intent?: OrderShown['intent'];
}

interface Deps {
  api: ApiClient;
  session: CheckoutSession;
}

/**
 * The order of this cart: the one this browser already has, or a new one. A reload, a second tab or
 * element and a retry after a lost answer all come to the same order.
 * @param request What to order; null where the page names nothing and only a kept order will do.
 */
export async function openOrder(deps: Deps, request: NewOrder | null): Promise<OpenOrder | null> {
  // With nothing kept, the request goes out before this function returns: no tick is lost.
  const kept = deps.session.read()?.orderId ? await reopen(deps) : null;
  if (kept && !(request && isGone(kept.order))) return kept;
  if (kept) deps.session.clear();
  return request && place(deps, request);
}

/** An order that nobody will ever pay: a new one takes its place. */
const isGone = ({status}: Order) => status === 'expired' || status === 'canceled';

const strangers = new Set<string>(['order_not_found', 'unauthorized', 'invalid_request']);

async function reopen({api, session}: Deps): Promise<OpenOrder | null> {
  const {orderId, token} = session.read() ?? {};
  if (!orderId || !token) return null;
  try {
    const shown = await api.showOrder(orderId, token);
    session.add(); // It may have been another tab's.
    return {...shown, token};
  } catch (error) {
    if (!(error instanceof ApiCallError) || !strangers.has(error.code)) throw error;
    session.clear();
    return null;
  }
}

async function place({api, session}: Deps, request: NewOrder): Promise<OpenOrder> {
  try {
    const placed = await api.placeOrder(request, session.add().idempotencyKey);
    session.add({orderId: placed.order.id, token: placed.token});
    session.share();
    return placed;
  } catch (error) {
    // The answer got lost and the page has changed since, its language for one: order as it is now.
    if (!(error instanceof ApiCallError) || error.code !== 'idempotency_mismatch') throw error;
    session.clear();
    return place({api, session}, request);
  }
}
