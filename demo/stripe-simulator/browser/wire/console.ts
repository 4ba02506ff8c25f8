/* oxlint-disable no-console -- Stripe.js tells developers of misuse in the page's own console. */

export const warn = (text: string) => console.warn(text);
export const complain = (text: string, ...details: unknown[]) => console.error(text, ...details);
