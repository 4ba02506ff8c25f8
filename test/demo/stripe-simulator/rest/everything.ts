import type Stripe from 'stripe';
import {debitAccounts} from '../../../../demo/stripe-simulator/machine/test-accounts.ts';
import {testCards} from '../../../../demo/stripe-simulator/machine/test-cards.ts';
import type {Wire} from './declared.ts';
import {
  type Bench,
  answerChallenge,
  pay,
  press,
  typedAccount,
  typedCard,
  typedIban,
} from './support.ts';

/** Uses every test card, bank account, method and call; gives what lists do not show. */
export async function makeEverything(bench: Bench): Promise<Wire[]> {
  const {stripe, simulator} = bench;
  const shown: Wire[] = [];
  const form = async (method: string, path: string, text: string) =>
    (await bench.send(method, path, text)).body;

  for (const {number} of testCards) await pay(bench, typedCard(number));
  for (const number of Object.keys(debitAccounts.us)) await pay(bench, typedAccount(number));
  for (const iban of Object.keys(debitAccounts.sepa)) {
    await pay(bench, typedIban(iban), {currency: 'eur'});
  }
  await simulator.control.advance(200_000);
  for (const [type, currency] of [
    ['ideal', 'eur'],
    ['bancontact', 'eur'],
    ['eps', 'eur'],
    ['p24', 'pln'],
    ['klarna', 'eur'],
    ['oxxo', 'mxn'],
    ['boleto', 'brl'],
    ['konbini', 'jpy'],
    ['multibanco', 'eur'],
    ['affirm', 'usd'],
    ['afterpay_clearpay', 'usd'],
    ['alipay', 'usd'],
    ['alma', 'eur'],
    ['amazon_pay', 'usd'],
    ['billie', 'eur'],
    ['giropay', 'eur'],
    ['grabpay', 'sgd'],
    ['kakao_pay', 'krw'],
    ['mobilepay', 'dkk'],
    ['paypal', 'eur'],
    ['revolut_pay', 'eur'],
    ['twint', 'chf'],
    ['cashapp', 'usd'],
    ['paynow', 'sgd'],
    ['pix', 'brl'],
    ['promptpay', 'thb'],
    ['swish', 'sek'],
    ['wechat_pay', 'usd'],
  ] as const) {
    const data = {
      'payment_method_data[type]': type,
      'payment_method_data[boleto][tax_id]': '000.000.000-00',
      return_url: 'https://shop.example/return',
    };
    const {answer} = await pay(bench, data, {currency});
    const action = answer.body.next_action;
    const url = action?.redirect_to_url?.url ?? action?.[action.type]?.hosted_instructions_url;
    if (url) await press(url, type === 'eps' ? 'fail' : 'approve');
  }
  const challenged = await pay(bench, typedCard('4000002760003184'));
  await answerChallenge(challenged.answer, 'fail');
  const passed = await pay(bench, typedCard('4000002760003184'));
  await answerChallenge(passed.answer, 'approve');
  await pay(bench, typedAccount('000123456789'), {
    payment_method_options: {us_bank_account: {verification_method: 'microdeposits'}},
  });
  const shipping = {name: 'Jenny', address: {line1: '1 Main Street', country: 'US'}};
  const customer = await stripe.customers.create({email: 'jenny@example.com', shipping});
  const held = {capture_method: 'manual', shipping, customer: customer.id} as const;
  await pay(bench, typedCard('4242424242424242'), held);
  const taken = await pay(bench, typedCard('4242424242424242'), {
    ...held,
    setup_future_usage: 'off_session',
  });
  await stripe.paymentIntents.capture(taken.id, {amount_to_capture: 1500});
  const refund = await stripe.refunds.create({payment_intent: taken.id, amount: 100});
  await stripe.refunds.update(refund.id, {metadata: {note: 'one'}});
  const dropped = await pay(bench, typedCard('4242424242424242'), held);
  await stripe.paymentIntents.cancel(dropped.id, {cancellation_reason: 'duplicate'});
  for (const method of ['pm_card_pendingRefund', 'pm_card_refundFail']) {
    const {id} = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      confirm: true,
      payment_method: method,
      return_url: 'https://shop.example/return',
    });
    await stripe.refunds.create({payment_intent: id});
  }
  await simulator.control.advance(10_000);
  for (const [index, dispute] of (await stripe.disputes.list({limit: 100})).data.entries()) {
    const uncategorized_text = ['winning_evidence', 'losing_evidence', 'escalate_inquiry_evidence'][
      index % 3
    ]!;
    await stripe.disputes.update(dispute.id, {evidence: {uncategorized_text}});
  }
  const [review] = (await stripe.reviews.list()).data;
  await stripe.reviews.approve(review!.id);
  await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    payment_method: 'pm_card_visa',
  });
  await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
  });
  await stripe.products.create({
    name: 'Tea',
    default_price_data: {currency: 'eur', unit_amount: 990},
  });
  const endpoint = await stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:1/',
    enabled_events: ['review.opened'],
  });
  await stripe.webhookEndpoints.update(endpoint.id, {disabled: true});
  const inquired = await pay(bench, typedCard('4000000000001976'));
  const [inquiry] = (await stripe.disputes.list({payment_intent: inquired.id})).data;
  await stripe.disputes.close(inquiry!.id);
  const token = await bench.sendFromPage('POST', '/v1/confirmation_tokens', {
    ...typedCard('4242424242424242'),
    'shipping[name]': 'Jenny',
    'shipping[address][line1]': '1 Main Street',
  });
  shown.push(await form('GET', `/v1/confirmation_tokens/${token.body.id}`, ''));
  shown.push(
    await form('POST', '/v1/webhook_endpoints', 'url=http://127.0.0.1:1/&enabled_events[]=*'),
  );
  shown.push(
    await form(
      'POST',
      '/v1/customer_sessions',
      `customer=${customer.id}&components[payment_element][enabled]=true`,
    ),
  );
  for (const currency of ['eur', 'gbp', 'jpy', 'mxn', 'usd']) {
    await form(
      'POST',
      '/v1/payment_intents',
      `amount=20000&currency=${currency}&customer=${customer.id}&payment_method_types[]=customer_balance&payment_method_data[type]=customer_balance&confirm=true`,
    );
    const funding = `/v1/test_helpers/customers/${customer.id}/fund_cash_balance`;
    for (const amount of [5000, 16_000]) {
      shown.push(await form('POST', funding, `amount=${amount}&currency=${currency}`));
    }
  }
  shown.push(await form('GET', `/v1/customers/${customer.id}/cash_balance`, ''));
  shown.push(...(await checkoutSessions(bench)));
  for (const data of [
    typedAccount('000123456789'),
    typedIban('AT611904300234573201'),
    typedCard('378282246310005'),
  ]) {
    const own = Object.entries(data)
      .filter(([name]) => name.startsWith('payment_method_data'))
      .map(
        ([name, value]) => [name.replace(/^payment_method_data\[(\w+)\]/, '$1'), value] as const,
      );
    shown.push(
      (await bench.sendFromPage('POST', '/v1/payment_methods', Object.fromEntries(own))).body,
    );
  }
  return shown;
}

