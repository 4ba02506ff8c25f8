/**
 * A Stripe that follows a script, in memory: each step changes what it answers from then on and
 * leaves the event that Stripe would send of it, all within the same second.
 */
import Stripe from 'stripe';

type Thing = {id: string} & Record<string, unknown>;

export interface ScriptedEvent {
  id: string;
  type: string;
  [key: string]: unknown;
}

export interface ScriptedStripe {
  /** What the server calls. */
  stripe: Stripe;
  /** Changes a thing without a word. */
  change(kind: Kind, change: Thing): void;
  /** Changes a thing, and tells of it. */
  tell(type: string, kind: Kind, change: Thing): ScriptedEvent;
  read(kind: Kind, id: string): Thing;
  /** That many of the next reads fail, as when Stripe is away for a moment. */
  failNext(count: number): void;
  events: ScriptedEvent[];
}

export type Kind = 'intent' | 'session' | 'charge' | 'refund' | 'dispute' | 'warning' | 'review';

const SECOND = Math.floor(Date.now() / 1000);
let numbers = 0;

export function scriptStripe(): ScriptedStripe {
  const things = new Map<string, Thing>();
  const events: ScriptedEvent[] = [];
  let failures = 0;
  const read = (kind: Kind, id: string): Thing => {
    const thing = things.get(`${kind}:${id}`);
    if (!thing) throw new Error(`The script has no ${kind} ${id}.`);
    return structuredClone(thing);
  };
  /** A session with its intent, as our calls ask for it. */
  const expanded = (id: string) => {
    const session = read('session', id);
    const payment = session['payment_intent'] as string | null;
    return {...session, payment_intent: payment && read('intent', payment)};
  };
  const change = (kind: Kind, news: Thing): Thing => {
    const key = `${kind}:${news.id}`;
    const thing = {...things.get(key), ...news};
    things.set(key, thing);
    return thing;
  };
  const tell: ScriptedStripe['tell'] = (type, kind, news) => {
    const thing = change(kind, news);
    numbers += 1;
    const event = {
      id: `evt_${numbers}`,
      object: 'event',
      api_version: '2026-10-28.endive',
      created: SECOND,
      livemode: false,
      type,
      data: {object: structuredClone(thing)},
    };
    events.push(event);
    return event;
  };
  const answer = async <Answer>(work: () => Answer): Promise<Answer> => {
    // The answer is what was true when the question arrived, and takes a moment to come back.
    if (failures > 0) {
      failures -= 1;
      throw new Stripe.errors.StripeConnectionError({
        message: 'away',
        type: 'api_error',
      });
    }
    const result = work();
    await new Promise((resolve) => setImmediate(resolve));
    return result;
  };
  const list = (found: unknown[]) =>
    Object.assign(Promise.resolve({data: found}), {
      [Symbol.asyncIterator]: async function* () {
        yield* found;
      },
    });
  const calls = {
    paymentIntents: {
      create: ({amount, currency, metadata}: Stripe.PaymentIntentCreateParams) =>
        answer(() => {
          const id = `pi_${(numbers += 1)}`;
          things.set(`intent:${id}`, {
            id,
            object: 'payment_intent',
            amount,
            amount_received: 0,
            currency,
            metadata,
            livemode: false,
            status: 'requires_payment_method',
            last_payment_error: null,
            cancellation_reason: null,
            client_secret: `${id}_secret_x`,
          });
          return read('intent', id);
        }),
      retrieve: (id: string) => answer(() => read('intent', id)),
      cancel: (id: string, {cancellation_reason: reason}: Stripe.PaymentIntentCancelParams) =>
        answer(() => {
          const {status} = read('intent', id);
          if (status === 'succeeded' || status === 'canceled' || status === 'processing') {
            throw new Stripe.errors.StripeInvalidRequestError({
              message: 'too late',
              type: 'invalid_request_error',
              code: 'payment_intent_unexpected_state',
            });
          }
          const news = {id, status: 'canceled', cancellation_reason: reason};
          tell('payment_intent.canceled', 'intent', news);
          return read('intent', id);
        }),
    },
    checkout: {
      sessions: {
        create: (params: Stripe.Checkout.SessionCreateParams) =>
          answer(() => {
            const id = `cs_${(numbers += 1)}`;
            const {unit_amount: sum, currency} = params.line_items?.[0]?.price_data ?? {};
            things.set(`session:${id}`, {
              id,
              object: 'checkout.session',
              status: 'open',
              amount_total: sum,
              currency,
              metadata: params.metadata,
              client_reference_id: params.client_reference_id,
              payment_intent: null,
              customer_details: null,
              livemode: false,
              url: `https://checkout.example/${id}`,
            });
            return expanded(id);
          }),
        retrieve: (id: string) => answer(() => expanded(id)),
        list: ({payment_intent: payment}: {payment_intent: string}) =>
          answer(() => ({
            data: [...things.values()]
              .filter((thing) => thing['object'] === 'checkout.session')
              .filter((session) => session['payment_intent'] === payment)
              .map(({id}) => expanded(id)),
          })),
      },
    },
    refunds: {
      retrieve: (id: string) => answer(() => read('refund', id)),
      list: ({payment_intent: payment}: {payment_intent: string}) =>
        answer(() => ({
          data: [...things.values()].filter(
            (thing) => thing['object'] === 'refund' && thing['payment_intent'] === payment,
          ),
        })),
    },
    disputes: {retrieve: (id: string) => answer(() => read('dispute', id))},
    reviews: {retrieve: (id: string) => answer(() => read('review', id))},
    radar: {
      earlyFraudWarnings: {retrieve: (id: string) => answer(() => read('warning', id))},
    },
    balanceTransactions: {
      retrieve: (id: string) => answer(() => ({id, fee: 123, currency: 'usd'})),
    },
    events: {
      list: ({created, types}: {created?: unknown; types: string[]}) =>
        // Nothing is older than the script.
        list(created ? [] : events.filter(({type}) => types.includes(type)).reverse()),
    },
  };
  return {
    stripe: calls as unknown as Stripe,
    events,
    read,
    change,
    failNext: (count) => {
      failures = count;
    },
    tell,
  };
}
