/** Those that a page of Stripe's speaks: https://docs.stripe.com/api/checkout/sessions/create */
const spoken = new Set(
  `bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl
   pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW`.split(/\s+/),
);

/** The nearest language of Stripe's page; `auto`, the buyer's browser's, where it has none. */
export function checkoutLocale(wished: string): string {
  const {language, region, script} = partsOf(wished);
  const regional = `${language}-${region}`;
  return (
    [alike(language, region, script), regional, language].find((tag) => spoken.has(tag)) ?? 'auto'
  );
}

/** What is read alike, although it is written otherwise. */
function alike(language: string, region: string, script: string): string {
  if (language === 'zh') {
    if (script !== 'Hant') return 'zh';
    return region === 'HK' || region === 'MO' ? 'zh-HK' : 'zh-TW';
  }
  if (language === 'es' && region !== 'ES') return 'es-419';
  return language === 'no' || language === 'nn' ? 'nb' : '';
}

function partsOf(wished: string) {
  try {
    const {language, region = '', script = ''} = new Intl.Locale(wished).maximize();
    return {language, region, script};
  } catch {
    return {language: '', region: '', script: ''};
  }
}
