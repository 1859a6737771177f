/** Passwords: argon2id in PHC string form, the parameters beside the hash so that they can be raised later. */
import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../../../src-shared/kernel/ports.ts';

const hash = promisify(argon2);

/** About 30 ms on one core: 19 MiB, two passes (OWASP's floor for argon2id). */
const PRESENT = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Checked in place of a missing site's, so that time does not tell which sites there are. */
const NOBODYS = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** A password as it may be kept: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const nonce = random.bytes(SALT_BYTES);
  const made = await hash('argon2id', { message: spelling(password), nonce, tagLength: HASH_BYTES, ...PRESENT });
  const { memory, passes, parallelism } = PRESENT;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(made)}`;
}

/** Whether a password is the kept one; takes as long where nothing is kept (`null`). */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', expected = ''] = PHC.exec(kept ?? NOBODYS) ?? [];
  const wanted = Buffer.from(expected, 'base64');
  const made = await hash('argon2id', {
    message: spelling(password),
    nonce: Buffer.from(salt, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: wanted.byteLength,
  });
  return timingSafeEqual(made, wanted) && kept !== null;
}

/** Whether two passwords are one, however their letters are put together. */
export function isSame(one: string, other: string): boolean {
  return spelling(one) === spelling(other);
}

/** One spelling for what looks the same: keyboards put an ä together in different ways (NIST SP 800-63B, 5.1.1.2). */
function spelling(password: string): string {
  return password.normalize('NFKC');
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}
