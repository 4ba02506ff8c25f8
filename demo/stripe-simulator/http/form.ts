/** A decoded form: text, a list, or names with values. */
export type Raw = string | Raw[] | {[name: string]: Raw};
export type RawObject = {[name: string]: Raw};

/** Decodes `a[b][]=1&a[c]=2`, the way Stripe's API takes its parameters. */
export function parseForm(text: string): RawObject {
  const result: RawObject = emptyObject();
  for (const [name, value] of new URLSearchParams(text)) {
    assign(result, pathOf(name), value);
  }
  return collapse(result) as RawObject;
}

/** `a[b][]` is the path a, b and the empty name, which means "the next of the list". */
function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open < 0) return [name];
  const inner = [...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
  return [name.slice(0, open), ...inner];
}

function assign(target: RawObject, path: string[], value: string): void {
  let place = target;
  for (const [index, part] of path.entries()) {
    const isLast = index === path.length - 1;
    const name = part === '' && index > 0 ? nextIndex(place, path[index + 1], isLast) : part;
    if (isLast) {
      place[name] = value;
      return;
    }
    const next = place[name];
    if (typeof next === 'object' && !Array.isArray(next)) place = next;
    else place = place[name] = emptyObject();
  }
}

/** `items[][price]=a&items[][quantity]=2` is one item: a name that is not taken joins the last. */
function nextIndex(list: RawObject, following: string | undefined, isLast: boolean): string {
  const count = Object.keys(list).length;
  if (isLast || count === 0) return String(count);
  const last = list[String(count - 1)];
  const joins =
    typeof last === 'object' &&
    !Array.isArray(last) &&
    following !== undefined &&
    !(following in last);
  return String(joins ? count - 1 : count);
}

/** Objects whose names are 0, 1, 2 … are lists. */
function collapse(raw: Raw): Raw {
  if (typeof raw === 'string' || Array.isArray(raw)) return raw;
  const names = Object.keys(raw);
  for (const name of names) raw[name] = collapse(raw[name] ?? '');
  const isList = names.length > 0 && names.every((name, index) => name === String(index));
  return isList ? names.map((name) => raw[name] ?? '') : raw;
}

/** Without a prototype, so that a parameter called `__proto__` is only a name. */
const emptyObject = (): RawObject => Object.create(null) as RawObject;
