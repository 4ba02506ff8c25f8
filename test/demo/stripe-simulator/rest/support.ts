import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, type TestContext} from 'node:test';
import {serve} from '@hono/node-server';
import Stripe from 'stripe';
import {
  type Simulator,
  type SimulatorOptions,
  createSimulator,
} from '../../../../demo/stripe-simulator/index.ts';

/** What came back; the body is JSON of any shape, which each test looks into as it needs. */
export interface Answer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

/** A running simulator with the clients that real integrations use. */
export interface Bench {
  simulator: Simulator;
  origin: string;
  /** Stripe's own SDK with the secret key. */
  stripe: Stripe;
  /** A form-encoded request with the secret key, or with other headers. */
  send(
    method: string,
    path: string,
    form?: string,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** A request as Stripe.js makes it, with the publishable key in the form. */
  sendFromPage(method: string, path: string, form?: Record<string, string>): Promise<Answer>;
}

/** Starts a simulator on a free port; it ends with the test. */
export async function openBench(t: TestContext, options: SimulatorOptions = {}): Promise<Bench> {
  const simulator = await createSimulator(options);
  const server = serve({fetch: simulator.app.fetch, port: 0, hostname: '127.0.0.1'});
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  t.after(async () => {
    await simulator.close();
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  const answerOf = async (response: Response): Promise<Answer> => ({
    status: response.status,
    headers: response.headers,
    body: await response.json(),
  });
  return {
    simulator,
    origin,
    stripe: new Stripe(simulator.secretKey, {
      host: '127.0.0.1',
      port,
      protocol: 'http',
      maxNetworkRetries: 0,
    }),
    async send(method, path, form = '', headers = {}) {
      const isGet = method === 'GET';
      const response = await fetch(origin + path + (isGet && form ? `?${form}` : ''), {
        method,
        headers: {
          Authorization: `Bearer ${simulator.secretKey}`,
          ...(!isGet && {'Content-Type': 'application/x-www-form-urlencoded'}),
          ...headers,
        },
        ...(!isGet && {body: form}),
      });
      return answerOf(response);
    },
    async sendFromPage(method, path, form = {}) {
      const body = new URLSearchParams({key: simulator.publishableKey, ...form});
      const isGet = method === 'GET';
      const response = await fetch(origin + path + (isGet ? `?${body}` : ''), {
        method,
        ...(!isGet && {body}),
      });
      return answerOf(response);
    },
  };
}

/**
 * A new file for the state of a simulator with each call. Their folder goes when all tests of the file
 * have ended: what is registered with a test runs before its simulators are closed, and one of them may
 * just be writing.
 */
export function useStateFiles(): () => string {
  let folder: string;
  let files = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  });
  after(() => rm(folder, {recursive: true}));
  return () => join(folder, `state-${(files += 1)}.json`);
}

/** Time that stands still: what is to happen a second later waits for `advance`. */
export const stillTime = () => 1_800_000_000_000;

/** A card as a buyer types it. */
export const typedCard = (number: string, more: Record<string, string> = {}) => ({
  'payment_method_data[type]': 'card',
  'payment_method_data[card][number]': number,
  'payment_method_data[card][exp_month]': '12',
  'payment_method_data[card][exp_year]': '34',
  'payment_method_data[card][cvc]': '123',
  return_url: 'https://shop.example/return?order=1',
  use_stripe_sdk: 'true',
  ...more,
});

/** An account number as a buyer types it. */
export const typedAccount = (number: string) => ({
  'payment_method_data[type]': 'us_bank_account',
  'payment_method_data[us_bank_account][account_number]': number,
  'payment_method_data[us_bank_account][routing_number]': '110000000',
  'payment_method_data[us_bank_account][account_holder_type]': 'individual',
  'payment_method_data[billing_details][name]': 'Jenny Rosen',
  return_url: 'https://shop.example/return',
});

export const typedIban = (iban: string) => ({
  'payment_method_data[type]': 'sepa_debit',
  'payment_method_data[sepa_debit][iban]': iban,
  'payment_method_data[billing_details][name]': 'Jenny Rosen',
  'payment_method_data[billing_details][email]': 'jenny@example.com',
  return_url: 'https://shop.example/return',
});

/** Creates a payment and confirms it from the page. */
export async function pay(
  bench: Bench,
  form: Record<string, string>,
  intent: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<{id: string; secret: string; answer: Answer}> {
  const made = await bench.stripe.paymentIntents.create({amount: 2000, currency: 'usd', ...intent});
  const secret = made.client_secret ?? '';
  const path = `/v1/payment_intents/${made.id}/confirm`;
  const answer = await bench.sendFromPage('POST', path, {client_secret: secret, ...form});
  return {id: made.id, secret, answer};
}

/** Presses a button of the simulated bank's page. */
export const press = (url: string, outcome: 'approve' | 'fail') =>
  fetch(url, {method: 'POST', body: new URLSearchParams({outcome}), redirect: 'manual'});

/** Follows the 3D Secure page of an answer. */
export const answerChallenge = (answer: Answer, outcome: 'approve' | 'fail') =>
  press(answer.body.next_action.use_stripe_sdk.stripe_js, outcome);

/** The types of all events so far, oldest first. */
export async function eventTypes(bench: Bench): Promise<string[]> {
  const events = await bench.stripe.events.list({limit: 100});
  return events.data.map(({type}) => type as string).reverse();
}

export interface Receiver {
  url: string;
  received: {event: Stripe.Event; signature: string; body: string}[];
  /** The status the next answers have; 200 when the list is empty. */
  answers: number[];
}

/** A merchant's webhook endpoint that checks signatures with Stripe's SDK. */
export async function openReceiver(
  t: TestContext,
  secret: string,
  onBadSignature: (error: unknown) => void = (error) => {
    throw error;
  },
): Promise<Receiver> {
  const receiver: Receiver = {url: '', received: [], answers: []};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const signature = String(request.headers['stripe-signature']);
      try {
        const event = Stripe.webhooks.constructEvent(body, signature, secret);
        receiver.received.push({event, signature, body});
      } catch (error) {
        onBadSignature(error);
      }
      const status = receiver.answers.shift() ?? 200;
      response.writeHead(status, status === 302 ? {Location: '/elsewhere'} : {}).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  return receiver;
}
