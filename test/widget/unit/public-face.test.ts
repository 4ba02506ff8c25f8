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

interface Declaration {
  name: string;
  attributes?: {name: string}[];
  events?: {name: string}[];
  slots?: {name: string}[];
  members?: {name: string; kind: string; privacy?: string; static?: boolean; attribute?: string}[];
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
let element: Declaration;

before(() => {
  // The manifest is what editors and documentation tools read of the package.
  execFileSync('npm', ['run', '--silent', 'manifest'], {
    cwd: root,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  const manifest = JSON.parse(
    readFileSync(join(root, 'dist/manifest/custom-elements.json'), 'utf8'),
  ) as {
    modules: {declarations: Declaration[]}[];
  };
  const declarations = manifest.modules.flatMap((module) => module.declarations);
  const found = declarations.find(({name}) => name === 'OnePageCheckout');
  assert.ok(found, 'the manifest describes the element');
  element = found;
});

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

const read = (path: string) => readFileSync(join(root, path), 'utf8');

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
