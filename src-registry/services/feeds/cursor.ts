/** Cursors: opaque outside, inside the database's name, the stream and the position after which to go on. */
import type { StreamName } from '../../../src-shared/registry-api/schemas.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';

const SHAPE = /^([0-9a-f]+)\.([a-z-]+)\.(0|[1-9]\d{0,14})$/;

/** The cursor after a position of a stream. */
export function encodeCursor(instance: string, stream: StreamName, position: number): string {
  return Buffer.from(`${instance}.${stream}.${position}`).toString('base64url');
}

/** The position that a cursor stands for; 0 without one. `cursor.invalid`: damaged, of another stream or database. */
export function decodeCursor(
  cursor: string | undefined,
  instance: string,
  stream: StreamName,
): Result<number, 'cursor.invalid'> {
  if (cursor === undefined) return ok(0);
  const [, ofInstance, ofStream, position] = SHAPE.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (ofInstance !== instance || ofStream !== stream) return fail('cursor.invalid');
  return ok(Number(position));
}
