import type {
  ApiAnswer,
  BillingDetails,
  FrameState,
  KeptMethod,
  Validation,
} from '../../wire/messages.ts';
import {request} from '../api.ts';
import {applyAppearance} from '../appearance/apply.ts';
import {brandOf} from '../card/brands.ts';
import {digitsOf} from '../card/formats.ts';
import {el} from '../dom.ts';
import {FieldSet} from '../field-set.ts';
import {loadFonts} from '../fonts.ts';
import type {FrameApp} from '../main.ts';
import {reportHeight} from '../size.ts';
import {language} from '../texts/texts.ts';
import type {Language} from '../texts/texts.ts';
import {keptForm, keptMethods, saveBox} from './kept.ts';
import {billingData, mandateFor, methodData} from './collect.ts';
import {methodOf} from './methods.ts';
import type {Method} from './methods.ts';
import {billingFields, orderTypes, readOptions} from './options.ts';
import type {PaymentOptions} from './options.ts';
import {loaderView, paymentView, redirectNote} from './view.ts';

interface Send {
  path: string;
  /** Where the payment method's data goes in the request; at its top when empty. */
  under: string;
  data: {billing_details?: BillingDetails};
  params: Record<string, unknown>;
}

/** The Payment Element's frame: the one place that ever holds a card number. */
export const paymentApp: FrameApp = (host) => {
  const measure = reportHeight(host);
  const fields = new FieldSet(host, () => onInput());
  let state: FrameState | undefined;
  let selected: string | undefined;
  let hasChosen = false;
  let saves = false;
  let drawn = '';
  let lastChange = '';

  const view = () => {
    if (!state?.session) return undefined;
    const options = readOptions(state);
    const texts = language(state.locale);
    const types = orderTypes(state.session.ordered_payment_method_types, options.order);
    const kept = keptMethods(state.session);
    return {options, texts, methods: [...kept, ...types.map((type) => methodOf(type, texts))]};
  };
  const method = () => view()?.methods.find(({type}) => type === selected);
  const billingNames = (options: PaymentOptions, chosen: Method) =>
    billingFields(chosen, options.fields, fields.read('country'));

  function receive(next: FrameState): void {
    const isFirst = !state;
    state = next;
    applyAppearance(next.appearance);
    loadFonts(next.fonts);
    const texts = language(next.locale);
    document.documentElement.lang = texts.tag;
    document.documentElement.dir = texts.direction;
    const current = view();
    if (!current) {
      if (isFirst && next.elementsOptions.loader !== 'never')
        document.body.append(loaderView(texts));
      return measure();
    }
    prefill(current.options, next);
    choose(current.options, current.methods);
    draw();
    host.tell('ready', {});
    emitChange();
  }

  function prefill({defaults}: PaymentOptions, next: FrameState): void {
    const {address = {}, ...person} = defaults;
    fields.prefill({
      ...person,
      country: address.country ?? next.session?.merchant_country ?? 'US',
      postalCode: address.postal_code,
      state: address.state,
      city: address.city,
      line1: address.line1,
      line2: address.line2,
    });
  }

  /** Several methods stand collapsed until the buyer chooses, unless the page says otherwise. */
  function choose({layout, defaultCollapsed}: PaymentOptions, methods: Method[]): void {
    if (methods.some(({type}) => type === selected)) return;
    const [first] = methods;
    if (first?.kept) {
      selected = first.type;
      return;
    }
    const startsCollapsed = layout === 'accordion' && (defaultCollapsed ?? methods.length > 1);
    selected = startsCollapsed && methods.length > 1 && !hasChosen ? undefined : methods[0]?.type;
  }

  function draw(): void {
    const current = view();
    if (!current || !state) return;
    const {options, texts, methods} = current;
    const shape = JSON.stringify([options, texts.tag, methods, selected, fields.read('country')]);
    if (shape === drawn) return measure();
    drawn = shape;
    const form = formOf(options, texts);
    fields.keepFocus(() => {
      const onSelect = (type: string) => {
        selected = type;
        hasChosen = true;
        draw();
        emitChange();
      };
      const content = paymentView({language: texts, options, methods, selected, form, onSelect});
      const focused = document.activeElement?.id;
      document.body.replaceChildren(content);
      if (focused) document.getElementById(focused)?.focus();
    });
    measure();
  }

  function formOf(options: PaymentOptions, texts: Language): HTMLElement | undefined {
    const chosen = method();
    if (!chosen) return undefined;
    if (chosen.kept) {
      const {kept} = chosen;
      const mayGo = features()?.payment_method_remove === 'enabled';
      return keptForm(kept, texts, mayGo ? () => void remove(kept) : undefined);
    }
    const names = [...chosen.fields, ...billingNames(options, chosen)];
    const ordered =
      chosen.type === 'card' ? names : [...billingNames(options, chosen), ...chosen.fields];
    const inputs = fields.build(ordered, texts, options.readOnly);
    const grid = el('div', {class: 'Grid'}, ...inputs);
    if (chosen.type === 'card' && savingIsOffered()) {
      const box = saveBox(texts, saves, (isOn) => {
        saves = isOn;
        emitChange();
      });
      grid.append(box);
    }
    if (chosen.redirects) grid.append(redirectNote(texts, chosen));
    if (chosen.terms && showsTerms(chosen.terms.option, options)) {
      const text = texts.text(chosen.terms.text, {business: options.business});
      grid.append(el('p', {class: 'TermsText'}, text));
    }
    return grid;
  }

  const features = () => state?.session?.customer?.features;
  const savingIsOffered = () => features()?.payment_method_save === 'enabled';

  /** Takes a kept method away, here and at Stripe. */
  async function remove(kept: KeptMethod): Promise<void> {
    const {error} = (await detach(state, kept)).body;
    const result = error ? {success: false, error: error.message} : {success: true};
    const event = {...result, payment_method: kept};
    host.tell('notice', {type: 'savedpaymentmethodremove', event});
    const customer = state?.session?.customer;
    if (error || !customer) return;
    customer.payment_methods = customer.payment_methods.filter(({id}) => id !== kept.id);
    selected = undefined;
    const current = view();
    if (current) choose(current.options, current.methods);
    draw();
    emitChange();
  }

  /** `auto`: a card's terms are shown only where it is kept; a mandate's always. */
  function showsTerms(name: string, {terms}: PaymentOptions): boolean {
    const setting = terms[name] ?? 'auto';
    const isKept = Boolean(state?.session?.payment_intent?.setup_future_usage);
    return setting === 'always' || (setting === 'auto' && (name !== 'card' || isKept));
  }

  function onInput(): void {
    host.tell('edited');
    draw();
    measure();
    emitChange();
  }

  function emitChange(): void {
    const current = view();
    const chosen = method();
    const change = {
      empty: !chosen?.kept && (!chosen || chosen.fields.every((name) => fields.isEmpty(name))),
      complete: chosen !== undefined && fields.isComplete,
      collapsed: chosen === undefined,
      value: {
        type: chosen?.kept?.type ?? chosen?.type ?? current?.methods[0]?.type ?? '',
        ...(chosen?.kept && {payment_method: chosen.kept}),
        ...(chosen?.type === 'card' && savingIsOffered() && {savePaymentMethod: saves}),
      },
    };
    const text = JSON.stringify(change);
    if (text === lastChange) return;
    const isFirst = lastChange === '';
    lastChange = text;
    if (!isFirst || chosen) host.tell('change', change);
    emitCardDetails(chosen);
  }

  let lastBrand = 'none';
  function emitCardDetails(chosen: Method | undefined): void {
    const digits = digitsOf(fields.read('number'));
    const brand = chosen?.type === 'card' && digits.length >= 8 ? brandOf(digits).name : 'none';
    if (brand === lastBrand) return;
    lastBrand = brand;
    const details = brand === 'none' ? undefined : {brands: [brand], funding: null};
    host.tell('notice', {type: 'carddetailschange', event: {loading: false, details}});
  }

  function validate({focus}: {focus: boolean}): Validation {
    const current = view();
    const chosen = method();
    const texts = language(state?.locale ?? 'en');
    if (!current || !chosen) {
      const code = 'incomplete_payment_method';
      return {ok: false, error: {type: 'validation_error', code, message: texts.text(code)}};
    }
    const problem = fields.validate(focus);
    measure();
    if (!problem && chosen.kept) return {ok: true, type: chosen.kept.type, isKept: true};
    if (!problem) return {ok: true, type: chosen.type};
    return {
      ok: false,
      error: {type: 'validation_error', code: problem, message: texts.text(problem)},
    };
  }

  async function send({path, under, data, params}: Send): Promise<ApiAnswer> {
    const current = view();
    const chosen = method();
    if (!state || !current || !chosen) throw new Error('No payment method is selected.');
    if (chosen.kept) {
      const kept = {...params, payment_method: chosen.kept.id};
      return request(state.key, {method: 'POST', path, params: kept});
    }
    const isSaved = chosen.type === 'card' && savingIsOffered() && saves;
    const usage = isSaved ? features()?.payment_method_save_usage : null;
    const typed = billingData(billingNames(current.options, chosen), (name) => fields.read(name));
    const given = data.billing_details ?? {};
    const address = {...given.address, ...typed.address};
    const billing = {...given, ...typed, ...(Object.keys(address).length > 0 && {address})};
    const whole = {
      ...(savingIsOffered() && {allow_redisplay: isSaved ? 'always' : 'limited'}),
      ...data,
      ...methodData(chosen.type, (name) => fields.read(name)),
      ...(Object.keys(billing).length > 0 && {billing_details: billing}),
    };
    const mandate = path.endsWith('/confirm') ? mandateFor(chosen.type) : undefined;
    return request(state.key, {
      method: 'POST',
      path,
      params: {
        ...(mandate && {mandate_data: mandate}),
        ...(usage && path.endsWith('/confirm') && {setup_future_usage: usage}),
        ...params,
        ...(under ? {[under]: whole} : whole),
      },
    });
  }

  return {
    state: receive,
    failed: () => {
      document.body.replaceChildren();
      measure();
    },
    validate,
    send,
    focus: () => fields.focusFirst(),
    blur: () => (document.activeElement as HTMLElement | null)?.blur(),
    clear: () => {
      fields.clear();
      drawn = '';
      draw();
      emitChange();
    },
    collapse: () => {
      selected = undefined;
      draw();
      emitChange();
    },
  };
};

const detach = (state: FrameState | undefined, {id}: KeptMethod): Promise<ApiAnswer> =>
  request(state?.key ?? '', {
    method: 'POST',
    path: `/v1/elements/payment_methods/${id}/detach`,
    params: {customer_session_client_secret: state?.elementsOptions.customerSession},
  });
