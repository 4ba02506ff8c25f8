import type {Port} from '../../wire/port.ts';
import {brandOf} from '../card/brands.ts';
import type {Method} from './methods.ts';

/** What the page is told beside `change`, each only when it is news. */
export function createNotices(host: Port) {
  let lastTypes: string | undefined;
  let lastBrand = 'none';
  const tell = (type: string, event: object) => host.tell('notice', {type, event});
  return {
    /** Other methods are on offer than at first. */
    offer(methods: Method[]): void {
      const types = methods.filter((each) => !each.kept).map(({type}) => type);
      const text = types.join();
      const isNews = lastTypes !== undefined && lastTypes !== text;
      lastTypes = text;
      if (!isNews) return;
      const paymentMethods = Object.fromEntries(types.map((type) => [type, {available: true}]));
      tell('availablepaymentmethodschange', {paymentMethods});
    },
    /** The typed digits have become those of another brand. */
    card(digits: string): void {
      const brand = digits.length >= 8 ? brandOf(digits).name : 'none';
      if (brand === lastBrand) return;
      lastBrand = brand;
      const details = brand === 'none' ? undefined : {brands: [brand], funding: null};
      tell('carddetailschange', {loading: false, details});
    },
  };
}
