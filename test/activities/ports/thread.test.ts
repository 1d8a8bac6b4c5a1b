import { expect, test } from 'vitest';
import { threadOf } from '../../../activities/ports/thread.ts';

const headers = (...lines: string[]) => threadOf(Buffer.from(`${lines.join('\r\n')}\r\n\r\nMessage-ID: <body@x.example>`));
const ids = (count: number) => Array.from({ length: count }, (_, n) => `<${n}@x.example>`);

test.each([
  ['alone', ['Message-ID: <a@x.example>'], '<a@x.example>', '<a@x.example>'],
  [
    'an answer',
    ['References: <1@x.example>', ' <2@x.example>', 'message-id: <a@x.example>'],
    '<a@x.example>',
    '<1@x.example> <2@x.example> <a@x.example>',
  ],
  [
    'an answer without references',
    ['In-Reply-To: <1@x.example>', 'Message-ID:', '\t<a@x.example>'],
    '<a@x.example>',
    '<1@x.example> <a@x.example>',
  ],
  [
    'a long thread',
    [`References: ${ids(50).join(' ')}`, 'Message-ID: <a@x.example>'],
    '<a@x.example>',
    [...ids(1), ...ids(50).slice(-18), '<a@x.example>'].join(' '),
  ],
])('%s', (_name, lines, id, references) => {
  expect(headers(...lines)).toEqual({ 'In-Reply-To': id, References: references });
});

test('a mail without an id is answered beside its thread; what stands in its words is no header', () => {
  expect(headers('Subject: x')).toEqual({});
  expect(headers('Message-ID: no id\r\nBcc: <evil@x.example>')).toEqual({});
});
