/** What travels between the host page and the frames. Nothing here carries a card number outward. */

/** A frame says this to its parent once it runs; the parent answers with `connectMessage` and a port. */
export const helloMessage = 'stripe-simulator:hello';
export const connectMessage = 'stripe-simulator:connect';
/** The simulator's own 3D Secure page says this when the buyer has decided. */
export const threeDSecureMessage = 'stripe-simulator:three-d-secure';

export interface ApiRequest {
  method: 'GET' | 'POST';
  path: string;
  params?: Record<string, unknown>;
}

export interface StripeErrorBody {
  type: string;
  message?: string;
  code?: string;
  decline_code?: string;
  param?: string;
  payment_intent?: PaymentIntentBody;
  [key: string]: unknown;
}

/** `body` holds Stripe's object, or `{error}` as Stripe words it; status 0 means nothing answered. */
export interface ApiAnswer {
  status: number;
  body: {error?: StripeErrorBody; [key: string]: unknown};
}

/** The same, read: Stripe's object for the caller to name, or its error. */
export type Answer =
  {value: unknown; error?: undefined} | {value?: undefined; error: StripeErrorBody};

export interface PaymentIntentBody {
  id: string;
  status: string;
  amount: number;
  currency: string;
  client_secret: string;
  capture_method?: string;
  setup_future_usage?: string | null;
  next_action?: NextAction | null;
  last_payment_error?: StripeErrorBody | null;
  [key: string]: unknown;
}

interface NextAction {
  type: string;
  redirect_to_url?: {url?: string; return_url?: string};
  use_stripe_sdk?: {type?: string; stripe_js?: string; source?: string};
  [key: string]: unknown;
}

export interface ElementsSession {
  ordered_payment_method_types: string[];
  payment_intent?: PaymentIntentBody | null;
  merchant_country?: string;
  business_name?: string;
  customer?: KeptMethods | null;
  [key: string]: unknown;
}

/** What the session of a returning customer lets the form show and do. */
export interface KeptMethods {
  payment_methods: KeptMethod[];
  features: {
    payment_method_remove: string;
    payment_method_save: string;
    payment_method_save_usage: string | null;
  };
}

export interface KeptMethod {
  id: string;
  type: string;
  billing_details: BillingDetails;
  card?: {brand: string; last4: string; exp_month: number; exp_year: number};
}

export interface Address {
  country?: string | null;
  postal_code?: string | null;
  state?: string | null;
  city?: string | null;
  line1?: string | null;
  line2?: string | null;
}

export interface BillingDetails {
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  address?: Address;
}

export interface Appearance {
  theme?: string;
  variables?: Record<string, string>;
  rules?: Record<string, Record<string, string>>;
  labels?: string;
  inputs?: string;
  disableAnimations?: boolean;
}

export interface FontSource {
  cssSrc?: string;
  family?: string;
  src?: string;
  display?: string;
  style?: string;
  unicodeRange?: string;
  weight?: string;
}

/** All that a frame needs to draw itself; sent whole again whenever any of it changes. */
export interface FrameState {
  key: string;
  kind: string;
  locale: string;
  appearance: Appearance;
  fonts: FontSource[];
  options: Record<string, unknown>;
  elementsOptions: {
    mode?: string;
    amount?: number;
    currency?: string;
    loader?: string;
    customerSession?: string;
  };
  session?: ElementsSession;
}

/** Outcome of validating one element, as `elements.submit()` reports it. */
export type Validation =
  | {ok: true; type?: string; isKept?: boolean; isWallet?: boolean; needsCaptcha?: boolean}
  | {ok: false; error: StripeErrorBody};
