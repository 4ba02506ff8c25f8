import type {BillingDetails, FrameState} from '../../wire/messages.ts';
import {postalCodes} from '../countries.ts';
import type {Method} from './methods.ts';

/** The Payment Element's options, read with Stripe's defaults. */
export interface PaymentOptions {
  layout: 'tabs' | 'accordion';
  isSpaced: boolean;
  radios: string;
  logoAtEnd: boolean;
  defaultCollapsed?: boolean;
  visibleItems?: number;
  order: string[];
  readOnly: boolean;
  business: string;
  terms: Record<string, string>;
  defaults: BillingDetails;
  fields: Record<string, unknown>;
}

type Unread = Record<string, unknown>;

/** Since basil the layout is an accordion unless the page asks for tabs. */
export function readOptions(state: FrameState): PaymentOptions {
  const {options, session} = state;
  const layout = options['layout'] ?? 'accordion';
  const given = (typeof layout === 'string' ? {type: layout} : layout) as Unread;
  const business = (options['business'] as {name?: string} | undefined)?.name;
  const defaults = options['defaultValues'] as {billingDetails?: BillingDetails} | undefined;
  return {
    layout: given['type'] === 'tabs' ? 'tabs' : 'accordion',
    isSpaced: given['spacedAccordionItems'] === true,
    radios: (given['radios'] as string | undefined) ?? 'auto',
    logoAtEnd: given['paymentMethodLogoPosition'] === 'end',
    ...(typeof given['defaultCollapsed'] === 'boolean' && {
      defaultCollapsed: given['defaultCollapsed'],
    }),
    ...(typeof given['visibleAccordionItemsCount'] === 'number' && {
      visibleItems: given['visibleAccordionItemsCount'],
    }),
    order: (options['paymentMethodOrder'] as string[] | undefined) ?? [],
    readOnly: options['readOnly'] === true,
    business: business ?? session?.business_name ?? 'the merchant',
    terms: (options['terms'] as Record<string, string> | undefined) ?? {},
    defaults: defaults?.billingDetails ?? {},
    fields: (options['fields'] as Unread | undefined) ?? {},
  };
}

/** The page's own order first, then the session's for what it left out. */
export function orderTypes(types: string[], order: string[]): string[] {
  const first = order.filter((type) => types.includes(type));
  return [...first, ...types.filter((type) => !first.includes(type))];
}

/** The billing fields a method shows: what it needs, less what the page collects itself. */
export function billingFields(
  method: Method,
  fields: Record<string, unknown>,
  country: string,
): string[] {
  const ofMethod = (fields[method.type] as {billingDetails?: unknown} | undefined)?.billingDetails;
  const setting = ofMethod ?? fields['billingDetails'] ?? 'auto';
  const wanted = isAlways(setting) ? ['name', ...method.billing] : method.billing;
  return [...new Set(wanted)].filter((name) => {
    if (name === 'postalCode' && !(country in postalCodes)) return false;
    return !isNever(setting, name);
  });
}

const isAlways = (setting: unknown) =>
  typeof setting === 'object' && (setting as {name?: string}).name === 'always';

function isNever(setting: unknown, name: string): boolean {
  if (typeof setting === 'string') return setting === 'never';
  const {address, ...others} = setting as Unread;
  if (name in others) return others[name] === 'never';
  const isPerson = ['name', 'email', 'phone'].includes(name);
  return !isPerson && address !== undefined && (address === 'never' || leaf(address, name));
}

const leaf = (address: unknown, name: string) =>
  typeof address === 'object' && (address as Unread)[name] === 'never';
