/** The two pages that are compared, and what is measured in each of them. */

/** What a page reports of itself, in milliseconds since its script began. */
export interface Report {
  mounted: number;
  interactive: number;
}

const items = [
  {sku: 'tee', quantity: 2},
  {sku: 'mug', quantity: 1},
];

/** Both pages tell when an iframe stands in the place for the payment form, and when it is ready. */
const watch = `
  const report = {};
  const seen = new MutationObserver(() => {
    if (!report.mounted && document.querySelector('#payment iframe, one-page-checkout iframe')) {
      report.mounted = performance.now();
    }
  });
  seen.observe(document, {childList: true, subtree: true});
  const end = (began) => {
    window.report = {
      mounted: report.mounted - began,
      interactive: performance.now() - began,
    };
  };`;

/** Stripe's published steps, one after the other: https://docs.stripe.com/payments/quickstart */
export const plainPage = `<!doctype html><html lang="en"><title>Plain</title>
<link rel="icon" href="data:,">
<form><div id="payment"></div><button>Pay</button></form>
<script type="module">
  ${watch}
  const began = performance.now();
  const config = await (await fetch('/config')).json();
  const answer = await fetch('/orders', {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() + crypto.randomUUID()},
    body: JSON.stringify(${JSON.stringify({items})}),
  });
  const {clientSecret} = await answer.json();
  await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = config.stripeJs;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  const stripe = Stripe(config.publishableKey);
  const elements = stripe.elements({clientSecret});
  const payment = elements.create('payment', {layout: 'tabs'});
  payment.on('ready', () => end(began));
  payment.mount('#payment');
</script>`;

/** The element; its script began when the last byte of it was there. */
export const ourPage = `<!doctype html><html lang="en"><title>Ours</title>
<link rel="icon" href="data:,">
<script type="module">
  ${watch}
  addEventListener('opc-ready', () => {
    const [script] = performance.getEntriesByName(location.origin + '/one-page-checkout.js');
    end(script.responseEnd);
  });
</script>
<script type="module" src="/one-page-checkout.js"></script>
<one-page-checkout items="tee:2 mug:1"></one-page-checkout>`;
