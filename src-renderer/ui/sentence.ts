/** A title within a paragraph. */

/** Ends it as a sentence, unless it ends as one already. */
export function asSentence(title: string): string {
  return /[.!?]$/.test(title) ? title : `${title}.`;
}
