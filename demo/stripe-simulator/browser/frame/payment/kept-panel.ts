import type {FrameState, KeptMethod} from '../../wire/messages.ts';
import type {Port} from '../../wire/port.ts';
import {readExpiry} from '../card/formats.ts';
import {FieldSet} from '../field-set.ts';
import type {Language} from '../texts/texts.ts';
import {billingData} from './collect.ts';
import {expiryOf, keptEditor, keptForm, publicKept} from './kept.ts';
import {detachKept, updateKept} from './kept-calls.ts';

interface Deps {
  host: Port;
  state(): FrameState | undefined;
  /** Draws the element again, with whatever this panel now shows. */
  redraw(): void;
  /** Called when the session's list of kept methods has changed. */
  changed(): void;
}

interface Permissions {
  /** The billing fields that may be corrected here. */
  billing: string[];
  mayRemove: boolean;
  readOnly: boolean;
}

/** What is shown for a kept method: its expiry, its correction, its removal. */
export class KeptPanel {
  readonly #deps: Deps;
  #editing: {id: string; fields: FieldSet} | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Differs whenever the panel has to be drawn anew. */
  get shape(): unknown {
    return this.#editing && [this.#editing.id, this.#editing.fields.read('country')];
  }

  draw(kept: KeptMethod, texts: Language, permissions: Permissions): HTMLElement {
    const {billing, mayRemove, readOnly} = permissions;
    if (this.#editing && this.#editing.id !== kept.id) this.#editing = undefined;
    if (this.#editing) {
      const names = ['expiry', ...billing];
      return keptEditor(this.#editing.fields.build(names, texts, false), texts, {
        onSave: () => void this.#save(kept, billing),
        onCancel: () => this.#stop(),
      });
    }
    return keptForm(kept, texts, {
      ...(kept.card && !readOnly && {onEdit: () => this.#start(kept)}),
      ...(mayRemove && !readOnly && {onRemove: () => void this.#remove(kept)}),
    });
  }

  #start(kept: KeptMethod): void {
    const {address = {}, ...person} = kept.billing_details;
    const fields = new FieldSet(this.#deps.host, () => this.#deps.redraw());
    fields.prefill({
      ...person,
      expiry: expiryOf(kept),
      country: address.country ?? this.#deps.state()?.session?.merchant_country ?? 'US',
      postalCode: address.postal_code,
      state: address.state,
      city: address.city,
      line1: address.line1,
      line2: address.line2,
    });
    this.#editing = {id: kept.id, fields};
    this.#deps.redraw();
    fields.focusFirst();
  }

  #stop(): void {
    this.#editing = undefined;
    this.#deps.redraw();
  }

  async #save(kept: KeptMethod, billing: string[]): Promise<void> {
    const state = this.#deps.state();
    const fields = this.#editing?.fields;
    if (!state || !fields || fields.validate(true)) return this.#deps.redraw();
    const expiry = readExpiry(fields.read('expiry'));
    const {error, ...updated} = (
      await updateKept(state, kept, {
        card: {exp_month: expiry?.month, exp_year: expiry?.year},
        billing_details: billingData(billing, (name) => fields.read(name)),
      })
    ).body;
    if (!error) Object.assign(kept, updated);
    this.#tell('savedpaymentmethodupdate', kept, error?.message);
    if (error) return;
    this.#editing = undefined;
    this.#changed();
  }

  async #remove(kept: KeptMethod): Promise<void> {
    const state = this.#deps.state();
    const customer = state?.session?.customer;
    if (!state || !customer) return;
    const {error} = (await detachKept(state, kept)).body;
    this.#tell('savedpaymentmethodremove', kept, error?.message);
    if (error) return;
    customer.payment_methods = customer.payment_methods.filter(({id}) => id !== kept.id);
    this.#changed();
  }

  /** The page's copy of the session has to follow, or its next state would bring the old one back. */
  #changed(): void {
    this.#deps.changed();
    this.#deps.host.tell('keptChanged');
  }

  #tell(type: string, kept: KeptMethod, error: string | undefined): void {
    const outcome = error === undefined ? {success: true} : {success: false, error};
    const event = {...outcome, payment_method: publicKept(kept)};
    this.#deps.host.tell('notice', {type, event});
  }
}
