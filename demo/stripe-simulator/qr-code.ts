import {crc32, deflateSync} from 'node:zlib';
import {encode, renderSVG} from 'uqr';

/** Readers want four modules of white around a code. */
const border = 4;
const modulePixels = 8;

export const qrCodeSvg = (text: string): string => renderSVG(text, {border});

/** The same as a picture of one bit per pixel, which every mail program and phone can show. */
export function qrCodePng(text: string): Buffer {
  const {data, size} = encode(text, {border});
  const width = size * modulePixels;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const lines = data.flatMap((modules) => {
    const line = Buffer.alloc(1 + Math.ceil(width / 8));
    // One module is as wide as one byte: eight pixels, white being 1.
    modules.forEach((isDark, at) => line.writeUInt8(isDark ? 0 : 0xff, 1 + at));
    return Array.from({length: modulePixels}, () => line);
  });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const qrCodeDataUrl = (text: string): string =>
  `data:image/png;base64,${qrCodePng(text).toString('base64')}`;

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
