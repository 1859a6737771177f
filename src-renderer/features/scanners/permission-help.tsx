/** What to do about a device that may not be opened: the rule or the group for exactly this one. */
import type { ReactNode } from 'react';
import type { ScannerDevice } from '../../../src-shared/desk-api/scanners.ts';
import { useTranslate } from '../../stores/context.ts';
import { permissionFor, RULES_FILE, RULES_PLACE, SERIAL_GROUP, USER_NAME } from './permission.ts';

export function PermissionHelp({ device }: { readonly device: ScannerDevice }): ReactNode {
  const t = useTranslate();
  const permission = permissionFor(device);
  if (permission.way === 'ask') return <p>{t('scanners.do.no-permission')}</p>;
  const isRule = permission.way === 'rule';
  return (
    <>
      <p>
        {isRule
          ? t('scanners.permission.rule', { file: RULES_PLACE })
          : t('scanners.permission.group', { group: SERIAL_GROUP, user: USER_NAME })}
      </p>
      <code className="to-copy" data-permission={permission.way}>
        {permission.line}
      </code>
      <p>{t('scanners.permission.file', { file: RULES_FILE })}</p>
    </>
  );
}
