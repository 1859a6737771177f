/** The web host's secret store, and the same under a keychain. */
import fs, { fstatSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { FILE_MODE_ONLY, secretFile } from '../../src-main/hosts/secret-file.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'kaikudesk-hosts-'));

const SECRETS = {
  registryUrl: 'http://127.0.0.1:1',
  token: 'token',
  networkKeys: [{ generation: 1, key: 'AAAA' }],
  sealingKey: 'AAAA',
  signingKey: 'AAAA',
};

/** Until the test is over, this is Windows, where a folder that is open for reading cannot be synced. */
function asOnWindows(): void {
  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
  const sync = fs.fsyncSync;
  const synced = vi.spyOn(fs, 'fsyncSync').mockImplementation((file) => {
    if (fstatSync(file).isDirectory()) throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    sync(file);
  });
  Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.defineProperty(process, 'platform', platform);
    synced.mockRestore();
    syncBuiltinESMExports();
  });
}

test('secrets are readable by their owner alone and come back as they were', () => {
  const at = folder();
  const store = secretFile(at, FILE_MODE_ONLY);
  expect(store.read()).toBeNull();
  store.write(SECRETS);
  store.write({ ...SECRETS, token: 'newer' });
  expect(store.read()).toEqual({ ...SECRETS, token: 'newer' });
  expect(statSync(join(at, 'secrets')).mode & 0o777).toBe(0o600);
});

test('secrets go through the keychain where there is one', () => {
  const at = folder();
  const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  const store = secretFile(at, {
    seal: (text) => turned(Buffer.from(text)),
    open: (bytes) => turned(bytes).toString(),
  });
  store.write(SECRETS);
  expect(readFileSync(join(at, 'secrets'), 'utf8')).not.toContain('token');
  expect(store.read()).toEqual(SECRETS);
});

test('secrets are kept on Windows too, which syncs no folder', () => {
  asOnWindows();
  const store = secretFile(folder(), FILE_MODE_ONLY);
  store.write(SECRETS);
  expect(store.read()).toEqual(SECRETS);
});
