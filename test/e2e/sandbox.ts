import assert from 'node:assert/strict';
import {until} from '../support/until.ts';

/** What the sandbox tells a developer; see api/routes/sandbox.ts. */
interface Activity {
  orders: {id: string; number: string; status: string}[];
  mails: {id: string; subject: string; orderId?: string}[];
  events: {id: string; type: string; state: string}[];
}

/** The shop's own view of what the shoppers did, and Stripe's. */
export class SandboxView {
  readonly #server: {readonly origin: string};

  constructor(server: {readonly origin: string}) {
    this.#server = server;
  }

  async activity(): Promise<Activity> {
    const answer = await fetch(`${this.#server.origin}/_sandbox/activity`);
    return (await answer.json()) as Activity;
  }

  /** How many orders have been placed; the activity names the latest only. */
  async placed(): Promise<number> {
    const metrics = await (await fetch(`${this.#server.origin}/metrics`)).text();
    const [, count] = /^checkout_orders_total (\d+)$/m.exec(metrics) ?? [];
    assert.ok(count, 'orders are counted');
    return Number(count);
  }

  /** How many payments Stripe has taken, whether the shop has heard of them or not. */
  async charges(): Promise<number> {
    const answer = await fetch(`${this.#server.origin}/_simulator/events`);
    const {data} = (await answer.json()) as {data: {type: string}[]};
    return data.filter(({type}) => type === 'charge.succeeded').length;
  }

  /** Of all that is in stock, by what can still be bought: the shop tells no number. */
  async left(sku: string): Promise<number> {
    const answer = await fetch(`${this.#server.origin}/orders`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({items: [{sku, quantity: 999}], intent: 'deferred'}),
    });
    const {available} = (await answer.json()) as {available?: number};
    assert.ok(available !== undefined, 'there are fewer than that');
    return available;
  }

  /** Has Stripe behave otherwise, or time go by there; see demo/stripe-simulator/control-routes.ts. */
  async simulate(what: 'scenario' | 'settings' | 'clock', change: object): Promise<void> {
    const answer = await fetch(`${this.#server.origin}/_simulator/${what}`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify(change),
    });
    assert.ok(answer.ok);
  }

  /** Waits until the order has the status; what the webhook did, not what a page says. */
  order(number: string, status: string) {
    return until(`order ${number} is ${status}`, async () => {
      const {orders} = await this.activity();
      return orders.find((order) => order.number === number && order.status === status);
    });
  }

  /** The subjects of the mails that name the order, once there is at least one. */
  mails(number: string): Promise<string[]> {
    return until(`a mail about ${number}`, async () => {
      const subjects = (await this.activity()).mails
        .map(({subject}) => subject)
        .filter((subject) => subject.includes(number));
      return subjects.length > 0 && subjects;
    });
  }
}
