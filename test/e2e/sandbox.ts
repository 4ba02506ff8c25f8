import {until} from '../support/until.ts';

/** What the sandbox tells a developer; see api/routes/sandbox.ts. */
interface Activity {
  orders: {id: string; number: string; status: string}[];
  mails: {id: string; subject: string; orderId?: string}[];
  events: {id: string; type: string; state: string}[];
}

/** The server's own view of what the shoppers did. */
export class SandboxView {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async activity(): Promise<Activity> {
    const answer = await fetch(`${this.#origin}/_sandbox/activity`);
    return (await answer.json()) as Activity;
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
