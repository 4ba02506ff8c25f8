import type {BillingDetails, FrameState, Validation} from '../../wire/messages.ts';
import {applyAppearance} from '../appearance/apply.ts';
import {el} from '../dom.ts';
import {reportEscape} from '../escape.ts';
import {FieldSet} from '../field-set.ts';
import {loadFonts} from '../fonts.ts';
import type {FrameApp} from '../main.ts';
import {reportHeight} from '../size.ts';
import {language} from '../texts/texts.ts';

/** The Link Authentication Element: one e-mail input. */
export const emailApp: FrameApp = (host) => {
  const measure = reportHeight(host);
  reportEscape(host);
  let state: FrameState | undefined;
  const emit = () =>
    host.tell('change', {
      empty: fields.isEmpty('email'),
      complete: fields.isComplete && !fields.isEmpty('email'),
      value: {email: fields.read('email')},
    });
  const fields = new FieldSet(host, () => {
    measure();
    emit();
  });

  return {
    state: (next: FrameState) => {
      const isFirst = !state;
      const isSame = state?.locale === next.locale;
      state = next;
      applyAppearance(next.appearance);
      loadFonts(next.fonts);
      const texts = language(next.locale);
      document.documentElement.lang = texts.tag;
      document.documentElement.dir = texts.direction;
      const defaults = next.options['defaultValues'] as {email?: string} | undefined;
      fields.prefill({email: defaults?.email});
      if (!isSame) {
        document.body.replaceChildren(
          el('div', {class: 'Grid'}, ...fields.build(['email'], texts, false)),
        );
      }
      measure();
      if (isFirst) host.tell('ready', {});
      if (isFirst && !fields.isEmpty('email')) emit();
    },
    validate: ({focus}: {focus: boolean}): Validation => {
      const problem = fields.validate(focus);
      measure();
      if (!problem) return {ok: true};
      const message = language(state?.locale ?? 'en').text(problem);
      return {ok: false, error: {type: 'validation_error', code: problem, message}};
    },
    billingDetails: (): BillingDetails => ({email: fields.read('email')}),
    focus: () => fields.focusFirst(),
    blur: () => (document.activeElement as HTMLElement | null)?.blur(),
    clear: () => {
      fields.clear();
      const texts = language(state?.locale ?? 'en');
      document.body.replaceChildren(
        el('div', {class: 'Grid'}, ...fields.build(['email'], texts, false)),
      );
      emit();
    },
  };
};
