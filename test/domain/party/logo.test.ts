import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../domain/fault.ts';
import { fitted, logoIn } from '../../../domain/party/logo.ts';
import { jpeg, png } from '../../support/logo.ts';

describe('a logo is what its bytes say', () => {
  test.each([
    ['a PNG', png(600, 200), { contentType: 'image/png', width: 600, height: 200 }],
    ['a JPEG, whose size stands behind other segments', jpeg(640, 90), { contentType: 'image/jpeg', width: 640, height: 90 }],
    ['the largest', png(2000, 2000), { contentType: 'image/png', width: 2000, height: 2000 }],
  ])('%s', (_name, bytes, facts) => expect(logoIn(bytes)).toEqual(facts));

  test('bytes that lie inside a larger buffer are read from their own beginning', () => {
    const larger = Buffer.concat([Buffer.from('head'), png(30, 20)]);
    expect(logoIn(larger.subarray(4))).toMatchObject({ width: 30, height: 20 });
  });
});

describe('anything else is refused under its field, with what to do', () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  test.each([
    ['nothing', Buffer.alloc(0), /vide/],
    ['an SVG', svg, /ni un PNG ni un JPEG.*exportez/],
    ['a GIF', Buffer.from('GIF89a'), /ni un PNG ni un JPEG/],
    ['a PDF', Buffer.from('%PDF-1.7'), /ni un PNG ni un JPEG/],
    ['a page that is called PNG', Buffer.from('\u0089PNG<script>', 'latin1'), /ni un PNG ni un JPEG/],
    ['300 kB and a byte', Buffer.concat([png(3, 3), Buffer.alloc(300_000)]), /300\u00a0ko.*réduisez/],
    ['a PNG too wide', png(2001, 3), /2001\u00a0×\u00a03 pixels.*réduisez/],
    ['a JPEG too high', jpeg(3, 65_535), /3\u00a0×\u00a065535 pixels/],
    ['a PNG of no width', png(0, 3), /abîmée/],
    ['a PNG that was cut', png(300, 300).subarray(0, -9), /abîmée ou coupée/],
    ['the first bytes of a PNG alone', png(3, 3).subarray(0, 8), /abîmée/],
    ['a JPEG that was cut', jpeg(30, 30).subarray(0, -1), /abîmée/],
    ['a JPEG without a frame', Buffer.from('ffd8ffd9', 'hex'), /abîmée/],
    ['a JPEG whose segments go round', Buffer.from('ffd8ffe00000ffe00000ffd9', 'hex'), /abîmée/],
  ])('%s', (_name, bytes, says) => {
    try {
      logoIn(bytes);
      expect.fail('it was taken');
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      expect(error.faults).toEqual([{ path: 'logo', message: expect.stringMatching(says) }]);
    }
  });
});

test.each([
  ['wide', { width: 2000, height: 100 }, { width: 220, height: 11 }],
  ['high', { width: 100, height: 2000 }, { width: 3, height: 64 }],
  ['small: never enlarged', { width: 40, height: 20 }, { width: 40, height: 20 }],
  ['a hair', { width: 2000, height: 1 }, { width: 220, height: 1 }],
])('a logo that is %s keeps its proportions in its room', (_name, own, shown) => expect(fitted(own)).toEqual(shown));
