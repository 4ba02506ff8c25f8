import type {FormWishes} from './details-form.ts';
import type {Wish} from './form.ts';

/** What the page has written of its form; an attribute taken away is null. */
interface Written {
  billing: string;
  phone: string;
  company: string;
  shipping: string;
  shippingCountries: string | null;
}

/** What the form asks for. Goods need a whole address, and most of them go where the bill goes. */
export function wishesOf(written: Written, language: string): FormWishes {
  const {billing, shipping, shippingCountries} = written;
  const destinations =
    shipping === 'required' ? (shippingCountries?.toUpperCase().match(/[A-Z]{2}/g) ?? []) : null;
  return {
    language,
    billing: billing === 'full' || (billing !== 'minimal' && destinations) ? 'full' : 'minimal',
    phone: wishOf(written.phone),
    company: wishOf(written.company),
    destinations,
  };
}

/** What is written otherwise than known is not asked for. */
const wishOf = (written: string): Wish =>
  written === 'optional' || written === 'required' ? written : 'none';
