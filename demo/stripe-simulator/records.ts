/** What the simulator must remember beside Stripe's own objects. */

/** What stands behind a payment method: Stripe never shows it, the outcome depends on it. */
export interface Instrument {
  /** The payment method's id. */
  id: string;
  /** Card number, bank account number or IBAN, without spaces. All of them are test data. */
  number: string;
}

/** One try to pay that waits for the buyer: a 3D Secure challenge or a bank's page. */
export interface Attempt {
  id: string;
  intent: string;
  kind: 'three_d_secure' | 'redirect';
  returnUrl: string | null;
  open: boolean;
}

/** One POST of one event to one endpoint. */
export interface Delivery {
  id: string;
  event: string;
  type: string;
  endpoint: string;
  url: string;
  attempt: number;
  at: number;
  /** HTTP status, or null when there was no answer or the delivery was lost on purpose. */
  status: number | null;
  error: string | null;
  fault: string | null;
}

/** Signing secrets of an endpoint; an old one stays valid for a while after a roll. */
export interface EndpointSecrets {
  id: string;
  secrets: {secret: string; expiresAt: number | null}[];
}

/** The answer to a request that carried an `Idempotency-Key`. */
export interface KeptAnswer {
  /** Key of the account and the idempotency key. */
  id: string;
  fingerprint: string;
  path: string;
  requestId: string;
  createdAt: number;
  /** Absent while the first request is still being worked on. */
  status?: number;
  body?: string;
}
