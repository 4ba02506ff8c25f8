import {html, nothing} from 'lit';
import {text} from '../i18n/text.ts';
import {addressView, type AddressModel} from './address.ts';

export interface ShippingModel extends AddressModel {
  /** Whether the billing address is one that can be shipped to. */
  canShipToBilling: boolean;
  isShippedToBilling: boolean;
  onShipToBilling: (wanted: boolean) => void;
}

/** Where the goods go: to the billing address, or to one of their own. */
export const shippingView = (model: ShippingModel) => html`
  ${
    model.canShipToBilling
      ? html`<label class="choice" part="choice choice-shipping">
          <input
            type="checkbox"
            id="ship-to-billing"
            part="checkbox"
            .checked=${model.isShippedToBilling}
            @change=${({target}: Event) =>
              model.onShipToBilling(target instanceof HTMLInputElement && target.checked)}
          />
          <span>${text('sameAsBilling')}</span>
        </label>`
      : nothing
  }
  ${model.isShippedToBilling ? nothing : addressView(model)}
`;
