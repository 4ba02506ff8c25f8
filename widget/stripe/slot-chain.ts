/**
 * A node in the document's own tree, shown deep inside shadow roots.
 *
 * Stripe.js refuses to mount into a shadow root, so the mount node is a light child of the
 * outermost host, which stands in the document itself, and a chain of slots carries it inwards:
 * each inner host, the element included, gets a light child `<slot name=N slot=N>`, whose `name`
 * takes up what the layer outside hands down and whose `slot` hands it on to the next. The hosts
 * need not know of it, and closed roots are no obstacle: `getRootNode()` and `.host` pass both.
 */
export class SlotChain {
  /** The node for Stripe; its root is the document. */
  readonly node = document.createElement('div');
  readonly #element: HTMLElement;
  readonly #name: string;
  readonly #onLost: () => void;
  readonly #observer = new MutationObserver(() => this.#repair());
  #links = new Map<Element, HTMLElement>();

  /** @param onLost Called when the mount node was taken out of the page: what it held is gone. */
  constructor(element: HTMLElement, name: string, onLost: () => void) {
    this.#element = element;
    this.#name = name;
    this.#onLost = onLost;
  }

  /** Puts the chain in place, and keeps it there when a host re-renders its children. */
  plant(): void {
    this.remove();
    const layers = layersOf(this.#element);
    const outermost = layers.at(-1);
    for (const layer of layers) {
      const link = layer === outermost ? this.node : document.createElement('slot');
      link.slot = this.#name;
      if (link instanceof HTMLSlotElement) link.name = this.#name;
      this.#links.set(layer, link);
      layer.append(link);
      this.#observer.observe(layer, {childList: true});
    }
  }

  /** Takes every part of the chain away. */
  remove(): void {
    this.#observer.disconnect();
    for (const link of this.#links.values()) link.remove();
    this.#links.clear();
  }

  /** Whether the chain still leads from the document to the element. */
  get isIntact(): boolean {
    const layers = layersOf(this.#element);
    return (
      layers.length === this.#links.size &&
      layers.every((layer) => this.#links.get(layer)?.parentNode === layer) &&
      this.node.isConnected
    );
  }

  #repair(): void {
    if (this.isIntact) return;
    const isLost = !this.node.isConnected;
    if (isLost) {
      this.#onLost();
      return;
    }
    for (const [layer, link] of this.#links) {
      if (link !== this.node && link.parentNode !== layer) layer.append(link);
    }
  }
}

/** The element, and every shadow host around it, from the inside out. */
function layersOf(element: Element): Element[] {
  const layers = [element];
  for (let root = element.getRootNode(); root instanceof ShadowRoot;) {
    layers.push(root.host);
    root = root.host.getRootNode();
  }
  return layers;
}
