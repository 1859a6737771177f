/** What nobody should send: values, keys, headers, paths. None of it holds a word that a leak would be known by. */
import { gzipSync } from 'node:zlib';
import type { Chance } from './chance.ts';

const SQL = [
  `' OR '1'='1`,
  `'; DROP TABLE cards; --`,
  `") OR 1=1 --`,
  `1); DROP TABLE sites; --`,
  `\\'; --`,
  `%' AND 1=1 AND '%'='`,
  '$1',
  '{}',
  '{"a":1}',
  `''`,
  'NULL',
  '-1',
  '0x1F',
];
const PATHS = [
  '../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '/etc/passwd',
  '%2e%2e/',
  'C:\\x',
  'file:///x',
  '.',
  '..',
  '%00',
  '%',
];
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\uD800',
  'a\uDC00b',
  '\uFEFF',
  '\u202E',
  '\u0001\u001F\u007F',
  'e\u0301'.repeat(50),
  '🂡🂢',
  'İı',
  '\r\nset-cookie: x=1',
  'x'.repeat(301),
  'x'.repeat(10_000),
  '٣',
  '2026-02-30',
  '2026-13-01',
  '9999-12-31T23:59:59.999Z',
  '0000-01-01',
  '+012026-01-01T00:00:00.000Z',
  '-000001-01-01',
  '2026-10-09T24:00:00Z',
  '018f0000-0000-7000-8000-00000000000g',
  '00000000-0000-0000-0000-000000000000',
  'A045198723',
  'a045 198723',
];
const NUMBERS = [
  0,
  -0,
  -1,
  1,
  1.5,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  -(2 ** 63),
  1e21,
  1e308,
  -1e308,
  5e-324,
];

function deep(levels: number, array: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = array ? [value] : { a: value };
  return value;
}

/** Any value that JSON can hold and a bit more. */
export function anyValue(chance: Chance): unknown {
  switch (chance.below(9)) {
    case 0:
      return chance.pick(SQL);
    case 1:
      return chance.pick(PATHS);
    case 2:
    case 3:
      return chance.pick(TEXTS);
    case 4:
    case 5:
      return chance.pick(NUMBERS);
    case 6:
      return chance.pick([null, true, false, [], {}, [null], [[]], { '': '' }]);
    case 7:
      return chance.pick([deep(50, true), deep(50, false), Array.from({ length: 300 }, () => 0)]);
    default:
      return chance.pick(SPECIAL_KEYS.map((key) => JSON.parse(`{"${key}":{"isAdmin":true}}`) as unknown));
  }
}

export const SPECIAL_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '$where', 'then'];

