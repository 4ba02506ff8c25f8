import {applyAppearance} from './appearance/apply.ts';
import {el} from './dom.ts';
import type {FrameApp} from './main.ts';
import {badge} from './payment/view.ts';
import {reportHeight} from './size.ts';
import {language} from './texts/texts.ts';

/** Cards for which Stripe asks whether a person is paying: https://docs.stripe.com/testing#captcha-challenge */
export const captchaCards = new Set(['4000000000001208', '4000000000003725']);

/** The question itself; who ticks the box is taken for a person. */
export const captchaApp: FrameApp = (host) => {
  const measure = reportHeight(host);
  return {
    state: ({locale}: {locale: string}) => {
      const texts = language(locale);
      document.documentElement.lang = texts.tag;
      document.documentElement.dir = texts.direction;
      applyAppearance({});
      const box = el('input', {type: 'checkbox', class: 'CheckboxInput'});
      box.addEventListener('change', () => host.tell('passed'));
      document.body.replaceChildren(
        el(
          'main',
          {class: 'Sheet'},
          el('label', {class: 'CheckboxLabel'}, box, el('span', {}, texts.text('human'))),
          badge(texts),
        ),
      );
      measure();
    },
  };
};
