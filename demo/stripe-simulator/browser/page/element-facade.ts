import type {ElementController} from './element.ts';
import type {Emitter} from './emitter.ts';

export type PublicElement = Record<string, unknown>;

/** The object that the page holds: Stripe's methods and nothing of ours. */
export function createFacade(controller: ElementController): PublicElement {
  const {emitter} = controller;
  const listen = (method: 'on' | 'once' | 'off'): Emitter['on'] =>
    ((type: string, listener: never) => {
      emitter[method](type, listener);
      return facade;
    }) as unknown as Emitter['on'];
  const facade: PublicElement = {
    mount: (target: unknown) => controller.mount(target),
    unmount: () => controller.unmount(),
    destroy: () => controller.destroy(),
    focus: () => controller.command('focus'),
    blur: () => controller.command('blur'),
    clear: () => controller.command('clear'),
    update: (options: unknown) => {
      controller.update(options);
      return facade;
    },
    on: listen('on'),
    once: listen('once'),
    off: listen('off'),
    addListener: listen('on'),
    removeListener: listen('off'),
  };
  if (controller.type === 'payment') {
    facade['collapse'] = () => {
      controller.command('collapse');
      return facade;
    };
  }
  if (controller.type === 'address') {
    facade['getValue'] = async () => controller.frame().call<unknown>('value');
  }
  return facade;
}
