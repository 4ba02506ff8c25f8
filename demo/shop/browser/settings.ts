/**
 * The demo's settings live in the address, so that a look at the checkout can be sent to somebody:
 * `/?theme=dark&locale=zh-Hans&currency=jpy&intent=deferred&items=tote:1`.
 */
export interface Setting {
  /** The query parameter, and the attribute of the element that it sets. */
  name: 'theme' | 'locale' | 'currency' | 'intent' | 'payment-layout';
  label: string;
  choices: [value: string, label: string][];
}

export const settings: Setting[] = [
  {
    name: 'theme',
    label: 'Theme',
    choices: [
      ['', 'As the system'],
      ['light', 'Light'],
      ['dark', 'Dark'],
    ],
  },
  {
    name: 'locale',
    label: 'Language',
    choices: [
      ['', 'English'],
      ['ar', 'العربية'],
      ['cs', 'Čeština'],
      ['da', 'Dansk'],
      ['de', 'Deutsch'],
      ['es', 'Español'],
      ['fa', 'فارسی'],
      ['fi', 'Suomi'],
      ['fr', 'Français'],
      ['he', 'עברית'],
      ['id', 'Bahasa Indonesia'],
      ['it', 'Italiano'],
      ['ja', '日本語'],
      ['ko', '한국어'],
      ['nb', 'Norsk bokmål'],
      ['nl', 'Nederlands'],
      ['pl', 'Polski'],
      ['pt-BR', 'Português (Brasil)'],
      ['ru', 'Русский'],
      ['sv', 'Svenska'],
      ['tr', 'Türkçe'],
      ['uk', 'Українська'],
      ['vi', 'Tiếng Việt'],
      ['zh-Hans', '简体中文'],
      ['zh-Hant', '繁體中文'],
    ],
  },
  {
    name: 'currency',
    label: 'Currency',
    choices: [
      ['', 'US dollar'],
      ['eur', 'Euro'],
      ['gbp', 'Pound'],
      ['jpy', 'Yen'],
      ['kwd', 'Kuwaiti dinar'],
    ],
  },
  {
    name: 'intent',
    label: 'Intent',
    choices: [
      ['', 'First'],
      ['deferred', 'Deferred'],
    ],
  },
];

const otherAttributes = ['items', 'billing', 'payment-layout', 'customer-email'];

/** Puts what the address says on the element, before the element's own script has run. */
export function applySettings(checkout: Element, address: URLSearchParams): void {
  for (const name of [...settings.map((setting) => setting.name), ...otherAttributes]) {
    const value = address.get(name);
    if (value) checkout.setAttribute(name, value);
  }
  const theme = address.get('theme');
  if (theme) document.documentElement.dataset['theme'] = theme;
}

/** The same page with one setting changed. */
export function withSetting(address: URLSearchParams, name: string, value: string): string {
  const next = new URLSearchParams(address);
  if (value) next.set(name, value);
  else next.delete(name);
  return `?${next}`;
}

/** The two lines as a site owner would paste them, for the settings chosen. */
export function snippet(checkout: Element): string {
  const attributes = checkout
    .getAttributeNames()
    .filter((name) => ['items', 'billing', 'return-url'].includes(name) || isSetting(name))
    .map((name) => ` ${name}="${checkout.getAttribute(name)}"`)
    .join('');
  return [
    `<script type="module" src="${location.origin}/one-page-checkout.js"></script>`,
    `<one-page-checkout${attributes}></one-page-checkout>`,
  ].join('\n');
}

function isSetting(name: string): boolean {
  return settings.some((setting) => setting.name === name);
}
