/** One device: its state, what to do about it, and whether it is used. */
import type { ReactNode } from 'react';
import type { DeviceState, ScannerDevice } from '../../../src-shared/desk-api/scanners.ts';
import { useActions, useTranslate } from '../../stores/context.ts';
import {
  AgainIcon,
  AsideIcon,
  AttentionIcon,
  CheckIcon,
  KeyboardIcon,
  LockIcon,
  UnpluggedIcon,
} from '../../ui/icons.tsx';
import { isFirstPress } from '../../ui/single-press.ts';
import { DeviceHead } from './device-head.tsx';
import { PermissionHelp } from './permission-help.tsx';
import { nameOf, placeOf, TONES } from './words.ts';

const ICONS: Readonly<Record<DeviceState, () => ReactNode>> = {
  connected: CheckIcon,
  reconnecting: AgainIcon,
  lost: UnpluggedIcon,
  'no-permission': LockIcon,
  busy: AttentionIcon,
  'keyboard-mode': KeyboardIcon,
  found: AsideIcon,
  absent: UnpluggedIcon,
};

/** States in which there is something to be put aside. */
const IN_USE: ReadonlySet<DeviceState> = new Set(['connected', 'reconnecting', 'lost', 'no-permission', 'busy']);

interface RowParts {
  readonly device: ScannerDevice;
  readonly isPutAside: boolean;
  readonly onHelp: () => void;
}

export function DeviceRow({ device, isPutAside, onHelp }: RowParts): ReactNode {
  const t = useTranslate();
  const { chooseScanner } = useActions();
  const { id, state } = device;
  const isUsed = IN_USE.has(state);
  const StateIcon = ICONS[state];
  return (
    <li className="card" data-device={id} data-device-state={state}>
      <DeviceHead
        icon={<StateIcon />}
        name={nameOf(t, device)}
        place={placeOf(t, device)}
        state={t(`scanners.state.${state}`)}
        tone={TONES[state]}
      />
      {state === 'no-permission' ? (
        <PermissionHelp device={device} />
      ) : (
        <p>{t(state === 'found' && isPutAside ? 'scanners.do.aside' : `scanners.do.${state}`)}</p>
      )}
      {state === 'keyboard-mode' ? (
        <button type="button" data-action="how-to-switch" onClick={onHelp}>
          {t('scanners.howTo')}
        </button>
      ) : null}
      {/* One button, whichever it does: the focus stays on it. */}
      {isUsed || state === 'found' ? (
        <button
          type="button"
          data-action={isUsed ? 'put-aside' : 'use-device'}
          onClick={(event) => void (isFirstPress(event) && chooseScanner({ deviceId: id, use: !isUsed }))}
        >
          {t(isUsed ? 'scanners.aside' : 'scanners.use')}
        </button>
      ) : null}
    </li>
  );
}
