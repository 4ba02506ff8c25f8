interface Policy {
  createScriptURL(url: string): unknown;
}
interface Policies {
  createPolicy(name: string, rules: {createScriptURL(url: string): string}): Policy;
}

let policy: Policy | undefined;

/**
 * The address of a script for a page that demands Trusted Types: by a policy of our own, named
 * `one-page-checkout`, which is asked for Stripe.js and Turnstile and nothing else. A page whose policy does not
 * allow that name may have a `default` one instead.
 * https://developer.mozilla.org/docs/Web/API/Trusted_Types_API
 */
export function scriptUrl(url: string): string {
  const {trustedTypes} = globalThis as {trustedTypes?: Policies};
  try {
    policy ??= trustedTypes?.createPolicy('one-page-checkout', {createScriptURL: (same) => same});
  } catch {
    return url;
  }
  return (policy?.createScriptURL(url) ?? url) as string;
}
