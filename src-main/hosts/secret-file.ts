/** The web host's secret store: a 0600 file beside the database (ARCHITECTURE, decision 4). */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { networkKeySchema } from '../../src-shared/registry-api/bodies/enrolment.ts';
import type { Secrets, SecretStore } from '../services/ports.ts';

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

/** Keeps the desk's secrets in `secrets` in a folder, readable by its owner alone, replaced atomically. */
export function secretFile(folder: string, protection: Protection): SecretStore {
  const path = join(folder, 'secrets');
  return {
    read() {
      let bytes: Buffer;
      try {
        bytes = readFileSync(path);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
      return secretsSchema.parse(JSON.parse(protection.open(bytes)));
    },
    write(secrets) {
      const next = `${path}.new`;
      const file = openSync(next, 'w', 0o600);
      try {
        writeSync(file, protection.seal(JSON.stringify(secrets)));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(next, path);
      const parent = openSync(folder, 'r');
      try {
        fsyncSync(parent);
      } finally {
        closeSync(parent);
      }
    },
  };
}
