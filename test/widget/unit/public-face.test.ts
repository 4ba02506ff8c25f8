/**
 * What pages, scripts and style sheets of others rely on. A name that is missing here breaks
 * somebody's site; a new one is a promise, and is written down here on purpose.
 */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {errorCodes} from '../../../api/contract.ts';
import {finalErrors} from '../../../widget/error-texts.ts';
import type {BrowserErrorCode, CheckoutErrorCode} from '../../../widget/errors.ts';
import type {OutcomeKind, Step} from '../../../widget/flow.ts';

interface Declaration {
  name: string;
  attributes?: {name: string}[];
  events?: {name: string}[];
  slots?: {name: string}[];
  members?: {name: string; kind: string; privacy?: string; static?: boolean; attribute?: string}[];
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
let element: Declaration;

before(() => {
  // The manifest is what editors and documentation tools read of the package.
  execFileSync('npm', ['run', '--silent', 'manifest'], {
    cwd: root,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  const manifest = JSON.parse(
    read((JSON.parse(read('package.json')) as {customElements: string}).customElements),
  ) as {
    modules: {declarations: Declaration[]}[];
  };
  const declarations = manifest.modules.flatMap((module) => module.declarations);
  const found = declarations.find(({name}) => name === 'OnePageCheckout');
  assert.ok(found, 'the manifest describes the element');
  element = found;
});

/** The names that begin the rows of a table in EVENTS.md. */
function documented(heading: string): string[] {
  const [, section = ''] = read('widget/EVENTS.md').split(`## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| `([\w-]+)/gm)].map(([, name = '']) => name);
}

const words = (text: string) => text.split(/\s+/).filter(Boolean).sort();
const names = (list: {name: string}[] = []) => list.map(({name}) => name).sort();

test('the attributes', () => {
  const attributes = `items api-url currency locale return-url intent theme payment-layout billing
    phone company shipping shipping-countries quantities express link customer-email
    client-reference-id hide-summary`;
  assert.deepEqual(names(element.attributes), words(attributes));
});

test('the properties that are no attributes, and the methods', () => {
  const members = (element.members ?? []).filter(
    ({privacy, attribute, static: isStatic, name}) =>
      (privacy ?? 'public') === 'public' && !attribute && !isStatic && !name.startsWith('#'),
  );
  const methods = members.filter(({kind}) => kind === 'method');
  for (const method of words('submit validate focus prefill retry')) {
    assert.ok(names(methods).includes(method), `${method}()`);
  }
  assert.deepEqual(
    documented('Methods').sort(),
    words('submit validate focus prefill retry update'),
  );
  // The analyzer takes it for Lit's own step of the same name.
  assert.match(
    read('widget/one-page-checkout.ts'),
    /update\(change: OrderChange\): Promise<void>;/,
  );
  const fields = names(members.filter(({kind}) => kind === 'field'));
  for (const field of words('appearance fonts billingDetails lineItems')) {
    assert.ok(fields.includes(field), field);
  }
});

test('the events', () => {
  const events = `opc-ready opc-change opc-before-submit opc-submit opc-processing opc-success
    opc-failure opc-load-error opc-status`;
  assert.deepEqual(names(element.events), words(events));
  assert.deepEqual(documented('Events').sort(), words(events));
});

test('the slots', () => {
  const slots = `header summary before-payment after-payment submit-label terms footer loading
    status-success status-processing status-failure`;
  assert.deepEqual(names(element.slots), words(slots));
  const rendered = new Set(
    sources().flatMap((source) =>
      [...source.matchAll(/<slot name="([\w-]+)"/g)].map(([, at]) => at),
    ),
  );
  for (const slot of words(slots).filter((name) => !name.startsWith('status-'))) {
    assert.ok(rendered.has(slot), `<slot name="${slot}">`);
  }
});

test('the states', () => {
  // Of the types themselves: one that is new, or gone, does not compile here.
  const steps = {
    waiting: 0,
    loading: 0,
    'load-error': 0,
    form: 0,
    submitting: 0,
    status: 0,
  } satisfies Record<Step, 0>;
  const outcomes = {
    paid: 0,
    authorized: 0,
    confirming: 0,
    processing: 0,
    failed: 0,
    action: 0,
    unpaid: 0,
    canceled: 0,
    expired: 0,
    refunded: 0,
    unfulfillable: 0,
    unknown: 0,
    not_found: 0,
  } satisfies Record<OutcomeKind, 0>;
  const [, written = ''] = /## States\n\n(.+)\n/.exec(read('widget/THEMING.md')) ?? [];
  const named = [...written.matchAll(/`([a-z-]+)`/g)].flatMap(([, name = '']) => name);
  const states = [...Object.keys(steps), ...Object.keys(outcomes)];
  assert.deepEqual(
    [...new Set(named)].sort(),
    states.map((state) => state.replace('_', '-')).sort(),
  );
});

test('the error codes, what they mean, and whether it is worth another try', () => {
  const ofBrowser = {
    network_error: 0,
    timeout: 0,
    stripe_load_failed: 0,
    payment_form_failed: 0,
    payment_details_invalid: 0,
    payment_failed: 0,
    payment_restarted: 0,
    invalid_items: 0,
    payment_not_found: 0,
    unknown: 0,
  } satisfies Record<BrowserErrorCode, 0>;
  const table = read('widget/ERRORS.md').matchAll(/^\| `(\w+)` +\| (yes|no) +\| (.+?) +\|$/gm);
  const rows = [...table].map(([, code = '', retryable, words]) => ({code, retryable, words}));
  assert.deepEqual(
    rows.map(({code}) => code),
    [...Object.keys(ofBrowser), ...Object.keys(errorCodes)],
  );
  const sentences: Record<string, readonly [number, string]> = errorCodes;
  for (const {code, retryable, words} of rows) {
    const isFinal = finalErrors.includes(code as CheckoutErrorCode);
    assert.equal(retryable, isFinal ? 'no' : 'yes', code);
    if (sentences[code]) assert.equal(words, sentences[code][1]);
  }
});

test('the parts', () => {
  const parts = `aside banner button button-hosted button-primary button-secondary button-submit challenge checkbox choice
    choice-shipping divider error error-summary field form heading hint input invalid label main
    notice notice-sandbox payment quantity quantity-button quantity-value root row section
    section-address section-challenge section-contact section-hosted section-payment section-shipping section-wallets skeleton
    spinner status status-failure status-heading status-icon status-order status-text summary
    summary-line summary-lines total wallets`;
  assert.deepEqual([...new Set(sources().flatMap(partsIn))].sort(), words(parts));
});

/** Every file that draws something. */
const sources = (): string[] => [
  ...readdirSync(join(root, 'widget/views')).map((file) => read(`widget/views/${file}`)),
  read('widget/quantities.ts'),
];

/** Whole names only: `field-${name}` is one for each field. */
function partsIn(source: string): string[] {
  return [...source.matchAll(/part="([^"]*)"/g)].flatMap(([, list = '']) => {
    const chosen = [...list.matchAll(/(\S*)\$\{[^}]*?\? '([^']*)' : '([^']*)'\}/g)].flatMap(
      ([, start, yes, no]) => [yes, no].map((end) => `${start?.includes('{') ? '' : start}${end}`),
    );
    const plain = list.replace(/\S*\$\{[^}]*\}\S*/g, ' ').split(/\s+/);
    return [...plain, ...chosen.map((name) => name.trim())].filter((name) =>
      /^[a-z-]+[a-z]$/.test(name),
    );
  });
}
