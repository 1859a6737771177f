/** How a desk that pinned one signing key comes to trust the next: the one before signed it. */
import { canonicalJson } from '../kernel/canonical.ts';

/** The text that the signature of the key before covers; never one that a manifest could have. */
export function endorsedText({ generation, key }: { readonly generation: number; readonly key: string }): string {
  return canonicalJson({ purpose: 'signing-key', generation, key });
}
