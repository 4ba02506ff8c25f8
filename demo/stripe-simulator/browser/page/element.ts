import {complain, warn} from '../wire/console.ts';
import type {BillingDetails, FrameState, StripeErrorBody} from '../wire/messages.ts';
import type {Handlers} from '../wire/port.ts';
import type {ElementKind} from './element-kinds.ts';
import {Emitter} from './emitter.ts';
import {createFrame, elementLost, frameName} from './frame.ts';
import type {Frame} from './frame.ts';
import {IntegrationError} from './integration-error.ts';
import {findMountPoint, labelsOf} from './mount-point.ts';

/** What an element needs to know of the group it belongs to. */
export interface ElementContext {
  origin: string;
  frameState(options: Record<string, unknown>): FrameState;
  /** Resolves with the error that must become `loaderror`, if there is one. */
  sessionReady(): Promise<StripeErrorBody | undefined>;
  destroyed(): void;
}

export interface ElementEvents {
  /** Every edit, of which `change` tells the page only when something it shows is different. */
  onEdit?(): void;
  handlers?: Handlers;
}

/** One element of the page: its life on the page, its events, and the line to its frame. */
export class ElementController {
  readonly emitter = new Emitter();
  readonly type: string;
  readonly #kind: ElementKind;
  readonly #context: ElementContext;
  readonly #events: ElementEvents;
  #options: Record<string, unknown>;
  #frame: Frame | undefined;
  #container: HTMLElement | undefined;
  #labels: HTMLLabelElement[] = [];
  /** An Express Checkout Element pays only while the page handles its `confirm` event. */
  isConfirming = false;
  /** The wallet in whose sheet the buyer has approved the payment from within the form. */
  approvedWallet: string | undefined;
  /** Billing details a wallet gave for the payment that is being confirmed. */
  collected: BillingDetails = {};
  /** Where the wallet's buyer wants it sent. */
  shipping: object | undefined;
  #isDestroyed = false;
  #isReady = false;

  constructor(
    type: string,
    kind: ElementKind,
    context: ElementContext,
    options: Record<string, unknown>,
    events: ElementEvents = {},
  ) {
    this.type = type;
    this.#kind = kind;
    this.#context = context;
    this.#options = options;
    this.#events = events;
  }

  get options(): Record<string, unknown> {
    return this.#options;
  }

  get isMounted(): boolean {
    return this.#container !== undefined;
  }

