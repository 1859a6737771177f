/** A start that cannot succeed for a reason outside the program; its message is one sentence for the person who started it. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** The `code` of a Node or PostgreSQL error, or an empty text where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
