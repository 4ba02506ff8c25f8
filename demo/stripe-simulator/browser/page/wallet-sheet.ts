import type {BillingDetails} from '../wire/messages.ts';
import {createFrame, frameName} from './frame.ts';
import {openModal} from './modal.ts';

export interface WalletSheet {
  update(state: object): void;
  close(): void;
}

/** What the buyer agreed to in the sheet. */
export interface Approval {
  billingDetails: BillingDetails;
  shippingAddress?: object;
  shippingRate?: object;
}

interface SheetEvents {
  onPay(approval: Approval): void;
  onCancel(): void;
  onChange(name: 'shippingaddresschange' | 'shippingratechange', value: object): void;
}

/** The wallet's own window, drawn as a sheet over the page, in a frame the page cannot read. */
export function openWalletSheet(origin: string, state: object, events: SheetEvents): WalletSheet {
  const cancel = () => {
    close();
    events.onCancel();
  };
  const modal = openModal('Wallet payment sheet', cancel);
  const frame = createFrame({
    origin,
    page: 'wallet-sheet.html',
    title: 'Secure wallet payment frame',
    name: frameName('Frame'),
    parent: modal.overlay,
    handlers: {
      cancel,
      pay: (approval: Approval) => {
        close();
        events.onPay(approval);
      },
      shippingAddress: (value: object) => events.onChange('shippingaddresschange', value),
      shippingRate: (value: object) => events.onChange('shippingratechange', value),
      resize: (height: number) => frame.iframe.style.setProperty('height', `${height}px`),
    },
  });
  modal.dress(frame.iframe);
  const shown = {...state};
  frame.tell('state', shown);
  const close = () => {
    frame.remove();
    modal.close();
  };
  return {
    update: (more) => frame.tell('state', Object.assign(shown, more)),
    close,
  };
}