  /** The live frame; refuses as Stripe.js does when the element's iframe has gone or was moved. */
  frame(): Frame {
    if (this.#frame && !this.#frame.isLost()) return this.#frame;
    throw new IntegrationError(elementLost);
  }

  mount(target: unknown): void {
    this.#refuseDestroyed();
    const container = findMountPoint(target);
    if (this.#container === container && this.#frame && !this.#frame.isLost()) return;
    if (this.#container && this.#frame && !this.#frame.isLost()) {
      throw new IntegrationError(
        'This Element is already mounted. Use `unmount()` to unmount the Element before re-mounting it.',
      );
    }
    this.unmount();
    if (container.childNodes.length > 0) {
      warn('This Element will be mounted to a DOM element that contains child nodes.');
      container.replaceChildren();
    }
    this.#container = container;
    container.classList.add('StripeElement', 'StripeElement--empty');
    this.#labels = labelsOf(container);
    for (const label of this.#labels) label.addEventListener('click', this.#onLabelClick);
    this.#openFrame(container);
  }

  unmount(): void {
    this.#refuseDestroyed();
    for (const label of this.#labels) label.removeEventListener('click', this.#onLabelClick);
    this.#labels = [];
    this.#frame?.remove();
    this.#frame = undefined;
    this.#isReady = false;
    this.#container?.replaceChildren();
    for (const name of Array.from(this.#container?.classList ?? [])) {
      if (name.startsWith('StripeElement')) this.#container?.classList.remove(name);
    }
    this.#container = undefined;
  }

  destroy(): void {
    this.unmount();
    this.#isDestroyed = true;
    this.#context.destroyed();
  }

  update(options: unknown): void {
    this.#refuseDestroyed();
    this.#kind.update(options, '', 'update()');
    this.#options = {...this.#options, ...(options as object)};
    void this.refresh();
  }

  /** Sends the whole state to the frame again; resolves once it is drawn. */
  async refresh(): Promise<void> {
    const frame = this.#frame;
    if (!frame || frame.isLost()) return;
    try {
      await frame.call('state', this.#context.frameState(this.#options));
    } catch (error) {
      // What has gone in the meantime need not be drawn.
      if (!frame.isLost()) throw error;
    }
  }

  command(name: 'focus' | 'blur' | 'clear' | 'collapse'): void {
    this.#refuseDestroyed();
    if (!this.#container) {
      throw new IntegrationError(
        `You must mount this Element before calling ${name}(): it is not on the page.`,
      );
    }
    if (name === 'focus') this.#frame?.iframe.focus();
    this.#frame?.tell(name);
  }

  #openFrame(container: HTMLElement): void {
    const wrapper = document.createElement('div');
    wrapper.className = '__PrivateStripeElement';
    important(wrapper, {
      margin: '0px',
      padding: '0px',
      border: 'none',
      display: 'block',
      background: 'transparent',
      position: 'relative',
      opacity: '1',
      clear: 'both',
    });
    container.appendChild(wrapper);
    const frame = createFrame({
      origin: this.#context.origin,
      page: this.#kind.page,
      title: this.#kind.title,
      name: frameName('Frame'),
      parent: wrapper,
      handlers: this.#frameHandlers(),
      onConnect: () => void this.#load(frame),
    });
    this.#frame = frame;
    important(frame.iframe, {
      border: '0px',
      margin: '-4px',
      padding: '0px',
      width: 'calc(100% + 8px)',
      'min-width': '100%',
      height: '2px',
      overflow: 'hidden',
      display: 'block',
      'user-select': 'none',
      'color-scheme': 'light only',
    });
  }

  async #load(frame: Frame): Promise<void> {
    frame.tell('state', this.#context.frameState(this.#options));
    this.emitter.emit('loaderstart', {elementType: this.type});
    const error = this.#kind.needsSession ? await this.#context.sessionReady() : undefined;
    if (this.#frame !== frame) return;
    if (!error) {
      frame.tell('state', this.#context.frameState(this.#options));
      return;
    }
    frame.tell('failed');
    if (!this.emitter.hasListener('loaderror')) {
      complain(`Unhandled ${this.type} Element loaderror`, {error});
    }
    this.emitter.emit('loaderror', {elementType: this.type, error});
  }

  #frameHandlers(): Handlers {
    const elementType = this.type;
    return {
      resize: (height: number) => {
        if (!this.#frame) return false;
        const {iframe} = this.#frame;
        const isDrawn = iframe.getClientRects().length > 0;
        important(iframe, {height: isDrawn ? `${height}px` : '2px'});
        return isDrawn;
      },
      ready: (details: object) => {
        if (this.#isReady) return;
        this.#isReady = true;
        this.emitter.emit('ready', {elementType, ...details});
      },
      focus: () => {
        this.#container?.classList.add('StripeElement--focus');
        this.emitter.emit('focus', {elementType});
      },
      blur: () => {
        this.#container?.classList.remove('StripeElement--focus');
        this.emitter.emit('blur', {elementType});
      },
      edited: () => this.#events.onEdit?.(),
      escape: () => this.emitter.emit('escape', {elementType}),
      change: (change: {empty?: boolean; complete?: boolean}) => {
        this.#container?.classList.toggle('StripeElement--empty', change.empty === true);
        this.#container?.classList.toggle('StripeElement--complete', change.complete === true);
        this.emitter.emit('change', {elementType, ...change});
      },
      notice: ({type, event}: {type: string; event: object}) =>
        this.emitter.emit(type, {elementType, ...event}),
      ...this.#events.handlers,
    };
  }

  readonly #onLabelClick = () => this.command('focus');

  #refuseDestroyed(): void {
    if (!this.#isDestroyed) return;
    throw new IntegrationError('This Element has already been destroyed. Please create a new one.');
  }
}

/** Styles that the page's own rules cannot undo; set as properties, which a strict CSP allows. */
function important(element: HTMLElement, styles: Record<string, string>): void {
  for (const [name, value] of Object.entries(styles)) {
    element.style.setProperty(name, value, 'important');
  }
}
