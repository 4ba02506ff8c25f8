/** The words of the confirmation, one language each. */
export interface MailTexts {
  /** BCP 47, for `lang` and for numbers. */
  locale: string;
  subject(number: string): string;
  greeting(name: string): string;
  thanks: string;
  order(number: string): string;
  total: string;
  quantity(count: number, unit: string): string;
  sandbox: string;
}

const english: MailTexts = {
  locale: 'en',
  subject: (number) => `Your order ${number} is paid`,
  greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
  thanks: 'Thank you. Your payment has arrived, and this is what you bought.',
  order: (number) => `Order ${number}`,
  total: 'Total',
  quantity: (count, unit) => `${count} × ${unit}`,
  sandbox: 'This is a sandbox: nothing was bought, and no money moved.',
};

const simplifiedChinese: MailTexts = {
  locale: 'zh-Hans',
  subject: (number) => `您的订单 ${number} 已付款`,
  greeting: (name) => (name ? `${name}，您好！` : '您好！'),
  thanks: '感谢您的购买。我们已收到您的付款，以下是您的订单内容。',
  order: (number) => `订单 ${number}`,
  total: '合计',
  quantity: (count, unit) => `${count} × ${unit}`,
  sandbox: '这是沙盒环境：没有真实的购买，也没有资金往来。',
};

/** The nearest language there is to this BCP 47 tag. */
export function textsFor(locale: string): MailTexts {
  return /^zh\b/i.test(locale) ? simplifiedChinese : english;
}
