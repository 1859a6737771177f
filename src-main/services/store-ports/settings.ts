/** What the desk remembers once. */
import type { ScannerSettings } from '../../../src-shared/desk-api/scanners.ts';
import type { Language } from '../../../src-shared/kernel/schemas.ts';
import type { BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Site, SitePolicy } from '../../../src-shared/registry-api/bodies/site.ts';

/** What is remembered once; each is one value under its name. */
export interface DeskSettings {
  /** Who this desk is. */
  readonly enrolment: {
    readonly deskId: string;
    readonly deskName: string;
    readonly site: Site;
    readonly demo: boolean;
  };
  /** Kept so that asking again after a lost answer does not enrol twice. */
  readonly 'enrolment-request': {
    readonly requestId: string;
    readonly registryUrl: string;
    readonly site: string;
    readonly deskName: string;
  };
  /** A new epoch that was asked for and is not started yet; null: none. */
  readonly 'epoch-request': BodyOf<'startEpoch'> | null;
  /** What has come of a feed that is being read from its beginning; null: none is. */
  readonly 'performances-read-anew': readonly string[] | null;
  readonly 'rule-sets-read-anew': readonly string[] | null;
  readonly language: Language;
  readonly scanners: ScannerSettings;
  /** What the site leaves to its desks, as the registry last told. */
  readonly 'site-policy': SitePolicy;
  /** This machine's clock minus the registry's, in milliseconds, as last known. */
  readonly 'clock-skew': number;
}

export interface SettingsStore {
  read<Name extends keyof DeskSettings>(name: Name): DeskSettings[Name] | null;
  write<Name extends keyof DeskSettings>(name: Name, value: DeskSettings[Name]): void;
}
