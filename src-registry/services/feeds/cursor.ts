/** Cursors: opaque outside, inside the database's name, the stream and the position after which to go on. */
import type { StreamName } from '../../../src-shared/registry-api/bodies/feeds.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';

const SHAPE = /^([0-9a-f]+)\.([a-z-]+)\.(0|[1-9]\d{0,14})(?:-([1-9]\d{0,14}))?$/;

/** How far a reader has come. */
interface Place {
  readonly position: number;
  /** The stream's end when the reader began without a cursor, as long as it has not come so far; else null. */
  readonly began: number | null;
}

/** The cursor after a position of a stream. */
export function encodeCursor(
  instance: string,
  stream: StreamName,
  position: number,
  began: number | null = null,
): string {
  const place = began === null || began <= position ? `${position}` : `${position}-${began}`;
  return Buffer.from(`${instance}.${stream}.${place}`).toString('base64url');
}

/** The place that a cursor stands for. `cursor.invalid`: damaged, of another stream or database. */
export function decodeCursor(cursor: string, instance: string, stream: StreamName): Result<Place, 'cursor.invalid'> {
  const [, ofInstance, ofStream, position, began] = SHAPE.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (ofInstance !== instance || ofStream !== stream) return fail('cursor.invalid');
  return ok({ position: Number(position), began: began === undefined ? null : Number(began) });
}
