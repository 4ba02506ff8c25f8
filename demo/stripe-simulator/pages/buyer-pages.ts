import {Hono} from 'hono';
import type {Context} from 'hono';
import type {Stripe} from 'stripe';
import {StripeApiError} from '../http/errors.ts';
import {answerAttempt} from '../machine/attempts.ts';
import {verifyMicrodeposits} from '../machine/microdeposits.ts';
import {formatMoney} from '../machine/money.ts';
import {qrCodePng, qrCodeSvg} from '../qr-code.ts';
import type {Attempt} from '../records.ts';
import {type World, unattendedCall} from '../world.ts';
import {escapeHtml, page, script, styles} from './html.ts';

/** The pages on which a buyer proves who they are or approves a payment at "their bank". */
export function buyerPages(world: World, publicUrl: string | undefined): Hono {
  const originOf = (c: Context) => publicUrl ?? new URL(c.req.url).origin;
  const pages = new Hono()
    .get('/page.css', (c) => c.body(styles, 200, {'Content-Type': 'text/css; charset=utf-8'}))
    .get('/page.js', (c) =>
      c.body(script, 200, {'Content-Type': 'text/javascript; charset=utf-8'}),
    );

  for (const [path, kind] of [
    ['/authorize/:id', 'redirect'],
    ['/three-d-secure/:id', 'three_d_secure'],
  ] as const) {
    pages.get(path, (c) => {
      const found = find(world, c.req.param('id'), kind);
      if (!found) return c.html(page('This payment page does not exist', ''), 404);
      return c.html(draw(found.attempt, found.intent));
    });
    pages.post(path, async (c) => {
      const id = c.req.param('id');
      const found = find(world, id, kind);
      if (!found) return c.html(page('This payment page does not exist', ''), 404);
      const {outcome} = await c.req.parseBody();
      const approved = outcome === 'approve' || outcome === 'complete';
      const intent =
        answerAttempt(unattendedCall(world, originOf(c)), id, approved) ?? found.intent;
      if (c.req.header('Accept') === 'application/json') return c.json({status: intent.status});
      const {returnUrl} = found.attempt;
      if (returnUrl) return c.redirect(withResult(returnUrl, intent), 303);
      return c.html(page(approved ? 'Done' : 'Failed', '<p>You may close this page.</p>'));
    });
  }
  pages.get('/qr-codes/:file', (c) => {
    const [id = '', type] = c.req.param('file').split('.');
    if (!find(world, id, 'redirect')) return c.notFound();
    const text = `${originOf(c)}/_simulator/authorize/${id}`;
    if (type === 'svg') return c.body(qrCodeSvg(text), 200, {'Content-Type': 'image/svg+xml'});
    if (type !== 'png') return c.notFound();
    return c.body(new Uint8Array(qrCodePng(text)), 200, {'Content-Type': 'image/png'});
  });
  pages.get('/receipts/:id', (c) => {
    const charge = world.store.charges.get(c.req.param('id'));
    if (!charge) return c.html(page('There is no such receipt', ''), 404);
    return c.html(page('Receipt', `<p>${formatMoney(charge.amount, charge.currency)}</p>`));
  });
  pages.get('/vouchers/:id', (c) => {
    const intent = world.store.paymentIntents.get(c.req.param('id'));
    if (!intent) return c.html(page('There is no such voucher', ''), 404);
    const amount = formatMoney(intent.amount, intent.currency);
    return c.html(page('Voucher', `<p>Pay ${escapeHtml(amount)} at a shop.</p>`));
  });
  pages.get('/microdeposits/:id', (c) => c.html(page('Verify your bank account', depositForm)));
  pages.post('/microdeposits/:id', async (c) => {
    const intent = world.store.paymentIntents.get(c.req.param('id'));
    const {code} = await c.req.parseBody();
    try {
      if (intent)
        verifyMicrodeposits(unattendedCall(world), intent, {
          descriptor_code: typeof code === 'string' ? code : '',
        });
    } catch (error) {
      if (!(error instanceof StripeApiError)) throw error;
      return c.html(page('Not verified', `<p>${escapeHtml(error.message)}</p>${depositForm}`), 400);
    }
    return c.html(page('Verified', '<p>You may close this page.</p>'));
  });
  return pages;
}

const depositForm = `<form method="post">
        <label>Code of the deposit (SM11AA) <input name="code" required maxlength="6" /></label>
        <button value="approve">Verify</button>
      </form>`;

function find(world: World, id: string, kind: Attempt['kind']) {
  const attempt = world.store.attempts.get(id);
  const intent = attempt && world.store.paymentIntents.get(attempt.intent);
  return attempt?.kind === kind && intent ? {attempt, intent} : undefined;
}

function draw(attempt: Attempt, intent: Stripe.PaymentIntent): string {
  const amount = escapeHtml(formatMoney(intent.amount, intent.currency));
  const isChallenge = attempt.kind === 'three_d_secure';
  const title = isChallenge ? '3D Secure test page' : 'Authorize a test payment';
  if (!attempt.open) return page(title, '<p>This page was answered already or is out of date.</p>');
  const [yes, no] = isChallenge
    ? ['Complete', 'Fail']
    : ['Authorize test payment', 'Fail test payment'];
  const code = intent.next_action?.type.includes('qr_code')
    ? `<p>Scan the code with a phone, or press a button here.</p>
      <img class="code" src="/_simulator/qr-codes/${attempt.id}.svg" alt="QR code of this page" />`
    : '';
  return page(
    title,
    `<p>A payment of <strong>${amount}</strong>.</p>
      ${code}
      <form method="post"${isChallenge ? ` data-frame="${escapeHtml(attempt.id)}"` : ''}>
        <button name="outcome" value="approve">${yes}</button>
        <button name="outcome" value="fail">${no}</button>
      </form>`,
  );
}

/** https://docs.stripe.com/payments/accept-a-payment: three parameters join those of the address. */
function withResult(returnUrl: string, intent: Stripe.PaymentIntent): string {
  const url = new URL(returnUrl);
  url.searchParams.append('payment_intent', intent.id);
  url.searchParams.append('payment_intent_client_secret', intent.client_secret ?? '');
  url.searchParams.append('redirect_status', redirectStatus(String(intent.status)));
  return url.href;
}

function redirectStatus(status: string): string {
  if (status === 'succeeded' || status === 'requires_capture') return 'succeeded';
  return status === 'processing' ? 'pending' : 'failed';
}
