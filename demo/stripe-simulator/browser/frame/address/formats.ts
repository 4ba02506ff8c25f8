/** How a country writes an address: its fields in order; `half` ones share a line; the rest may be empty. */
interface AddressFormat {
  fields: string[];
  half: string[];
  required: string[];
  states?: string[];
}

const western: AddressFormat = {
  fields: ['line1', 'line2', 'postalCode', 'city'],
  half: ['postalCode', 'city'],
  required: ['line1', 'postalCode', 'city'],
};

const usStates =
  `AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY
  NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY`.split(/\s+/);

const stated = (states?: string[]): AddressFormat => ({
  fields: ['line1', 'line2', 'city', 'state', 'postalCode'],
  half: ['state', 'postalCode'],
  required: ['line1', 'city', 'state', 'postalCode'],
  ...(states && {states}),
});

const eastern: AddressFormat = {
  fields: ['postalCode', 'state', 'city', 'line1', 'line2'],
  half: ['postalCode', 'state'],
  required: ['postalCode', 'state', 'city', 'line1'],
};

const withoutCode: AddressFormat = {
  fields: ['line1', 'line2', 'city', 'state'],
  half: ['city', 'state'],
  required: ['line1', 'city'],
};

const formats: Record<string, AddressFormat> = {
  US: stated(usStates),
  CA: stated('AB BC MB NB NL NS NT NU ON PE QC SK YT'.split(' ')),
  AU: stated('ACT NSW NT QLD SA TAS VIC WA'.split(' ')),
  BR: stated(),
  IN: stated(),
  MX: stated(),
  IT: stated(),
  ES: stated(),
  GB: {...western, fields: ['line1', 'line2', 'city', 'postalCode']},
  JP: eastern,
  CN: eastern,
  KR: eastern,
  TW: eastern,
  AE: withoutCode,
  HK: withoutCode,
  IE: {...withoutCode, fields: ['line1', 'line2', 'city', 'state', 'postalCode']},
  SG: {fields: ['line1', 'line2', 'postalCode'], half: [], required: ['line1', 'postalCode']},
};

export const formatOf = (country: string): AddressFormat => formats[country] ?? western;

/** `PO Box 12`, `P.O. Box`, `Postfach`: what `blockPoBox` refuses. */
export const isPoBox = (line: string) =>
  /\b(p\.?\s*o\.?\s*box|postfach|post office box)\b/i.test(line);
