/**
 * The form that a number asks for, of a message that has several:
 * `{count, plural, one {# piece} other {# pieces}}` is ICU's own notation, the part of it needed here.
 * https://unicode-org.github.io/icu/userguide/format_parse/messages/
 */
export function choosePlural(
  message: string,
  values: Record<string, string>,
  language: string,
): string {
  return message.replace(
    /\{(\w+), plural, ((?:\w+ \{[^{}]*\} ?)+)\}/g,
    (_, name: string, forms: string) => {
      const value = values[name] ?? '';
      const category = new Intl.PluralRules(language).select(Number(value));
      const form = (wanted: string) => new RegExp(`${wanted} \\{([^{}]*)\\}`).exec(forms)?.[1];
      return (form(category) ?? form('other') ?? '').replace('#', `{${name}}`);
    },
  );
}
