import {expect} from '@open-wc/testing';
import {pageFonts} from '../../widget/stripe/page-fonts.ts';

describe('the web fonts of a page', () => {
  const added: Element[] = [];
  const add = (css: string) => {
    const style = document.createElement('style');
    style.textContent = css;
    document.head.append(style);
    added.push(style);
  };
  afterEach(() => added.splice(0).forEach((element) => element.remove()));

  it('are told to Stripe whole, with addresses that mean the same in its frame', () => {
    add(`
      @font-face {
        font-family: "Shop Sans";
        src: local("Shop Sans"), url(fonts/sans.woff2) format("woff2"),
          url("https://fonts.example/sans.woff") format("woff");
        font-weight: 400 600;
        font-style: italic;
        font-display: swap;
        unicode-range: U+0-FF;
      }`);
    const [font, ...more] = pageFonts('"shop sans", Georgia, serif');
    expect(more).to.deep.equal([]);
    const {src, ...rest} = font as {src: string};
    expect(rest).to.deep.equal({
      family: 'Shop Sans',
      weight: '400 600',
      style: 'italic',
      display: 'swap',
      unicodeRange: 'U+0-FF',
    });
    expect(src).to.contain(`url("${new URL('fonts/sans.woff2', document.baseURI).href}")`);
    expect(src).to.contain('url("https://fonts.example/sans.woff")');
  });

  it('are found in whatever they stand, and only those that are used', () => {
    const face = (name: string) => `@font-face { font-family: ${name}; src: url(/${name}.woff2) }`;
    add(
      `@media all { @supports (color: red) { @layer shop { ${face('Deep')} } } } ${face('Other')}`,
    );
    expect(
      pageFonts('Deep, sans-serif').map((font) => 'family' in font && font.family),
    ).to.deep.equal(['Deep']);
    expect(pageFonts('Georgia, serif')).to.deep.equal([]);
  });

  it('are left out where their address means nothing outside of their sheet', async () => {
    const face = (name: string, address: string) =>
      `@font-face { font-family: ${name}; src: url(${address}) }`;
    const sheet = face('Lost', 'lost.woff2') + face('Found', 'https://fonts.example/found.woff2');
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = URL.createObjectURL(new Blob([sheet], {type: 'text/css'}));
    added.push(link);
    const loaded = new Promise((resolve) => link.addEventListener('load', resolve));
    document.head.append(link);
    await loaded;
    const families = pageFonts('Lost, Found, serif').map((font) => 'family' in font && font.family);
    expect(families).to.deep.equal(['Found']);
  });

  it('are told by the address of their sheet where that cannot be read', async () => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    const otherHost = location.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
    link.href = `http://${otherHost}:${location.port}/test/widget/support/closed.css`;
    added.push(link);
    const loaded = new Promise((resolve, reject) => {
      link.addEventListener('load', resolve);
      link.addEventListener('error', reject);
    });
    document.head.append(link);
    await loaded;
    expect(() => link.sheet?.cssRules).to.throw();
    expect(pageFonts('Closed Sans, serif')).to.deep.equal([{cssSrc: link.href}]);
    add('@font-face { font-family: Open Sans; src: url(/open.woff2) }');
    expect(pageFonts('Open Sans, serif')).to.have.length(1);
  });
});
