import {invalid} from './errors.ts';
import {type Rule, string} from './parameters.ts';

/** An address: nothing but ASCII, and no white space, not even around it. */
export const email = (maximum = 800): Rule<string> => ({
  read(raw, param) {
    const address = string(maximum).read(raw, param);
    if (!isEmail(address)) {
      throw invalid(`Invalid email address: ${address}`, param, 'email_invalid');
    }
    return address;
  },
});

/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1: how long the parts may be. */
function isEmail(address: string): boolean {
  const at = address.lastIndexOf('@');
  const labels = address.slice(at + 1).split('.');
  return (
    at <= 64 &&
    atoms.test(address.slice(0, Math.max(at, 0))) &&
    labels.length > 1 &&
    labels.every((label) => domainLabel.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

const atoms = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const domainLabel = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/i;
