/** What a page that Stripe hosts was made with: the creating call repeats with exactly this. */
export interface HostedPage {
  returnUrl: string;
  cancelUrl: string;
  /** One of Stripe's own. */
  locale: string;
  /** Absent: the page asks for it. */
  email?: string;
  asksAddress: boolean;
  asksPhone: boolean;
  /** Where the goods may go; absent: nowhere. */
  shipsTo?: string[];
  /** In whole seconds, as Stripe counts. */
  expiresAt: number;
}