/** What is left of an object of each kind that can be deleted. */
export async function deletions(bench: Bench): Promise<Wire[]> {
  const made = [
    ['/v1/customers', ''],
    ['/v1/products', 'name=Tea'],
    ['/v1/webhook_endpoints', 'url=http://127.0.0.1:1/&enabled_events[]=review.opened'],
  ] as const;
  const gone: Wire[] = [];
  for (const [path, form] of made) {
    const {body} = await bench.send('POST', path, form);
    gone.push((await bench.send('DELETE', `${path}/${body.id}`)).body);
  }
  return gone;
}

/** Sessions that are open, paid and expired; gives their lines. */
async function checkoutSessions(bench: Bench): Promise<Wire[]> {
  const params = {
    mode: 'payment',
    line_items: [
      {price_data: {currency: 'eur', unit_amount: 990, product_data: {name: 'Tea'}}, quantity: 2},
    ],
    success_url: 'https://shop.example/thanks',
    shipping_address_collection: {allowed_countries: ['DE']},
  } satisfies Stripe.Checkout.SessionCreateParams;
  const [open, paid, expired] = await Promise.all(
    [params, {...params, customer_creation: 'always' as const}, params].map((each) =>
      bench.stripe.checkout.sessions.create(each),
    ),
  );
  await fetch(paid!.url ?? '', {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      method: 'card',
      email: 'jenny@example.com',
      number: '4242424242424242',
      expiry: '12/34',
      cvc: '123',
      shipping_name: 'Jenny',
      shipping_line1: '1 Main Street',
      shipping_country: 'DE',
    }),
  });
  await bench.stripe.checkout.sessions.expire(expired!.id);
  return (await bench.send('GET', `/v1/checkout/sessions/${open!.id}/line_items`)).body.data;
}