/** A text for a path or a query, as it is put there. */
export function anyText(chance: Chance): string {
  const text = chance.pick(chance.pick([SQL, PATHS, TEXTS, NUMBERS.map(String)]));
  if (chance.oneIn(3)) return text.replaceAll(/[^\x21-\x7e]|[#?&/%]/g, '');
  try {
    return encodeURIComponent(text);
  } catch {
    // Half a character: as bytes that are no UTF-8.
    return '%ED%A0%80';
  }
}

/** JSON Schema examples with one to three things about them changed. */
export function mutated(value: unknown, chance: Chance): unknown {
  let changed = structuredClone(value);
  for (let times = 1 + chance.below(3); times > 0; times--) changed = changeOne(changed, chance);
  return changed;
}

/** What a database or JSON may not take within an otherwise good text. */
export const SPOILERS = ['\u0000', '\uD800', '\uDC00', '\u0001', '\u2028'];

/** A good text with something in it that spoils it. */
function spoiled(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1);
  return text.slice(0, at) + chance.pick(SPOILERS) + text.slice(at);
}

function changeOne(value: unknown, chance: Chance): unknown {
  if (typeof value === 'string' && chance.oneIn(3)) return spoiled(value, chance);
  if (typeof value !== 'object' || value === null || chance.oneIn(4)) return anyValue(chance);
  if (Array.isArray(value)) {
    if (value.length === 0 || chance.oneIn(4)) return [...(value as unknown[]), anyValue(chance)];
    const at = chance.below(value.length);
    return (value as unknown[]).map((each, index) => (index === at ? changeOne(each, chance) : each));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || chance.oneIn(8)) {
    const key = chance.pick([...SPECIAL_KEYS, ...SQL, 'x', '']);
    return Object.fromEntries([...entries, [key, anyValue(chance)]]);
  }
  const at = chance.below(entries.length);
  if (chance.oneIn(6)) return Object.fromEntries(entries.filter((_, index) => index !== at));
  return Object.fromEntries(entries.map(([key, each], index) => [key, index === at ? changeOne(each, chance) : each]));
}

const BOMB = gzipSync(Buffer.alloc(20_000_000));

/** Bytes that are no JSON, or too much of it. */
export function anyBytes(chance: Chance): Buffer {
  const text = (json: string): Buffer => Buffer.from(json, 'utf8');
  return chance.pick([
    () => text('{"a":'),
    () => text(''),
    () => text('nul'),
    () => text('{"__proto__":{"x":1},"site":"x","password":"x"}'),
    () => text('{"constructor":{"prototype":{"x":1}}}'),
    () => text('{"site":"a","site":"b","password":"x"}'),
    () => text('\uFEFF{}'),
    () => text('1e999'),
    () => text('"\\ud800"'),
    () => text(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
    () => text(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`),
    () => text(`{"limit":${'9'.repeat(4_000)}}`),
    () => Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0xc3, 0x28]),
    () => Buffer.concat([text('{"site":"'), Buffer.from([0xed, 0xa0, 0x80]), text('"}')]),
    () => Buffer.alloc(1_048_577, 0x20),
    () => BOMB,
  ])();
}

/** Headers beside the usual ones. */
export function anyHeaders(chance: Chance): [string, string][] {
  return chance.pick<() => [string, string][]>([
    () => [
      [
        'content-type',
        chance.pick(['text/plain', 'application/xml', 'multipart/form-data', 'application/json; charset=utf-7', 'x']),
      ],
    ],
    () => [['content-encoding', chance.pick(['gzip', 'br', 'deflate', 'x'])]],
    () => [['accept', chance.pick(['text/html', 'application/xml;q=9', '*/*;q=NaN'])]],
    () => [
      ['x-forwarded-for', anyText(chance)],
      ['x-forwarded-host', 'evil.example'],
    ],
    () => [['host', chance.pick(['evil.example', '', '127.0.0.1:1', '[::1]'])]],
    () => [
      [
        'range',
        chance.pick(['bytes=0-', 'bytes=-1', 'bytes=9-1', 'bytes=0-0,2-3', 'x', 'bytes=99999999999999999999-']),
      ],
    ],
    () => [['if-none-match', chance.pick(['*', '"x"', 'W/"', ','.repeat(1_000)])]],
    () => [['x-http-method-override', 'DELETE']],
    () => [['expect', '100-continue']],
    () => [['cookie', 'x='.repeat(2_000)]],
    () => [['x-long', 'y'.repeat(chance.pick([1_000, 8_000]))]],
    () => [
      [
        'authorization',
        chance.pick(['Bearer', 'Bearer ', 'Basic eDp5', 'Bearer a b', `Bearer ${'A'.repeat(5_000)}`, 'bearer \t']),
      ],
    ],
    () => [['accept-version', '2.0.0']],
    () => [
      ['origin', 'https://evil.example'],
      ['access-control-request-method', 'POST'],
    ],
  ])();
}

/** Whole requests that an HTTP library would not send. `token` is a good one. */
export function anyRaw(chance: Chance, path: string, token: string): Buffer {
  const head = (line: string, ...headers: string[]): string =>
    `${[line, 'Host: x', `Authorization: Bearer ${token}`, ...headers].join('\r\n')}\r\n\r\n`;
  const text = chance.pick([
    () => head(`GET ${path} HTTP/1.1`, `X-Long: ${'y'.repeat(70_000)}`),
    () => head(`GET ${path}?${'a=b&'.repeat(8_000)} HTTP/1.1`),
    () => head(`GET ${path} HTTP/1.1`, 'Authorization: Bearer second', 'Content-Type: a', 'Content-Type: b'),
    () => head(`POST ${path} HTTP/1.1`, 'Content-Length: 5', 'Content-Length: 6') + '{"a":',
    () => head(`POST ${path} HTTP/1.1`, 'Content-Length: 4', 'Transfer-Encoding: chunked') + '0\r\n\r\n',
    () =>
      head(`POST ${path} HTTP/1.1`, 'Content-Type: application/json', 'Transfer-Encoding: chunked') +
      'zz\r\n{}\r\n0\r\n\r\n',
    () => head(`POST ${path} HTTP/1.1`, 'Content-Type: application/json', 'Content-Length: -1') + '{}',
    () => head(`FOO ${path} HTTP/1.1`),
    () => head(`TRACE ${path} HTTP/1.1`),
    () => head(`CONNECT x:1 HTTP/1.1`),
    () => head(`OPTIONS * HTTP/1.1`),
    () => head(`GET http://evil.example${path} HTTP/1.1`),
    () => head(`GET ${path} HTTP/9.9`),
    () => head(`GET ${path} HTTP/1.1`, 'X-Split: a\r\n b'),
    () => head(`GET ${path} HTTP/1.1`, 'X-\u0000: a'),
    () => head(`GET ${path} HTTP/1.1`, 'Upgrade: websocket', 'Connection: Upgrade'),
    () => head(`GET ${path}\u0001\u00ff HTTP/1.1`),
    () => `GET ${path}\r\n\r\n`,
    () => '\r\n\r\n\u0016\u0003\u0001\r\n\r\n',
    () => `${'A'.repeat(100_000)}\r\n\r\n`,
  ])();
  return Buffer.from(text, 'latin1');
}
