/** The web host's secret store: a 0600 file beside the database (ARCHITECTURE, decision 4). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { networkKeySchema } from '../../src-shared/registry-api/bodies/enrolment.ts';
import type { Secrets, SecretStore } from '../services/ports.ts';
import { replaceDurably } from '../store/durable-file.ts';

const secretsSchema: z.ZodType<Secrets> = z.strictObject({
  registryUrl: z.url(),
  token: z.string(),
  networkKeys: z.array(networkKeySchema),
  sealingKey: z.base64(),
  signingKey: z.base64(),
});

/** How the text at rest is protected: not at all in a 0600 file, by the OS keychain under Electron. */
export interface Protection {
  seal(text: string): Buffer;
  open(bytes: Buffer): string;
}

/** Left to the file's mode. */
export const FILE_MODE_ONLY: Protection = {
  seal: (text) => Buffer.from(text),
  open: (bytes) => bytes.toString(),
};

const NAME = 'secrets';

/** Keeps the desk's secrets in `secrets` in a folder, readable by its owner alone, replaced atomically. */
export function secretFile(folder: string, protection: Protection): SecretStore {
  return {
    read() {
      let bytes: Buffer;
      try {
        bytes = readFileSync(join(folder, NAME));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
      return secretsSchema.parse(JSON.parse(protection.open(bytes)));
    },
    write(secrets) {
      replaceDurably(folder, NAME, protection.seal(JSON.stringify(secrets)));
    },
  };
}
