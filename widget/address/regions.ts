import {regionFiles} from './region-files.ts';

/** One administrative area of a country: what is sent, and what is shown. */
export interface Region {
  code: string;
  name: string;
}

/**
 * The areas of a country, in the letters the buyer reads. Each country is a file of its own, so
 * that a buyer downloads one list and not fifty.
 */
export async function loadRegions(
  country: string,
  regionLanguage: string,
  locale: string,
): Promise<Region[]> {
  const {regions = ''} = (await regionFiles[country]?.()) ?? {};
  const isLocal = regionLanguage.slice(0, 2) === locale.slice(0, 2);
  return regions
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([code = '', name = code, latin = '']) => ({code, name: isLocal ? name : latin || name}))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
}
