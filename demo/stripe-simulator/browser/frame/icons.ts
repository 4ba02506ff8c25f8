import {svg} from './dom.ts';

type Shape = [tag: string, attributes: Record<string, string | number>, text?: string];

const plate = (fill: string): Shape => [
  'rect',
  {width: 24, height: 16, rx: 2.5, fill, stroke: 'rgba(0,0,0,.12)', 'stroke-width': 0.6},
];
const word = (text: string, fill: string, size: number, more: object = {}): Shape => [
  'text',
  {
    x: 12,
    y: 8,
    fill,
    'font-size': size,
    'font-weight': 800,
    'font-family': 'Arial, sans-serif',
    'text-anchor': 'middle',
    'dominant-baseline': 'central',
    ...more,
  },
  text,
];

/** Marks of the card brands, drawn from simple shapes. */
const brandShapes: Record<string, Shape[]> = {
  visa: [plate('#fff'), word('VISA', '#1434cb', 7.4, {'font-style': 'italic'})],
  mastercard: [
    plate('#252525'),
    ['circle', {cx: 9.3, cy: 8, r: 4.6, fill: '#eb001b'}],
    ['circle', {cx: 14.7, cy: 8, r: 4.6, fill: '#f79e1b'}],
    ['path', {d: 'M12 4.28a4.6 4.6 0 0 1 0 7.44 4.6 4.6 0 0 1 0-7.44z', fill: '#ff5f00'}],
  ],
  amex: [plate('#016fd0'), word('AMEX', '#fff', 6)],
  discover: [
    plate('#fff'),
    ['path', {d: 'M24 9v4.5A2.5 2.5 0 0 1 21.5 16H9c7 0 13-4 15-7z', fill: '#f27712'}],
    word('DISC', '#111', 5.2, {x: 9}),
    ['circle', {cx: 18.2, cy: 7.6, r: 2.5, fill: '#f27712'}],
  ],
  diners: [
    plate('#fff'),
    ['circle', {cx: 12, cy: 8, r: 5, fill: '#0079be'}],
    [
      'path',
      {d: 'M10.6 4.9v6.2a3.3 3.3 0 0 1 0-6.2zm2.8 0v6.2a3.3 3.3 0 0 0 0-6.2z', fill: '#fff'},
    ],
  ],
  jcb: [
    plate('#fff'),
    ['rect', {x: 4, y: 3, width: 5, height: 10, rx: 1.5, fill: '#0e4c96'}],
    ['rect', {x: 9.5, y: 3, width: 5, height: 10, rx: 1.5, fill: '#bd1d35'}],
    ['rect', {x: 15, y: 3, width: 5, height: 10, rx: 1.5, fill: '#007b40'}],
  ],
  unionpay: [
    plate('#fff'),
    ['path', {d: 'M6.5 2.5h5L9.3 13.5h-5z', fill: '#e21836'}],
    ['path', {d: 'M11 2.5h5l-2.2 11h-5z', fill: '#00447c'}],
    ['path', {d: 'M15.5 2.5h4.2l-2.2 11h-4.2z', fill: '#007b84'}],
  ],
};

const draw = (shapes: Shape[], width: number, height: number, viewBox: string) =>
  svg(
    'svg',
    {width, height, viewBox, 'aria-hidden': 'true', focusable: 'false'},
    ...shapes.map(([tag, attributes, text]) => {
      const node = svg(tag, attributes);
      if (text) node.textContent = text;
      return node;
    }),
  );

export const brandIcon = (name: string) =>
  draw(brandShapes[name] ?? [plate('#e8e8ee')], 24, 16, '0 0 24 16');

const line = (d: string): Shape => [
  'path',
  {
    d,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.6,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  },
];

const glyphs: Record<string, Shape[]> = {
  card: [
    [
      'path',
      {
        d: 'M0 4a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2H0zm0 2h16v6a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V6zm3 5a1 1 0 0 0 0 2h1a1 1 0 1 0 0-2H3z',
        fill: 'currentColor',
        'fill-rule': 'evenodd',
      },
    ],
  ],
  bank: [
    [
      'path',
      {
        d: 'M8 .8 15 4.5v1.3H1V4.5L8 .8zM2 7h2v5H2V7zm3.3 0h2v5h-2V7zm3.4 0h2v5h-2V7zM12 7h2v5h-2V7zM1 13h14v2H1v-2z',
        fill: 'currentColor',
      },
    ],
  ],
  wallet: [
    line(
      'M2 4.5h11a1.5 1.5 0 0 1 1.5 1.5v6A1.5 1.5 0 0 1 13 13.5H3A1.5 1.5 0 0 1 1.5 12V4A1.5 1.5 0 0 1 3 2.5h9',
    ),
    ['circle', {cx: 11.5, cy: 9, r: 1.1, fill: 'currentColor'}],
  ],
  more: [
    ['circle', {cx: 3, cy: 8, r: 1.5, fill: 'currentColor'}],
    ['circle', {cx: 8, cy: 8, r: 1.5, fill: 'currentColor'}],
    ['circle', {cx: 13, cy: 8, r: 1.5, fill: 'currentColor'}],
  ],
  chevron: [line('M4 6l4 4 4-4')],
};

export const glyph = (name: string) =>
  draw(glyphs[name] ?? glyphs['wallet'] ?? [], 16, 16, '0 0 16 16');

export const cvcIcon = () =>
  draw(
    [
      [
        'rect',
        {
          x: 0.8,
          y: 1.8,
          width: 20,
          height: 13.4,
          rx: 2.2,
          fill: 'none',
          stroke: 'currentColor',
          'stroke-width': 1.4,
        },
      ],
      ['rect', {x: 0.8, y: 4.4, width: 20, height: 3, fill: 'currentColor'}],
      ['rect', {x: 13, y: 9, width: 11, height: 6.4, rx: 1.6, fill: 'currentColor'}],
    ],
    24,
    16,
    '0 0 24 16',
  );

export const redirectIcon = () =>
  draw(
    [
      line(
        'M3 12V8.5A3.5 3.5 0 0 1 6.5 5h31A3.5 3.5 0 0 1 41 8.5V18M3 12v19.5A3.5 3.5 0 0 0 6.5 35H26M3 12h38',
      ),
      line('M31 29h14m0 0-5-5m5 5-5 5'),
      ['circle', {cx: 8, cy: 8.6, r: 1, fill: 'currentColor'}],
      ['circle', {cx: 12, cy: 8.6, r: 1, fill: 'currentColor'}],
    ],
    48,
    40,
    '0 0 48 40',
  );
