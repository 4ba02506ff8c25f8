import {warn} from '../wire/console.ts';
import type {FontSource} from '../wire/messages.ts';

const added = new Set<string>();

/** Loads the page's fonts into the frame: a stylesheet, or one family with its source. */
export function loadFonts(fonts: FontSource[]): void {
  for (const font of fonts) {
    const name = JSON.stringify(font);
    if (added.has(name)) continue;
    added.add(name);
    if (font.cssSrc) addStylesheet(font.cssSrc);
    else if (font.family && font.src) addFace(font.family, font.src, font);
  }
}

function addStylesheet(href: string): void {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  document.head.append(link);
}

function addFace(family: string, src: string, font: FontSource): void {
  const face = new FontFace(family, src, {
    display: (font.display ?? 'auto') as FontDisplay,
    style: font.style ?? 'normal',
    weight: font.weight ?? 'normal',
    ...(font.unicodeRange && {unicodeRange: font.unicodeRange}),
  });
  document.fonts.add(face);
  face.load().catch(() => warn(`[Stripe.js] The font "${family}" could not be loaded.`));
}
