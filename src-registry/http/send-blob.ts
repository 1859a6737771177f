/** A file that never changes under its name, whole or a part of it (RFC 9110: 200, 206, 304, 416). */
import { open } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The first and the last byte that are wanted. */
interface Part {
  readonly first: number;
  readonly last: number;
}

/**
 * Sends the file at `path`, named by the hash of its content: whoever has it keeps it. Honours If-None-Match, and one range
 * of bytes unless If-Range names another content.
 */
export async function sendBlob(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  hash: string,
): Promise<FastifyReply> {
  const etag = `"${hash}"`;
  void reply
    .header('etag', etag)
    .header('cache-control', 'public, max-age=31536000, immutable')
    .header('accept-ranges', 'bytes');
  if (names(request.headers['if-none-match'], etag)) return reply.code(304).send();
  // Opened before anything is said: a file that is removed meanwhile is read to its end.
  const file = await open(path, 'r');
  const { size } = await file.stat();
  const condition = request.headers['if-range'];
  const part = condition === undefined || condition === etag ? partOf(request.headers.range, size) : 'whole';
  if (part === 'beyond') {
    await file.close();
    return reply.code(416).header('content-range', `bytes */${size}`).send();
  }
  const { first, last } = part === 'whole' ? { first: 0, last: size - 1 } : part;
  if (part !== 'whole') void reply.code(206).header('content-range', `bytes ${first}-${last}/${size}`);
  return reply
    .type('application/octet-stream')
    .header('content-length', last - first + 1)
    .send(file.createReadStream({ start: first, end: last }));
}

function names(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/** What is asked for of so many bytes; what is no single range of bytes is left aside, as the standard allows. */
function partOf(header: string | undefined, size: number): Part | 'whole' | 'beyond' {
  const [, from = '', to = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (from === '' && to === '') return 'whole';
  if (from === '') return Number(to) === 0 ? 'beyond' : { first: Math.max(0, size - Number(to)), last: size - 1 };
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
  if (to !== '' && Number(to) < first) return 'whole';
  return first >= size ? 'beyond' : { first, last };
}
