/** Stripe's form encoding: nested names in brackets, lists as `name[]` or `name[0][key]`. */
export function formEncode(params: Record<string, unknown>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) append(form, name, value);
  return form;
}

function append(form: URLSearchParams, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) =>
      append(form, typeof item === 'object' ? `${name}[${index}]` : `${name}[]`, item),
    );
  } else if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) append(form, `${name}[${key}]`, inner);
  } else if (['string', 'number', 'boolean'].includes(typeof value)) {
    form.append(name, value as string);
  }
}
