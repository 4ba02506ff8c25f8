import type {ApiAnswer, FrameState, Validation} from '../../wire/messages.ts';
import {request} from '../api.ts';
import {applyAppearance} from '../appearance/apply.ts';
import {captchaCards} from '../captcha.ts';
import {digitsOf} from '../card/formats.ts';
import {el} from '../dom.ts';
import {reportEscape} from '../escape.ts';
import {FieldSet} from '../field-set.ts';
import {loadFonts} from '../fonts.ts';
import type {FrameApp} from '../main.ts';
import {reportHeight} from '../size.ts';
import {language} from '../texts/texts.ts';
import type {Language} from '../texts/texts.ts';
import {keptMethods, publicKept, saveBox} from './kept.ts';
import {KeptPanel} from './kept-panel.ts';
import {methodOf} from './methods.ts';
import type {Method} from './methods.ts';
import {createNotices} from './notices.ts';
import {linkOf, methodsOnOffer} from './offer.ts';
import {billingFields, readOptions} from './options.ts';
import type {PaymentOptions} from './options.ts';
import {paramsWithMethod} from './send.ts';
import type {Send} from './send.ts';
import {loaderView, paymentView, redirectNote} from './view.ts';
import {linkButton, linkCard, walletNote, walletRow} from './wallet-rows.ts';

/** Terms of cards, which concern only those that are kept. */
const cardTerms = new Set(['card', 'applePay', 'googlePay']);

/** The Payment Element's frame: the one place that ever holds a card number. */
export const paymentApp: FrameApp = (host) => {
  const measure = reportHeight(host);
  reportEscape(host);
  const notices = createNotices(host);
  const fields = new FieldSet(host, () => onInput());
  let state: FrameState | undefined;
  let selected: string | undefined;
  let hasChosen = false;
  let saves = false;
  let usesLink = false;
  let drawn = '';
  let lastChange = '';

  const kept = new KeptPanel({
    host,
    state: () => state,
    redraw: () => draw(),
    changed: () => {
      const current = view();
      if (current) choose(current.options, current.methods);
      drawn = '';
      draw();
      emitChange();
    },
  });

  const view = () => {
    if (!state?.session) return undefined;
    const options = readOptions(state);
    const texts = language(state.locale);
    const offered = methodsOnOffer(state, options, texts);
    return {options, texts, methods: [...keptMethods(state.session), ...offered]};
  };
  /** The chosen method; with Link, the card that it brought takes the place of a typed one. */
  const method = (): Method | undefined => {
    const row = view()?.methods.find(({type}) => type === selected);
    const link = usesLink && row?.type === 'card' ? linkOf(state) : undefined;
    return link ? walletRow(link) : row;
  };
  const offersLink = () => linkOf(state) !== undefined;
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
    const shape = JSON.stringify([
      options,
      texts.tag,
      methods,
      selected,
      fields.read('country'),
      usesLink,
      kept.shape,
    ]);
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
    notices.offer(methods);
  }

  function formOf(options: PaymentOptions, texts: Language): HTMLElement | undefined {
    const chosen = method();
    // What another method's fields lacked is no fault of this one.
    const inputs = fields.build(chosen ? fieldNames(options, chosen) : [], texts, options.readOnly);
    if (!chosen) return undefined;
    if (chosen.kept) {
      return kept.draw(chosen.kept, texts, {
        billing: billingFields(methodOf('card', texts), options.fields, 'US'),
        mayRemove: features()?.payment_method_remove === 'enabled',
        readOnly: options.readOnly,
      });
    }
    if (usesLink && chosen.wallet) return linkCard(texts, () => useLink(false));
    const grid = el('div', {class: 'Grid'}, ...inputs);
    if (chosen.type === 'card' && offersLink() && !options.readOnly) {
      grid.prepend(linkButton(texts, () => host.tell('linkClick')));
    }
    if (chosen.type === 'card' && savingIsOffered()) {
      const box = saveBox(texts, saves, (isOn) => {
        saves = isOn;
        emitChange();
      });
      grid.append(box);
    }
    if (chosen.wallet) grid.append(walletNote(texts));
    if (chosen.redirects) grid.append(redirectNote(texts, chosen));
    if (chosen.terms && showsTerms(chosen.terms.option, options)) {
      const text = texts.text(chosen.terms.text, {business: options.business});
      grid.append(el('p', {class: 'TermsText'}, text));
    }
    return grid;
  }

  /** In the order in which they stand in the form. */
  function fieldNames(options: PaymentOptions, chosen: Method): string[] {
    if (chosen.kept || chosen.wallet) return [];
    const billing = billingNames(options, chosen);
    return chosen.type === 'card' ? [...chosen.fields, ...billing] : [...billing, ...chosen.fields];
  }

  function useLink(isUsed: boolean): void {
    usesLink = isUsed;
    draw();
    emitChange();
  }

  const features = () => state?.session?.customer?.features;
  const savingIsOffered = () => features()?.payment_method_save === 'enabled';

  /** `auto`: a card's terms are shown only where it is kept; a mandate's always. */
  function showsTerms(name: string, {terms}: PaymentOptions): boolean {
    const setting = terms[name] ?? 'auto';
    const isKept = Boolean(state?.session?.payment_intent?.setup_future_usage);
    return setting === 'always' || (setting === 'auto' && (!cardTerms.has(name) || isKept));
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
      empty:
        !chosen?.kept &&
        !usesLink &&
        (!chosen || chosen.fields.every((name) => fields.isEmpty(name))),
      complete: chosen !== undefined && fields.isComplete,
      collapsed: chosen === undefined,
      value: {
        type: chosen?.kept?.type ?? chosen?.type ?? current?.methods[0]?.type ?? '',
        ...(chosen?.kept && {payment_method: publicKept(chosen.kept)}),
        ...(chosen?.type === 'card' && savingIsOffered() && {savePaymentMethod: saves}),
      },
    };
    const text = JSON.stringify(change);
    if (text === lastChange) return;
    const isFirst = lastChange === '';
    lastChange = text;
    if (!isFirst || chosen) host.tell('change', change);
    notices.card(chosen?.type === 'card' ? digitsOf(fields.read('number')) : '');
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
    if (!problem) {
      const needsCaptcha =
        chosen.type === 'card' && captchaCards.has(digitsOf(fields.read('number')));
      return {ok: true, type: chosen.type, isWallet: chosen.wallet !== undefined, needsCaptcha};
    }
    return {
      ok: false,
      error: {type: 'validation_error', code: problem, message: texts.text(problem)},
    };
  }

  async function send(wanted: Send): Promise<ApiAnswer> {
    const current = view();
    const chosen = method();
    if (!state || !current || !chosen) throw new Error('No payment method is selected.');
    const isCard = chosen.type === 'card' && !chosen.wallet;
    const params = paramsWithMethod(wanted, {
      chosen,
      billing: chosen.wallet ? [] : billingNames(current.options, chosen),
      read: (name) => fields.read(name),
      saves: savingIsOffered() ? isCard && saves : undefined,
      saveUsage: features()?.payment_method_save_usage,
    });
    return request(state.key, {method: 'POST', path: wanted.path, params});
  }

  return {
    state: receive,
    linkApproved: () => useLink(true),
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
