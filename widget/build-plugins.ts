/** What makes the script tag's files small, beyond what a minifier does by itself. */
/* oxlint-disable eslint/no-restricted-imports -- Runs in Node, and is no part of the widget. */
import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {transform, type Plugin} from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

/** No minifier looks into a template, and styles are a fifth of the file. */
export const minifyStyles: Plugin = {
  name: 'minify-styles',
  setup(bundle) {
    bundle.onLoad({filter: /\.styles\.ts$/}, async ({path}) => {
      const source = await readFile(path, 'utf8');
      const sheets = [...source.matchAll(/css`([^`]*)`/g)].map(([, sheet = '']) => sheet);
      const dense = await Promise.all(sheets.map(minifySheet));
      return {
        contents: source.replace(/css`[^`]*`/g, () => `css\`${dense.shift()}\``),
        loader: 'ts',
      };
    });
  },
};

async function minifySheet(sheet: string): Promise<string> {
  const target = ['chrome123', 'firefox120', 'safari17.5'];
  const {code} = await transform(sheet, {loader: 'css', minify: true, target});
  // A backslash is one in a style sheet, and the beginning of an escape in a template.
  // And what a custom property holds is left as it stands, blanks and all.
  return code
    .trim()
    .replace(/(?<=--[\w-]+:|[(,]) | (?=\))/g, '')
    .replace(/(?<=#)(\w)\1(\w)\2(\w)\3\b/g, '$1$2$3')
    .replaceAll('\\', '\\\\');
}

/** Nor into markup: what stands between lines is a space to HTML, however long it is. */
export const minifyViews: Plugin = {
  name: 'minify-views',
  setup(bundle) {
    bundle.onLoad({filter: /[\\/](views[\\/][\w-]+|quantities)\.ts$/}, async ({path}) => ({
      contents: (await readFile(path, 'utf8'))
        .replace(/\n\s+/g, '\n')
        // Between two tags, where there are lines, it is only for whoever reads the source.
        .replace(/(?<=[\w"]>)\n(?=<|\$\{)/g, '')
        .replace(/(?<=\})\n(?=<\/)/g, ''),
      loader: 'ts',
    }));
  },
};

/** In Lit's files: what is there, and what is enough in its place. */
const dispensable: Record<string, [there: RegExp, enough: string][]> = {
  // The browsers that this is built for all adopt style sheets.
  'css-tag': [[/(?<=,e=)t\.ShadowRoot&&.+?"replace"in CSSStyleSheet\.prototype(?=,)/, '!0']],
  // Nor do they need any of the polyfills that are asked for by name.
  'lit-html': [[/,\w+=\w+\.litHtmlPolyfillSupport;\w+\?\.\(\w+,\w+\),(?=\()/, ';']],
  'reactive-element': [
    [/\w+=\w+\.reactiveElementPolyfillSupport,/, ''],
    [/\w+\?\.\(\{ReactiveElement:\w+\}\),/, ''],
  ],
  'lit-element': [
    [
      /,\w+\.litElementHydrateSupport\?.+?litElementPolyfillSupport;\w+\?\.\(\{LitElement:\w+\}\);/,
      ';',
    ],
  ],
};

/** Without what Lit has for browsers that this is not built for. */
export const modernLit: Plugin = {
  name: 'modern-lit',
  setup(bundle) {
    const filter =
      /[\\/](lit-html[\\/]lit-html|reactive-element[\\/](css-tag|reactive-element)|lit-element)\.js$/;
    bundle.onLoad({filter}, async ({path}) => {
      let contents = await readFile(path, 'utf8');
      for (const [there, enough] of dispensable[basename(path, '.js')] ?? []) {
        if (!there.test(contents))
          throw new Error(`Lit is other than it was: see ${there.source}.`);
        contents = contents.replace(there, enough);
      }
      return {contents};
    });
  },
};

/** Texts of one language, or the regions of one country: a file of its own, and nothing but data. */
interface DataFile {
  name: string;
  text: string;
}

/** Where the source lists them, each with what makes the file of it. */
const lists = [
  {
    filter: /[\\/]language-files\.ts$/,
    prefix: '',
    contents: keylessTexts,
    list: (keys: string[]) => `export const languages = {};
      for (const key of '${keys.join(' ')}'.split(' ')) languages[key] = bring(key);`,
  },
  {
    filter: /[\\/]region-files\.ts$/,
    prefix: 'area-',
    contents: regionList,
    // Asked for only where the country's rule says that there is such a list.
    list: () => `export const regionFiles = new Proxy({}, {get: (_, key) => bring(key)});`,
  },
];

/**
 * Files that are nothing but data, all under one version: the script then names the version once,
 * and not the digest of each of seventy files.
 * @param onBuilt Told of all of them before the build ends.
 */
export const dataFiles = (script: string, onBuilt: (files: DataFile[]) => void): Plugin => ({
  name: 'data-files',
  setup(bundle) {
    for (const {filter, prefix, contents, list} of lists) {
      const built: DataFile[] = [];
      bundle.onLoad({filter}, async ({path}) => {
        const source = await readFile(path, 'utf8');
        const entries = [...source.matchAll(/'?([\w-]+)'?: \(\) => import\('(.+)'\)/g)].map(
          ([, key = '', file = '']) => ({key, path: join(dirname(path), file)}),
        );
        const texts = await Promise.all(entries.map((entry) => contents(entry.path)));
        const version = digest(texts.join('\n'));
        const fileName = (key: string) => `${script}.${prefix}${key.toLowerCase()}.${version}.js`;
        built.splice(0, built.length);
        for (const [index, {key}] of entries.entries()) {
          built.push({name: fileName(key), text: texts[index] ?? ''});
        }
        onBuilt(built);
        const [start, end] = fileName('|').split('|');
        return {
          contents: `
            const start = ${JSON.stringify(`./${start}`)};
            const bring = (key) => () => import(start + key.toLowerCase() + ${JSON.stringify(end)});
            ${list(entries.map(({key}) => key))}`,
          watchFiles: entries.map((entry) => entry.path),
        };
      });
    }
  },
});

const digest = (text: string) =>
  createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase();

/** The keys are a fourth of a language's file; the order of the English texts stands for them. */
async function keylessTexts(path: string): Promise<string> {
  const {templates} = await evaluate<{templates: Record<string, string>}>(path);
  const {textGroups} = await evaluate<{textGroups: string[]}>(join(here, 'i18n/text-groups.ts'));
  const groups = await Promise.all(textGroups.map(englishKeys));
  return `export const templates=${JSON.stringify(groups.map((keys) => keys.map((key) => templates[key])))}`;
}

async function englishKeys(group: string): Promise<string[]> {
  const file = await evaluate<Record<string, object>>(join(here, 'i18n', `english-${group}.ts`));
  return Object.keys(file[`${group}Texts`] ?? {});
}

async function regionList(path: string): Promise<string> {
  const {regions} = await evaluate<{regions: string}>(path);
  return `export const regions=${JSON.stringify(regions)}`;
}

/** What a file without imports exports now; Node's own import would remember what it was. */
async function evaluate<Exports>(path: string): Promise<Exports> {
  const {code} = await transform(await readFile(path, 'utf8'), {loader: 'ts', format: 'esm'});
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Exports;
}
